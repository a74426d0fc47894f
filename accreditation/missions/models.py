"""Field missions of pre-accredited candidates: the offer, the mentor's report, the beneficiary's feedback."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.applications.models import Application
from accreditation.database import Base, Identified, Numbered, Stateful, Timestamped, checked, state_column
from accreditation.people.models import Person
from accreditation.region.models import Administration
from accreditation.workflow.states import MissionState


class Mission(Identified, Numbered, Stateful, Timestamped, Base):
    """One candidate on one field mission beside one mentor, for one beneficiary administration."""

    __tablename__ = "mission"
    __table_args__ = (
        checked("state", MissionState),
        Index("ix_mission_region_id_state_due_at", "region_id", "state", "due_at", "id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    beneficiary_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("administration.id"))
    state: Mapped[MissionState] = state_column(MissionState, MissionState.PLANNED)
    title: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    accepted_at: Mapped[datetime | None]
    began_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    mentor: Mapped[Person] = relationship()
    beneficiary: Mapped[Administration] = relationship()


class MissionReport(Identified, Timestamped, Base):
    """The mentor's report: a level (1 to 5) per criterion, a summary, and whether accreditation is recommended."""

    __tablename__ = "mission_report"

    mission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mission.id"), unique=True)
    levels: Mapped[dict[str, Any]]
    summary: Mapped[str] = mapped_column(default="")
    recommends: Mapped[bool | None]
    handed_in_at: Mapped[datetime | None]


class MissionFeedback(Identified, Base):
    """What the beneficiary administration says of the mission; through a one-use link or by its official."""

    __tablename__ = "mission_feedback"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),)

    mission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mission.id"), unique=True)
    rating: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")
    given_by: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime]
