"""Requests for information: what was asked, item by item, what was answered, and whether that was enough."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, StateText, checked


class InformationRequest(Identified, Base):
    """What the office or a reviewer asked, item by item."""

    __tablename__ = "information_request"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    items: Mapped[list["InformationItem"]] = relationship(order_by="InformationItem.position", lazy="selectin")


class Concern(StrEnum):
    """What an item is about: the case as a whole, a section of the form, or a place for documents."""

    CASE = "case"
    SECTION = "section"
    DOCUMENT = "document"


class Verdict(StrEnum):
    """What the asker said of an answer: nothing yet, enough, or asked once more."""

    OPEN = "open"
    ACCEPTED = "accepted"
    AGAIN = "again"


class InformationItem(Identified, Numbered, Base):
    """One item asked for; `about` is the key of the section or place that `concerns` says it is about.

    `answers_before`: what the section said before it was written again for this item.
    """

    __tablename__ = "information_item"
    __table_args__ = (checked("concerns", Concern), checked("verdict", Verdict))

    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("information_request.id"), index=True)
    position: Mapped[int]
    concerns: Mapped[Concern] = mapped_column(StateText(Concern), default=Concern.CASE)
    about: Mapped[str] = mapped_column(String(30), default="")
    question: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    answers_before: Mapped[dict[str, Any] | None]
    answered_at: Mapped[datetime | None]
    verdict: Mapped[Verdict] = mapped_column(StateText(Verdict), default=Verdict.OPEN)
    judged_at: Mapped[datetime | None]
    judged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
