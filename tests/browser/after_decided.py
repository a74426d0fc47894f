"""Counted journeys after it: workshop, mission, practice, appeals; and of those who look, administer or check."""

from accreditation.applications.fields import Words
from accreditation.workflow.mission import MISSION
from accreditation.workflow.states import ApplicationState as S
from accreditation.workflow.states import MissionState, WorkshopState
from accreditation.workflow.workshop import WORKSHOP
from tests.browser.acting import NUMBER, case_in, give_levels, must_say, next_task, open_task, paper
from tests.browser.counting import Hands


def take_attendance(hands: Hands) -> None:
    """Everybody is there."""
    open_task(hands, WORKSHOP.rule(WorkshopState.RUNNING).label)
    together = hands.main.get_by_role("button", name=hands.said("Everybody was present"), exact=True)
    if together.count():
        hands.press_this(together)
    else:
        for choice in hands.main.locator('input[type=radio][name^=present-][value="yes"]').all():
            hands.tick_this(choice)
        hands.press("Record attendance")
    must_say(hands, "Attendance is recorded.")


def see_who_comes(hands: Hands) -> None:
    """The candidates of the workshop that runs."""
    hands.enter("Workshops")
    _row(hands, WORKSHOP.rule(WorkshopState.RUNNING).label)
    must_say(hands, "Candidates")


def _row(hands: Hands, words: Words | str) -> None:
    row = hands.main.get_by_role("row").filter(has_text=hands.said(words)).first
    hands.press_this(row.get_by_role("link").first)


def mark(hands: Hands) -> None:
    """One candidate, and the next one is open."""
    label = case_in(S.IN_WORKSHOP)
    open_task(hands, label)
    done = NUMBER.search(hands.path)
    if not hands.path.endswith("/marks"):
        hands.press("Mark")
    give_levels(hands)
    hands.press("Keep my marks")
    if not hands.path.endswith("/marks"):
        next_task(hands, label)
    if not hands.path.endswith("/marks"):
        hands.press("Mark")
    assert NUMBER.search(hands.path) != done


def report(hands: Hands) -> None:
    open_task(hands, MISSION.rule(MissionState.UNDER_WAY).label)
    give_levels(hands)
    hands.write("What you observed", "Escuchó antes de aconsejar.").tick("Yes")
    label = hands.said(MISSION.transition("hand_in_report").label)
    together = hands.main.locator("button[name=act]").get_by_text(label, exact=True)
    if together.count():
        hands.press_this(together)
    else:
        hands.press("Save draft").take(MISSION, "hand_in_report")
    must_say(hands, MISSION.rule(MissionState.REPORTED).label)


def say_how_it_was(hands: Hands) -> None:
    """The host of a mission gives its word."""
    open_task(hands, MISSION.rule(MissionState.REPORTED).label)
    hands.tick("5").write("Comment", "Muy útil.").press("Send the feedback")
    must_say(hands, "Thank you for your feedback.")


def record_practice(hands: Hands) -> None:
    """An expert adds a training that was given, with the file that shows it."""
    if not hands.path.startswith("/applications"):
        hands.enter("My applications")
    hands.press_this(hands.main.locator('a[href$="/renewal"]').first).press("Record practice")
    hands.tick_this(hands.main.locator('input[name=kind][value="activity"]'))
    hands.write_this(hands.main.locator("#title"), "Curso de valoración para nuevos funcionarios")
    for part, value in (("", "9"), ("-1", "11"), ("-2", "2026")):
        hands.write_this(hands.main.locator(f"#began_on{part}"), value)
    hands.write_this(hands.main.locator("#amount"), "12")
    hands.hand_in(hands.main.locator("input[type=file]"), paper()).press("Record")
    must_say(hands, "Curso de valoración para nuevos funcionarios")


def confirm_reference(hands: Hands) -> None:
    """The liaison records the decision of the WCO."""
    if not hands.path.startswith("/accreditations"):
        hands.enter("Accreditations")
    hands.press_this(hands.main.locator('td a[href*="/accreditations/"], th a[href*="/accreditations/"]').first)
    hands.write("Reference of the WCO decision", "AMS/2027/17").press("Confirm the reference")
    must_say(hands, "AMS/2027/17")


def conclude(hands: Hands) -> None:
    """The chair of the panel writes the conclusion, ground by ground."""
    hands.press_this(hands.main.locator('a[href*="/appeals/"]').first)
    for choice in hands.main.locator('#conclusion input[name^=holds-][value="no"]').all():
        hands.tick_this(choice)
    for reason in hands.main.locator("#conclusion textarea[name^=reason-]").all():
        hands.write_this(reason, "La constancia consta en el expediente y fue valorada.")
    hands.write_this(
        hands.main.locator("#conclusion-field"), "El panel leyó el expediente y concluye con estas razones."
    )
    hands.press("Keep the conclusion")
    must_say(hands, "I agree with the conclusion as it is written")


def look_at_figures(hands: Hands) -> None:
    must_say(hands, "Cases by state")


def look_who_did_what(hands: Hands) -> None:
    """The latest steps, and the case behind the first."""
    must_say(hands, "Every step, the latest first")


def give_role(hands: Hands) -> None:
    """Somebody is found by name and becomes a reviewer."""
    hands.write_this(hands.main.locator("#q"), "Tomás").press("Search")
    if not hands.path.startswith("/people/"):
        hands.press_this(hands.main.locator('a[href*="/people/"]').first)
    hands.select("Role", "reviewer").press("Grant the role")
    must_say(hands, "Reviewer")


def check_by_number(hands: Hands, number: str, name: str) -> None:
    """From the first page."""
    for _attempt in range(2):
        form = hands.main.locator("form").filter(has=hands.page.locator("[name=number]")).first
        hands.write_this(form.locator("[name=number]"), number)
        if form.locator("[name=name]").count():
            hands.write_this(form.locator("[name=name]"), name)
        hands.press_this(form.get_by_role("button").first)
        if number in hands.path and hands.main.locator(".answer.tone-good").count():
            return
    raise AssertionError(hands.path)


def check_by_code(hands: Hands, address: str) -> None:
    """The camera opens the address of the code: it is the page that was come to."""
    assert hands.path == address
    assert hands.main.locator(".answer.tone-good").count()


def read_the_log(hands: Hands) -> None:
    """The newest checkpoint, to be compared with the one kept."""
    hands.press_this(hands.page.locator('a[href="/log"]').first)
    assert hands.path == "/log"
