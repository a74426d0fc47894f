"""Each guard is taken out once, in a scene where it alone stands in the way: the door refuses with it, not without it."""

import pytest

from accreditation.transition import facts_of
from accreditation.workflow import LIFECYCLES
from tests.walk.conftest import Ready
from tests.walk.further_spoilers import spoiler_of
from tests.walk.ground import WayAround
from tests.walk.mutants import STEPS, guards_of, without

GUARDS = [(path, guard.__name__) for path, (book, step) in STEPS.items() for guard in guards_of(book, step)]

# Where a second rule catches what the first lets through, so that only both together open a way. Each says which.
KEPT_TWICE = {
    # Closing a workshop completes its candidates, and no candidate completes it unmarked.
    ("workshop.close_workshop", "every_mark_is_in"): "application.complete_workshop.every_criterion_is_marked",
    # A mission that starts takes its candidate along, and only from where candidates wait for missions.
    ("mission.start_mission", "the_candidate_is_pre_accredited"): "application.begin_mission.sources",
    # An appeal that is upheld reopens a refusal, and what is no refusal cannot be reopened.
    ("appeal.uphold", "the_decision_still_stands"): "application.reopen_screening.sources",
    ("appeal.uphold_partly", "the_decision_still_stands"): "application.reopen_screening.sources",
}


@pytest.mark.parametrize(("scene", "guard"), GUARDS, indirect=["scene"], ids=[".".join(pair) for pair in GUARDS])
def test_a_guard_alone_stands_in_the_way(scene: Ready, guard: str) -> None:
    ground, subject, path, actor = scene
    step = path.rpartition(".")[2]
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
