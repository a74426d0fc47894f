"""What is stored of a waiver: a fact beside the case, with its ground, its evidence, and who proposed and decided it."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.accreditations.models import Accreditation
from accreditation.applications.document_models import Document
from accreditation.database import Base, Identified, Numbered, StateText, checked
from accreditation.people.models import Person
from accreditation.texts import N_, Text
from accreditation.workflow.waivers import GROUND_LABELS, STATION_LABELS, Ground, Station

LIVE = "outcome <> 'declined' AND taken_back_at IS NULL"


class Waiver(Identified, Numbered, Base):
    """A station of a case that is proposed to be waived. `outcome`: empty until it is decided.

    `source` names who accredited or trained, or which mission, with its reference. The evidence is a document of the
    dossier, or an accreditation of the same person in this system. Of one station at most one stands or waits.
    """

    __tablename__ = "waiver"
    __table_args__ = (
        checked("station", Station),
        checked("ground", Ground),
        CheckConstraint("outcome IN ('', 'granted', 'declined')", name="outcome"),
        CheckConstraint("(decided_at IS NULL) = (outcome = '')", name="decided"),
        CheckConstraint("(ground = 'ours') = (accreditation_id IS NOT NULL)", name="evidence"),
        Index(
            "uq_waiver_application_id_station",
            "application_id",
            "station",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    station: Mapped[Station] = mapped_column(StateText(Station))
    ground: Mapped[Ground] = mapped_column(StateText(Ground))
    source: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str]
    accreditation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accreditation.id"))
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    taken_back_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]
    taken_back_why: Mapped[str] = mapped_column(default="")

    accreditation: Mapped[Accreditation | None] = relationship()
    document: Mapped[Document | None] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    taken_back_by: Mapped[Person | None] = relationship(foreign_keys=[taken_back_by_id])

    @property
    def station_label(self) -> Text:
        return STATION_LABELS[self.station]

    @property
    def ground_label(self) -> Text:
        return GROUND_LABELS[self.ground]

    @property
    def is_live(self) -> bool:
        """It stands, or waits for its decision."""
        return self.outcome != "declined" and self.taken_back_at is None

    @property
    def stands(self) -> bool:
        """Granted, and not taken back."""
        return self.outcome == "granted" and self.taken_back_at is None

    @property
    def standing(self) -> tuple[Text, str]:
        """Where it stands, in words, and the tone in which that is shown."""
        if self.taken_back_at is not None:
            return N_("Taken back"), "other"
        if self.outcome == "granted":
            return N_("Waived"), "good"
        return (N_("Not waived"), "other") if self.outcome else (N_("Waits for a decision"), "us")
