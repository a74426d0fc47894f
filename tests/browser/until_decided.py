"""Counted journeys up to the decision: applying, endorsing, screening, scoring, deciding."""

from accreditation.workflow.application import APPLICATION
from accreditation.workflow.certificate import CERTIFICATE
from accreditation.workflow.states import ApplicationState as S
from accreditation.workflow.states import CertificateState
from tests.answering import standard_forms
from tests.browser.acting import NUMBER, case_in, give_levels, must_say, next_task, open_task, paper
from tests.browser.applying import fill_in
from tests.browser.counting import Hands


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
