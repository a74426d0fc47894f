"""Warnings about persons: entered, standing, ended. What is entered is never edited: it is ended, with the reason."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.integrity.models import IntegrityEntry
from accreditation.integrity.readers import refuse_who_may_not_read
from accreditation.people.matching import words_of
from accreditation.people.names import tidy
from accreditation.people.staff_notes import note_for_auditor
from accreditation.texts import N_
from accreditation.workflow.actors import Actor

LONGEST_NAME, LONGEST_SOURCE, LONGEST_REASON = 200, 300, 2000


def entries_of(session: Session, region_id: uuid.UUID) -> Sequence[IntegrityEntry]:
    """All of them, the latest first, also those that ended."""
    query = select(IntegrityEntry).where(IntegrityEntry.region_id == region_id)
    return session.scalars(query.order_by(IntegrityEntry.entered_at.desc(), IntegrityEntry.id)).all()


def standing_entries(session: Session, region_id: uuid.UUID) -> Sequence[IntegrityEntry]:
    """Those that count today."""
    today = clock.today()
    query = select(IntegrityEntry).where(
        IntegrityEntry.region_id == region_id,
        IntegrityEntry.ended_at.is_(None),
        IntegrityEntry.starts_on <= today,
        or_(IntegrityEntry.ends_on.is_(None), IntegrityEntry.ends_on >= today),
    )
    return session.scalars(query.order_by(IntegrityEntry.entered_at, IntegrityEntry.id)).all()


def add_entry(
    session: Session, actor: Actor, region_id: uuid.UUID, *, name: str, reason: str, source: str, starts_on: date | None,
    ends_on: date | None = None, born_on: date | None = None, nationality: str = "",
) -> IntegrityEntry:  # fmt: skip
    """One entry more. Raises NotPermitted; Invalid with the field to blame."""
    refuse_who_may_not_read(session, actor, region_id)
    name, source, reason = tidy(name), tidy(source), reason.strip()
    if len(words_of(name)) < 2 or len(name) > LONGEST_NAME:
        raise Invalid(N_("Write a given name and a family name, in any order."), "name")
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Invalid(N_("Say what the warning is about."), "reason")
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise Invalid(N_("Say where the warning comes from: a letter, a judgement, a decision."), "source")
    if starts_on is None:
        raise Invalid(N_("Write the day from which it counts."), "starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise Invalid(N_("The last day comes before the first."), "ends_on")
    assert actor.person_id is not None
    entry = IntegrityEntry(
        region_id=region_id, name=name, born_on=born_on, nationality=nationality, reason=reason, source=source,
        starts_on=starts_on, ends_on=ends_on, entered_by_id=actor.person_id, entered_at=clock.now(),
    )  # fmt: skip
    session.add(entry)
    session.flush()
    note_for_auditor(session, actor, "integrity_entered", region_id=region_id, subject_id=entry.id, details={})
    return entry


def end_entry(session: Session, actor: Actor, entry: IntegrityEntry, reason: str) -> None:
    """The entry no longer counts; it stays on record."""
    refuse_who_may_not_read(session, actor, entry.region_id)
    if not reason.strip():
        raise Invalid(N_("Say why the entry no longer counts."), "reason")
    if entry.ended_at is None:
        entry.ended_at, entry.ended_by_id, entry.ended_reason = clock.now(), actor.person_id, reason.strip()
        note_for_auditor(session, actor, "integrity_ended", region_id=entry.region_id, subject_id=entry.id, details={})
    session.flush()
