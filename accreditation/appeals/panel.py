"""The panel of an appeal or a complaint: who may sit on it and why others may not, naming it, and replacing a member."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.errors import Invalid, NotPermitted
from accreditation.jobs import outbox
from accreditation.people.models import Person
from accreditation.people.roles import holders
from accreditation.people.staff_notes import note_for_auditor
from accreditation.texts import N_, Text
from accreditation.transition import facts_of, lock_case, touch
from accreditation.workflow.actors import DISQUALIFYING, Actor, Role
from accreditation.workflow.appeal_actors import keeper_of_the_appeal, panel_of_the_appeal
from accreditation.workflow.appeal_facts import AppealFacts
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.states import AppealState

ASKED = "ask_new_member_to_examine"
_PARTS: Mapping[Involvement, Text] = {
    Involvement.APPLICANT: N_("It is their own matter."),
    Involvement.RELATED: N_("Related or close to the person concerned."),
    Involvement.FILER: N_("Filed it."),
    Involvement.NOMINATOR: N_("Nominated the person."),
    Involvement.REVIEWER: N_("Reviewed the application."),
    Involvement.UNDECLARED: N_("Was asked to review the application."),
    Involvement.TRAINER: N_("Taught in the person’s workshop."),
    Involvement.ASSESSOR: N_("Assessed in the person’s workshop."),
    Involvement.REMARKER: N_("Marked the person again."),
    Involvement.MENTOR: N_("Accompanied the person on a mission."),
    Involvement.REFEREE: N_("Was asked for a reference."),
    Involvement.FORMER: N_("Reviewed, trained, marked, mentored or examined an appeal in this case before."),
    Involvement.DECIDER: N_("Decided in this case."),
    Involvement.OVERRULED: N_("Took the decision that was set aside."),
}
_BARRED = DISQUALIFYING | {Involvement.DECIDER, Involvement.FILER}


@dataclass(frozen=True)
class Candidate:
    """Somebody of the appeals panels of the region, and what keeps them from sitting on this one."""

    person: Person
    against: tuple[Text, ...]


def what_bars(appeal: Appeal, facts: AppealFacts, person: Person) -> tuple[Text, ...]:
    """Everything that ties a person to the case, or to either side of it; empty where nothing does."""
    kinds = facts.involvement_of(person.id) & _BARRED
    found = [_PARTS[kind] for kind in Involvement if kind in kinds]
    if person.administration_id is not None and person.administration_id == facts.administration_id:
        found.append(N_("Belongs to the administration of the person concerned."))
    if person.administration_id is not None and person.administration_id == appeal.filed_for_id:
        found.append(N_("Belongs to the administration that complains."))
    return tuple(found)


def candidates_for(session: Session, appeal: Appeal, facts: AppealFacts) -> list[Candidate]:
    """Everybody who holds the role for the region, by name, with what stands against each."""
    people = holders(session, [Role.APPEALS_PANEL], appeal.region_id)
    return [Candidate(person, what_bars(appeal, facts, person)) for person in people]


def seats_of(session: Session, appeal: Appeal) -> Sequence[AppealPanelist]:
    """The seats of the panel, those that were replaced last."""
    query = select(AppealPanelist).join(Person, Person.id == AppealPanelist.person_id)
    query = query.where(AppealPanelist.appeal_id == appeal.id)
    order = (AppealPanelist.ended_at.is_not(None), Person.register_name, Person.id)
    return session.scalars(query.order_by(*order)).all()


def _kept(session: Session, actor: Actor, appeal: Appeal, *states: AppealState) -> tuple[Appeal, AppealFacts]:
    """Locked for whoever keeps it, while it is in one of these states."""
    appeal = lock_case(session, appeal)
    facts = facts_of(session, appeal)
    if keeper_of_the_appeal(actor, facts) is not None or appeal.state not in states:
        raise NotPermitted
    return appeal, facts


def _refuse_barred(session: Session, appeal: Appeal, facts: AppealFacts, people: Sequence[uuid.UUID]) -> None:
    able = {one.person.id for one in candidates_for(session, appeal, facts) if not one.against}
    if set(people) - able:
        raise Invalid(
            N_("One of these persons cannot sit on this panel. The page says who, and why; choose another."),
            field="person",
        )


def name_panel(
    session: Session, actor: Actor, appeal: Appeal, person_ids: Sequence[uuid.UUID], chair_id: uuid.UUID | None
) -> None:
    """Replaces the panel before the examination begins. Nobody with a part in the case is taken, nor two of one administration."""
    appeal, facts = _kept(session, actor, appeal, AppealState.ACKNOWLEDGED)
    chosen = list(dict.fromkeys(person_ids))
    _refuse_barred(session, appeal, facts, chosen)
    homes = [session.get_one(Person, person_id).administration_id for person_id in chosen]
    known = [home for home in homes if home is not None]
    if len(known) != len(set(known)):
        raise Invalid(N_("Two members of a panel must not belong to one administration."), field="person")
    if chair_id is not None and chair_id not in chosen:
        raise Invalid(N_("The chair must be a member of the panel."), field="chair")
    for seat in seats_of(session, appeal):
        session.delete(seat)
    session.flush()
    session.add_all(
        AppealPanelist(appeal_id=appeal.id, person_id=person_id, is_chair=person_id == chair_id) for person_id in chosen
    )
    touch(appeal)
    session.flush()


def replace_member(
    session: Session, actor: Actor, appeal: Appeal, old_id: uuid.UUID, new_id: uuid.UUID, reason: str
) -> None:
    """A member falls out, as where a conflict is found late: the seat ends with the reason, another is taken, all agree anew."""
    appeal, facts = _kept(session, actor, appeal, AppealState.UNDER_EXAMINATION)
    seats = {seat.person_id: seat for seat in seats_of(session, appeal)}
    old = seats.get(old_id)
    if old is None or old.ended_at is not None:
        raise NotPermitted
    if not reason.strip():
        raise Invalid(N_("Say why the member is replaced."), field="reason")
    if new_id in seats:
        raise Invalid(
            N_("One of these persons cannot sit on this panel. The page says who, and why; choose another."),
            field="person",
        )
    _refuse_barred(session, appeal, facts, [new_id])
    old.ended_at, old.ended_reason, old.agreed_at = clock.now(), reason.strip(), None
    session.add(AppealPanelist(appeal_id=appeal.id, person_id=new_id, is_chair=old.is_chair))
    for seat in seats.values():
        seat.agreed_at = None
    note_appeal(session, actor, appeal, "replace_appeal_panelist", {"out": str(old_id), "in": str(new_id)})
    outbox.put(session, effect=ASKED, lifecycle="appeal", subject_id=appeal.id, region_id=appeal.region_id, payload={})
    touch(appeal)
    session.flush()


def note_appeal(session: Session, actor: Actor, appeal: Appeal, what: str, details: dict[str, Any]) -> None:
    """What is done to an appeal without a step of its own stands in the notes of the staff."""
    note_for_auditor(session, actor, what, region_id=appeal.region_id, subject_id=appeal.id, details=details)


def own_seat(session: Session, actor: Actor, appeal: Appeal) -> AppealPanelist:
    """The seat of this member, while the panel examines; NotPermitted for anybody else."""
    if appeal.state is not AppealState.UNDER_EXAMINATION or panel_of_the_appeal(actor, facts_of(session, appeal)):
        raise NotPermitted
    seats = {seat.person_id: seat for seat in seats_of(session, appeal) if seat.ended_at is None}
    assert actor.person_id is not None
    return seats[actor.person_id]
