"""The dossier: the application itself, its sections, and the conditions checked on it."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.applications.carrying.origins import Origin
from accreditation.applications.tally_models import note_states
from accreditation.database import Base, Identified, Stateful, StateText, Timestamped, checked, state_column
from accreditation.people.models import Person
from accreditation.region.models import Administration
from accreditation.schemes.models import Call, Scheme
from accreditation.workflow.states import ApplicationState


class Application(Identified, Stateful, Timestamped, Base):
    """One person in one call. It stays on the scheme version under which it was submitted.

    `moved_until`: the end of the present state's time where a pause moved it. `days_left`: working days that the asker had
    left when a request stopped the clock. `held_since` and `due_before_hold` belong to a hold that stands.
    """

    __tablename__ = "application"
    __table_args__ = (
        checked("state", ApplicationState),
        Index("ix_application_region_id_state_due_at", "region_id", "state", "due_at", "id"),
        Index("ix_application_region_id_number", "region_id", "number"),
        Index("ix_application_administration_id_state", "administration_id", "state"),
        Index("ix_application_call_id_state", "call_id", "state"),
        Index("ix_application_region_id_due_at", "region_id", "due_at", "id"),
        Index("ix_application_region_id_state_since", "region_id", "state_since", "id"),
        Index("ix_application_due_at", "due_at"),
        Index("ix_application_state_due_at", "state", "due_at"),
        Index("ix_application_on_hold", "region_id", sqlite_where=text("on_hold"), postgresql_where=text("on_hold")),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    number: Mapped[str] = mapped_column(String(30), unique=True)
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    applicant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    administration_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("administration.id"))
    workshop_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    state: Mapped[ApplicationState] = state_column(ApplicationState, ApplicationState.DRAFT)
    name_on_certificate: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    signed_as: Mapped[str] = mapped_column(default="")
    on_hold: Mapped[bool] = mapped_column(default=False)
    hold_reason: Mapped[str] = mapped_column(default="")
    asked_from: Mapped[str | None] = mapped_column(String(40))
    extended_until: Mapped[datetime | None]
    extensions_used: Mapped[int] = mapped_column(default=0)
    resits_used: Mapped[int] = mapped_column(default=0)
    deferred_until: Mapped[date | None]
    moved_until: Mapped[datetime | None]
    days_left: Mapped[int | None]
    held_since: Mapped[datetime | None]
    due_before_hold: Mapped[datetime | None]

    applicant: Mapped[Person] = relationship(foreign_keys=[applicant_id])
    administration: Mapped[Administration] = relationship()
    call: Mapped[Call] = relationship()
    scheme: Mapped[Scheme] = relationship()


class Section(Identified, Timestamped, Base):
    """The answers of one section, saved as one types. `version` keeps two tabs from overwriting each other.

    `taken_from`: nobody has looked yet at what was taken over from `taken_name` of `taken_on`, so it is not complete.
    """

    __tablename__ = "section"
    __table_args__ = (
        UniqueConstraint("application_id", "key"),
        checked("taken_from", Origin),
        CheckConstraint("taken_from IS NULL OR (taken_on IS NOT NULL AND NOT is_complete)", name="looked_at"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    key: Mapped[str] = mapped_column(String(30))
    answers: Mapped[dict[str, Any]]
    is_complete: Mapped[bool] = mapped_column(default=False)
    taken_from: Mapped[Origin | None] = mapped_column(StateText(Origin))
    taken_name: Mapped[str] = mapped_column(String(120), default="")
    taken_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class EligibilityCheck(Identified, Timestamped, Base):
    """One condition of the call, checked by an officer with the evidence seen; `reason` is what the letter says if it is not met."""

    __tablename__ = "eligibility_check"
    __table_args__ = (UniqueConstraint("application_id", "criterion"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str] = mapped_column(String(30))
    passed: Mapped[bool]
    evidence: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(String(30), default="")
    checked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


@event.listens_for(Application.state, "set")
def _time_begins_anew(application: Application, value: Any, _before: Any, _initiator: Any) -> None:
    """What moved the end of one state's time says nothing about the next."""
    application.moved_until = application.due_before_hold = None


@event.listens_for(Application, "after_insert")
def _opened(_mapper: Any, connection: Connection, application: Application) -> None:
    note_states(connection, application.region_id, (application.state, 1))


@event.listens_for(Application, "after_update")
def _moved(_mapper: Any, connection: Connection, application: Application) -> None:
    before = inspect(application).attrs.state.history.deleted
    if before and before[0] is not application.state:
        note_states(connection, application.region_id, (before[0], -1), (application.state, 1))


@event.listens_for(Application, "after_delete")
def _gone(_mapper: Any, connection: Connection, application: Application) -> None:
    note_states(connection, application.region_id, (application.state, -1))
