"""What waits for a person: derived from the rule book's turns, oldest deadline first, in one query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    cast,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.models import Application
from accreditation.blindness import blind_to
from accreditation.certificates.models import Certificate
from accreditation.database import UtcDateTime
from accreditation.errands import ERRANDS, Errand, errands_of
from accreditation.missions.models import Mission
from accreditation.people.models import Person
from accreditation.texts import Text
from accreditation.training.models import Workshop
from accreditation.turns import CONDITIONS
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.machine import Party

_OF_A_REGION = (Party.OFFICE, Party.PANEL, Party.DECISION_MAKER)


@dataclass(frozen=True)
class Task:
    """One thing that waits. `address` is the number or public id of the case; `about` whom or what it concerns.

    `waiting_for` says what is waited for: the rule book's sentence for the state, or that of an errand. `errand` names the errand, `wait` is its place among all that may wait for the person.
    `is_own`: it concerns the person themselves.
    """

    lifecycle: str
    address: str
    about: str
    state: Any
    since: datetime
    due_at: datetime | None
    waiting_for: Text
    errand: str = ""
    wait: int = 0
    is_own: bool = False


def _sources(actor: Actor) -> dict[str, tuple[Any, Any, Any, Any, list[Any]]]:
    """Per lifecycle: table, address, whom it is about (a person's id), what it is about, and the joins behind these."""
    case = (Application, Application.id)
    named: Any = Application.applicant_id
    if Role.REVIEWER in actor.roles():
        named = sql_case((blind_to(actor), null()), else_=Application.applicant_id)
    return {
        "application": (Application, Application.number, named, null(), []),
        "mission": (Mission, Mission.public_id, Application.applicant_id, null(), [(*case, Mission.application_id)]),
        "workshop": (Workshop, Workshop.public_id, null(), Workshop.venue, []),
        "accreditation": (Accreditation, Accreditation.public_id, Accreditation.person_id, null(), []),
        "certificate": (
            Certificate,
            Certificate.number,
            null(),
            Certificate.holder_name,
            [(Accreditation, Accreditation.id, Certificate.accreditation_id)],
        ),
        "appeal": (Appeal, Appeal.public_id, Appeal.about_id, Appeal.named, []),
    }


def _waiting(actor: Actor) -> Iterator[Errand]:
    """Every state in which it could be this person's turn (an errand without a name), and their errands."""
    for lifecycle in LIFECYCLES.values():
        conditions = CONDITIONS[lifecycle.name](actor)
        for rule in lifecycle.rules:
            condition = conditions.get(rule.turn)
            if condition is not None:
                yield Errand("", lifecycle.name, rule.state, condition)
    yield from errands_of(actor)


@dataclass(frozen=True)
class Kind:
    """Tasks of one kind: the turn of a lifecycle's state, or the errand of that name in it."""

    lifecycle: str
    state: Any
    errand: str = ""


def _waits(actor: Actor, kind: Kind | None) -> list[tuple[Errand, list[Any]]]:
    """What may wait, with its states: one by one where a whole region is looked through by deadline, else together."""
    found: dict[Any, tuple[Errand, list[Any]]] = {}
    for wait in _waiting(actor):
        if kind not in (None, Kind(wait.lifecycle, wait.state, wait.name)):
            continue
        turn = None if wait.name else LIFECYCLES[wait.lifecycle].rule(wait.state).turn
        key = (wait.lifecycle, wait.name, id(wait.condition), wait.state if turn in _OF_A_REGION else None)
        found.setdefault(key, (wait, []))[1].append(wait.state)
    return list(found.values())


def _selects(
    actor: Actor, waits: Sequence[tuple[Errand, Sequence[Any]]], limit: int, start: str
) -> Iterator[Select[Any]]:
    """Short indexed looks; `wait` is the place in `waits`. Short names, because the text of all of them is long."""
    sources = _sources(actor)
    for place, (wait, states) in enumerate(waits):
        table, address, person, about, joins = sources[wait.lifecycle]
        due_at = type_coerce(_until(wait, table), UtcDateTime())
        columns = (
            literal_column(str(place), Integer()).label("wait"),
            address.label("address"),
            cast(person, Uuid()).label("person_id"),
            cast(about, String()).label("about"),
            type_coerce(table.state, String()).label("state"),
            (table.state_since if wait.since is None else type_coerce(wait.since, UtcDateTime())).label("since"),
            due_at.label("due_at"),
        )
        query = select(*columns).select_from(table)
        for target, key, reference in joins:
            query = query.join(target, key == reference)
        one_of = or_(*(table.state == literal_column(f"'{state.value}'") for state in states))
        query = query.where(one_of, wait.condition, *_beyond(start, due_at, address, place))
        few = query.order_by(*_order(due_at, address)).limit(literal_column(str(limit)))
        yield select(few.subquery(f"w{place}"))


def _until(wait: Errand, table: Any) -> Any:
    """A turn has the deadline of its state; an errand that which is its own, or none."""
    if not wait.name:
        return table.due_at
    return cast(null(), UtcDateTime()) if wait.due_at is None else wait.due_at


@dataclass(frozen=True)
class Place:
    """The last task of a page: the next page begins behind it."""

    due_at: datetime | None
    address: str
    wait: int = 0


def tasks_of(
    session: Session, actor: Actor, limit: int = 50, after: Place | None = None, kind: Kind | None = None
) -> Sequence[Task]:
    """At most `limit` things that wait for this person, of that kind or of any; those without a deadline come last. One query."""
    if actor.person_id is None:
        return []
    start = "" if after is None else "undated" if after.due_at is None else "dated"
    values = {"dated": ("due_at", "address", "wait"), "undated": ("address", "wait")}.get(start, ())
    question, waits = _asked(actor, limit, start, kind)
    if not waits:
        return []
    asked = {"today": clock.today(), **{f"after_{name}": getattr(after, name) for name in values}}
    return [_task(waits[row.wait], row, actor) for row in session.execute(question, asked)]


@lru_cache(maxsize=512)
def _asked(actor: Actor, limit: int, start: str, kind: Kind | None) -> tuple[Select[Any], Sequence[Errand]]:
    """The question depends on roles and interests alone, so it is put together once for the same person and rights."""
    waits = _waits(actor, kind)
    if not waits:
        return select(), ()
    everything = union_all(*_selects(actor, waits, limit, start))
    known = everything.selected_columns
    first = (
        everything.order_by(*_order(known.due_at, known.address), known.wait)
        .limit(literal_column(str(limit)))
        .subquery("t")
    )
    names = (Person.given_names, Person.first_family_name, Person.second_family_name)
    query = select(first, *names).outerjoin(Person, Person.id == first.c.person_id)
    return query.order_by(*_order(first.c.due_at, first.c.address), first.c.wait), [wait for wait, _ in waits]


def _order(due_at: Any, address: Any) -> tuple[Any, ...]:
    return due_at.asc().nulls_last(), address.asc()


def _beyond(start: str, due_at: Any, address: Any, wait: int) -> list[ColumnElement[bool]]:
    """Behind a place with a deadline, or behind one among those without; a case may wait in two ways at once."""
    same = address == bindparam("after_address", type_=String())
    later = literal_column(str(wait), Integer()) > bindparam("after_wait", type_=Integer())
    further = or_(address > bindparam("after_address", type_=String()), and_(same, later))
    if start == "undated":
        return [due_at.is_(None), further]
    if start == "dated":
        last = bindparam("after_due_at", type_=UtcDateTime())
        return [or_(due_at > last, and_(due_at == last, further), due_at.is_(None))]
    return []


def _task(wait: Errand, row: Any, actor: Actor) -> Task:
    lifecycle = LIFECYCLES[wait.lifecycle]
    state = lifecycle.states(row.state)
    waiting_for = ERRANDS[wait.name] if wait.name else lifecycle.rule(state).waiting_for
    return Task(
        wait.lifecycle,
        row.address,
        _about(row),
        state,
        row.since,
        row.due_at,
        waiting_for,
        wait.name,
        row.wait,
        row.person_id == actor.person_id,
    )


def _about(row: Any) -> str:
    names = (row.given_names, row.first_family_name, row.second_family_name)
    return " ".join(part for part in names if part) or str(row.about or "")
