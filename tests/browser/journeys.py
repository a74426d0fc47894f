"""The journey that each role does most, from where it stands after signing in until it is done, as the hands do it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from accreditation.applications.fields import Words
from accreditation.demonstration.dossier import curriculum
from accreditation.texts import Text
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.certificate import CERTIFICATE
from accreditation.workflow.mission import MISSION
from accreditation.workflow.states import ApplicationState as S
from accreditation.workflow.states import CertificateState, MissionState, WorkshopState
from accreditation.workflow.workshop import WORKSHOP
from tests.answering import standard_forms
from tests.browser.applying import fill_in
from tests.browser.counting import Hands

NUMBER = re.compile(r"AMS-\d{4}-[A-Z]+-\d+")


@dataclass(frozen=True)
class Journey:
    """`who` signs in on the page of demo people; where empty it is nobody, who begins at `start`; `until` says what is done at its end."""

    name: str
    role: str
    until: str
    who: str
    walk: Callable[[Hands], object]
    start: str = "/"


def open_task(hands: Hands, label: Text, *also: str) -> None:
    """The first task in this state."""
    rows = hands.main.get_by_role("row").filter(has=hands.page.get_by_text(hands.said(label), exact=True))
    for part in also:
        rows = rows.filter(has_text=part)
    hands.press_this(rows.first.get_by_role("link").first)


def case_in(state: S) -> Text:
    return APPLICATION.rule(state).label


def next_task(hands: Hands, label: Text) -> None:
    """The next case of the same kind: where the page leads to it, else over the tasks."""
    link = hands.main.locator(".notice--flash a")
    if link.count():
        hands.press_this(link.first)
        return
    if not hands.path.startswith("/tasks"):
        hands.enter("My tasks")
    open_task(hands, label)


def must_say(hands: Hands, *words: Words | str) -> None:
    """What was to be done is done, in the words of the page."""
    text = hands.main.inner_text()
    for each in words:
        assert hands.said(each) in text, f"{hands.path} does not say {hands.said(each)}: {text[:1500]}"


def paper() -> Path:
    file = Path("build") / "paper.pdf"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(curriculum())
    return file


def give_levels(hands: Hands, level: int = 4) -> None:
    for choice in hands.main.locator(f'form input[type=radio][value="{level}"]').all():
        hands.tick_this(choice)


def apply(hands: Hands) -> None:
    """Every section of the form, the curriculum, the signature."""
    hands.press_this(hands.page.locator('a[href="/calls"]').first)
    hands.press_this(hands.main.locator('a[href*="/calls/"]').first).press("Apply")
    mine = hands.path
    for form in standard_forms():
        if not hands.path.endswith(f"/sections/{form.key}"):
            hands.follow(form.title)
        fill_in(hands, form)
        hands.press("Save and continue")
    if not hands.path.endswith("/documents"):
        hands.follow("Documents")
    place = hands.main.locator("form").filter(has=hands.page.locator("input[type=file]")).first
    hands.hand_in(place.locator("input[type=file]"), paper()).press_this(place.get_by_role("button").last)
    if not hands.path.endswith("/submit"):
        check = hands.main.get_by_role("button", name=hands.said("Check and submit"), exact=True)
        (hands if check.count() else hands.back()).press("Check and submit")
    hands.tick_this(hands.main.locator("#accurate"))
    signature = hands.main.locator("#signed_as")
    name = hands.page.locator(".account__words").first.inner_text()
    hands.write_this(signature, name).press("Submit application")
    assert hands.path == mine, hands.path
    must_say(hands, APPLICATION.rule(S.AWAITING_ENDORSEMENT).label)


def answer_what_is_asked(hands: Hands) -> None:
    open_task(hands, case_in(S.INFORMATION_REQUESTED))
    for place in hands.main.locator("#asked textarea").all():
        hands.write_this(place, "Adjunta en el expediente 17.")
    hands.press("Send the answers")
    must_say(hands, "Your answers are sent.")


def endorse(hands: Hands) -> None:
    label = case_in(S.AWAITING_ENDORSEMENT)
    open_task(hands, label)
    if not hands.path.endswith("/endorse"):
        hands.press(APPLICATION.transition("endorse").label)
    for name, value in (("missions_per_year", "2"), ("days_per_year", "15"), ("years", "4")):
        hands.fill_if_empty(hands.main.locator(f"#{name}"), value)
    hands.fill_if_empty(hands.main.locator("#signed_as"), "Gabriel Demostración Pinabete")
    hands.fill_if_empty(hands.main.locator("#signed_position"), "Enlace nacional")
    done = NUMBER.search(hands.path)
    hands.press("Endorse")
    next_task(hands, label)
    assert NUMBER.search(hands.path) != done


def recommend(hands: Hands) -> None:
    open_task(hands, case_in(S.AWAITING_ENDORSEMENT))
    if not hands.path.endswith("/recommend"):
        hands.press(APPLICATION.transition("recommend").label)
    hands.write_this(hands.main.locator("textarea").first, "Es quien más sabe del tema en la unidad.")
    hands.press(APPLICATION.transition("recommend").label)
    must_say(hands, case_in(S.AWAITING_ENDORSEMENT))


def screen(hands: Hands) -> None:
    """The conditions, two reviewers, and the case goes to them."""
    label = case_in(S.SCREENING)
    open_task(hands, label)
    done = NUMBER.search(hands.path)
    if not hands.path.endswith("/screen"):
        hands.press("Check the conditions")
    for choice in hands.main.locator('form input[type=radio][value="yes"]').all():
        hands.tick_this(choice)
    hands.press("Keep the checks")
    _assign_two(hands)
    begins = APPLICATION.transition("start_review").label
    if not hands.path.endswith("/steps/start_review"):
        if hands.path.endswith("/reviewers"):
            hands.back()
        hands.press(begins)
    hands.press(begins)
    next_task(hands, label)
    assert NUMBER.search(hands.path) != done


def _assign_two(hands: Hands) -> None:
    if not hands.path.endswith("/reviewers"):
        hands.press("Reviewers")
    boxes = hands.main.locator("input[type=checkbox][name=reviewer]:not([disabled])")
    if boxes.count():
        for box in boxes.all()[:2]:
            hands.tick_this(box)
        hands.press("Assign")
        return
    for _each in range(2):
        hands.tick_this(hands.main.locator("input[name=reviewer]:not([disabled])").first).press("Assign")


def release_certificate(hands: Hands) -> None:
    open_task(hands, CERTIFICATE.rule(CertificateState.RESERVED).label)
    hands.take(CERTIFICATE, "approve_content")
    must_say(hands, CERTIFICATE.rule(CertificateState.LINTED).label)


def score(hands: Hands) -> None:
    """The declaration, every criterion with a reason, read once more, handed in."""
    label = case_in(S.UNDER_REVIEW)
    open_task(hands, label)
    if not hands.path.endswith("/review"):
        hands.press("Score")
    hands.press("Sign and open the dossier")
    if not hands.path.endswith("/review"):
        hands.press("Score")
    give_levels(hands)
    hands.write("Your view as a whole", "Sólida.").press("Read once more and hand in").press("Hand in")
    must_say(hands, "Your scores are handed in. Thank you.")


def decide(hands: Hands, state: S, outcome: str) -> None:
    """The judgement is recorded, then published; the next case is open."""
    label = case_in(state)
    open_task(hands, label)
    done = NUMBER.search(hands.path)
    if not hands.path.endswith("/decide"):
        hands.press("Decide")
    hands.tick(APPLICATION.transition(outcome).label)
    statement = hands.main.locator("textarea[name=statement]")
    if statement.is_visible():
        hands.fill_if_empty(statement, "Gracias por el trabajo hecho en el taller.")
    hands.press("Record the decision")
    if not hands.path.endswith("/decide"):
        hands.press("Decide")
    hands.press("Publish the decision")
    next_task(hands, label)
    assert NUMBER.search(hands.path) != done


def short_list(hands: Hands) -> None:
    decide(hands, S.AWAITING_SHORTLISTING, "shortlist")


def pre_accredit(hands: Hands) -> None:
    decide(hands, S.AWAITING_PRE_ACCREDITATION, "pre_accredit")


def take_attendance(hands: Hands) -> None:
    """Everybody is there."""
    open_task(hands, WORKSHOP.rule(WorkshopState.RUNNING).label)
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
        hands.press("Keep the report").take(MISSION, "hand_in_report")
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


JOURNEYS = (
    Journey("apply", "Applicant", "applies: every section, the curriculum, the signature", "formador", apply),
    Journey("answer", "Applicant", "answers what the office asks", "postulante2", answer_what_is_asked),
    Journey("endorse", "Contact point", "endorses one, and the next is open", "contacto", endorse),
    Journey("recommend", "Head of unit", "recommends one", "jefatura", recommend),
    Journey(
        "screen",
        "Officer",
        "checks the conditions, names two reviewers, begins the review, and the next is open",
        "oficial",
        screen,
    ),
    Journey("release", "Officer", "releases a certificate", "oficial2", release_certificate),
    Journey("score", "Reviewer", "declares, scores and hands in", "revisor2", score),
    Journey("short-list", "Panel member", "decides one and publishes, and the next is open", "panel", short_list),
    Journey(
        "decide",
        "Head of the office",
        "decides one after the workshop and publishes, and the next is open",
        "direccion",
        pre_accredit,
    ),
    Journey(
        "attendance", "Coordinator of a centre", "records the attendance of a day", "coordinacion2", take_attendance
    ),
    Journey("workshop", "Trainer", "sees who attends", "formador", see_who_comes),
    Journey("mark", "Assessor", "marks one candidate, and the next is open", "evaluador", mark),
    Journey("report", "Mentor", "reports on a mission", "mentor", report),
    Journey("feedback", "Beneficiary administration", "says how a mission was", "beneficiario", say_how_it_was),
    Journey("practice", "Expert", "records practice with a file", "experto", record_practice),
    Journey("reference", "Liaison of the WCO", "records a decision reference", "enlace", confirm_reference),
    Journey("appeal", "Appeals panel", "writes the conclusion on an appeal", "apelaciones", conclude),
    Journey("figures", "Vice-Chair, donor", "looks at the figures", "donante", look_at_figures),
    Journey("audit", "Auditor", "looks who did what", "auditoria", look_who_did_what),
    Journey("role", "Administrator", "gives somebody a role", "administracion", give_role),
)
