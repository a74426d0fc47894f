"""Opening and changing calls for candidates."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.people.models import StaffNote
from accreditation.region.models import Region, Subject
from accreditation.region.numbers import next_in
from accreditation.schemes.models import Call, Scheme
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role


def calls_of_region(session: Session, region_id: uuid.UUID) -> Sequence[Call]:
    """Every call of the region, newest first, with subject, category and centre."""
    query = (
        select(Call)
        .where(Call.region_id == region_id)
        .options(joinedload(Call.subject), joinedload(Call.category), joinedload(Call.centre), joinedload(Call.scheme))
        .order_by(Call.opens_at.desc(), Call.id.desc())
    )
    return session.scalars(query).all()


def call_by_reference(session: Session, region_id: uuid.UUID, reference: str) -> Call | None:
    query = select(Call).where(Call.region_id == region_id, Call.reference == reference.upper())
    return session.scalars(query).one_or_none()


def schemes_of(session: Session, region_id: uuid.UUID) -> Sequence[Scheme]:
    """Adopted versions, newest first."""
    query = select(Scheme).where(Scheme.region_id == region_id, Scheme.adopted_at.is_not(None))
    return session.scalars(query.order_by(Scheme.code, Scheme.edition.desc())).all()


def _office(actor: Actor, region_id: uuid.UUID) -> None:
    if not (actor.holds(Role.ROCB_OFFICER, region_id) or actor.holds(Role.ROCB_HEAD, region_id)):
        raise NotPermitted


def _note(session: Session, actor: Actor, call: Call, what: str, details: Mapping[str, Any]) -> None:
    session.add(
        StaffNote(
            region_id=call.region_id,
            person_id=actor.person_id,
            what=what,
            subject_id=call.id,
            details={name: str(value) for name, value in details.items()},
            at=clock.now(),
        )
    )


def open_call(session: Session, actor: Actor, region: Region, details: Mapping[str, Any]) -> Call:
    """A call with its reference `AMS-2026-VAL-01`; the public sees it once published. `details` are Call's columns."""
    _office(actor, region.id)
    if details["closes_at"] <= details["opens_at"]:
        raise Invalid(N_("The call closes before it opens."), field="closes_at")
    subject = session.get_one(Subject, details["subject_id"])
    series = f"{region.code}-{details['opens_at'].year}-{subject.code}"
    reference = f"{series}-{next_in(session, f'call:{series}'):02d}"
    call = Call(region_id=region.id, reference=reference, opened_by_id=actor.person_id, **details)
    session.add(call)
    session.flush()
    _note(session, actor, call, "open_call", details)
    return call


def change_call(session: Session, actor: Actor, call: Call, details: Mapping[str, Any], *, seen_version: int) -> None:
    """Titles, texts, places, sponsor, centre; the deadline only to a later moment once published."""
    _office(actor, call.region_id)
    if call.version != seen_version:
        raise ChangedMeanwhile(N_("Someone else changed this call after you opened the page."))
    closes_at: datetime = details.get("closes_at", call.closes_at)
    if call.published_at is not None and closes_at < call.closes_at:
        raise Invalid(N_("A published call may only be extended."), field="closes_at")
    for name, value in details.items():
        setattr(call, name, value)
    session.flush()
    _note(session, actor, call, "change_call", details)


def publish_call(session: Session, actor: Actor, call: Call) -> None:
    _office(actor, call.region_id)
    if call.published_at is None:
        call.published_at = clock.now()
        _note(session, actor, call, "publish_call", {})
