"""No self-dealing, at the real door: a person gathers parts in a case over time, then tries every way to judge it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from accreditation import clock
from accreditation.appeals.concluding import write_conclusion
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.models import Application
from accreditation.duplicates.merging import confirm_merge, propose_merge
from accreditation.errors import HouseError, TransitionRefused
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.reviews.decisions import record_decision
from accreditation.transition import lifecycle_of, perform_transition
from accreditation.workflow.actors import Actor, Role, Scope
from accreditation.workflow.check import judgements
from tests.walk.ground import NOTE, Ground, new_person
from tests.walk.scenes import SCENES
from tests.walk.test_rules_matter import case_of
from tests.walk.ties import CLOSE, HOME, PARTS, STAND_IN, TIES, VOICE, dress

JUDGED_IN = (
    *("application.find_ineligible", "application.shortlist", "application.not_select", "application.pre_accredit"),
    *("application.find_not_successful", "application.accredit", "application.refuse_accreditation"),
    *("accreditation.renew", "accreditation.withdraw_accreditation", "certificate.approve_content"),
    *("appeal.uphold", "appeal.dismiss"),
)
Tie = Callable[[Ground, Any, Person], None]


def _grants(ground: Ground, person: Person) -> Sequence[RoleGrant]:
    return ground.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).all()


def reviews_and_is_taken_off_again(ground: Ground, case: Any, person: Person) -> None:
    TIES["reviewer"](ground, case, person)
    ground.put_where("review_assignment", {"reviewer_id": person.id}, ended_at=clock.now(), handed_in_at=None)


def leaves_the_administration_after_nominating(ground: Ground, case: Any, person: Person) -> None:
    TIES[HOME](ground, case, person)
    TIES["speaker"](ground, case, person)
    ground.put(person, administration_id=None)


def turns_out_to_have_a_second_account(ground: Ground, case: Any, person: Person) -> None:
    """The other account mentored; the office finds that it is one person."""
    other = new_person(ground, case.region_id)
    TIES["speaker"](ground, case, other)
    session = ground.session
    proposed = propose_merge(session, ground.actor("direccion"), person, other, "Llamada con la persona.")
    confirm_merge(session, ground.actor("oficial"), proposed)


def is_deputy_of_an_official(ground: Ground, case: Any, person: Person) -> None:
    """Speaks for the administration in the place of its contact point, today."""
    home = {"scope": Scope.ADMINISTRATION, "scope_id": case.administration_id}
    official = new_person(ground, case.region_id)
    row = {"region_id": case.region_id, "person_id": official.id, "starts_on": clock.today()}
    grant = ground.add(RoleGrant(role=Role.CONTACT_POINT, **home, **row))
    ground.add(Deputy(grant_id=grant.id, person_id=person.id, starts_on=clock.today(), ends_on=clock.today()))


BARRING: dict[str, Tie] = {
    **{name: TIES[name] for name in (*CLOSE[1:], *PARTS, HOME, VOICE)},
    "taken off again": reviews_and_is_taken_off_again,
    "left the administration": leaves_the_administration_after_nominating,
    "second account": turns_out_to_have_a_second_account,
    "deputy of an official": is_deputy_of_an_official,
}
# The office belongs to no administration, and an officer of it may speak for one without issuing for it.
NO_BAR_TO_ISSUING = {HOME, VOICE, "deputy of an official"}


def powers_of(ground: Ground, subject: Any, person: Person) -> None:
    """Every seat in the region, the call and this very case, and one on the panel of an appeal."""
    dress(ground, case_of(ground, subject), person, subject, speaks=False)
    for role in Role:
        row = {"region_id": subject.region_id, "person_id": person.id, "starts_on": clock.today()}
        ground.add(RoleGrant(role=role, scope=Scope.CASE, scope_id=case_of(ground, subject).id, **row))
    if isinstance(subject, Appeal):
        ground.put_where("appeal_panelist", {"appeal_id": subject.id}, is_chair=False)
        seat = {"appeal_id": subject.id, "person_id": person.id, "is_chair": True}
        ground.add(AppealPanelist(**seat, agreed_at=clock.now()))


def attempts(ground: Ground, subject: Any) -> list[tuple[str, Callable[[Actor], Any]]]:
    """Every act by which somebody judges: recorded, published, concluded, issued."""
    session, book = ground.session, lifecycle_of(subject)
    steps = [step for step in judgements(book) if subject.state in step.sources]
    if book.name == "certificate":
        steps = [book.transition("approve_content")]

    def take(name: str) -> Callable[[Actor], Any]:
        return lambda actor: perform_transition(
            session, subject, name, actor=actor, note=NOTE, reasons=ground.reasons_for(subject, name),
            seen_version=subject.version,
        )  # fmt: skip

    def record(name: str) -> Callable[[Actor], Any]:
        return lambda actor: record_decision(
            session, actor, subject, name, reasons=ground.reasons_for(subject, name), statement=NOTE,
            seen_version=subject.version,
        )  # fmt: skip

    found = [(f"take {step.name}", take(step.name)) for step in steps]
    if isinstance(subject, Application):
        found += [(f"record {step.name}", record(step.name)) for step in steps if step.decides]
    if isinstance(subject, Appeal):
        conclude = (
            "conclude",
            lambda actor: write_conclusion(session, actor, subject, NOTE),
        )
        found.append(conclude)
    return found


def succeeded(ground: Ground, subject: Any, person: Person) -> list[str]:
    """What was not refused, or left something behind although it was."""
    found = []
    for name, act in attempts(ground, subject):
        with ground.undone():
            before = ground._writes()
            try:
                act(ground.actor(person))
            except HouseError:
                ground.session.expire_all()
                if ground._writes() == before:
                    continue
            found.append(name)
    return found


def test_without_a_part_somebody_may_act(ground: Ground) -> None:
    """Else the test below would prove nothing."""
    for path in JUDGED_IN:
        with ground.undone():
            subject = SCENES[path](ground)
            person = new_person(ground, subject.region_id)
            powers_of(ground, subject, person)
            wanted = f"take {path.partition('.')[2]}"
            assert wanted in succeeded(ground, subject, person), path


@given(
    path=st.sampled_from(JUDGED_IN),
    parts=st.lists(st.sampled_from(sorted(BARRING)), min_size=1, max_size=4, unique=True),
    powers_first=st.booleans(),
)
@settings(
    max_examples=60, derandomize=True, database=None, deadline=None, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_nobody_judges_a_case_they_have_a_part_in(
    ground: Ground, path: str, parts: list[str], powers_first: bool
) -> None:
    if path.startswith("certificate"):
        parts = [part for part in parts if part not in NO_BAR_TO_ISSUING] or ["interest"]
    with ground.undone():
        subject = SCENES[path](ground)
        person = new_person(ground, subject.region_id)
        if powers_first:
            powers_of(ground, subject, person)
        for part in parts:
            # Some parts exclude each other in the database: one mark by one assessor, one order of the nominees.
            with suppress(HouseError), ground.session.begin_nested():
                BARRING[part](ground, case_of(ground, subject), person)
        if not powers_first:
            powers_of(ground, subject, person)
        assert succeeded(ground, subject, person) == [], parts


@pytest.mark.parametrize("path", JUDGED_IN)
def test_nobody_judges_their_own_case_nor_lets_a_deputy_do_it(ground: Ground, path: str) -> None:
    with ground.undone():
        subject = SCENES[path](ground)
        applicant = case_of(ground, subject).applicant
        powers_of(ground, subject, applicant)
        assert succeeded(ground, subject, applicant) == []
        deputy = new_person(ground, subject.region_id)
        for grant in _grants(ground, applicant):
            ground.add(Deputy(grant_id=grant.id, person_id=deputy.id, starts_on=clock.today(), ends_on=clock.today()))
        assert succeeded(ground, subject, deputy) == []


@pytest.mark.parametrize("tie", ["interest", "former mentor", "speaker", "staff taken off"])
def test_a_decision_is_not_published_once_whoever_recorded_it_became_a_party(ground: Ground, tie: str) -> None:
    """Recorded while clean; publishing is tried by the same person and by another without any tie."""
    for path in ("application.shortlist", "application.pre_accredit", "application.refuse_accreditation"):
        with ground.undone():
            subject = SCENES[path](ground)
            recorder, publisher = (new_person(ground, subject.region_id) for _ in range(2))
            for person in (recorder, publisher):
                powers_of(ground, subject, person)
            record = dict(attempts(ground, subject))[f"record {path.partition('.')[2]}"]
            take = f"take {path.partition('.')[2]}"
            record(ground.actor(recorder))
            assert take in succeeded(ground, subject, publisher)
            BARRING[tie](ground, case_of(ground, subject), recorder)
            for person in (recorder, publisher):
                assert take not in succeeded(ground, subject, person), path
            assert f"record {path.partition('.')[2]}" in succeeded(ground, subject, publisher), "nobody can go on"


def test_no_second_account_is_found_for_whoever_decided_a_case_the_other_had_a_part_in(ground: Ground) -> None:
    with ground.undone():
        subject = SCENES["application.shortlist"](ground)
        recorder = new_person(ground, subject.region_id)
        powers_of(ground, subject, recorder)
        dict(attempts(ground, subject))["record shortlist"](ground.actor(recorder))
        with pytest.raises(TransitionRefused, match="examined"):
            turns_out_to_have_a_second_account(ground, subject, recorder)


def test_a_deputy_of_whoever_took_part_judges_only_by_a_seat_of_their_own(ground: Ground) -> None:
    with ground.undone():
        subject = SCENES["application.shortlist"](ground)
        deputy = new_person(ground, subject.region_id)
        dress(ground, subject, deputy, subject, speaks=False)
        TIES[STAND_IN](ground, subject, deputy)
        assert succeeded(ground, subject, deputy) == []
        dress(ground, subject, deputy, subject, speaks=False)
        assert "take shortlist" in succeeded(ground, subject, deputy)
