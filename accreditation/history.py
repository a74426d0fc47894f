"""What happened to a case: append-only, hash-chained per subject, readable as a timeline."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, Uuid, bindparam, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from accreditation import clock
from accreditation.database import Base, Identified, new_id
from accreditation.people.models import Person
from accreditation.texts import Text


class StateChange(Identified, Base):
    """One step of one case. `hash` covers ids, states and `commitment`; the commitment covers actor, note and reasons.

    So a person's texts can be erased together with `salt` while the chain still proves order and states.
    """

    __tablename__ = "state_change"
    __table_args__ = (
        UniqueConstraint("subject_id", "sequence"),
        Index("ix_state_change_region_id_at", "region_id", "at"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    lifecycle: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID]
    sequence: Mapped[int]
    at: Mapped[datetime]
    transition: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str] = mapped_column(String(40), default="")
    to_state: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")
    reasons: Mapped[list[Any]]
    scheme_id: Mapped[uuid.UUID | None]
    salt: Mapped[str] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64), default="")
    hash: Mapped[str] = mapped_column(String(64))

    actor: Mapped[Person | None] = relationship(foreign_keys=[actor_id])
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=[on_behalf_of_id])

    @property
    def noted(self) -> Text | str:
        """The note: what a person wrote; a sentence of the house at a step by itself, for each reader in their language."""
        return self.note if self.actor_id or not self.note else Text(self.note)


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _micros(moment: datetime) -> str:
    return str(int(moment.timestamp()) * 1_000_000 + moment.microsecond)


def commitment_of(change: dict[str, Any]) -> str:
    """SHA-256 (hex) over salt, actor, on behalf of whom, note and reasons of a change given as column values."""
    names = ("salt", "actor_id", "on_behalf_of_id", "note", "reasons")
    return _digest({name: change[name] if name == "reasons" else str(change[name] or "") for name in names})


def hash_of(change: dict[str, Any]) -> str:
    """SHA-256 (hex) over ids, states, moment, commitment and the previous hash."""
    names = (
        "id", "region_id", "lifecycle", "subject_id", "sequence", "transition",
        "from_state", "to_state", "scheme_id", "commitment", "previous_hash",
    )  # fmt: skip
    return _digest({**{name: str(change[name] or "") for name in names}, "at": _micros(change["at"])})


def sealed(change: dict[str, Any]) -> dict[str, Any]:
    """The column values with id, salt, commitment and hash: for the door one by one, for bulk filling by thousands."""
    full = {"on_behalf_of_id": None, "note": "", "reasons": [], **change}
    if "id" not in full:
        full |= {"id": new_id(), "salt": secrets.token_hex(16)}
    full["commitment"] = commitment_of(full)
    full["hash"] = hash_of(full)
    return full


def append(session: Session, subject: Any, lifecycle: str, **change: Any) -> StateChange:
    """Adds the next link of a subject's chain and moves the subject's head; for the door alone."""
    values = sealed(
        {
            "region_id": subject.region_id,
            "lifecycle": lifecycle,
            "subject_id": subject.id,
            "sequence": subject.history_length + 1,
            "at": clock.now(),
            "previous_hash": subject.history_head,
            "scheme_id": getattr(subject, "scheme_id", None),
            **change,
        }
    )
    link = StateChange(**values)
    session.add(link)
    subject.history_length = link.sequence
    subject.history_head = link.hash
    return link


def last_of(subject_id: uuid.UUID) -> Select[tuple[StateChange]]:
    """Asks for the latest step of one case."""
    query = select(StateChange).where(StateChange.subject_id == subject_id)
    return query.order_by(StateChange.sequence.desc()).limit(1)


def timeline_of(session: Session, subject_id: uuid.UUID) -> Sequence[StateChange]:
    """Every step of one case with who took it, oldest first. One query."""
    return session.scalars(_timeline(), {"subject_id": subject_id}).all()


@cache
def _timeline() -> Select[tuple[StateChange]]:
    query = select(StateChange).where(StateChange.subject_id == bindparam("subject_id", type_=Uuid()))
    names = (Person.given_names, Person.first_family_name, Person.second_family_name)
    people = (joinedload(one).load_only(*names) for one in (StateChange.actor, StateChange.on_behalf_of))
    return query.options(*people).order_by(StateChange.sequence)


def breaks_in(links: Sequence[StateChange]) -> list[str]:
    """What is wrong with one subject's chain, oldest link first; empty when it is whole."""
    found = []
    previous = ""
    for position, link in enumerate(links, start=1):
        values = {column.key: getattr(link, column.key) for column in StateChange.__table__.columns}
        if link.sequence != position:
            found.append(f"sequence {link.sequence} where {position} was due")
        if link.previous_hash != previous:
            found.append(f"link {link.sequence} does not follow the one before")
        if link.salt and link.commitment != commitment_of(values):
            found.append(f"link {link.sequence}: actor, note or reasons were changed")
        if link.hash != hash_of(values):
            found.append(f"link {link.sequence}: a state, moment or id was changed")
        previous = link.hash
    return found
