"""Calls found: of a region, in public, to come, with the editions they may use."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.schemes.models import Call, Scheme


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


def stage_of(call: Call, now: datetime) -> str:
    """Where a call stands: "draft", "announced" (published, not open yet), "open" or "closed"."""
    if call.published_at is None:
        return "draft"
    if now < call.opens_at:
        return "announced"
    return "open" if now <= call.closes_at else "closed"
