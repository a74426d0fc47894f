"""Short labels that the office puts on cases for its own work: no evidence, so the case's version stays as it is.

Whoever the case concerns must not notice them, not even by a page that says it was changed meanwhile.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.database import Base, Identified
from accreditation.errors import Invalid
from accreditation.people.staff_notes import note_for_auditor
from accreditation.texts import N_
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

LONGEST, MOST, OFFERED = 30, 10, 40


class CaseTag(Identified, Base):
    """One label on one case, as it was typed; `folded` is its small letters, by which two are the same."""

    __tablename__ = "case_tag"
    __table_args__ = (
        UniqueConstraint("application_id", "folded"),
        Index("ix_case_tag_region_id_folded", "region_id", "folded"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    label: Mapped[str] = mapped_column(String(LONGEST))
    folded: Mapped[str] = mapped_column(String(2 * LONGEST))


_OF_A_CASE = select(CaseTag).where(CaseTag.application_id == bindparam("id")).order_by(CaseTag.folded)


def labels_in(typed: str) -> dict[str, str]:
    """Folded to typed, from words between commas or on lines of their own. Raises Invalid where they are too long or many."""
    words = (" ".join(each.split()) for each in typed.replace("\n", ",").split(","))
    found: dict[str, str] = {}
    for word in filter(None, words):
        found.setdefault(word.casefold(), word)
    if any(len(word) > LONGEST for word in found.values()):
        raise Invalid(N_("A tag has at most %(most)s letters. Put a comma between two tags.", most=LONGEST), "labels")
    if len(found) > MOST:
        raise Invalid(N_("A case carries at most %(most)s tags.", most=MOST), "labels")
    return found


def put_tags(session: Session, actor: Actor, application: Application, typed: str) -> None:
    """These tags in place of those that are there, with a note of who changed them."""
    application = locked(session, actor, application, permissions.TAG)
    wanted = labels_in(typed)
    present = {row.folded: row for row in tags_of(session, application)}
    if wanted.keys() == present.keys():
        return
    for folded in present.keys() - wanted.keys():
        session.delete(present[folded])
    for folded in wanted.keys() - present.keys():
        ids = {"region_id": application.region_id, "application_id": application.id}
        session.add(CaseTag(**ids, folded=folded, label=wanted[folded]))
    note_for_auditor(
        session,
        actor,
        "tag_case",
        region_id=application.region_id,
        subject_id=application.id,
        details={"before": sorted(row.label for row in present.values())},
    )
    session.flush()


def tags_of(session: Session, application: Application) -> Sequence[CaseTag]:
    """The tags of a case by their letters; whether the reader may see them is asked before."""
    return session.scalars(_OF_A_CASE, {"id": application.id}).all()
