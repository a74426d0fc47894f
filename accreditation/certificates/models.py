"""Certificates as documents, and who signs them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.accreditations.models import Accreditation
from accreditation.database import Base, Identified, Numbered, Stateful, Timestamped, checked, state_column
from accreditation.workflow.states import CertificateState

# Bits in one status list: so many that a single bit tells nothing about whose it is.
STATUS_PLACES = 131072


class Certificate(Identified, Stateful, Timestamped, Base):
    """A numbered document. `code` (128 random bits) stands in the QR; `content` is what was approved to be printed.

    `signing_at`: from then on a signed document may exist, whether or not it was stored.
    `log_says`, `log_says_at`: what a leaf that came back after a restored backup says of it, until a step sets the states right.
    `occasion`: what the log will call its first leaf (issue, renew, correct). `status_place`: its bit in the status lists,
    drawn by lot; list 1 has the first STATUS_PLACES of them.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        checked("state", CertificateState),
        Index("ix_certificate_region_id_state_due_at", "region_id", "state", "due_at", "id"),
        Index("ix_certificate_status_place", "status_place", unique=True),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    code: Mapped[str] = mapped_column(String(43))
    accreditation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accreditation.id"), index=True)
    state: Mapped[CertificateState] = state_column(CertificateState, CertificateState.RESERVED)
    language: Mapped[str] = mapped_column(String(5))
    holder_name: Mapped[str]
    effective_on: Mapped[date]
    expires_on: Mapped[date]
    content: Mapped[dict[str, Any]]
    storage_key: Mapped[str | None] = mapped_column(String(80))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    key_id: Mapped[str | None] = mapped_column(String(64))
    signing_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    successor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("certificate.id"))
    occasion: Mapped[str] = mapped_column(String(20), default="issue")
    status_place: Mapped[int] = mapped_column(nullable=True)
    log_says: Mapped[str | None] = mapped_column(String(20))
    log_says_at: Mapped[datetime | None]

    accreditation: Mapped[Accreditation] = relationship()


class SigningKeyRecord(Identified, Numbered, Timestamped, Base):
    """A key that signed, by its certificate: since when and until when it was the one in use, and since when it is lost.

    `compromised_at` is from when on others may have signed with it: what is proven to be older still counts.
    """

    __tablename__ = "signing_key"
    __table_args__ = (UniqueConstraint("region_id", "key_id"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    key_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str]
    certificate_pem: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    used_from: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    compromised_at: Mapped[datetime | None]
    compromise_note: Mapped[str] = mapped_column(default="")
    told_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime | None]


class Signatory(Identified, Numbered, Timestamped, Base):
    """Who signs certificates from a day until a day (None: for the time being), at the first or the second place.

    `posts` and `organisations` are words by language; two people never hold one place on the same day.
    """

    __tablename__ = "signatory"
    __table_args__ = (CheckConstraint("place IN (1, 2)", name="place"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    posts: Mapped[dict[str, Any]]
    organisations: Mapped[dict[str, Any]]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
