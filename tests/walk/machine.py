"""The walk: anybody tries any step on any case, while the world around goes on. Everything is drawn by Hypothesis."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from accreditation import clock
from accreditation.errors import HouseError
from accreditation.invariants import broken_rows
from accreditation.transition import lifecycle_of
from accreditation.workflow.actors import NOBODY, THE_SYSTEM, Actor, the_system
from tests import staging
from tests.walk import evidence, world
from tests.walk.ground import BY_ITSELF, NOTE, Ground, WayAround
from tests.walk.mutants import STEPS
from tests.walk.who import holder_of, involved

BEYOND = ("workshop", "mission", "mission", "accreditation", "certificate", "certificate", "appeal")
LIFECYCLES = (*(("application",) * 7), *BEYOND)
PICK = st.integers(0, 9999)
STRIDE = st.lists(PICK, min_size=3, max_size=7)
Prepare = Callable[[Ground, Any], Any]


def _decide(outcome: str) -> Prepare:
    return lambda ground, case: evidence.decide(ground, case, outcome)


def _assign_and_check(ground: Ground, case: Any) -> None:
    evidence.check_everything(ground, case)
    evidence.assign_reviewers(ground, case)


def _mark_all(ground: Ground, workshop: Any) -> None:
    for case in ground.all("application", workshop_id=workshop.id, state="in_workshop"):
        evidence.mark_everything(ground, case)


# Steps that end a road early: a walk that takes them as often as others never gets far.
WAYS_OUT = frozenset(
    {
        *("withdraw", "withdraw_nomination", "decline_to_endorse", "find_ineligible", "defer", "hold"),
        *("cancel_workshop", "cancel_mission", "decline_mission", "time_out_offer"),
        *("withdraw_accreditation", "end_accreditation", "withdraw_appeal", "find_inadmissible"),
    }
)
# What people bring before a step.
BRINGS: dict[str, Prepare] = {
    "submit": evidence.write_dossier,
    "endorse": evidence.promise_release,
    "ask_for_information": evidence.ask_for_something,
    "answer_to_screening": evidence.answer_everything,
    "answer_to_review": evidence.answer_everything,
    "start_review": _assign_and_check,
    "find_ineligible": evidence.find_a_fault,
    "close_review": evidence.score_everything,
    **{
        outcome: _decide(outcome)
        for outcome in (
            *("shortlist", "waitlist", "not_select", "pre_accredit", "offer_resit", "find_not_successful"),
            *("accredit", "recognize", "order_second_mission", "refuse_accreditation"),
        )
    },
    "start_workshop": evidence.call_the_roll,
    "close_workshop": _mark_all,
    "hand_in_report": evidence.report,
    "evaluate_mission": evidence.thank,
    "sign": evidence.store_the_document,
    "log": evidence.enter_in_the_log,
    "open_examination": evidence.seat_the_panel,
    "uphold": evidence.conclude,
    "uphold_partly": evidence.conclude,
    "dismiss": evidence.conclude,
}


class Walk(RuleBasedStateMachine):
    """Begins with the cases of `ground`, on the day of `staging.TODAY`; leaves no trace. `taken` counts what succeeded."""

    def __init__(self, ground: Ground, taken: Counter[str] | None = None) -> None:
        super().__init__()
        self.ground, self.taken = ground, taken if taken is not None else Counter()
        self._whole, self._clock = ExitStack(), ExitStack()
        self._clock.enter_context(clock.at(staging.TODAY))
        self._whole.enter_context(ground.undone())

    def _row(self, lifecycle: str, pick: int) -> Any:
        return world.one_of(world.cases(self.ground, lifecycle), pick)

    def _step(self, row: Any, pick: int, fits: bool) -> str:
        book = lifecycle_of(row)
        fitting = [step.name for step in book.transitions if row.state in step.sources]
        return str(world.one_of(fitting if fits and fitting else [step.name for step in book.transitions], pick))

    def _actor(self, row: Any, step: str, how: str, pick: int) -> Actor:
        ground = self.ground
        if how == "itself":
            # Steps that are a part of others are theirs to take; a test of its own takes each alone.
            return THE_SYSTEM if step in BY_ITSELF else NOBODY
        if how == "rightful":
            try:
                actor = ground.rightful(row, step)
            except LookupError:
                return NOBODY
            return actor if not actor.is_system or step in BY_ITSELF else NOBODY
        look = ground.look(row, step, NOBODY)
        wanted = {"concerned": {holder_of(look)}, "involved": involved(look)}.get(how)
        listed = [person for person in world.people(ground) if wanted is None or person.id in wanted]
        if how == "staff":
            listed = [person for person in listed if not person.email.startswith("postulante")]
        return ground.actor(world.one_of(listed, pick)) if listed else NOBODY

    def _try(self, row: Any, step: str, actor: Actor, **given: Any) -> bool:
        path = f"{row.__tablename__}.{step}"
        if self.ground.attempt(row, step, actor, **given) is not None:
            return False
        self.taken[path] += 1
        self.taken.update(self.ground.onlooker.seen[1:])
        return True

    @rule(
        lifecycle=st.sampled_from(LIFECYCLES),
        row=PICK,
        step=PICK,
        person=PICK,
        how=st.sampled_from(("rightful", "staff", "involved", "involved", "anybody", "concerned", "itself")),
        fits=st.sampled_from((True, True, True, False)),
        note=st.sampled_from((NOTE, NOTE, NOTE, " ")),
        founded=st.sampled_from((True, True, True, False)),
    )
    def somebody_tries(
        self, lifecycle: str, row: int, step: int, person: int, how: str, fits: bool, note: str, founded: bool
    ) -> None:
        """Any person any step of any case, most often one that fits its state."""
        subject = self._row(lifecycle, row)
        name = self._step(subject, step, fits)
        actor = self._actor(subject, name, how, person)
        self._try(subject, name, actor, note=note, reasons=None if founded else [])

    @rule(lifecycle=st.sampled_from(LIFECYCLES), row=PICK, steps=STRIDE)
    def somebody_goes_on(self, lifecycle: str, row: int, steps: list[int]) -> None:
        """A case goes its way: what a step needs is brought, as far as people may, and somebody entitled takes it."""
        found = world.cases(self.ground, lifecycle)
        alive = [case for case in found if not lifecycle_of(case).is_final(case.state)]
        subject = world.one_of(alive or found, row)
        for step in steps:
            self._go_on(subject, step)

    @rule(lifecycle=st.sampled_from(BEYOND), row=PICK, steps=STRIDE)
    def what_follows_goes_on(self, lifecycle: str, row: int, steps: list[int]) -> None:
        """As before, for whatever an application brings with it."""
        self.somebody_goes_on(lifecycle, row, steps)

    def _go_on(self, subject: Any, pick: int) -> None:
        name = self._step(subject, pick, fits=True)
        ends = name in WAYS_OUT and pick % 8
        if ends or (STEPS[f"{subject.__tablename__}.{name}"][1].who is the_system and name not in BY_ITSELF):
            return
        if name in BRINGS:
            self._bring(lambda: BRINGS[name](self.ground, subject))
        self._try(subject, name, self._actor(subject, name, "rightful", 0))

    @rule(lifecycle=st.sampled_from(LIFECYCLES), row=PICK, step=PICK)
    def somebody_only_prepares(self, lifecycle: str, row: int, step: int) -> None:
        """Evidence is brought, and nobody acts on it."""
        subject = self._row(lifecycle, row)
        name = self._step(subject, step, fits=True)
        if name in BRINGS:
            self._bring(lambda: BRINGS[name](self.ground, subject))

    @rule(lifecycle=st.sampled_from(LIFECYCLES), row=PICK, step=PICK, behind=st.integers(1, 3))
    def somebody_acts_on_an_old_page(self, lifecycle: str, row: int, step: int, behind: int) -> None:
        """Whoever saw an earlier version is told so, whatever the step."""
        subject = self._row(lifecycle, row)
        name = self._step(subject, step, fits=True)
        actor = self._actor(subject, name, "rightful", 0)
        if not actor.is_system:
            self.ground.attempt_stale(subject, name, actor, behind)

    @rule(happen=st.sampled_from(world.EVENTS), pick=PICK)
    def the_world_goes_on(self, happen: world.Event, pick: int) -> None:
        self.ground.onlooker.forget()
        self._bring(lambda: happen(self.ground, pick))
        self.taken.update(self.ground.onlooker.seen)

    @rule(days=st.sampled_from((1, 1, 4, 4, 12, 12, 30, 30, 100, 100, 400, 1500)))
    def time_passes(self, days: int) -> None:
        moment = clock.now() + timedelta(days=days)
        self._clock.close()
        self._clock.enter_context(clock.at(moment))

    def _bring(self, act: Callable[[], Any]) -> None:
        """An act that may be refused, and then is as if it had not been tried."""
        session = self.ground.session
        session.flush()
        try:
            with session.begin_nested():
                act()
                session.flush()
        except (HouseError, LookupError):
            session.expire_all()

    def teardown(self) -> None:
        """Whatever was walked, every row is whole."""
        try:
            broken = list(broken_rows(self.ground.session))
            if broken:
                raise WayAround("; ".join(broken[:5]))
        finally:
            self._whole.close()
            self._clock.close()
