"""The rule book as a whole: proven, complete in four languages, and shown as it was agreed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from accreditation.cli import main
from accreditation.commands.workflow import surroundings
from accreditation.notifications.about_reviews import ABOUT_REVIEWS
from accreditation.notifications.catalogue import ABOUT_APPEALS, ABOUT_MESSAGES, BY_EFFECT
from accreditation.notifications.renewals import ABOUT_RENEWALS
from accreditation.switchboard import SWITCHBOARD
from accreditation.texts import LOCALES, say
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.check import Surroundings, check
from accreditation.workflow.effects import Consequence, Effect
from accreditation.workflow.show import show_all

GOLDEN = Path(__file__).parent / "rule_book.txt"
# Their label orders nobody to do anything: it is a finding, or only the house takes the step and it names what happened.
LABEL_IS_A_FACT = {"find_ineligible", "return_from_mission", "time_out_offer", "replace_by_new_grant"}


@pytest.fixture(scope="module")
def around() -> Surroundings:
    """Read from the code once: that takes seconds, the proof itself none."""
    return surroundings()


def test_the_proof_finds_no_fault(around: Surroundings) -> None:
    assert check(around) == []


def test_the_command_says_so() -> None:
    done = CliRunner().invoke(main, ["workflow", "check"])
    assert done.exit_code == 0 and "6 lifecycles" in done.output


def test_the_rule_book_reads_as_agreed() -> None:
    """Who changes a rule on purpose writes the new text: `accreditation workflow show > tests/workflow/rule_book.txt`."""
    assert show_all() == GOLDEN.read_text()


def test_every_effect_and_consequence_is_carried_out() -> None:
    used = {effect for book in LIFECYCLES.values() for step in book.transitions for effect in step.effects}
    used |= {effect for book in LIFECYCLES.values() for effect in book.opening}
    not_steps = (*ABOUT_MESSAGES, *ABOUT_APPEALS, *ABOUT_REVIEWS, *ABOUT_RENEWALS)
    mailed = set(BY_EFFECT) - {kind.effect for kind in not_steps}
    assert {effect.value for effect in used} - mailed == {Effect.PRODUCE_CERTIFICATE.value}
    assert mailed <= {effect.value for effect in Effect}
    named = {one for book in LIFECYCLES.values() for step in book.transitions for one in step.consequences}
    assert named == set(SWITCHBOARD.consequences) == set(Consequence)


def _without_way_out(book: Any) -> Any:
    state = next(rule.state for rule in book.rules if not book.is_final(rule.state) and rule.state != book.initial)
    kept = [replace(step, sources=step.sources - {state}) for step in book.transitions]
    return replace(book, transitions=tuple(step for step in kept if step.sources))


def _without_entry(book: Any) -> Any:
    target = next(step.target for step in book.transitions if step.target not in (None, book.initial))
    return replace(book, transitions=tuple(step for step in book.transitions if step.target != target))


@pytest.mark.parametrize("name", LIFECYCLES)
@pytest.mark.parametrize("spoil", [_without_way_out, _without_entry], ids=["no way out", "out of reach"])
def test_the_proof_notices_a_spoiled_table(around: Surroundings, name: str, spoil: Any) -> None:
    spoiled = {**LIFECYCLES, name: spoil(LIFECYCLES[name])}
    assert [fault for fault in check(around, spoiled) if fault.startswith(name)]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_of_the_rule_book_can_be_said(locale: str) -> None:
    for book in LIFECYCLES.values():
        for text in [book.label, *(rule.label for rule in book.rules), *(step.label for step in book.transitions)]:
            assert say(text, locale).strip()


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_done_is_not_told_in_the_words_of_the_button(locale: str) -> None:
    told = {
        step.name: (say(step.label, locale), say(step.done, locale))
        for book in LIFECYCLES.values()
        for step in book.transitions
    }
    assert {name for name, (label, done) in told.items() if label == done} == LABEL_IS_A_FACT
    buttons = {label for name, (label, _done) in told.items() if name not in LABEL_IS_A_FACT}
    assert {name: done for name, (_label, done) in told.items() if done in buttons or not done.strip()} == {}


@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_it_draws_itself(lifecycle: str) -> None:
    done = CliRunner().invoke(
        main, ["workflow", "draw", "--lifecycle", lifecycle, "--format", "svg", "--language", "es"]
    )
    assert done.exit_code == 0 and done.output.lstrip().startswith("<svg")
