"""The region's standing data: regions, administrations, offices and centres, categories, subjects, holidays."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import Base, Identified, Numbered, Timestamped


class Region(Identified, Timestamped, Base):
    """A WCO region: the tenant. `issuing_body` and `office_name` are texts per language; the office's host moves.

    Certificates are printed on `certificate_paper` and, where given, in `certificate_second_language` as well.
    """

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(7), unique=True)
    names: Mapped[dict[str, Any]]
    office_name: Mapped[dict[str, Any]]
    issuing_body: Mapped[dict[str, Any]]
    time_zone: Mapped[str] = mapped_column(String(40), default="UTC")
    issuing_stopped_at: Mapped[datetime | None]
    certificate_paper: Mapped[str] = mapped_column(String(10), default="a4")
    certificate_second_language: Mapped[str] = mapped_column(String(5), default="")


class _Confirmed(Timestamped):
    """Each entry says whether it was confirmed, and where it comes from."""

    is_confirmed: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")


class Administration(Identified, Numbered, _Confirmed, Base):
    """A Member's customs administration. `names` may lack languages: the country's name comes from CLDR.

    `endorsement_levels` 2: a head of unit gives a first word, then the Director General or a delegate decides.
    `certificate_paper` and `certificate_second_language` are "" where they are the region's; "none": no second language.
    """

    __tablename__ = "administration"
    __table_args__ = (
        UniqueConstraint("region_id", "iso2"),
        CheckConstraint("endorsement_levels IN (1, 2)", name="endorsement_levels"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    iso2: Mapped[str] = mapped_column(String(2))
    names: Mapped[dict[str, Any]]
    languages: Mapped[list[Any]]
    time_zone: Mapped[str] = mapped_column(String(40))
    sub_region: Mapped[str] = mapped_column(String(40), default="")
    left_on: Mapped[date | None]
    endorsement_levels: Mapped[int] = mapped_column(default=1)
    certificate_paper: Mapped[str] = mapped_column(String(10), default="")
    certificate_second_language: Mapped[str] = mapped_column(String(5), default="")


class RegionalBody(Identified, Numbered, _Confirmed, Base):
    """The ROCB at one of its hosts (`kind` "rocb"), a Regional Training Centre ("rtc"), or another entity ("other").

    `address` is the postal address as certificates print it.
    """

    __tablename__ = "regional_body"

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    iso2: Mapped[str] = mapped_column(String(2))
    city: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(String(160), default="")
    names: Mapped[dict[str, Any]]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class _Coded(_Confirmed):
    """Half of a scope in which somebody is accredited. `own_translations`: languages in which the name is our own translation."""

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    code: Mapped[str] = mapped_column(String(7))
    names: Mapped[dict[str, Any]]
    own_translations: Mapped[list[Any]]
    retired_on: Mapped[date | None]


class Category(Identified, _Coded, Base):
    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("region_id", "code"),)


class Subject(Identified, _Coded, Base):
    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("region_id", "code"),)


class Holiday(Identified, _Confirmed, Base):
    """A day without work: for the whole region (`administration_id` None) or one administration."""

    __tablename__ = "holiday"
    __table_args__ = (Index("ix_holiday_region_id_day", "region_id", "day"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    administration_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("administration.id"))
    day: Mapped[date]
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)


class NumberSequence(Identified, Base):
    """The last number given in a series ("AMS-2026-VAL", "certificate:AMS-2026"); its row is locked while counting."""

    __tablename__ = "number_sequence"

    series: Mapped[str] = mapped_column(String(60), unique=True)
    last: Mapped[int] = mapped_column(default=0)
