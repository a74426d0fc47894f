"""Every step of every lifecycle, broken at every statement and at its commit: all of it happened, or none of it.

`make test` breaks the steps of SAMPLE, on SQLite at every fourth point and at the commit by an exception; `DEEP=faults` breaks every step on both
databases at every point, by an exception and by the death of the process.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.history import StateChange
from accreditation.invariants import broken_rows
from accreditation.workflow import LIFECYCLES
from tests.deep.faults import roads, roads_after, roads_of_nominations
from tests.deep.faults.breaking import KILLED, broken_at, content_of, in_a_child, nothing_new_in
from tests.deep.faults.conftest import SceneOn
from tests.deep.scene import Act, Scene

DEEP = os.environ.get("DEEP") == "faults"
ROADS: dict[str, Callable[[Scene], Iterator[Act]]] = {
    "selection": roads.selection_road,
    "nominations": roads_of_nominations.nominations_road,
    "refusals": roads.refusals_road,
    "appeals": roads.appeals_road,
    "workshop": roads.workshop_road,
    "missions": roads_after.missions_road,
    "decisions": roads_after.decisions_road,
    "status": roads_after.status_road,
    "endings": roads_after.endings_road,
    "overturning": roads_after.overturning_road,
    "waivers": roads_after.waivers_road,
}
# Taken by the job that draws, signs and publishes a certificate: `test_jobs_that_die.py` breaks that.
BY_JOBS = {("certificate", "sign"), ("certificate", "log"), ("certificate", "issue")}
# The steps with the most consequences: a place counted, candidates seated, a mission undone, a grant, a status, a remedy.
SAMPLE = {"endorse", "start_workshop", "cancel_mission", "accredit", "suspend", "uphold_partly"}
EVERY_SO_MANY = 1 if DEEP else 12
EVERY_POINT = 1 if DEEP else 4


def _perform(act: Act) -> None:
    with clock.at(act.moment), writing(), Session(db.engine) as session:
        act.perform(session)
        session.commit()


def _perform_broken(act: Act, point: int, *, die: bool = False) -> bool:
    with broken_at(db.engine, point, die=die) as points:
        _perform(act)
    return points.broke


def _refused_by_an_exception(act: Act) -> None:
    """Breaks the act at its points, always also at its commit; at last it is done whole."""
    with nothing_new_in(db.engine) as nothing_new:
        points = _count_points(act)
        assert points > 10
        for point in sorted({*range(1, points, EVERY_POINT), points}):
            assert _perform_broken(act, point), f"{act} has no point {point}"
            assert nothing_new(), f"{act} left something behind at point {point}"
    assert not _perform_broken(act, points + 1)


def _killed(act: Act, points: int, before: dict[str, str]) -> None:
    """The process dies at each point, and at last right after its commit, before it could answer anybody."""
    for point in range(1, points + 1, EVERY_SO_MANY):
        assert in_a_child(db.engine, lambda: _perform_broken(act, point, die=True)) == KILLED  # noqa: B023
        assert content_of(db.engine) == before, f"{act}, killed at point {point}, left something behind"
    assert in_a_child(db.engine, lambda: _perform(act)) == KILLED
    assert content_of(db.engine) != before, f"{act} was committed and is gone"


def _count_points(act: Act) -> int:
    """Goes up to the commit and breaks there."""
    with broken_at(db.engine, 0) as points, clock.at(act.moment), writing(), Session(db.engine) as session:
        act.perform(session)
        session.flush()
        session.rollback()
    return points.passed + 1


def sweep(act: Act, *, kill: bool) -> None:
    """Breaks the act everywhere; in the end it is done once, and every row is whole."""
    if kill:
        _killed(act, _count_points(act), content_of(db.engine))
    else:
        _refused_by_an_exception(act)
    with clock.at(act.moment), Session(db.engine) as session:
        assert list(broken_rows(session)) == []


def _walk(scene: Scene, road: str, chosen: Callable[[Act], bool], *, kill: bool) -> set[tuple[str, str]]:
    """Takes the road and sweeps the chosen steps; returns the steps taken, also those that followed from others."""
    taken = set()
    for act in ROADS[road](scene):
        known = _links()
        if chosen(act):
            sweep(act, kill=kill)
        else:
            _perform(act)
        taken |= _links() - known
    return {(lifecycle, transition) for _, lifecycle, transition in taken}


def _links() -> set[tuple[str, str, str]]:
    with Session(db.engine) as session:
        rows = session.execute(select(StateChange.id, StateChange.lifecycle, StateChange.transition))
        return {(str(row_id), lifecycle, transition) for row_id, lifecycle, transition in rows}


@pytest.mark.long
def test_every_step_of_the_rule_book_is_on_a_road_and_the_weightiest_break_whole(scene_on: SceneOn) -> None:
    taken: set[tuple[str, str]] = set()
    for road in ROADS:
        with scene_on("sqlite") as scene:
            taken |= _walk(scene, road, lambda act: act.step in SAMPLE, kill=False)
    every = {(book.name, step.name) for book in LIFECYCLES.values() for step in book.transitions}
    assert every - taken == BY_JOBS


def test_a_process_that_dies_in_the_middle_leaves_nothing(scene_on: SceneOn, backend: str) -> None:
    with scene_on(backend) as scene:
        _walk(scene, "decisions", lambda act: act.step == "accredit", kill=True)


if DEEP:

    @pytest.mark.parametrize("road", ROADS)
    @pytest.mark.parametrize("kill", [False, True], ids=["raise", "exit"])
    def test_every_step_breaks_whole(scene_on: SceneOn, backend: str, road: str, kill: bool) -> None:
        with scene_on(backend) as scene:
            _walk(scene, road, lambda _act: True, kill=kill)
