"""Opening and changing calls for candidates."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.people.models import StaffNote
from accreditation.people.roles import refuse_outsider
from accreditation.region.models import Region, Subject
from accreditation.region.numbers import next_in
from accreditation.schemes.alerts import announce
from accreditation.schemes.models import Call, Scheme
from accreditation.texts import N_, Text
from accreditation.workflow.actors import Actor


def calls_of_region(session: Session, region_id: uuid.UUID) -> Sequence[Call]:
    """Every call of the region, newest first, with subject, category and centre."""
    query = (
        select(Call)
        .where(Call.region_id == region_id)
        .options(joinedload(Call.subject), joinedload(Call.category), joinedload(Call.centre), joinedload(Call.scheme))
        .order_by(Call.opens_at.desc(), Call.id.desc())
    )
    return session.scalars(query).all()


def published_calls(region_id: uuid.UUID) -> Select[tuple[Call]]:
    """What the public may see: with subject, category and centre; to be narrowed down and ordered."""
    return (
        select(Call)
        .where(Call.region_id == region_id, Call.published_at.is_not(None))
        .options(joinedload(Call.subject), joinedload(Call.category), joinedload(Call.centre))
    )


def calls_to_come(session: Session, region_id: uuid.UUID) -> Sequence[Call]:
    """Open and announced calls with their scheme, the first to close first."""
    query = published_calls(region_id).where(Call.closes_at >= clock.now()).options(joinedload(Call.scheme))
    return session.scalars(query.order_by(Call.closes_at, Call.id)).all()


def scheme_in_use(
    session: Session, region_id: uuid.UUID, category_id: uuid.UUID, subject_id: uuid.UUID
) -> Scheme | None:
    """Where no call is to come: the scheme of the latest one for this category and subject, else the newest adopted."""
    same = (Call.category_id == category_id, Call.subject_id == subject_id)
    latest = select(Scheme).join(Call, Call.scheme_id == Scheme.id).where(Call.region_id == region_id, *same)
    found = session.scalars(
        latest.where(Call.published_at.is_not(None)).order_by(Call.opens_at.desc()).limit(1)
    ).first()
    newest = select(Scheme).where(Scheme.region_id == region_id, Scheme.adopted_at.is_not(None))
    return found or session.scalars(newest.order_by(Scheme.adopted_at.desc(), Scheme.edition.desc()).limit(1)).first()


def call_by_reference(session: Session, region_id: uuid.UUID, reference: str) -> Call | None:
    query = select(Call).where(Call.region_id == region_id, Call.reference == reference.upper())
    return session.scalars(query).one_or_none()


def schemes_of(session: Session, region_id: uuid.UUID) -> Sequence[Scheme]:
    """Adopted editions, newest first."""
    query = select(Scheme).where(Scheme.region_id == region_id, Scheme.adopted_at.is_not(None))
    return session.scalars(query.order_by(Scheme.code, Scheme.edition.desc())).all()


def schemes_in_force(session: Session, region_id: uuid.UUID) -> dict[str, Scheme]:
    """By code the newest edition that was adopted."""
    found: dict[str, Scheme] = {}
    for scheme in schemes_of(session, region_id):
        found.setdefault(scheme.code, scheme)
    return found


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


BELOW_QUOTA: Mapping[str, Text] = {
    "reserve": N_("Kept in reserve until a place becomes free"),
    "not_endorsed": N_("Not endorsed"),
}
# What an applicant relied on: fixed once the public sees the call. The subject stands in the reference from the start.
FIXED_BY_REFERENCE = ("subject_id",)
FIXED_BY_PUBLICATION = (
    "subject_id",
    "category_id",
    "scheme_id",
    "language",
    "track",
    "opens_at",
    "closes_at",
    "is_blind",
)


def stage_of(call: Call, now: datetime) -> str:
    """Where a call stands: "draft", "announced" (published, not open yet), "open" or "closed"."""
    if call.published_at is None:
        return "draft"
    if now < call.opens_at:
        return "announced"
    return "open" if now <= call.closes_at else "closed"


def _refuse_what_does_not_fit(session: Session, details: Mapping[str, Any]) -> None:
    """Moments in their order, and a scheme that was adopted."""
    if details["closes_at"] <= details["opens_at"]:
        raise Invalid(N_("The call closes before it opens."), field="closes_at")
    first_day = details.get("workshop_on")
    if first_day is not None and first_day <= details["closes_at"].date():
        raise Invalid(N_("The workshop starts before the call closes."), field="workshop_on")
    if session.get_one(Scheme, details["scheme_id"]).adopted_at is None:
        raise Invalid(N_("This edition of the scheme is not adopted yet."), field="scheme")


def open_call(session: Session, actor: Actor, region: Region, details: Mapping[str, Any]) -> Call:
    """A call with its reference `AMS-2026-VAL-01`; the public sees it once published. `details` are Call's columns."""
    refuse_outsider(actor, region.id)
    _refuse_what_does_not_fit(session, details)
    subject = session.get_one(Subject, details["subject_id"])
    series = f"{region.code}-{details['opens_at'].year}-{subject.code}"
    reference = f"{series}-{next_in(session, f'call:{series}'):02d}"
    call = Call(region_id=region.id, reference=reference, opened_by_id=actor.person_id, **details)
    session.add(call)
    session.flush()
    _note(session, actor, call, "open_call", details)
    return call


def _refuse_stale(call: Call, seen_version: int) -> None:
    if call.version != seen_version:
        raise ChangedMeanwhile(N_("Someone else changed this call after you opened the page."))


def change_call(session: Session, actor: Actor, call: Call, details: Mapping[str, Any], *, seen_version: int) -> None:
    """Titles, texts, places, sponsor, centre; a draft also in its scheme, language and moments.

    Invalid for what is fixed or does not fit. The deadline of a published call moves by `move_deadline` alone.
    """
    refuse_outsider(actor, call.region_id)
    _refuse_stale(call, seen_version)
    fixed = FIXED_BY_PUBLICATION if call.published_at is not None else FIXED_BY_REFERENCE
    if any(details.get(name, getattr(call, name)) != getattr(call, name) for name in fixed):
        raise Invalid(N_("This cannot be changed any more. Open a new call instead."))
    _write(session, actor, call, "change_call", details)


def move_deadline(session: Session, actor: Actor, call: Call, closes_at: datetime, *, seen_version: int) -> None:
    """A later end of a published call; `applications.extension.extend_call` lets the drafts follow."""
    refuse_outsider(actor, call.region_id)
    session.refresh(call, with_for_update=True)
    _refuse_stale(call, seen_version)
    if call.published_at is None or closes_at <= call.closes_at:
        raise Invalid(N_("A published call may only be extended."), field="closes_at")
    if closes_at <= clock.now():
        raise Invalid(
            N_("The new deadline has passed already. Choose a moment that is still to come."), field="closes_at"
        )
    _write(session, actor, call, "extend_call", {"closes_at": closes_at})


def _write(session: Session, actor: Actor, call: Call, what: str, details: Mapping[str, Any]) -> None:
    moments = ("opens_at", "closes_at", "workshop_on", "scheme_id")
    _refuse_what_does_not_fit(session, {name: details.get(name, getattr(call, name)) for name in moments})
    for name, value in details.items():
        setattr(call, name, value)
    session.flush()
    _note(session, actor, call, what, details)


def publish_call(session: Session, actor: Actor, call: Call) -> None:
    refuse_outsider(actor, call.region_id)
    if call.published_at is None:
        call.published_at = clock.now()
        _note(session, actor, call, "publish_call", {})
        announce(session, call)
