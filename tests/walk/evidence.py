"""Evidence as people bring it, by the real actions: what a step needs before anybody may take it."""

from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.amendment_models import Amendment, Kind
from accreditation.appeals.concluding import agree, write_conclusion
from accreditation.appeals.filing import file_appeal
from accreditation.appeals.keeping import ask_to_be_heard, hearing_of, write_answer
from accreditation.appeals.models import Appeal
from accreditation.appeals.panel import name_panel, seats_of
from accreditation.applications.answering import answer_items
from accreditation.applications.answers import saved_sections, sections_of
from accreditation.applications.documents import attach
from accreditation.applications.endorsement import Commitment, write_endorsement
from accreditation.applications.request_models import InformationItem, InformationRequest
from accreditation.applications.screening import add_item, record_check
from accreditation.applications.writing import save_section, sign_declaration
from accreditation.certificates.log import append_leaf, is_issue
from accreditation.demonstration.answers import answers_of
from accreditation.demonstration.dossier import inspected_curriculum
from accreditation.missions.planning import plan_mission
from accreditation.missions.reporting import give_feedback, save_report
from accreditation.region.models import Administration
from accreditation.reviews.decisions import record_decision
from accreditation.reviews.declaring import declare_no_interest
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import assign_reviewer, conflicts_of
from accreditation.reviews.scoring import hand_in, save_scores
from accreditation.training.marking import record_attendance, save_marks
from accreditation.training.planning import plan_workshop
from accreditation.training.staffing import name_staff, staff_of
from accreditation.transparency.models import LogLeaf
from accreditation.two_keys.models import KeyRequest
from accreditation.waivers.models import Waiver
from accreditation.workflow.actors import Actor
from tests.walk.ground import Ground

OFFICER, HEAD = "oficial", "direccion"


def write_dossier(ground: Ground, case: Any) -> None:
    """Every section, the curriculum, and the signature."""
    session, actor = ground.session, ground.actor(case.applicant)
    written = answers_of(case.applicant, "es", case.call.language, "GT", case.call.opens_at.year, Random(1))
    saved = saved_sections(session, case)
    for form in sections_of(case):
        seen = saved[form.key].version if form.key in saved else 0
        save_section(session, actor, case, form, written[form.key], seen_version=seen)
    attach(session, actor, case, ground.storage, "cv", "curriculum.pdf", inspected_curriculum())
    sign_declaration(session, actor, case, case.applicant.display_name)


def promise_release(ground: Ground, case: Any) -> None:
    actor = ground.rightful(case, "endorse")
    promise = Commitment(missions_per_year=2, days_per_year=10, years=4)
    write_endorsement(ground.session, actor, case, commitment=promise, signed_as="Firma", signed_position="Jefa")


def ask_for_something(ground: Ground, case: Any) -> None:
    add_item(ground.session, ground.actor(OFFICER), case, "¿Cuántos años de servicio?", "employment")


def answer_everything(ground: Ground, case: Any) -> None:
    query = select(InformationItem).join(InformationRequest).where(InformationRequest.application_id == case.id)
    answers = {item.public_id: "Doce." for item in ground.session.scalars(query)}
    answer_items(ground.session, ground.actor(case.applicant), case, answers)


def check_everything(ground: Ground, case: Any, *, failed: str = "") -> None:
    for condition in case.scheme.eligibility:
        passed = condition["key"] != failed
        record_check(ground.session, ground.actor(OFFICER), case, condition["key"], passed, "p. 1")


def find_a_fault(ground: Ground, case: Any) -> None:
    check_everything(ground, case, failed=case.scheme.eligibility[0]["key"])


def assign_reviewers(ground: Ground, case: Any, count: int = 2) -> None:
    """The first reviewers of the cast without a conflict."""
    people = [ground.person(f"{key}@demo.example") for key in ("revisor", "revisor2", "reviewer3", "revisor4")]
    able = [person for person in people if conflicts_of(ground.session, case, person) is None]
    for person in able[:count]:
        assign_reviewer(ground.session, ground.actor(OFFICER), case, person)


def assignments_of(ground: Ground, case: Any) -> list[ReviewAssignment]:
    query = select(ReviewAssignment).where(ReviewAssignment.application_id == case.id)
    return list(ground.session.scalars(query.where(ReviewAssignment.ended_at.is_(None)).order_by(ReviewAssignment.id)))


