"""What the office does with a complaint: ties it to whom it concerns, hears that person, restricts it, carries a measure out."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal, AppealHearing, Kind
from accreditation.appeals.panel import note_appeal
from accreditation.certificates.models import Certificate
from accreditation.errors import Invalid, NotPermitted, no_longer_than
from accreditation.jobs import outbox
from accreditation.missions.models import Mission
from accreditation.people.models import Person
from accreditation.people.queries import person_by_email
from accreditation.region.calendar import holidays_of
from accreditation.texts import N_
from accreditation.transition import facts_of, lock_case, touch
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.appeal_actors import keeper_of_the_appeal, the_person_heard
from accreditation.workflow.deadlines import add_working_days
from accreditation.workflow.involvement import Circle
from accreditation.workflow.states import AppealState

ASK_TO_BE_HEARD, TELL_HEARD = "ask_to_be_heard", "tell_complaint_answered"
OPEN = (AppealState.FILED, AppealState.ACKNOWLEDGED, AppealState.UNDER_EXAMINATION)
# What an edition without the number of its own says.
_HEARING_DAYS = 10
LONGEST = 8000


@dataclass(frozen=True)
class Concerned:
    """Whom or what a complaint rests on; all empty where it concerns nobody in particular."""

    person: Person | None = None
    accreditation: Accreditation | None = None
    mission: Mission | None = None


def _kept(session: Session, actor: Actor, appeal: Appeal, *states: AppealState) -> Appeal:
    appeal = lock_case(session, appeal)
    if keeper_of_the_appeal(actor, facts_of(session, appeal)) is not None or appeal.state not in states:
        raise NotPermitted
    return appeal


def concerned_by(session: Session, region_id: uuid.UUID, named: str) -> Concerned | None:
    """Whom the office means: by the number of a certificate or an application's expert, or by an e-mail address."""
    number = named.strip()
    query = select(Accreditation).join(Certificate, Certificate.accreditation_id == Accreditation.id)
    held = session.scalars(
        query.where(Certificate.number == number.upper(), Certificate.region_id == region_id)
    ).first()
    if held is not None:
        return Concerned(held.person, held)
    person = person_by_email(session, number) if "@" in number else None
    if person is not None and person.region_id == region_id:
        return Concerned(person, _held_by(session, person))
    return None


def _held_by(session: Session, person: Person) -> Accreditation | None:
    query = select(Accreditation).where(Accreditation.person_id == person.id)
    return session.scalars(query.order_by(Accreditation.granted_on.desc(), Accreditation.id.desc())).first()


def link(session: Session, actor: Actor, complaint: Appeal, concerned: Concerned) -> None:
    """The complaint rests on these from now on; whoever is concerned does not keep it any more."""
    complaint = _kept(session, actor, complaint, AppealState.FILED, AppealState.ACKNOWLEDGED)
    if complaint.kind != Kind.COMPLAINT:
        raise NotPermitted
    held, mission = concerned.accreditation, concerned.mission or complaint.mission
    complaint.about_id = concerned.person.id if concerned.person else None
    complaint.accreditation_id = held.id if held else None
    complaint.application_id = mission.application_id if mission else held.application_id if held else None
    complaint.linked_at = clock.now()
    hearing = hearing_of(session, complaint)
    if hearing is not None and hearing.person_id != complaint.about_id:
        session.delete(hearing)
    note_appeal(session, actor, complaint, "link_complaint", {"about": str(complaint.about_id or "")})
    touch(complaint)
    session.flush()


def restrict(
    session: Session, actor: Actor, appeal: Appeal, case_officer: Person | None, *, is_restricted: bool
) -> None:
    """The head says whether everybody in the office may know of it, and if not, which officer keeps it beside the head."""
    appeal = _kept(session, actor, appeal, *OPEN)
    if not actor.holds(Role.ROCB_HEAD, appeal.region_id) or appeal.circle is Circle.LIAISON:
        raise NotPermitted
    appeal.circle = Circle.RESTRICTED if is_restricted else Circle.OFFICE
    appeal.case_officer_id = case_officer.id if case_officer and is_restricted else None
    note_appeal(session, actor, appeal, "restrict_appeal", {"circle": appeal.circle.value})
    touch(appeal)
    session.flush()


def hearing_of(session: Session, appeal: Appeal) -> AppealHearing | None:
    return session.scalars(select(AppealHearing).where(AppealHearing.appeal_id == appeal.id)).one_or_none()


def ask_to_be_heard(session: Session, actor: Actor, complaint: Appeal, alleged: str) -> AppealHearing:
    """The person complained about reads what is alleged, in the words of the office, and may answer for some working days."""
    complaint = _kept(session, actor, complaint, AppealState.ACKNOWLEDGED)
    if complaint.kind != Kind.COMPLAINT or complaint.about_id is None:
        raise NotPermitted
    if not alleged.strip():
        raise Invalid(N_("Say what is alleged, without naming who complains."), field="alleged")
    hearing = hearing_of(session, complaint)
    if hearing is not None and hearing.answered_at is not None:
        raise Invalid(N_("The person has already answered."), field="alleged")
    if hearing is None:
        hearing = AppealHearing(appeal_id=complaint.id, person_id=complaint.about_id)
        session.add(hearing)
    hearing.alleged, hearing.asked_at = no_longer_than(LONGEST, alleged, "alleged"), clock.now()
    hearing.answer_by = _time_to_answer(session, complaint)
    _mail(session, complaint, ASK_TO_BE_HEARD)
    touch(complaint)
    session.flush()
    return hearing


def _time_to_answer(session: Session, complaint: Appeal) -> datetime:
    days = complaint.scheme.numbers.get("hearing_working_days", _HEARING_DAYS)
    return add_working_days(clock.now(), days, holidays_of(session, complaint.region_id))


def write_answer(session: Session, actor: Actor, complaint: Appeal, text: str) -> None:
    """The word of the person complained about, once."""
    complaint = lock_case(session, complaint)
    hearing = hearing_of(session, complaint)
    if hearing is None or the_person_heard(actor, facts_of(session, complaint)) or hearing.answered_at is not None:
        raise NotPermitted
    if complaint.state is not AppealState.ACKNOWLEDGED:
        raise NotPermitted
    if not text.strip():
        raise Invalid(N_("Write your answer."), field="answer")
    hearing.answer, hearing.answered_at = no_longer_than(LONGEST, text, "answer"), clock.now()
    _mail(session, complaint, TELL_HEARD)
    touch(complaint)
    session.flush()


def carry_out(session: Session, actor: Actor, complaint: Appeal, note: str) -> None:
    """The office states how the measure that the panel recommended was carried out."""
    complaint = _kept(session, actor, complaint, AppealState.UPHELD, AppealState.PARTLY_UPHELD)
    if not complaint.measure or complaint.carried_out_at is not None:
        raise NotPermitted
    if not note.strip():
        raise Invalid(N_("Say what was done, and when."), field="note")
    complaint.carried_out_at, complaint.carried_out_by_id = clock.now(), actor.person_id
    complaint.carried_out_note = no_longer_than(LONGEST, note, "note")
    touch(complaint)
    session.flush()


def _mail(session: Session, complaint: Appeal, effect: str) -> None:
    outbox.put(
        session, effect=effect, lifecycle="appeal", subject_id=complaint.id, region_id=complaint.region_id, payload={}
    )
