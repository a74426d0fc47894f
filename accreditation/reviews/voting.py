"""The panel at work: who sits on it, who is away, and the votes of its members. Every vote locks and touches its case."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.people.granting import grant_role
from accreditation.people.models import Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.reviews.decisions import pending_decision
from accreditation.reviews.panel_models import PanelSeat, PanelVote
from accreditation.schemes.models import Call
from accreditation.texts import N_
from accreditation.transition import facts_of, lock_case, refuse_if_stale, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor, Role, Scope
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.panel import ABSTAIN, RECUSED, member_against, panel_votes

DUTIES = ("member", "chair", "deputy")


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


def seat(
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


def choices_of(application: Application) -> list[str]:
    """The outcomes one may vote for in the present state of the case."""
    return [step.name for step in APPLICATION.transitions if step.recorded_by and application.state in step.sources]


def vote(
    session: Session, actor: Actor, application: Application, choice: str, reason: str, *, seen_version: int
) -> PanelVote:
    """One member's vote, abstention or stepping back. It may be changed until the decision is recorded."""
    application = lock_case(session, application)
    facts = facts_of(session, application)
    if not permissions.may(permissions.DECIDE, actor, facts, application.state) or actor.person_id is None:
        raise NotPermitted
    refuse_if_stale(session, application, actor, seen_version)
    if not panel_votes(facts.numbers) or (refusal := member_against(actor, facts)) is not None:
        raise TransitionRefused(
            refusal if panel_votes(facts.numbers) else N_("The edition of this case asks for no vote.")
        )
    if pending_decision(session, application) is not None:
        raise TransitionRefused(N_("The decision of the panel is recorded, so nobody votes any more."))
    if choice not in (*choices_of(application), ABSTAIN, RECUSED):
        raise Invalid(N_("Choose how you vote."), "choice")
    if choice == RECUSED and not reason.strip():
        raise Invalid(N_("Say why you step back; only the panel and the auditor read it."), "reason")
    mine = PanelVote.person_id == actor.person_id
    earlier = select(PanelVote).where(PanelVote.application_id == application.id, mine, PanelVote.replaced_at.is_(None))
    for row in session.scalars(earlier):
        row.replaced_at = clock.now()
    session.flush()
    made = PanelVote(
        region_id=application.region_id, application_id=application.id, person_id=actor.person_id,
        stage=application.state.value, choice=choice, reason=reason.strip(), cast_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    touch(application)
    session.flush()
    return made


def votes_shown_to(session: Session, actor: Actor, application: Application) -> Sequence[PanelVote] | None:
    """The votes since the case came before the panel, to members who voted or stepped back, and to all once it is decided.

    None: this person does not see them yet.
    """
    query = select(PanelVote).where(PanelVote.application_id == application.id, PanelVote.replaced_at.is_(None))
    found = session.scalars(query.options(joinedload(PanelVote.person)).order_by(PanelVote.cast_at, PanelVote.id)).all()
    now = [each for each in found if each.cast_at >= application.state_since]
    is_open = any(each.person_id == actor.person_id for each in now) or pending_decision(session, application)
    return now if is_open else None
