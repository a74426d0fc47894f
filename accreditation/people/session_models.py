"""How somebody comes in: signed-in browsers, one-use links, private calendar addresses, and the attempts that count against a limit."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import Base, Identified, Numbered


class SignInSession(Identified, Numbered, Base):
    """A signed-in browser. The cookie holds a random token; here stands its SHA-256."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agent: Mapped[str] = mapped_column(String(200), default="")


class OneUseLink(Identified, Base):
    """A link sent by mail: one purpose, one use, one address, for a time."""

    __tablename__ = "one_use_link"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LimitHit(Identified, Base):
    """One attempt that counts against a limit, shared by all processes. `bucket` names the limit and whom it counts."""

    __tablename__ = "limit_hit"
    __table_args__ = (Index("ix_limit_hit_bucket_at", "bucket", "at"),)

    bucket: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class CalendarFeed(Identified, Base):
    """A private address at which a calendar program reads a person's deadlines; here stands the SHA-256 of its token."""

    __tablename__ = "calendar_feed"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
