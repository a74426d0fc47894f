"""What a language interview found: recorded by the office, read by office and panel beside the level declared.

An entry is never edited: a mistake is put right by another one, and the latest of a language stands first. The applicant
does not read them: what follows from them is said in the reasons of the decision.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from accreditation import clock
from accreditation.applications.fields import LANGUAGES, OTHER_LANGUAGE
from accreditation.applications.locking import locked
from accreditation.applications.models import Application, Section
from accreditation.database import Base, Identified
from accreditation.errors import Invalid
from accreditation.schemes.rules import CEFR
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

LONGEST_NAME, LONGEST_NOTE = 120, 2000
EXAMINED = tuple(code for code in LANGUAGES if code != OTHER_LANGUAGE)


class LanguageInterview(Identified, Base):
    """One interview: `level` of the Common European Framework, held on that day by that person."""

    __tablename__ = "language_interview"
    __table_args__ = (
        CheckConstraint("level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2')", name="level"),
        Index("ix_language_interview_application_id_held_on", "application_id", "held_on"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    language: Mapped[str] = mapped_column(String(5))
    level: Mapped[str] = mapped_column(String(2))
    held_on: Mapped[date]
    interviewer: Mapped[str] = mapped_column(String(LONGEST_NAME))
    note: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


@dataclass(frozen=True)
class Interview:
    """`language` one of EXAMINED, `level` of CEFR, a day up to today, who held it, and what was noticed."""

    language: str
    level: str
    held_on: date
    interviewer: str
    note: str


def checked_interview(language: str, level: str, held_on: date | None, interviewer: str, note: str) -> Interview:
    """What was typed, in one shape. Raises Invalid with the field to blame."""
    if language not in EXAMINED:
        raise Invalid(N_("Choose the language of the interview."), "language")
    if level not in CEFR:
        raise Invalid(N_("Choose the level that the interview showed."), "level")
    if held_on is None or held_on > clock.today():
        raise Invalid(N_("Write the day of the interview, up to today."), "held_on")
    interviewer = " ".join(interviewer.split())
    if not 0 < len(interviewer) <= LONGEST_NAME:
        raise Invalid(N_("Write who held the interview."), "interviewer")
    if len(note) > LONGEST_NOTE:
        raise Invalid(N_("Write at most %(most)s letters.", most=LONGEST_NOTE), "note")
    return Interview(language, level, held_on, interviewer, note.strip())


def record_interview(session: Session, actor: Actor, application: Application, found: Interview) -> None:
    """One more interview of the case; raises its version."""
    application = locked(session, actor, application, permissions.INTERVIEW)
    session.add(
        LanguageInterview(
            application_id=application.id,
            language=found.language,
            level=found.level,
            held_on=found.held_on,
            interviewer=found.interviewer,
            note=found.note,
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
    )
    touch(application)
    session.flush()


def interviews_of(session: Session, application: Application) -> Sequence[LanguageInterview]:
    """The latest first; whether the reader may is asked before."""
    query = select(LanguageInterview).where(LanguageInterview.application_id == application.id)
    return session.scalars(query.order_by(LanguageInterview.held_on.desc(), LanguageInterview.recorded_at.desc())).all()


def declared_levels(session: Session, application: Application) -> dict[str, dict[str, str]]:
    """Language to the row that the applicant wrote of it: listening, speaking, reading and writing as CEFR levels."""
    query = select(Section.answers).where(Section.application_id == application.id, Section.key == "languages")
    rows = (session.scalar(query) or {}).get("rows") or []
    return {row["language"]: row for row in rows if row.get("language")}
