"""What a calibration found: one run for a scheme and a stage, the severity of each rater, the adjusted level of each case."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, StateText, checked
from accreditation.people.models import Person


class Stage(StrEnum):
    """Where levels are given: at the desk by reviewers, or in the workshop by assessors."""

    DESK = "desk"
    WORKSHOP = "workshop"


class CalibrationRun(Identified, Numbered, Base):
    """Asked for, begun, finished. A finished run replaces the one before of the same region, scheme and stage.

    `figures` has the shape that `calibration/figures.py` writes; no name stands in it.
    """

    __tablename__ = "calibration_run"
    __table_args__ = (
        checked("stage", Stage),
        Index("ix_calibration_run_region_id_code", "region_id", "code", "stage", "asked_at"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    code: Mapped[str] = mapped_column(String(20))
    stage: Mapped[Stage] = mapped_column(StateText(Stage))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RaterSeverity(Identified, Base):
    """How severe one rater is: above 0 stricter than the mean of all raters of the run.

    `value` and `error` in logits; `lowers` by how much of a level the rater gives less, with a 95% interval.
    """

    __tablename__ = "rater_severity"
    __table_args__ = (UniqueConstraint("run_id", "rater_id"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calibration_run.id"))
    rater_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    home_id: Mapped[uuid.UUID | None]
    value: Mapped[float]
    error: Mapped[float]
    lowers: Mapped[float]
    lowers_least: Mapped[float]
    lowers_most: Mapped[float]
    cases: Mapped[int]
    ratings: Mapped[int]
    circle: Mapped[int]

    rater: Mapped[Person] = relationship()


class CaseLevel(Identified, Base):
    """The level of one case as given, and as raters of mean severity would have given it, with a 95% interval."""

    __tablename__ = "case_level"
    __table_args__ = (UniqueConstraint("run_id", "application_id"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calibration_run.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    raw: Mapped[float]
    adjusted: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    ratings: Mapped[int]
    is_thin: Mapped[bool]
