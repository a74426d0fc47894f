"""Where the walk takes place: a database with cases in most states, its people, and the one way to try a step."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.database import Base, new_id
from accreditation.errors import ChangedMeanwhile, HouseError
from accreditation.history import breaks_in, timeline_of
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.storage.files import Storage
from accreditation.transition import board, lifecycle_of, perform_transition
from accreditation.workflow.actors import NOBODY, THE_SYSTEM, Actor
from tests.walk.links import broken_links
from tests.walk.look import Look
from tests.walk.onlooker import Onlooker
from tests.walk.statements import faults_of
from tests.walk.who import holder_of

NOTE = "Nota de la prueba."
# What the system does of its own accord; its other steps are only ever a part of somebody else's.
BY_ITSELF = frozenset({"escalate", "lapse", "time_out_offer", "warn_of_expiry", "expire", "sign", "log", "issue"})


class WayAround(AssertionError):
    """The door let through what must never happen, refused what is right, or left something behind."""


class Ground:
    """`session` writes inside one transaction of `connection`, which nobody commits."""

    def __init__(self, connection: Any, onlooker: Onlooker, storage: Storage) -> None:
        self.connection = connection
        self.factory = sessionmaker(connection, join_transaction_mode="create_savepoint")
        self.session: Session = self.factory()
        self.onlooker = onlooker
        self.storage = storage

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever happens inside leaves no trace."""
        self.session.flush()
        savepoint = self.session.begin_nested()
        try:
            yield
        finally:
            if savepoint.is_active:
                savepoint.rollback()
            self.session.expire_all()

    def person(self, email: str) -> Person:
        return self.session.scalars(select(Person).where(Person.email == email)).one()

    def actor(self, person: Person | str) -> Actor:
        found = self.person(f"{person}@demo.example") if isinstance(person, str) else person
        return actor_of(self.session, found)

    def all(self, lifecycle: str, **having: Any) -> Sequence[Any]:
        """Rows of a lifecycle's table, in the order of their ids, which is also that of their making."""
        table = board().tables[lifecycle]
        wanted = [getattr(table, name) == value for name, value in having.items()]
        return self.session.scalars(select(table).where(*wanted).order_by(table.id)).all()

    def first(self, lifecycle: str, **having: Any) -> Any:
        return self.all(lifecycle, **having)[0]

    def put(self, row: Any, **values: Any) -> None:
        """Writes columns of a row behind the back of the house, its state among them."""
        self.session.flush()
        table = row.__table__
        self.session.execute(update(table).where(table.c.id == row.id).values(**values))
        self.session.expire_all()

    def put_where(self, table: str, having: dict[str, Any], **values: Any) -> None:
        self.session.flush()
        found = Base.metadata.tables[table]
        self.session.execute(
            update(found).where(*(found.c[name] == key for name, key in having.items())).values(**values)
        )
        self.session.expire_all()

    def remove(self, table: str, **having: Any) -> None:
        self.session.flush()
        found = Base.metadata.tables[table]
        self.session.execute(found.delete().where(*(found.c[name] == key for name, key in having.items())))
        self.session.expire_all()

    def add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def look(self, subject: Any, step: str, actor: Actor) -> Look:
        self.session.flush()
        return Look(
            self.session.connection(),
            lifecycle_of(subject).name,
            step,
            subject.id,
            actor.person_id,
            by_system=actor.is_system,
            now=clock.now(),
        )

    def rightful(self, subject: Any, step: str) -> Actor:
        """Whoever the witnesses say may take this step: the system, the one concerned, or the first such person."""
        look = self.look(subject, step, THE_SYSTEM)
        if not faults_of(look, "who"):
            return THE_SYSTEM
        concerned = holder_of(look)
        everybody = self.session.scalars(select(Person.id).order_by(Person.id)).all()
        for person_id in (*([concerned] if concerned else []), *everybody):
            if not faults_of(look.by(person_id), "who"):
                return self.actor(self.session.get_one(Person, person_id))
        raise LookupError(f"nobody may take {step}")

    def step(self, subject: Any, step: str, actor: Actor | str | None = None) -> Any:
        """A step that must succeed."""
        if isinstance(actor, str):
            actor = self.actor(actor)
        refusal = self.attempt(subject, step, actor or self.rightful(subject, step))
        assert refusal is None, f"{step}: {refusal}"
        return subject

    def reasons_for(self, subject: Any, step: str) -> list[str]:
        """A code of the scheme's list, where the step asks for one."""
        group = lifecycle_of(subject).transition(step).reasons
        if group is None:
            return []
        look = self.look(subject, step, NOBODY)
        listed = look.scheme.reasons.get(group) or [{"code": "other"}]
        return [listed[0]["code"]]

    def attempt(
        self, subject: Any, step: str, actor: Actor, *, note: str = NOTE, reasons: Sequence[str] | None = None
    ) -> HouseError | None:
        """Tries one step at the door. Returns the refusal, or None when it was taken; WayAround when either is wrong."""
        session = self.session
        given = self.reasons_for(subject, step) if reasons is None else reasons
        wrong = self._what_forbids(subject, step, actor, note, given)
        self.onlooker.forget()
        length, written, broken = subject.history_length, self._writes(), set(broken_links(session.connection()))
        seen = None if actor.is_system else subject.version
        try:
            with session.begin_nested():
                perform_transition(session, subject, step, actor=actor, note=note, reasons=given, seen_version=seen)
        except HouseError as refusal:
            session.expire_all()
            if not self.onlooker.seen and self._writes() != written:
                raise WayAround(f"{step} was refused, but something was written") from refusal
            if not self.onlooker.seen and not wrong:
                raise WayAround(f"{step} was refused without cause: {refusal}") from refusal
            return refusal
        if [*wrong, *self.onlooker.faults]:
            raise WayAround(f"{step} was taken, though: {', '.join([*wrong, *self.onlooker.faults])}")
        self._must_be_whole(subject, step, length)
        new = set(broken_links(session.connection())) - broken
        if new and (step in BY_ITSELF or not actor.is_system):
            raise WayAround(f"after {step}: {'; '.join(sorted(new))}")
        return None

    def attempt_stale(self, subject: Any, step: str, actor: Actor, behind: int) -> None:
        """A click on a page that showed an earlier version: told so, and nothing is written."""
        written, given = self._writes(), self.reasons_for(subject, step)
        seen = subject.version - behind
        try:
            with self.session.begin_nested():
                acted = {"actor": actor, "note": NOTE, "reasons": given, "seen_version": seen}
                perform_transition(self.session, subject, step, **acted)
        except ChangedMeanwhile:
            self.session.expire_all()
            if self._writes() != written:
                raise WayAround(f"{step} was refused as stale, but something was written") from None
            return
        raise WayAround(f"{step} was taken from an old page")

    def _what_forbids(self, subject: Any, step: str, actor: Actor, note: str, reasons: Sequence[str]) -> list[str]:
        rules = lifecycle_of(subject).transition(step)
        if subject.state not in rules.sources:
            return ["not from this state"]
        wrong = faults_of(self.look(subject, step, actor))
        if rules.needs_note and not note.strip() and not actor.is_system:
            wrong.append("no note")
        if rules.reasons and not reasons and not rules.decides and not actor.is_system:
            wrong.append("no reason")
        return wrong

    def _must_be_whole(self, subject: Any, step: str, length: int) -> None:
        """The history grew by this step first of all, and is unbroken to the state in which the row is."""
        links = timeline_of(self.session, subject.id)
        if len(links) < length + 1 or links[length].transition != step or breaks_in(links):
            raise WayAround(f"{step} is not the next link of a whole history")
        if links[-1].to_state != subject.state.value or subject.history_head != links[-1].hash:
            raise WayAround(f"{step}: the history does not end where the row says")

    def _writes(self) -> int:
        """Rows that this connection has inserted, changed or deleted so far."""
        self.session.flush()
        return int(self.session.connection().connection.dbapi_connection.total_changes)  # type: ignore[union-attr]


def new_person(ground: Ground, region_id: uuid.UUID, administration_id: uuid.UUID | None = None) -> Person:
    """Somebody who never had to do with anything here."""
    key = new_id()
    return ground.add(
        Person(
            region_id=region_id, administration_id=administration_id, email=f"{key}@demo.example", given_names="Nadie"
        )
    )
