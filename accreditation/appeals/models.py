"""Appeals against decisions and complaints, who brought them, their files, the panel, and the word of the person concerned."""

import uuid
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.database import Base, Identified, Numbered, Stateful, StateText, Timestamped, checked, state_column
from accreditation.missions.models import Mission
from accreditation.people.models import Person
from accreditation.region.models import Administration
from accreditation.schemes.models import Scheme
from accreditation.storage.kept_file import KeptFile, Scan
from accreditation.workflow.involvement import Circle
from accreditation.workflow.states import AppealState


class Kind(StrEnum):
    APPEAL = "appeal"
    COMPLAINT = "complaint"


class Complainant(Identified, Numbered, Base):
    """Somebody without an account who complains. What was written counts once the address is confirmed; before that no case.

    `appeal_id` is the complaint that was opened then, and `subject`, `kind` and `text` stay as they were written.
    """

    __tablename__ = "complainant"

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    appeal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("appeal.id"), unique=True)


class Appeal(Identified, Numbered, Stateful, Timestamped, Base):
    """An appeal rests on an application; a complaint on a person, an application, an accreditation, a mission, or on nothing yet.

    `about_id` is the person whose matter it is: who appeals, or who is complained about. `circle` says who may know of it.
    `decision_published_at` is when the decision appealed against became known: the window counts from there.
    `kinds` are codes of the edition's list, `findings` what the panel says of each. `named` is what the complainant called the
    person or thing; the office ties the complaint to it (`linked_at`). What follows is a `remedy` of an appeal, with its
    `details`, or a `measure` after a complaint. `public_reason` is what a complainant reads.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        checked("state", AppealState),
        checked("circle", Circle),
        CheckConstraint("kind IN ('appeal', 'complaint')", name="kind"),
        CheckConstraint("kind = 'complaint' OR application_id IS NOT NULL", name="rests_on_a_case"),
        Index("ix_appeal_region_id_state_due_at", "region_id", "state", "due_at", "id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    kind: Mapped[str] = mapped_column(String(10), default="appeal")
    application_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("application.id"), index=True)
    about_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    accreditation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accreditation.id"))
    mission_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mission.id"))
    filed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    filed_for_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("administration.id"))
    filed_at: Mapped[datetime]
    decision_published_at: Mapped[datetime | None]
    circle: Mapped[Circle] = mapped_column(StateText(Circle), default=Circle.OFFICE)
    case_officer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[AppealState] = state_column(AppealState, AppealState.FILED)
    named: Mapped[str] = mapped_column(String(200), default="")
    linked_at: Mapped[datetime | None]
    kinds: Mapped[list[Any]]
    grounds: Mapped[str]
    findings: Mapped[dict[str, Any]]
    conclusion: Mapped[str] = mapped_column(default="")
    public_reason: Mapped[str] = mapped_column(default="")
    upheld_part: Mapped[str] = mapped_column(default="")
    remedy: Mapped[str] = mapped_column(String(30), default="")
    details: Mapped[dict[str, Any]]
    measure: Mapped[str] = mapped_column(String(30), default="")
    carried_out_at: Mapped[datetime | None]
    carried_out_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    carried_out_note: Mapped[str] = mapped_column(default="")
    reasons: Mapped[list[Any]]

    scheme: Mapped[Scheme] = relationship()
    application: Mapped[Application | None] = relationship()
    about: Mapped[Person | None] = relationship(foreign_keys=[about_id])
    accreditation: Mapped[Accreditation | None] = relationship()
    mission: Mapped[Mission | None] = relationship()
    filed_by: Mapped[Person | None] = relationship(foreign_keys=[filed_by_id])
    filed_for: Mapped[Administration | None] = relationship()
    case_officer: Mapped[Person | None] = relationship(foreign_keys=[case_officer_id])
    complainant: Mapped[Complainant | None] = relationship(foreign_keys=[Complainant.appeal_id], uselist=False)

    @property
    def reference(self) -> str:
        """What people call it: an appeal by its application, a complaint by eight signs that tell nothing."""
        if self.kind == Kind.APPEAL and self.application is not None:
            return self.application.number
        return f"Q-{sha256(self.public_id.encode()).hexdigest()[:8].upper()}"


class AppealPanelist(Identified, Base):
    """A member of the panel, or one who was replaced (`ended_at`) and has no say and no sight of it any more."""

    __tablename__ = "appeal_panelist"
    __table_args__ = (UniqueConstraint("appeal_id", "person_id"),)

    appeal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("appeal.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    is_chair: Mapped[bool] = mapped_column(default=False)
    agreed_at: Mapped[datetime | None]
    opinion: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class AppealHearing(Identified, Base):
    """What the person complained about is told is alleged, until when they may answer, and what they answer."""

    __tablename__ = "appeal_hearing"

    appeal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("appeal.id"), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    alleged: Mapped[str]
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    appeal: Mapped[Appeal] = relationship()


class AppealFile(Identified, Numbered, KeptFile, Base):
    """A file handed in with an appeal or a complaint, by whoever brought it or by the person who is heard."""

    __tablename__ = "appeal_file"
    __table_args__ = (checked("scan", Scan), CheckConstraint("side IN ('filer', 'heard')", name="side"))

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    appeal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("appeal.id"), index=True)
    complainant_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("complainant.id"), index=True)
    side: Mapped[str] = mapped_column(String(10), default="filer")
