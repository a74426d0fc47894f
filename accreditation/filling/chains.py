"""One subject's way through its lifecycle: every step looked up in the rule book, sealed into its history, with its effects."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from accreditation.filling.ink import Ink, as_json, dashed, moment_of, seconds_of, written
from accreditation.filling.sheets import Sheets
from accreditation.history import sealed
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.deadlines import due_at
from accreditation.workflow.facts import Facts


class _Step(NamedTuple):
    sources: frozenset[str]
    target: str | None
    effects: tuple[str, ...]


_BOOK: Mapping[tuple[str, str], _Step] = {
    (name, step.name): _Step(
        frozenset(source.value for source in step.sources),
        None if step.target is None else step.target.value,
        tuple(effect.value for effect in step.effects),
    )
    for name, book in LIFECYCLES.items()
    for step in book.transitions
}
_STATES = {name: {state.value: state for state in book.states} for name, book in LIFECYCLES.items()}
_OPENINGS = {name: tuple(effect.value for effect in book.opening) for name, book in LIFECYCLES.items()}
_NOTHING, _NO_REASONS = as_json({}), as_json([])
# A worker carried the effects out a little later.
_WORKED = 4


class Desk:
    """What every part of a filling shares: dice, sheets, the region and the numbers of its scheme."""

    def __init__(self, ink: Ink, region_id: str, scheme_id: str, facts: Facts) -> None:
        self.ink, self.sheets, self.facts = ink, Sheets(), facts
        self.region_id, self.scheme_id = region_id, scheme_id
        self.region_dashed, self.scheme_dashed = dashed(region_id), dashed(scheme_id)

    def add(self, table: str, *row: str | None) -> None:
        self.sheets.rows[table].append(row)


class Chain:
    """Where one subject stands (`standing`), `since` when, and the links so far. Ids are plain hexadecimal."""

    __slots__ = ("_desk", "_dashed", "_scheme", "head", "id", "length", "lifecycle", "opened", "since", "standing")

    def __init__(self, desk: Desk, lifecycle: str, at: int, actor: str | None) -> None:
        self._desk, self.lifecycle = desk, lifecycle
        self.id = desk.ink.id(at)
        self._dashed = dashed(self.id)
        self._scheme = desk.scheme_dashed if lifecycle in ("application", "appeal") else None
        self.head, self.length, self.standing = "", 0, ""
        self.opened = self.since = at
        self._link("open", LIFECYCLES[lifecycle].initial.value, _OPENINGS[lifecycle], at, actor, "", ())

    def take(self, name: str, at: int, actor: str | None = None, note: str = "", reasons: Sequence[str] = ()) -> None:
        """One step of the rule book. KeyError where it knows none of that name, ValueError where it does not begin here."""
        step = _BOOK[self.lifecycle, name]
        if self.standing not in step.sources:
            raise ValueError(f"{self.lifecycle}: {name} does not begin in {self.standing}")
        self._link(name, step.target or self.standing, step.effects, at, actor, note, reasons)
        if step.target is not None:
            self.since = at

    def _link(
        self,
        name: str,
        target: str,
        effects: Sequence[str],
        at: int,
        actor: str | None,
        note: str,
        reasons: Sequence[str],
    ) -> None:
        desk, ink = self._desk, self._desk.ink
        change_id, self.length = ink.id(at), self.length + 1
        values: dict[str, Any] = {
            "id": dashed(change_id),
            "region_id": desk.region_dashed,
            "lifecycle": self.lifecycle,
            "subject_id": self._dashed,
            "sequence": self.length,
            "at": moment_of(at),
            "transition": name,
            "from_state": self.standing,
            "to_state": target,
            "actor_id": None if actor is None else dashed(actor),
            "note": note,
            "reasons": list(reasons),
            "scheme_id": self._scheme,
            "salt": ink.salt(),
            "previous_hash": self.head,
        }
        link, moment = sealed(values), written(at)
        desk.add(
            "state_change", change_id, desk.region_id, self.lifecycle, self.id, str(self.length), moment, name,
            self.standing, target, actor, None, note, as_json(reasons) if reasons else _NO_REASONS, desk.scheme_id if self._scheme else None,
            values["salt"], link["commitment"], self.head, link["hash"],
        )  # fmt: skip
        for effect in effects:
            self._effect(effect, change_id, at, moment)
        self.head, self.standing = link["hash"], target

    def _effect(self, effect: str, change_id: str, at: int, moment: str | None) -> None:
        """An outbox row that a worker has carried out."""
        desk, ink = self._desk, self._desk.ink
        desk.add(
            "outbox_row", ink.id(at), ink.public_id(), desk.region_id, effect, self.lifecycle, self.id, change_id,
            _NOTHING, moment, "1", moment, None, written(at + _WORKED), None, "",
        )  # fmt: skip

    def due(self, moments: Mapping[str, datetime] | None = None) -> int | None:
        """When the present state's time is over, by the rule book and the scheme."""
        facts = self._desk.facts if not moments else _with_moments(self._desk.facts, moments)
        found = due_at(LIFECYCLES[self.lifecycle], _STATES[self.lifecycle][self.standing], moment_of(self.since), facts)
        return None if found is None else seconds_of(found)

    def columns(self, moments: Mapping[str, datetime] | None = None) -> tuple[str | None, ...]:
        """The last columns of the subject's row: state ... version, created_at, updated_at."""
        since = written(self.since)
        state = (self.standing, since, written(self.due(moments)), str(self.length), self.head, str(self.length))
        return (*state, written(self.opened), since)


def _with_moments(facts: Facts, moments: Mapping[str, datetime]) -> Facts:
    return Facts(
        now=facts.now, region_id=facts.region_id, numbers=facts.numbers, holidays=facts.holidays, moments=moments
    )
