"""The map of the road: every row names what the rule book has, and no station of the road is missing from it."""

import re
from pathlib import Path

import pytest

from accreditation.applications.models import Application
from accreditation.schemes.reference import standard_scheme
from accreditation.workflow import LIFECYCLES, actors, appeal_actors

ROAD = Path(__file__).parents[2] / "docs/domain/road.md"
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in ROAD.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| (any )?[a-z]?\d", line)
]
NAMES = [(row[0], name) for row in ROWS for name in re.findall(r"`([^`]+)`", row[-1])]
GUARDS = {
    guard.__name__
    for book in LIFECYCLES.values()
    for step in book.transitions
    for guard in (*book.common_guards, *step.guards)
}
TOPICS = (
    "Deferred", "No-show", "Re-sit", "Second mission", "Scope reduced", "Scope extended", "Reinstated from",
    "Reinstated after expiry", "Withdrawn", "Nomination withdrawn", "on hold", "extend once", "Postponed", "Prerequisites",
)  # fmt: skip


def exists(name: str) -> bool:
    """Whether the rule book, the scheme or the table of cases has it."""
    kind, _, rest = name.partition(": ")
    if rest:
        known = {
            "number": lambda: rest in standard_scheme()["numbers"],
            "guard": lambda: rest in GUARDS,
            "who": lambda: any(callable(getattr(book, rest, None)) for book in (actors, appeal_actors)),
            "flag": lambda: rest in Application.__table__.columns,
        }
        return kind in known and bool(known[kind]())
    lifecycle, _, part = name.partition(".")
    table = LIFECYCLES.get(lifecycle)
    return table is not None and part in {step.name for step in table.transitions} | {
        state.value for state in table.states
    }


@pytest.mark.parametrize(("row", "name"), NAMES, ids=[f"{row}-{name}" for row, name in NAMES])
def test_what_a_row_names_exists(row: str, name: str) -> None:
    assert exists(name), f"row {row} of {ROAD.name} names {name}, which the rule book does not have"


def test_a_made_up_name_would_be_noticed() -> None:
    for name in ("application.vanish", "number: moons", "guard: the_moon_is_full", "who: the_neighbour", "flag: mood"):
        assert not exists(name)


def test_every_row_stands_somewhere() -> None:
    assert [row[0] for row in ROWS if not re.search(r"`[^`]+`", row[-1])] == []
    numbered = {int(found[0]) for row in ROWS if (found := re.match(r"\d+", row[0]))}
    assert numbered == set(range(1, 22))
    assert {row[0] for row in ROWS} >= {f"any {number}" for number in range(1, 5)}


@pytest.mark.parametrize("topic", TOPICS)
def test_no_station_is_forgotten(topic: str) -> None:
    assert any(topic in row[1] for row in ROWS), topic


def test_every_transition_of_the_rule_book_is_on_the_map() -> None:
    """So that a new step is explained where the road is told."""
    told = {name for _, name in NAMES}
    steps = {f"{table.name}.{step.name}" for table in LIFECYCLES.values() for step in table.transitions}
    assert sorted(steps - told) == []
