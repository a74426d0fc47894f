"""The middle acts of the journey: endorsement, screening with a question, independent reviews, the short list."""

from accreditation.demonstration.dossier import curriculum
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import ApplicationState as S
from tests.browser.reader import Reader
from tests.browser.road import NAME, Road


def endorse(road: Road) -> None:
    with road.on(2026, 12, 2):
        official = road.task_of("contacto")
        road.sees(official, APPLICATION, S.AWAITING_ENDORSEMENT)
        road.keep(official, "contact-point")
        official.press(APPLICATION.transition("endorse").label)
        official.write("Missions a year", "2").write("Days a year", "15").write("For how many years", "4")
        official.write("Full name", "Gabriel Demostración Pinabete").write("Position", "Enlace nacional")
        letter = road.folder / "letter.pdf"
        letter.write_bytes(curriculum())
        official.attach("Nomination letter (PDF)", letter)
        road.keep(official, "endorsement")
        official.press("Endorse")
        road.reaches(S.SCREENING, "endorsed")


def ask_and_answer(road: Road) -> None:
    with road.on(2026, 12, 3):
        officer = road.task_of("oficial").press(APPLICATION.transition("ask_for_information").label)
        officer.write("One item", "Envíe la constancia de servicio.").press("Add this item")
        road.keep(officer, "question")
        officer.press("Send the request")
        road.reaches(S.INFORMATION_REQUESTED, "asked")
    with road.on(2026, 12, 4):
        applicant = road.applicant()
        applicant.write("Envíe la constancia de servicio.", "Adjunta en el expediente 17.")
        road.keep(applicant, "answer")
        applicant.press("Send the answers")
        road.reaches(S.SCREENING, "answered")


def screen(road: Road) -> None:
    with road.on(2026, 12, 7):
        officer = road.task_of("oficial").press("Check the conditions")
        for condition in officer.main.locator("fieldset").all():
            officer.tick("Met", condition).write("What you saw", "CV, p. 1", condition)
        road.keep(officer, "conditions")
        officer.press("Keep the checks")
        for proposed in officer.main.locator("input[name=reviewer]:checked").all():
            proposed.uncheck()
        for name in ("Rosa", "Raúl"):
            officer.tick_this(officer.main.get_by_label(name))
        road.keep(officer, "reviewers")
        officer.press("Assign").press(APPLICATION.transition("start_review").label)
        road.reaches(S.UNDER_REVIEW, "under-review")


def review(road: Road) -> None:
    with road.on(2026, 12, 10):
        for key in ("revisor", "revisor2"):
            reviewer = road.task_of(key)
            road.sees(reviewer, APPLICATION, S.UNDER_REVIEW)
            reviewer.press("Score")
            road.keep(reviewer, f"{key}-declares")
            reviewer.press("Sign and open the dossier")
            if reviewer.path != f"/cases/{road.number}/review":
                reviewer.open(f"/cases/{road.number}/review")
            give_levels(reviewer)
            reviewer.write("Your view as a whole", "Sólida.")
            road.keep(reviewer, f"{key}-scores")
            reviewer.press("Read once more and hand in")
            road.keep(reviewer, f"{key}-reads-once-more")
            reviewer.press("Hand in")
    with road.on(2026, 12, 14):
        officer = road.staff("oficial").open(f"/cases/{road.number}")
        officer.confirm(APPLICATION, "close_review")
        road.reaches(S.AWAITING_SHORTLISTING, "reviewed")


def give_levels(judge: Reader) -> None:
    """Level 4 for every criterion."""
    for criterion in judge.main.locator("fieldset").filter(has=judge.page.locator("details")).all():
        judge.tick_this(criterion.locator('input[value="4"]'))


def shortlist(road: Road) -> None:
    with road.on(2026, 12, 15):
        decide(road, road.task_of("panel"), "shortlist")
        road.reaches(S.SHORTLISTED, "shortlisted")
        assert NAME.split()[0] in road.mails_to("ana.lucia@aduana.example")[0].text, "the applicant reads it by mail"


def decide(road: Road, judge: Reader, outcome: str, statement: str = "") -> None:
    """Records a judgement, then publishes it."""
    judge.press("Decide").tick(APPLICATION.transition(outcome).label)
    if statement:
        judge.write("Statement for the record", statement)
    road.keep(judge, f"{outcome}-judgement")
    judge.press("Record the decision")
    if not judge.path.endswith("/decide"):
        judge.press("Decide")
    road.keep(judge, f"{outcome}-recorded")
    judge.press("Publish the decision")


ACTS = (endorse, ask_and_answer, screen, review, shortlist)
