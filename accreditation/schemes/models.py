"""Schemes (the numbers, rubrics, reasons and sections of a process, versioned) and calls for candidates."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, Timestamped
from accreditation.people.models import Person
from accreditation.region.models import Category, RegionalBody, Subject


class Scheme(Identified, Numbered, Timestamped, Base):
    """One adopted version. It is never edited: a change is the next version. Shapes stand in `schemes/reference.py`.

    `numbers`: name -> whole number (marks in percent, deadlines as `<name>_<unit>`). `rubric`, `scoring`: lists of
    criteria (key, weight, floor, names, meaning, anchors by level; of the desk review also `comment_at`, levels that need a
    comment, and `evidence_in`, sections of the dossier). `reasons`: list name -> list of {code, texts}. `sections`, `documents`, `declarations`: lists.
    `reference`: what a referee is asked, in the shape of a section. `renewal`: conditions, each {any_of: [{of, least}]}.
    """

    __tablename__ = "scheme"
    __table_args__ = (UniqueConstraint("region_id", "code", "edition"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    code: Mapped[str] = mapped_column(String(20))
    edition: Mapped[int]
    names: Mapped[dict[str, Any]]
    numbers: Mapped[dict[str, Any]]
    rubric: Mapped[list[Any]]
    scoring: Mapped[list[Any]]
    eligibility: Mapped[list[Any]]
    reasons: Mapped[dict[str, Any]]
    sections: Mapped[list[Any]]
    documents: Mapped[list[Any]]
    declarations: Mapped[list[Any]]
    reference: Mapped[dict[str, Any]] = mapped_column(default=dict)
    renewal: Mapped[list[Any]] = mapped_column(default=list)
    adopted_at: Mapped[datetime | None]
    adopted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class Call(Identified, Numbered, Timestamped, Base):
    """A call for candidates: one category, subject and language of assessment, under one scheme version.

    `below_quota`: what becomes of an administration's nominees beyond its places; a key of `schemes/calls.BELOW_QUOTA`.
    `is_blind`: reviewers do not learn whose application they score (accreditation/blindness.py).
    """

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="period"),
        CheckConstraint("seats > 0 AND quota > 0", name="places"),
        CheckConstraint("track IN ('accredited', 'recognized')", name="track"),
        CheckConstraint("below_quota IN ('reserve', 'not_endorsed')", name="below_quota"),
        Index("ix_call_region_id_closes_at", "region_id", "closes_at"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    reference: Mapped[str] = mapped_column(String(30), unique=True)
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    category_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("category.id"))
    subject_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subject.id"))
    centre_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("regional_body.id"))
    language: Mapped[str] = mapped_column(String(5))
    track: Mapped[str] = mapped_column(String(20), default="accredited")
    titles: Mapped[dict[str, Any]]
    descriptions: Mapped[dict[str, Any]]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(40))
    workshop_on: Mapped[date | None]
    seats: Mapped[int]
    quota: Mapped[int]
    below_quota: Mapped[str] = mapped_column(String(20), default="reserve")
    sponsor: Mapped[str] = mapped_column(default="")
    is_blind: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    opened_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    scheme: Mapped[Scheme] = relationship()
    category: Mapped[Category] = relationship()
    subject: Mapped[Subject] = relationship()
    centre: Mapped[RegionalBody | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class CallExtension(Identified, Base):
    """A later end of a call: who moved it, when, from and to which moment, and why. `notes` is a text per language."""

    __tablename__ = "call_extension"
    __table_args__ = (
        CheckConstraint("new_closes_at > old_closes_at", name="later"),
        CheckConstraint("reason IN ('outage', 'emergency', 'few', 'other')", name="reason"),
    )

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    old_closes_at: Mapped[datetime]
    new_closes_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(20))
    notes: Mapped[dict[str, Any]]
    extended_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    extended_at: Mapped[datetime]

    extended_by: Mapped[Person] = relationship()


class CallAlert(Identified, Base):
    """Somebody without account who wants to be told of calls in a subject; counts once the address is confirmed."""

    __tablename__ = "call_alert"
    __table_args__ = (UniqueConstraint("region_id", "subject_id", "email"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    subject_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(5))
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    subject: Mapped[Subject] = relationship()
