"""People, the roles they hold for a time, their deputies, interests and consents."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, delete, event, insert, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.alphabet import place_in_register
from accreditation.database import Base, Identified, Numbered, StateText, Timestamped, checked, new_id
from accreditation.people.matching import keys_of
from accreditation.people.names import folded, full_name
from accreditation.texts import DEFAULT_LOCALE
from accreditation.workflow.actors import Role, Scope

# Compared letter by letter on every database: what orders the letters is the key itself.
InOrder = String().with_variant(String(collation="C"), "postgresql")


class Person(Identified, Numbered, Timestamped, Base):
    """A human being with an account. Two family names are two columns; `email` is kept in lower case.

    Lists of people are ordered by `register_name`; see `alphabet.py`.
    `merged_into_id`: this was a second account of that person; it is disabled and its address leads there.
    """

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_region_id_register_name", "region_id", "register_name", "id"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    administration_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("administration.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str] = mapped_column(default="")
    given_names: Mapped[str] = mapped_column(default="")
    first_family_name: Mapped[str] = mapped_column(default="")
    second_family_name: Mapped[str] = mapped_column(default="")
    search_name: Mapped[str] = mapped_column(default="", index=True)
    register_name: Mapped[str] = mapped_column(InOrder, default="")
    locale: Mapped[str | None] = mapped_column(String(5))
    time_zone: Mapped[str | None] = mapped_column(String(40))
    born_on: Mapped[date | None]
    disabled_at: Mapped[datetime | None]
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    is_demo: Mapped[bool] = mapped_column(default=False)

    @property
    def display_name(self) -> str:
        """Given names and both family names, as the person writes them."""
        return full_name(self.given_names, self.first_family_name, self.second_family_name)


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _file_name(_mapper: Any, _connection: Any, person: Person) -> None:
    person.search_name = folded(person.display_name)
    families = (person.first_family_name or "", person.second_family_name or "")
    person.register_name = place_in_register(person.given_names or "", families, DEFAULT_LOCALE)


class PersonKey(Identified, Base):
    """A key under which records of the same human being meet; see `people/matching.py`. A merged account has none."""

    __tablename__ = "person_key"
    __table_args__ = (Index("ix_person_key_region_id_key", "region_id", "key", "person_id", "rest"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    key: Mapped[str] = mapped_column(String(17))
    rest: Mapped[str] = mapped_column(String(17), default="")


_MATCHED = (
    "given_names", "first_family_name", "second_family_name", "email", "administration_id", "born_on", "merged_into_id"
)  # fmt: skip


@event.listens_for(Person, "after_insert")
@event.listens_for(Person, "after_update")
def _renew_keys(_mapper: Any, connection: Connection, person: Person) -> None:
    seen = inspect(person).attrs
    if not any(seen[name].history.has_changes() for name in _MATCHED):
        return
    connection.execute(delete(PersonKey).where(PersonKey.person_id == person.id))
    names = (person.given_names, person.first_family_name, person.second_family_name)
    keys = keys_of(names, person.email, person.administration_id, person.born_on)
    if keys and person.merged_into_id is None:
        common = {"region_id": person.region_id, "person_id": person.id}
        rows = [{"id": new_id(), "key": key, "rest": rest, **common} for key, rest in sorted(keys)]
        connection.execute(insert(PersonKey), rows)


class RoleGrant(Identified, Numbered, Timestamped, Base):
    """A role in a scope for a period. `scope_id` is the id of the region, administration, centre, call or case."""

    __tablename__ = "role_grant"
    __table_args__ = (
        checked("role", Role),
        checked("scope", Scope),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index("ix_role_grant_role_scope_id", "role", "scope_id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(StateText(Role))
    scope: Mapped[Scope] = mapped_column(StateText(Scope))
    scope_id: Mapped[uuid.UUID]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    granted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Deputy(Identified, Timestamped, Base):
    """Someone who acts under another's grant between two days: inherits the task, never the conflicts."""

    __tablename__ = "deputy"

    grant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("role_grant.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    grant: Mapped[RoleGrant] = relationship()
    person: Mapped[Person] = relationship()


class Interest(Identified, Numbered, Timestamped, Base):
    """A tie between two persons that keeps the first from acting on, or seeing, the second's cases."""

    __tablename__ = "interest"
    __table_args__ = (Index("ix_interest_person_id_other_id", "person_id", "other_id"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(default="")
    declared_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    dismissed_at: Mapped[datetime | None]
    dismissed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    dismissed_reason: Mapped[str] = mapped_column(default="")


class Consent(Identified, Base):
    """What a person agreed to, in which wording (`version`), and when."""

    __tablename__ = "consent"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
