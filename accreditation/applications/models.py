"""The dossier: the application itself, its sections, documents, endorsement and checks."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, insert, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.applications.carrying.origins import Origin
from accreditation.database import (
    Base,
    Identified,
    Numbered,
    Stateful,
    StateText,
    Timestamped,
    checked,
    new_id,
    state_column,
)
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


class Part(StrEnum):
    """What a file is of a document: the text itself, what a translator made of it, or either without names, by the office."""

    ORIGINAL = "original"
    TRANSLATION = "translation"
    REDACTED = "redacted"


class Scan(StrEnum):
    """What the virus scanner said of a file. NOT_SCANNED: there is none; WAITING: it has not answered yet."""

    NOT_SCANNED = "not_scanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


class Document(Identified, Numbered, Base):
    """A file of the case in a typed slot; the bytes lie in the storage under `storage_key`.

    `paper_id` ties together every edition of one document, original and translation. A newer edition sets `replaced_at`
    of the one before; nothing is ever deleted from here while the case lives. `redacts_id`: the file in whose place blind
    reviewers get this one.
    """

    __tablename__ = "document"
    __table_args__ = (checked("part", Part), checked("scan", Scan))

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    paper_id: Mapped[uuid.UUID] = mapped_column(default=new_id)
    part: Mapped[Part] = mapped_column(StateText(Part), default=Part.ORIGINAL)
    redacts_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    edition: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(5), default="")
    file_name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    pages: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64))
    received_sha256: Mapped[str] = mapped_column(String(64), default="")
    storage_key: Mapped[str] = mapped_column(String(80))
    preview_storage_key: Mapped[str | None] = mapped_column(String(80))
    scan: Mapped[Scan] = mapped_column(StateText(Scan), default=Scan.NOT_SCANNED)
    scanned_at: Mapped[datetime | None]
    scan_finding: Mapped[str] = mapped_column(String(200), default="")
    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    @property
    def was_cleaned(self) -> bool:
        """What is kept is not byte by byte what was handed in."""
        return self.received_sha256 not in ("", self.sha256)


class Endorsement(Identified, Timestamped, Base):
    """What the administration says of its applicant: letter or signature, and its commitment to release."""

    __tablename__ = "endorsement"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    official_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    letter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    signed_as: Mapped[str] = mapped_column(default="")
    signed_position: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    missions_per_year: Mapped[int] = mapped_column(default=0)
    days_per_year: Mapped[int] = mapped_column(default=0)
    years: Mapped[int] = mapped_column(default=0)
    comment: Mapped[str] = mapped_column(default="")

    official: Mapped[Person] = relationship()


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


class StateTally(Identified, Base):
    """So many cases more (or, negative, fewer) in this state; the sum over all rows of a region is the number there.

    Each change is a row of its own, written in the transaction that moved the case, so that nobody waits for a counter.
    """

    __tablename__ = "state_tally"
    __table_args__ = (Index("ix_state_tally_region_id_state_change", "region_id", "state", "change"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    state: Mapped[str] = mapped_column(String(40))
    change: Mapped[int]


def _note(connection: Connection, application: Application, *changes: tuple[Any, int]) -> None:
    rows = [
        {"id": new_id(), "region_id": application.region_id, "state": state.value, "change": change}
        for state, change in changes
    ]
    connection.execute(insert(StateTally.__table__), rows)


@event.listens_for(Application.state, "set")
def _time_begins_anew(application: Application, value: Any, _before: Any, _initiator: Any) -> None:
    """What moved the end of one state's time says nothing about the next."""
    application.moved_until = application.due_before_hold = None


@event.listens_for(Application, "after_insert")
def _opened(_mapper: Any, connection: Connection, application: Application) -> None:
    _note(connection, application, (application.state, 1))


@event.listens_for(Application, "after_update")
def _moved(_mapper: Any, connection: Connection, application: Application) -> None:
    before = inspect(application).attrs.state.history.deleted
    if before and before[0] is not application.state:
        _note(connection, application, (before[0], -1), (application.state, 1))


@event.listens_for(Application, "after_delete")
def _gone(_mapper: Any, connection: Connection, application: Application) -> None:
    _note(connection, application, (application.state, -1))
