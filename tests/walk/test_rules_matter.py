"""Each rule is taken out once, in a scene where it alone stands in the way: the door refuses with it, not without it.

Guards, actor rules, and each tie that an actor rule has to notice. Tests of one step share its scene.
"""

import os
from dataclasses import replace
from typing import Any

import pytest

from accreditation import clock
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.people.models import Deputy, Person
from accreditation.transition import facts_of
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import NOBODY, NOT_YOURS, Actor, Role
from accreditation.workflow.check import judgements
from tests.walk.conftest import Ready
from tests.walk.further_spoilers import spoiler_of
from tests.walk.ground import Ground, WayAround, new_person
from tests.walk.mutants import ANYBODY, STEPS, guards_of, replaced, without
from tests.walk.nominating_scenes import appoint
from tests.walk.ties import BARRING, IMPARTIAL, TIES, VOICE, WITHOUT_A_PERSON, blind_to, dress

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
TIED = [
    (path, tie)
    for path, (_, step) in STEPS.items()
    for tie in BARRING.get(step.who.__name__, ())
    if path not in WITHOUT_A_PERSON
]
# Steps of one lifecycle share their rules: each rule with each tie is tried at one of them, `DEEP=mutants` tries all.
FIRST = {(STEPS[path][0].name, STEPS[path][1].who.__name__, tie): (path, tie) for path, tie in reversed(TIED)}
TRIED = TIED if os.environ.get("DEEP") == "mutants" else sorted(FIRST.values())
# Members of an appeals panel are looked at twice: when they conclude, and as a guard over the whole panel.
KEPT_BY_A_GUARD = {"chair_of_the_appeal": "the_panel_has_no_interest"}


def case_of(ground: Ground, subject: Any) -> Any:
    """The application on which a row rests; None for a workshop."""
    owner = subject.accreditation if isinstance(subject, Certificate) else subject
    if isinstance(owner, Application):
        return owner
    row_id = getattr(owner, "application_id", None)
    return ground.session.get_one(Application, row_id) if row_id else None


def wrong_people(ground: Ground, subject: Any, path: str) -> dict[str, Actor]:
    """Nobody in particular, a stranger, one with every role somewhere else; and for the system's steps the head."""
    stranger, powerful = (new_person(ground, subject.region_id) for _ in range(2))
    dress(ground, case_of(ground, subject), powerful, subject, elsewhere=True)
    people = {"nobody": NOBODY, "stranger": ground.actor(stranger), "elsewhere": ground.actor(powerful)}
    if STEPS[path][1].who.__name__ == "the_system":
        people["head"] = ground.actor("direccion")
    return people


@pytest.mark.parametrize("scene", STEPS, indirect=True)
def test_an_actor_rule_alone_stands_in_the_way(scene: Ready) -> None:
    ground, subject, path, _ = scene
    step, rule = STEPS[path][1].name, STEPS[path][1].who.__name__
    with ground.undone():
        for who, actor in wrong_people(ground, subject, path).items():
            with ground.undone():
                refusal = ground.attempt(subject, step, actor)
                assert refusal is not None and len(refusal.reasons) == 1, who
                if rule != "the_system":
                    assert refusal.reasons == (NOT_YOURS,), who
            missed = pytest.raises(WayAround, match=f"{step} was taken, though: .*{rule}")
            with ground.undone(), without(f"{path}.{ANYBODY}"), missed:
                ground.attempt(subject, step, actor)


def prepared(ground: Ground, subject: Any, tie: str, *, speaks: bool) -> Person:
    """A person of every role without any tie, who holds the part that the step names; their own case is the exception."""
    case = case_of(ground, subject)
    person = case.applicant if tie == "own case" else new_person(ground, subject.region_id)
    dress(ground, case, person, subject, speaks=speaks)
    ground.put(person, administration_id=None)
    if subject.__tablename__ == "mission" and subject.state == "under_way":
        ground.put(subject, mentor_id=person.id)
    if isinstance(subject, Appeal) and subject.state == "under_examination":
        ground.remove("appeal_panelist", appeal_id=subject.id, person_id=ground.person("apelaciones@demo.example").id)
        ground.add(AppealPanelist(appeal_id=subject.id, person_id=person.id, is_chair=True, agreed_at=clock.now()))
    return person


