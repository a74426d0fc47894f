"""Lists of experts that the office took over, and their lines: what was read, what was said about it, who confirmed."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered
from accreditation.people.models import Person
from accreditation.people.names import full_name
from accreditation.region.models import Administration, Category, Subject


class ExpertImport(Identified, Numbered, Base):
    """One sheet handed in. `columns`: field -> heading of the column that says it; `headings` in their order.

    Nothing is asked of anybody before `taken_in_at`; who has not answered by `answers_until` is forgotten.
    """

    __tablename__ = "expert_import"
    __table_args__ = (
        CheckConstraint("taken_back_at IS NULL OR taken_in_at IS NOT NULL", name="taken_back"),
        CheckConstraint("(taken_in_at IS NULL) = (answers_until IS NULL)", name="answers"),
        Index("ix_expert_import_region_id_handed_in_at", "region_id", "handed_in_at", "id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    sheet: Mapped[str] = mapped_column(String(60), default="")
    sha256: Mapped[str] = mapped_column(String(64))
    headings: Mapped[list[Any]]
    columns: Mapped[dict[str, Any]]
    handed_in_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    handed_in_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    taken_in_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_in_at: Mapped[datetime | None]
    answers_until: Mapped[datetime | None]
    taken_back_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]

    handed_in_by: Mapped[Person] = relationship(foreign_keys=[handed_in_by_id])
    taken_in_by: Mapped[Person | None] = relationship(foreign_keys=[taken_in_by_id])

    @property
    def waits_for_answers(self) -> bool:
        return self.taken_in_at is not None and self.taken_back_at is None


class ImportedLine(Identified, Numbered, Base):
    """One line of such a list. `cells`: heading -> text, as it was written; `verdict`: kept, changed or refused.

    `remarks`: [{"text", "values", "field"}]. `digest` names the person and scope without telling them: the same line is known
    again. `asked_at`: the person was written to. Of who refused or did not answer only line, verdict and answer stay.
    """

    __tablename__ = "imported_line"
    __table_args__ = (
        UniqueConstraint("import_id", "line"),
        CheckConstraint("verdict IN ('', 'kept', 'changed', 'refused')", name="verdict"),
        CheckConstraint("(person_answered_at IS NULL) = (person_agrees IS NULL)", name="person"),
        CheckConstraint(
            "(administration_answered_at IS NULL) = (administration_agrees IS NULL)", name="administration"
        ),
        CheckConstraint("accreditation_id IS NULL OR (person_agrees AND administration_agrees)", name="confirmed"),
        CheckConstraint("forgotten_at IS NULL OR accreditation_id IS NULL", name="forgotten"),
        Index("ix_imported_line_region_id_digest", "region_id", "digest"),
        Index("ix_imported_line_region_id_email", "region_id", "email"),
        Index("ix_imported_line_administration_id", "administration_id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("expert_import.id"))
    line: Mapped[int]
    cells: Mapped[dict[str, Any]]
    verdict: Mapped[str] = mapped_column(String(10), default="")
    remarks: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(64), default="")
    given_names: Mapped[str] = mapped_column(default="")
    first_family_name: Mapped[str] = mapped_column(default="")
    second_family_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    administration_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("administration.id"))
    category_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("category.id"))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("subject.id"))
    language: Mapped[str] = mapped_column(String(5), default="")
    level: Mapped[str] = mapped_column(String(20), default="")
    granted_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    old_certificate: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime | None]
    undelivered_at: Mapped[datetime | None]
    person_answered_at: Mapped[datetime | None]
    person_agrees: Mapped[bool | None]
    person_reason: Mapped[str] = mapped_column(String(20), default="")
    administration_answered_at: Mapped[datetime | None]
    administration_agrees: Mapped[bool | None]
    administration_reason: Mapped[str] = mapped_column(String(300), default="")
    administration_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    accreditation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accreditation.id"), unique=True)
    forgotten_at: Mapped[datetime | None]

    source: Mapped[ExpertImport] = relationship()
    administration: Mapped[Administration | None] = relationship()
    category: Mapped[Category | None] = relationship()
    subject: Mapped[Subject | None] = relationship()

    @property
    def display_name(self) -> str:
        """Given names and family names, as the list writes them."""
        return full_name(self.given_names, self.first_family_name, self.second_family_name)
