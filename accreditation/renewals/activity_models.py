"""The log of practice: what an expert did, and the files that prove it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, checked
from accreditation.storage.kept_file import KeptFile, Scan


class LoggedActivity(Identified, Numbered, Base):
    """Something an expert did in the scope of an accreditation. It counts once an officer has confirmed it.

    `kind`: a key of `renewals/logging.KINDS`; `unit`: of `amount`, hours or days. `is_confirmed`: None while nobody looked.
    """

    __tablename__ = "logged_activity"
    __table_args__ = (
        CheckConstraint("kind IN ('refresher', 'activity', 'mission', 'publication')", name="kind"),
        CheckConstraint("unit IN ('hours', 'days') AND amount > 0", name="amount"),
        CheckConstraint("ended_on >= began_on", name="period"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    accreditation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accreditation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200), default="")
    began_on: Mapped[date]
    ended_on: Mapped[date]
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(10))
    logged_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    is_confirmed: Mapped[bool | None]
    judged_at: Mapped[datetime | None]
    judged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")

    files: Mapped[list["ActivityFile"]] = relationship(order_by="ActivityFile.uploaded_at", lazy="selectin")


class ActivityFile(Identified, Numbered, KeptFile, Base):
    """The evidence of an activity, or (`part` original) what was handed in for an audit."""

    __tablename__ = "activity_file"
    __table_args__ = (checked("scan", Scan), CheckConstraint("part IN ('evidence', 'original')", name="part"))

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("logged_activity.id"), index=True)
    part: Mapped[str] = mapped_column(String(10), default="evidence")