def score_everything(ground: Ground, case: Any, level: int = 4) -> None:
    """Whoever has not handed in declares, scores and hands in."""
    for assignment in assignments_of(ground, case):
        actor = ground.actor(assignment.reviewer)
        if assignment.handed_in_at is None:
            declare_no_interest(ground.session, actor, assignment)
            levels = {criterion["key"]: (level, "Sí") for criterion in case.scheme.scoring}
            save_scores(ground.session, actor, assignment, levels)
            hand_in(ground.session, actor, assignment, "")


def decide(ground: Ground, case: Any, outcome: str) -> None:
    """Records a judgement by somebody who may publish it."""
    record_decision(
        ground.session,
        ground.rightful(case, outcome),
        case,
        outcome,
        reasons=ground.reasons_for(case, outcome),
        statement="",
        seen_version=case.version,
    )


def plan_a_workshop(ground: Ground, call: Any) -> Any:
    """Two trainers and two assessors, in a month."""
    today, actor = clock.today(call.time_zone), ground.actor(OFFICER)
    workshop = plan_workshop(
        ground.session,
        actor,
        call,
        titles=call.titles,
        centre_id=call.centre_id,
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=34),
        time_zone=call.time_zone,
        seats=3,
    )
    for key, duty in (("formador", "trainer"), ("evaluador", "assessor"), ("evaluador2", "assessor")):
        name_staff(ground.session, actor, workshop, ground.person(f"{key}@demo.example"), duty)
    return workshop


def call_the_roll(ground: Ground, workshop: Any, *, absent: tuple[Any, ...] = ()) -> None:
    """Attendance of the first day."""
    seated = [row for row in ground.all("application", workshop_id=workshop.id) if row.state == "confirmed"]
    present = {row.id: row.id not in absent for row in seated}
    record_attendance(ground.session, ground.actor(OFFICER), workshop, workshop.starts_on, present)


def mark_everything(ground: Ground, case: Any, level: int = 4) -> None:
    workshop = next(row for row in ground.all("workshop") if row.id == case.workshop_id)
    for staff in staff_of(ground.session, workshop):
        if staff.duty == "assessor":
            marks = {criterion["key"]: (level, "Sí") for criterion in case.scheme.rubric}
            save_marks(ground.session, ground.actor(staff.person), case, marks)


def plan_a_mission(ground: Ground, case: Any) -> Any:
    """Five days in a month, beside the mentor of the cast."""
    query = select(Administration).where(
        Administration.region_id == case.region_id, Administration.id != case.administration_id
    )
    beneficiary = ground.session.scalars(query.order_by(Administration.iso2)).first()
    assert beneficiary is not None
    today = clock.today(beneficiary.time_zone)
    return plan_mission(
        ground.session,
        ground.actor(OFFICER),
        case,
        title="Misión",
        mentor_id=ground.person("mentor@demo.example").id,
        beneficiary_id=beneficiary.id,
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=34),
    )


def report(ground: Ground, mission: Any, *, recommends: bool = True) -> None:
    levels = {criterion["key"]: 4 for criterion in mission.application.scheme.rubric}
    actor = ground.actor(mission.mentor)
    save_report(ground.session, actor, mission, levels=levels, summary="Bien.", recommends=recommends)


def thank(ground: Ground, mission: Any) -> None:
    give_feedback(ground.session, mission, rating=5, comment="", given_by="Beneficiaria")


def store_the_document(ground: Ground, certificate: Any) -> None:
    """As if it had been drawn and signed, which takes long."""
    certificate.storage_key, certificate.pdf_sha256, certificate.key_id = "x" * 64, "0" * 64, "llave"
    ground.session.flush()


def enter_in_the_log(ground: Ground, certificate: Any) -> None:
    """Once, when it is signed."""
    entered = select(LogLeaf.id).where(LogLeaf.certificate_id == certificate.id, is_issue())
    if certificate.state == "signed" and ground.session.scalars(entered).first() is None:
        append_leaf(ground.session, certificate, certificate.occasion, clock.now())


def appeal_against(ground: Ground, case: Any) -> Any:
    return file_appeal(
        ground.session, ground.actor(case.applicant), case, "No se consideró mi constancia.", ["evidence"]
    )


