"""Workshops at training centres: who teaches and assesses, who attended, and the marks per criterion."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, Stateful, Timestamped, checked, state_column
from accreditation.people.models import Person
from accreditation.region.models import RegionalBody
from accreditation.schemes.models import Call
from accreditation.workflow.states import WorkshopState


class Workshop(Identified, Numbered, Stateful, Timestamped, Base):
    """An accreditation workshop for the candidates of one call. Days are local days in `time_zone`."""

    __tablename__ = "workshop"
    __table_args__ = (checked("state", WorkshopState),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    centre_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("regional_body.id"), index=True)
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    state: Mapped[WorkshopState] = state_column(WorkshopState, WorkshopState.PLANNED)
    titles: Mapped[dict[str, Any]]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    time_zone: Mapped[str] = mapped_column(String(40))
    seats: Mapped[int]
    is_online: Mapped[bool] = mapped_column(default=False)
    venue: Mapped[str] = mapped_column(default="")

    call: Mapped[Call] = relationship()
    centre: Mapped[RegionalBody] = relationship()


class WorkshopStaff(Identified, Base):
    """A trainer or an assessor of a workshop."""

    __tablename__ = "workshop_staff"
    __table_args__ = (
        UniqueConstraint("workshop_id", "person_id", "duty"),
        CheckConstraint("duty IN ('trainer', 'assessor')", name="duty"),
    )

    workshop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workshop.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    duty: Mapped[str] = mapped_column(String(10))

    person: Mapped[Person] = relationship()


class FormerStaff(Identified, Base):
    """Who taught or assessed in a workshop that had begun, and was taken off it: no duty is left, the tie is."""

    __tablename__ = "former_staff"

    workshop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workshop.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    duty: Mapped[str] = mapped_column(String(10))
    released_at: Mapped[datetime]


class SeatPromise(Identified, Base):
    """A seat for a candidate short-listed after an appeal: above the number in `workshop_id`, or kept in the next workshop.

    `passed_over_id`: the workshop that was open and full when a seat in the next one was promised.
    """

    __tablename__ = "seat_promise"
    __table_args__ = (CheckConstraint("choice IN ('extra', 'next')", name="choice"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    workshop_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workshop.id"))
    passed_over_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workshop.id"))
    choice: Mapped[str] = mapped_column(String(10))
    note: Mapped[str]
    promised_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    promised_at: Mapped[datetime]
