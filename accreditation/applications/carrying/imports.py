"""What a file said, read once and kept until it is taken over, thrown away, or the time for it is up."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from accreditation import clock
from accreditation.applications.carrying.origins import Origin, Source
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.database import Base, Identified, StateText, checked
from accreditation.storage.limits import limit
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor


@dataclass(frozen=True)
class Readings:
    """Answers by section, and what has no place in any: (what it is, text)."""

    origin: Origin
    answers: dict[str, dict[str, Any]]
    left_over: list[tuple[str, str]] = field(default_factory=list)


class FormImport(Identified, Base):
    """The readings of one file for one draft; a second file takes the place of the first."""

    __tablename__ = "form_import"
    __table_args__ = (checked("origin", Origin),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    origin: Mapped[Origin] = mapped_column(StateText(Origin))
    file_name: Mapped[str] = mapped_column(String(120))
    read_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]]
    left_over: Mapped[list[Any]]

    @property
    def source(self) -> Source:
        return Source(self.origin, self.file_name, self.read_at.date())


def keep_import(
    session: Session, actor: Actor, application: Application, file_name: str, readings: Readings
) -> FormImport:
    """Keeps what a file said until the person has looked at it; nothing of the form changes."""
    application = locked(session, actor, application, permissions.EDIT)
    kept = import_of(session, application) or FormImport(application_id=application.id)
    kept.origin, kept.file_name, kept.read_at = readings.origin, file_name, clock.now()
    kept.answers, kept.left_over = readings.answers, [list(each) for each in readings.left_over]
    session.add(kept)
    session.flush()
    return kept


def import_of(session: Session, application: Application) -> FormImport | None:
    """What waits to be taken over into the draft."""
    return session.scalars(select(FormImport).where(FormImport.application_id == application.id)).one_or_none()


def forget_import(session: Session, actor: Actor, application: Application) -> None:
    """Throws away what waits; the form stays as it is."""
    application = locked(session, actor, application, permissions.EDIT)
    session.execute(delete(FormImport).where(FormImport.application_id == application.id))


def forget_old_imports(session: Session) -> None:
    """Drops what nobody took over in time."""
    before = clock.now() - timedelta(hours=limit("form_file", "hours_kept"))
    session.execute(delete(FormImport).where(FormImport.read_at < before))
