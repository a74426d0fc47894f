"""Who sits in the panel of a call, and until when."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.granting import grant_role
from accreditation.people.models import Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.reviews.panel_models import PanelSeat
from accreditation.reviews.voting import DUTIES
from accreditation.schemes.models import Call
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role, Scope


def seats_of(session: Session, call: Call) -> Sequence[PanelSeat]:
    """Everybody who sits or will sit on the panel of a call, the chair first."""
    query = select(PanelSeat).where(PanelSeat.call_id == call.id, PanelSeat.ended_at.is_(None))
    found = session.scalars(query.options(joinedload(PanelSeat.person))).all()
    order = {"chair": 0, "deputy": 1, "member": 2}
    return sorted(found, key=lambda seat: (order[seat.duty], seat.person.register_name, str(seat.id)))


def _refuse_unless_head(actor: Actor, region_id: uuid.UUID) -> None:
    if not actor.holds(Role.ROCB_HEAD, region_id):
        raise NotPermitted


def _lock_call(session: Session, call: Call) -> None:
    session.scalars(select(Call.id).where(Call.id == call.id).with_for_update()).one()


def seat_on_panel(
    session: Session, actor: Actor, call: Call, person: Person, duty: str, *, starts_on: date, ends_on: date | None
) -> PanelSeat:
    """Puts a person on the panel of a call, with the role that opens its cases. Invalid: twice, or a second chair."""
    _refuse_unless_head(actor, call.region_id)
    if duty not in DUTIES or person.region_id != call.region_id or person.disabled_at is not None:
        raise Invalid(N_("Choose a person and a part from the list."), "person")
    if ends_on is not None and ends_on < max(starts_on, clock.today()):
        raise Invalid(N_("The last day lies before the first, or has passed."), "ends_on")
    _lock_call(session, call)
    others = seats_of(session, call)
    if any(other.person_id == person.id for other in others):
        raise Invalid(N_("This person sits on the panel already."), "person")
    if duty != "member" and any(other.duty == duty for other in others):
        raise Invalid(N_("The panel has one already. End that seat first."), "duty")
    _open_cases_to(session, actor, call, person, starts_on, ends_on)
    assert actor.person_id is not None
    made = PanelSeat(
        region_id=call.region_id, call_id=call.id, person_id=person.id, duty=duty, starts_on=starts_on, ends_on=ends_on,
        seated_by_id=actor.person_id, seated_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _open_cases_to(
    session: Session, actor: Actor, call: Call, person: Person, starts_on: date, ends_on: date | None
) -> None:
    """Panel members of the region see its cases already; others are given the role for this call."""
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == Role.PANEL_MEMBER,
        RoleGrant.scope_id.in_([call.region_id, call.id]),
        in_force(),
    )
    if session.scalars(held.limit(1)).first() is None:
        grant_role(session, actor, person, Role.PANEL_MEMBER, Scope.CALL, call.id, starts_on=starts_on, ends_on=ends_on)


def end_seat(session: Session, actor: Actor, found: PanelSeat) -> None:
    """From now on the person has no vote; what they voted before no longer counts on cases that are not decided."""
    _refuse_unless_head(actor, found.region_id)
    session.refresh(found, with_for_update=True)
    if found.ended_at is None:
        found.ended_at = clock.now()


def note_absence(session: Session, actor: Actor, found: PanelSeat, away_from: date, away_until: date) -> None:
    """The chair or the head of the office says when somebody is away; meanwhile the deputy speaks for the panel."""
    if actor.person_id != found.person_id:
        _refuse_unless_head(actor, found.region_id)
    if away_until < max(away_from, clock.today()):
        raise Invalid(N_("The last day lies before the first, or has passed."), "away_until")
    session.refresh(found, with_for_update=True)
    found.away_from, found.away_until = away_from, away_until
