"""A workshop is planned and changed while it is ahead."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from accreditation.errors import Invalid, NotPermitted
from accreditation.schemes.models import Call
from accreditation.texts import N_
from accreditation.training.consequences import redate_candidates
from accreditation.training.models import Workshop
from accreditation.transition import facts_of, lock_case, open_case, refuse_if_stale, set_deadline
from accreditation.workflow.actors import NOBODY, Actor, coordinator_or_officer
from accreditation.workflow.facts import Facts
from accreditation.workflow.states import WorkshopState


def refuse_who_may_not_run(actor: Actor, facts: Facts) -> None:
    if coordinator_or_officer(actor, facts) is not None:
        raise NotPermitted


def plan_workshop(session: Session, actor: Actor, call: Call, *, titles: Mapping[str, str], **details: Any) -> Workshop:
    """A workshop for the call's candidates; who is on the waiting list waits for it, if for no other.

    `details`: centre_id, starts_on, ends_on, time_zone, seats, venue, is_online.
    """
    workshop = Workshop(region_id=call.region_id, call_id=call.id, titles=dict(titles), **details)
    open_case(session, workshop, actor=actor if actor.person_id else NOBODY)
    refuse_who_may_not_run(actor, facts_of(session, workshop))
    redate_candidates(session, workshop)
    return workshop


def change_workshop(session: Session, actor: Actor, workshop: Workshop, *, seen_version: int, **details: Any) -> None:
    """Dates, place and seats while it is planned or open; candidates' deadlines follow."""
    workshop = lock_case(session, workshop)
    refuse_if_stale(session, workshop, actor, seen_version)
    refuse_who_may_not_run(actor, facts_of(session, workshop))
    if workshop.state not in (WorkshopState.PLANNED, WorkshopState.OPEN):
        raise NotPermitted
    for name, value in details.items():
        setattr(workshop, name, value)
    if workshop.starts_on and workshop.ends_on and workshop.ends_on < workshop.starts_on:
        raise Invalid(N_("The last day comes before the first."), field="ends_on")
    session.flush()
    set_deadline(session, workshop)
    redate_candidates(session, workshop)
    session.flush()
