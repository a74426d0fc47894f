"""What an administration does about people it has trained: invites them to a call, or says that they are not available."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.nomination_models import Approach
from accreditation.errors import Invalid, NotPermitted
from accreditation.jobs import outbox
from accreditation.people.models import Person
from accreditation.people.roles import OFFICE
from accreditation.region.models import Administration
from accreditation.schemes.call_lists import stage_of
from accreditation.schemes.models import Call
from accreditation.texts import N_, Moment
from accreditation.workflow.actors import Actor, Role

OFFICIALS = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)


def invite_to_apply(
    session: Session, actor: Actor, administration: Administration, person: Person, call: Call
) -> Approach:
    """A mail that invites to apply. Invalid: the call is not open, not available, or invited a short while ago."""
    _refuse_outsider(actor, administration, person)
    if stage_of(call, clock.now()) != "open":
        raise Invalid(N_("This call is not open. Choose one that is."), "call")
    session.scalars(select(Person.id).where(Person.id == person.id).with_for_update()).one()
    if _standing(session, person) is not None:
        raise Invalid(N_("This person is marked as not available. Mark them as available first."), "person")
    pause = timedelta(days=call.scheme.numbers["invitation_pause_days"])
    last = select(Approach).where(
        Approach.person_id == person.id, Approach.call_id == call.id, Approach.created_at > clock.now() - pause
    )
    if (earlier := session.scalars(last.limit(1)).first()) is not None:
        again = Moment(earlier.created_at + pause)
        raise Invalid(
            N_("This person was invited to this call already. You may invite again on %(when)s.", when=again), "person"
        )
    approach = _noted(session, actor, administration, person, "invited", call=call)
    outbox.put(
        session,
        effect="account_mail",
        lifecycle="account",
        subject_id=person.id,
        region_id=person.region_id,
        payload={"kind": "invited_to_apply", "path": f"/calls/{call.reference}", "titles": dict(call.titles)},
    )
    return approach


def mark_not_available(
    session: Session, actor: Actor, administration: Administration, person: Person, reason: str
) -> Approach:
    """With a reason; the person stays on the list, marked. Invalid where there is no reason."""
    _refuse_outsider(actor, administration, person)
    if not reason.strip():
        raise Invalid(N_("Say why this person is not available."), "reason")
    standing = _standing(session, person)
    return standing or _noted(session, actor, administration, person, "not_available", reason=reason.strip())


def mark_available(session: Session, actor: Actor, administration: Administration, person: Person) -> None:
    _refuse_outsider(actor, administration, person)
    if (standing := _standing(session, person)) is not None:
        standing.ended_at = clock.now()


def _refuse_outsider(actor: Actor, administration: Administration, person: Person) -> None:
    of_it = any(actor.holds(role, administration.id) for role in OFFICIALS)
    of_office = any(actor.holds(role, administration.region_id) for role in OFFICE)
    if person.administration_id != administration.id or not (of_it or of_office) or person.id == actor.person_id:
        raise NotPermitted


def _standing(session: Session, person: Person) -> Approach | None:
    query = select(Approach).where(
        Approach.person_id == person.id, Approach.kind == "not_available", Approach.ended_at.is_(None)
    )
    return session.scalars(query.limit(1)).first()


def _noted(
    session: Session,
    actor: Actor,
    administration: Administration,
    person: Person,
    kind: str,
    *,
    call: Call | None = None,
    reason: str = "",
) -> Approach:
    assert actor.person_id is not None
    approach = Approach(
        person_id=person.id,
        administration_id=administration.id,
        kind=kind,
        call_id=call.id if call else None,
        reason=reason,
        made_by_id=actor.person_id,
    )
    session.add(approach)
    session.flush()
    return approach
