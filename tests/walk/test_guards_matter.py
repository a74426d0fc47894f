"""Each guard is taken out once, in a scene where it alone stands in the way: the door refuses with it, not without it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from accreditation.transition import facts_of
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import Actor
from tests.walk import further_scenes  # noqa: F401  (its scenes enter the register)
from tests.walk.further_spoilers import spoiler_of
from tests.walk.ground import Ground, WayAround
from tests.walk.mutants import guards_of, without
from tests.walk.scenes import SCENES

GUARDS = [
    (f"{name}.{step.name}", guard.__name__)
    for name, book in LIFECYCLES.items()
    for step in book.transitions
    for guard in guards_of(book, step)
]

# Where a second rule catches what the first lets through, so that only both together open a way. Each says which.
KEPT_TWICE = {
    # Closing a workshop completes its candidates, and no candidate completes it unmarked.
    ("workshop.close_workshop", "every_mark_is_in"): "application.complete_workshop.every_criterion_is_marked",
    # A mission that starts takes its candidate along, and only from where candidates wait for missions.
    ("mission.start_mission", "the_candidate_is_pre_accredited"): "application.begin_mission.sources",
    # An appeal that is upheld reopens a refusal, and what is no refusal cannot be reopened.
    ("appeal.uphold", "the_decision_still_stands"): "application.reopen_selection.sources",
    ("appeal.uphold_partly", "the_decision_still_stands"): "application.reopen_selection.sources",
}


class Scene(NamedTuple):
    ground: Ground
    subject: Any
    step: str
    actor: Actor


@pytest.fixture(scope="module")
def scene(ground: Ground, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """A step with nothing in its way, and who would take it: the door agrees."""
    lifecycle, step = request.param.split(".")
    with ground.undone():
        subject = SCENES[request.param](ground)
        actor = ground.rightful(subject, step)
        with ground.undone():
            assert ground.attempt(subject, step, actor) is None
        yield Scene(ground, subject, step, actor)


@pytest.mark.parametrize(("scene", "guard"), GUARDS, indirect=["scene"], ids=[".".join(pair) for pair in GUARDS])
def test_a_guard_alone_stands_in_the_way(scene: Scene, guard: str, request: pytest.FixtureRequest) -> None:
    ground, subject, step, actor = scene
    path = f"{subject.__tablename__}.{step}"
    with ground.undone():
        another = spoiler_of(subject.__tablename__, guard)(ground, subject)
        if another is not None:
            subject, actor = another, ground.rightful(another, step)
        book = LIFECYCLES[subject.__tablename__]
        facts = facts_of(ground.session, subject)
        (sentence,) = [rule(facts) for rule in guards_of(book, book.transition(step)) if rule.__name__ == guard]
        assert sentence is not None
        refusal = ground.attempt(subject, step, actor)
        assert refusal is not None and refusal.reasons == (sentence,)
        second = KEPT_TWICE.get((path, guard))
        with without(f"{path}.{guard}"):
            if second is None:
                with pytest.raises(WayAround, match=f"{step} was taken, though: .*{guard}"):
                    ground.attempt(subject, step, actor)
                return
            assert ground.attempt(subject, step, actor) is not None, "it is no longer kept twice"
            with without(second), pytest.raises(WayAround, match=guard):
                ground.attempt(subject, step, actor)


def test_what_is_kept_twice_is_in_the_tables() -> None:
    assert set(KEPT_TWICE) <= set(GUARDS)
