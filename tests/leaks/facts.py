"""What is hidden, from whom, and where whoever may know it reads it. Each fact is brought about as the house does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.interviews import checked_interview, record_interview
from accreditation.applications.messages import write_message
from accreditation.applications.models import Application
from accreditation.applications.nomination_models import Nomination
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.screening import add_item, record_check
from accreditation.applications.tags import put_tags
from accreditation.history import StateChange
from accreditation.integrity.matches import record_finding
from accreditation.integrity.register import add_entry
from accreditation.missions.models import Mission
from accreditation.missions.reporting import save_report
from accreditation.people.models import Interest
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.decisions import record_decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.panel_models import PanelVote
from accreditation.reviews.reviewers import assign_reviewer, conflicts_of
from accreditation.schemes.models import Call
from accreditation.training.marking_models import Attendance, Mark
from accreditation.transition import open_case, touch
from tests.leaks.stage import HEAD, MENTOR, OFFICER, PANEL, actor, cases, person
from tests.walk.evidence import granted

OUTSIDE = ("applicant", "administration", "other applicant", "public", "donor", "beneficiary")
FIELD = ("mentor", "trainer", "other assessor", "coordinator")
CLOSE = ("conflicted officer",)


@dataclass(frozen=True)
class Fact:
    """`happen` makes the second world; `witness` (part, address with <number> or <subject>) reads what changed."""

    words: str
    case: str
    hidden_from: tuple[str, ...]
    witness: tuple[str, str]
    happen: Callable[[Any], Any]


FACTS: list[Fact] = []


def hidden(
    words: str, case: str, *parts: str, witness: tuple[str, str]
) -> Callable[[Callable[[Any, Application], Any]], Callable[[Any, Application], Any]]:
    def enter(happen: Callable[[Any, Application], Any]) -> Callable[[Any, Application], Any]:
        FACTS.append(Fact(words, case, parts, witness, lambda session: happen(session, cases()[case])))
        return happen

    return enter


def _reviews(session: Any, case: Application) -> list[ReviewAssignment]:
    query = select(ReviewAssignment).where(ReviewAssignment.application_id == case.id)
    return list(session.scalars(query.order_by(ReviewAssignment.id)))


def _handed_in(session: Any, case: Application) -> ReviewAssignment:
    return next(row for row in _reviews(session, case) if row.handed_in_at is not None)


@hidden("who reviews", "reviewed", *OUTSIDE, *FIELD, *CLOSE, witness=("head", "/cases/<number>/reviewers"))
def another_person_reviews(session: Any, case: Application) -> None:
    _reviews(session, case)[0].reviewer_id = person("apelaciones").id
    touch(case)


@hidden("one reviewer more", "reviewed", *OUTSIDE, *FIELD, *CLOSE, witness=("head", "/cases/<number>/reviewers"))
def one_more_is_asked(session: Any, case: Application) -> None:
    taken = {row.reviewer_id for row in _reviews(session, case)}
    able = [person(key) for key in ("revisor", "revisor2", "reviewer3", "revisor4")]
    free = [one for one in able if one.id not in taken and conflicts_of(session, case, one) is None]
    assign_reviewer(session, actor(OFFICER), case, free[0])


@hidden(
    "a level given by a reviewer", "reviewed", *OUTSIDE, *FIELD, *CLOSE, "other reviewer",
    witness=("head", "/cases/<number>/evidence"),
)  # fmt: skip
def a_level_is_another(session: Any, case: Application) -> None:
    score = _handed_in(session, case).scores[0]
    score.level = 2 if score.level != 2 else 3
    touch(case)


@hidden(
    "a reviewer's comment", "reviewed", *OUTSIDE, *FIELD, *CLOSE, "other reviewer",
    witness=("head", "/cases/<number>/evidence"),
)  # fmt: skip
def a_comment_is_another(session: Any, case: Application) -> None:
    _handed_in(session, case).scores[0].comment = "Otra cosa."
    touch(case)


@hidden(
    "whether a reviewer handed in", "reviewed", *OUTSIDE, *FIELD, *CLOSE, "other reviewer",
    witness=("head", "/cases/<number>/reviewers"),
)  # fmt: skip
def it_is_not_handed_in(session: Any, case: Application) -> None:
    _handed_in(session, case).handed_in_at = None
    touch(case)


@hidden("a review set aside", "reviewed", *OUTSIDE, *CLOSE, witness=("head", "/cases/<number>/reviewers"))
def a_review_is_set_aside(session: Any, case: Application) -> None:
    row = _handed_in(session, case)
    row.ended_at = row.voided_at = clock.now()
    row.ended_reason, row.voided_by_id, row.voided_reason = "interest", person(HEAD).id, "Parentesco."
    touch(case)


@hidden("a tag of the office", "listed", *OUTSIDE, *FIELD, *CLOSE, witness=("officer", "/cases/<number>"))
def a_tag_is_put(session: Any, case: Application) -> None:
    put_tags(session, actor(OFFICER), case, "urgente")


@hidden(
    "what a language interview found", "listed", *OUTSIDE, *FIELD, *CLOSE,
    witness=("officer", "/cases/<number>/interviews"),
)  # fmt: skip
def an_interview_was_held(session: Any, case: Application) -> None:
    found = checked_interview("en", "B1", clock.today(), "Prueba", "Vacila.")
    record_interview(session, actor(OFFICER), case, found)


@hidden(
    "that a station is proposed to be waived", "listed", *OUTSIDE, *FIELD, *CLOSE,
    witness=("officer", "/cases/<number>/waivers"),
)  # fmt: skip
def a_waiver_is_proposed(session: Any, case: Application) -> None:
    row = granted(case, "mission", person(OFFICER).id, person(HEAD).id)
    row.outcome, row.decided_by_id, row.decided_at, row.reason = "", None, None, ""
    session.add(row)
    touch(case)


@hidden("what the office checked", "screening", *OUTSIDE, *CLOSE, witness=("officer", "/cases/<number>/screen"))
def a_condition_is_not_met(session: Any, case: Application) -> None:
    record_check(session, actor(OFFICER), case, case.scheme.eligibility[0]["key"], False, "p. 7")


@hidden("a question not yet sent", "screening", *OUTSIDE, *CLOSE, witness=("officer", "/cases/<number>/ask"))
def a_question_is_written(session: Any, case: Application) -> None:
    add_item(session, actor(OFFICER), case, "¿Cuántos años?", "employment")


@hidden(
    "a decision recorded and not published", "listed", *OUTSIDE, *FIELD, *CLOSE,
    witness=("panel", "/cases/<number>/decide"),
)  # fmt: skip
def a_decision_is_recorded(session: Any, case: Application) -> None:
    record_decision(session, actor(PANEL), case, "shortlist", reasons=[], statement="Sí.", seen_version=case.version)


@hidden(
    "how a member of the panel voted", "listed", *OUTSIDE, *FIELD, *CLOSE, witness=("panel", "/cases/<number>/decide")
)
def a_member_votes(session: Any, case: Application) -> None:
    vote = {"choice": "waitlist", "reason": "Falta experiencia.", "stage": case.state.value, "cast_at": clock.now()}
    session.add(PanelVote(region_id=case.region_id, application_id=case.id, person_id=person(PANEL).id, **vote))
    touch(case)


@hidden(
    "what the recorded decision says", "marked", *OUTSIDE, *FIELD, *CLOSE, witness=("head", "/cases/<number>/decide")
)
def the_decision_says_something_else(session: Any, case: Application) -> None:
    decision = session.scalars(
        select(Decision).where(Decision.application_id == case.id, Decision.released_at.is_(None))
    ).one()
    decision.outcome, decision.statement = "offer_resit", "Dos."
    touch(case)


@hidden("why a case is on hold", "back", *OUTSIDE, *FIELD, *CLOSE, witness=("head", "/cases/<number>"))
def it_is_held_for_another_reason(session: Any, case: Application) -> None:
    change = session.scalars(
        select(StateChange).where(StateChange.subject_id == case.id, StateChange.transition == "hold")
    ).one()
    change.note = "Dos."
    touch(case)


@hidden("what a referee wrote", "reviewed", *OUTSIDE, *FIELD, *CLOSE, witness=("officer", "/cases/<number>/references"))
def a_referee_wrote_otherwise(session: Any, case: Application) -> None:
    query = select(RefereeRequest).where(RefereeRequest.application_id == case.id)
    row = next(row for row in session.scalars(query.order_by(RefereeRequest.id)) if row.answered_at is not None)
    row.answers = {key: "Otra cosa." if isinstance(value, str) else value for key, value in row.answers.items()}
    touch(case)


@hidden(
    "the order of the nominees", "nominated", "applicant", "other applicant", "public", *FIELD, *CLOSE,
    witness=("administration", "/administration/<iso2>/calls/<call>"),
)  # fmt: skip
def the_nominees_stand_in_another_order(session: Any, case: Application) -> None:
    row = session.scalars(select(Nomination).where(Nomination.application_id == case.id)).one_or_none()
    if row is None:
        row = Nomination(application_id=case.id)
        session.add(row)
    row.rank = 7
    touch(case)


@hidden(
    "an assessor's mark", "taught", *OUTSIDE, "mentor", "trainer", "other assessor", "coordinator", *CLOSE,
    witness=("assessor", "/cases/<number>/marks"),
)  # fmt: skip
def an_assessor_marks(session: Any, case: Application) -> None:
    mine = person("evaluador").id
    row = session.scalars(select(Mark).where(Mark.application_id == case.id, Mark.assessor_id == mine)).first()
    if row is None:
        key = case.scheme.rubric[0]["key"]
        row = Mark(workshop_id=case.workshop_id, application_id=case.id, assessor_id=mine, criterion=key, level=3)
        session.add(row)
    row.level = 5 if row.level != 5 else 2
    row.comment = "Excelente."
    touch(case)


@hidden("a note on attendance", "taught", *OUTSIDE, *CLOSE, witness=("officer", "<workshop>"))
def a_note_on_attendance(session: Any, case: Application) -> None:
    for row in session.scalars(select(Attendance).where(Attendance.application_id == case.id)):
        row.present = False
    touch(case)


@hidden("a mentor's report before it is handed in", "away", *OUTSIDE, *CLOSE, witness=("mentor", "<mission>"))
def the_mentor_writes(session: Any, case: Application) -> None:
    query = select(Mission).where(Mission.application_id == case.id, Mission.state == "under_way")
    mission = session.scalars(query).one()
    levels = {criterion["key"]: 2 for criterion in case.scheme.rubric}
    by = actor(mission.mentor.email if mission.mentor.email.endswith("@demo.example") else MENTOR)
    save_report(session, by, mission, levels=levels, summary="Flojo.", recommends=False)


@hidden("a complaint about an expert", "held", *OUTSIDE, *FIELD, *CLOSE, witness=("officer", "/tasks"))
def a_complaint_is_filed(session: Any, case: Application) -> None:
    about = {"application_id": case.id, "about_id": case.applicant_id, "scheme_id": case.scheme_id}
    words = {"grounds": "Llegó tarde.", "kinds": [], "findings": {}, "details": {}, "reasons": []}
    row = Appeal(region_id=case.region_id, kind="complaint", filed_at=clock.now(), **about, **words)
    open_case(session, row, actor=actor(OFFICER))


@hidden(
    "who examines an appeal", "appealed", "applicant", "administration", "public", *CLOSE, witness=("head", "<appeal>")
)
def another_sits_on_the_panel(session: Any, case: Application) -> None:
    seat = session.scalars(
        select(AppealPanelist)
        .join(Appeal, Appeal.id == AppealPanelist.appeal_id)
        .where(Appeal.application_id == case.id)
    ).first()
    seat.person_id = person("panel2").id


@hidden(
    "a tie between applicant and panel",
    "listed",
    "applicant",
    "administration",
    "public",
    *CLOSE,
    witness=("panel", "/cases"),
)
def a_tie_is_declared(session: Any, case: Application) -> None:
    tie = {"person_id": person(PANEL).id, "other_id": case.applicant_id}
    session.add(Interest(region_id=case.region_id, **tie, kind="friend", note="Padrino."))


@hidden(
    "a call that is being written",
    "screening",
    *OUTSIDE,
    *FIELD,
    "other reviewer",
    witness=("officer", "/office/calls/AMS-2027-099"),
)
def the_draft_of_a_call_has_another_title(session: Any, _case: Application) -> None:
    call = session.scalars(select(Call).where(Call.reference == "AMS-2027-099")).one()
    call.titles = dict.fromkeys(call.titles, "Otro título")
    call.seats += 3


@hidden(
    "a message between applicant and office", "reviewed", *OUTSIDE[1:], *FIELD, *CLOSE, "other reviewer",
    witness=("officer", "/cases/<number>/messages"),
)  # fmt: skip
def the_applicant_writes_to_the_office(session: Any, case: Application) -> None:
    write_message(session, actor(case.applicant.email), case, "¿Cuándo sabré algo?")


@hidden(
    "the number of a WCO decision",
    "held",
    "other applicant",
    "public",
    "donor",
    *CLOSE,
    witness=("head", "<accreditation>"),
)
def the_liaison_wrote_a_reference(session: Any, case: Application) -> None:
    row = session.scalars(select(Accreditation).where(Accreditation.application_id == case.id)).one()
    row.wco_decision_reference = "WCO/2026/0042"


@hidden(
    "an entry of the integrity register", "screening", *OUTSIDE, *FIELD, *CLOSE, "officer", "panel", "auditor",
    witness=("head", "/cases/<number>/integrity"),
)  # fmt: skip
def the_register_names_the_applicant(session: Any, case: Application) -> None:
    who = case.applicant
    name = f"{who.first_family_name} {who.second_family_name}, {who.given_names}"
    said = {"reason": "Sanción.", "source": "Carta 7", "starts_on": clock.today()}
    entry = add_entry(session, actor(HEAD), case.region_id, name=name, **said)
    record_finding(session, actor(HEAD), case, entry, "same", "El mismo pasaporte.")
