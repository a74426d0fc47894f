"""Every guard and every actor rule of the tables has its witness, and no witness speaks for a rule that is gone."""

from accreditation.workflow import LIFECYCLES
from tests.walk import onlooker  # noqa: F401  (all statements enter the register)
from tests.walk.conftest import further_scenes  # noqa: F401  (its scenes enter the register)
from tests.walk.further_spoilers import SPOILERS
from tests.walk.mutants import STEPS, guards_of
from tests.walk.scenes import SCENES
from tests.walk.statements import STATEMENTS


def witnessed(kind: str) -> list[tuple[str, str]]:
    return sorted((step, one.rule) for one in STATEMENTS if one.kind == kind for step in one.steps)


def test_every_guard_has_one_witness() -> None:
    written = sorted((path, guard.__name__) for path, (book, step) in STEPS.items() for guard in guards_of(book, step))
    assert witnessed("guard") == written


def test_every_actor_rule_has_one_witness() -> None:
    assert witnessed("who") == sorted((path, step.who.__name__) for path, (_, step) in STEPS.items())


def test_every_step_has_its_scene_and_every_guard_its_spoiler() -> None:
    assert set(SCENES) == set(STEPS)
    guards = {
        f"{path.partition('.')[0]}.{guard.__name__}"
        for path, (book, step) in STEPS.items()
        for guard in guards_of(book, step)
    }
    plain = {name for name in guards if ".the_decision_says_" not in name}
    assert set(SPOILERS) == plain | {"application.the_decision_says"}
    assert set(LIFECYCLES) == {path.partition(".")[0] for path in STEPS}