@pytest.mark.parametrize(("scene", "tie"), TRIED, indirect=["scene"], ids=[f"{path}.{tie}" for path, tie in TRIED])
def test_closeness_alone_stands_in_the_way(scene: Ready, tie: str) -> None:
    ground, subject, path, _ = scene
    book, step = STEPS[path]
    blinded = replace(step, who=blind_to(tie, step.who))
    with ground.undone():
        person = prepared(ground, subject, tie, speaks=VOICE not in BARRING[step.who.__name__])
        if tie == "interest":
            with ground.undone():
                assert ground.attempt(subject, step.name, ground.actor(person)) is None, "not even without the tie"
        if tie in TIES:
            TIES[tie](ground, case_of(ground, subject), person)
        actor = ground.actor(person)
        refusal = ground.attempt(subject, step.name, actor)
        assert refusal is not None and len(refusal.reasons) == 1 and refusal.reasons[0] != NOT_YOURS
        second = KEPT_BY_A_GUARD.get(step.who.__name__) if tie != VOICE else None
        if second is not None:
            with ground.undone(), replaced(book.name, blinded):
                assert ground.attempt(subject, step.name, actor) is not None, "it is no longer kept twice"
            blinded = replace(blinded, guards=tuple(guard for guard in step.guards if guard.__name__ != second))
        with replaced(book.name, blinded), pytest.raises(WayAround, match=step.who.__name__):
            ground.attempt(subject, step.name, actor)


def test_every_judgement_notices_every_tie() -> None:
    judging = {
        f"{book.name}.{step.name}"
        for book in {id(book): book for book, _ in STEPS.values()}.values()
        for step in judgements(book)
    }
    unnoticed = {(path, tie) for path in judging for tie in IMPARTIAL if (path, tie) not in TIED and path in STEPS}
    assert unnoticed == set()


@pytest.mark.parametrize("scene", ["application.endorse"], indirect=True)
def test_a_contact_point_gives_no_last_word_beside_a_director(scene: Ready) -> None:
    """Alone among the rules it looks for other people: with two levels and a Director General present."""
    ground, case, path, _ = scene
    book, step = STEPS[path]

    def blind(actor: Actor, facts: Any) -> Any:
        return step.who(actor, replace(facts, has_director=False))

    with ground.undone():
        ground.put(case.administration, endorsement_levels=2)
        contact, director = new_person(ground, case.region_id), new_person(ground, case.region_id)
        for person, role in ((contact, Role.CONTACT_POINT), (director, Role.DIRECTOR_GENERAL)):
            appoint(ground, case, person, role)
        assert ground.attempt(case, step.name, ground.actor(contact)) is not None
        missed = pytest.raises(WayAround, match=step.who.__name__)
        with ground.undone(), replaced(book.name, replace(step, who=blind)), missed:
            ground.attempt(case, step.name, ground.actor(contact))
        with ground.undone():
            assert ground.attempt(case, step.name, ground.actor(director)) is None
        TIES["interest"](ground, case, director)
        ground.put_where("role_grant", {"person_id": ground.person("dg@demo.example").id}, revoked_at=clock.now())
        assert ground.attempt(case, step.name, ground.actor(contact)) is None


@pytest.mark.parametrize("scene", ["application.endorse"], indirect=True)
def test_nobody_speaks_in_the_place_of_the_applicant(scene: Ready) -> None:
    """A deputy takes over duties: those towards others, not the one towards oneself that the applicant never had."""
    ground, case, path, _ = scene
    step = STEPS[path][1]
    with ground.undone():
        deputy = new_person(ground, case.region_id)
        grant = appoint(ground, case, case.applicant, Role.CONTACT_POINT)
        today = clock.today()
        ground.add(Deputy(grant_id=grant.id, person_id=deputy.id, starts_on=today, ends_on=today))
        refusal = ground.attempt(case, step.name, ground.actor(deputy))
        assert refusal is not None and "stand in" in refusal.reasons[0].message_id
        appoint(ground, case, deputy, Role.CONTACT_POINT)
        assert ground.attempt(case, step.name, ground.actor(deputy)) is None


@pytest.mark.parametrize("scene", ["application.ask_for_information"], indirect=True)
def test_a_reviewer_who_is_close_asks_nothing(scene: Ready) -> None:
    """The other half of the rule: whoever is a reviewer of the case needs no role of the office."""
    ground, case, path, _ = scene
    book, step = STEPS[path]
    with ground.undone():
        reviewer = new_person(ground, case.region_id)
        TIES["reviewer"](ground, case, reviewer)
        with ground.undone():
            assert ground.attempt(case, step.name, ground.actor(reviewer)) is None
        TIES["interest"](ground, case, reviewer)
        actor = ground.actor(reviewer)
        assert ground.attempt(case, step.name, actor) is not None
        blinded = replace(step, who=blind_to("interest", step.who))
        with replaced(book.name, blinded), pytest.raises(WayAround, match=step.who.__name__):
            ground.attempt(case, step.name, actor)


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