def a_complaint(ground: Ground, held: Any) -> Appeal:
    """About an accredited person, tied to the accreditation; not yet on record."""
    about = {"region_id": held.region_id, "application_id": held.application_id, "accreditation_id": held.id}
    scheme_id = next(row.scheme_id for row in ground.all("application") if row.id == held.application_id)
    words = {"grounds": "Una queja.", "kinds": [], "findings": {}, "details": {}, "reasons": []}
    now = clock.now()
    return Appeal(
        **about, **words, scheme_id=scheme_id, about_id=held.person_id, kind="complaint", filed_at=now, linked_at=now
    )


def hear(ground: Ground, complaint: Any) -> None:
    """The person complained about is asked, and answers."""
    ask_to_be_heard(ground.session, ground.rightful(complaint, "open_examination"), complaint, "Algo.")
    write_answer(ground.session, ground.actor(complaint.about), complaint, "No fue así.")


def seat_the_panel(ground: Ground, appeal: Any) -> None:
    if appeal.kind == "complaint" and appeal.about is not None and hearing_of(ground.session, appeal) is None:
        hear(ground, appeal)
    people = [ground.person(f"{key}@demo.example").id for key in ("apelaciones", "apelaciones2")]
    actor: Actor = ground.rightful(appeal, "open_examination")
    name_panel(ground.session, actor, appeal, people, people[0])


def conclude(ground: Ground, appeal: Any) -> None:
    """A finding on every ground, the remedy that fits every refusal or a measure, and the agreement of all."""
    chair = ground.rightful(appeal, "dismiss")
    findings = {code: {"holds": True, "reason": "Consta."} for code in appeal.kinds}
    follows = {"remedy": "new_decision"} if appeal.kind == "appeal" else {"measure": "warning"}
    write_conclusion(
        ground.session, chair, appeal, "Porque sí.", findings=findings, upheld_part="Lo primero.", **follows
    )
    for seat in seats_of(ground.session, appeal):
        if seat.ended_at is None:
            agree(ground.session, ground.actor(seat.person), appeal, appeal.version)
    ground.session.flush()


NAME = {"given_names": "Nora", "first_family_name": "Ejemplo", "second_family_name": "", "printed": "Nora Ejemplo"}


def approve(ground: Ground, held: Any, kind: Kind, after: dict[str, Any]) -> None:
    """As if an officer had just approved what the expert asked."""
    ground.add(
        Amendment(
            region_id=held.region_id,
            accreditation_id=held.id,
            kind=kind,
            asked_by_id=held.person_id,
            asked_at=clock.now(),
            why="changed",
            before={},
            after=after,
            outcome="approved",
            decided_by_id=ground.person("oficial2@demo.example").id,
            decided_at=clock.now(),
        )
    )


def waive(ground: Ground, case: Any, station: str) -> None:
    """As if the head of the office had just granted what an officer proposed."""
    ground.add(
        granted(case, station, ground.person("oficial2@demo.example").id, ground.person(f"{HEAD}@demo.example").id)
    )


def granted(case: Any, station: str, by: Any, decided_by: Any) -> Waiver:
    now = clock.now()
    return Waiver(
        region_id=case.region_id,
        application_id=case.id,
        station=station,
        ground="elsewhere",
        source="WCO 2024/117",
        words="Mismo programa.",
        proposed_by_id=by,
        proposed_at=now,
        outcome="granted",
        decided_by_id=decided_by,
        decided_at=now,
        reason="Consta.",
    )


def turn_both_keys(ground: Ground, subject: Any, act: str) -> None:
    """As if the liaison of the WCO had just turned the second key for what the head of the office asked."""
    ground.session.flush()
    ground.session.refresh(subject)
    now = clock.now()
    ground.add(
        KeyRequest(
            region_id=subject.region_id,
            act=act,
            lifecycle=subject.__tablename__,
            subject_id=subject.id,
            subject_version=subject.version,
            reasons=[],
            note="Nota",
            asked_by_id=ground.person("direccion@demo.example").id,
            asked_office="regional_office",
            asked_at=now,
            expires_at=now + timedelta(days=1),
            turned_by_id=ground.person("enlace@demo.example").id,
            turned_office="secretariat",
            turned_at=now,
        )
    )
