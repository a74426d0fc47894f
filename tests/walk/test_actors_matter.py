"""Each actor rule, and each tie it has to notice, is taken out once: the wrong person is refused with it, not without it."""

from dataclasses import replace
from typing import Any

import pytest

from accreditation import clock
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.people.models import Person
from accreditation.workflow.actors import NOBODY, NOT_YOURS, Actor
from accreditation.workflow.check import judgements
from tests.walk.conftest import Ready
from tests.walk.ground import Ground, WayAround, new_person
from tests.walk.mutants import ANYBODY, STEPS, replaced, without
from tests.walk.ties import BARRING, IMPARTIAL, TIES, WITHOUT_A_PERSON, blind_to, dress

TIED = [
    (path, tie)
    for path, (_, step) in STEPS.items()
    for tie in BARRING.get(step.who.__name__, ())
    if path not in WITHOUT_A_PERSON
]
# Members of an appeals panel are looked at twice: when they conclude, and as a guard over the whole panel.
KEPT_BY_A_GUARD = {"panel_of_the_appeal": "the_panel_has_no_interest"}


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


def prepared(ground: Ground, subject: Any, tie: str) -> Person:
    """A person of every role without any tie, who holds the part that the step names; their own case is the exception."""
    case = case_of(ground, subject)
    person = case.applicant if tie == "own case" else new_person(ground, subject.region_id)
    dress(ground, case, person, subject)
    ground.put(person, administration_id=None)
    if subject.__tablename__ == "mission" and subject.state == "under_way":
        ground.put(subject, mentor_id=person.id)
    if isinstance(subject, Appeal) and subject.state == "under_examination":
        ground.remove("appeal_panelist", appeal_id=subject.id, person_id=ground.person("apelaciones@demo.example").id)
        ground.add(AppealPanelist(appeal_id=subject.id, person_id=person.id))
    return person


@pytest.mark.parametrize(("scene", "tie"), TIED, indirect=["scene"], ids=[f"{path}.{tie}" for path, tie in TIED])
def test_closeness_alone_stands_in_the_way(scene: Ready, tie: str) -> None:
    ground, subject, path, _ = scene
    book, step = STEPS[path]
    blinded = replace(step, who=blind_to(tie, step.who))
    with ground.undone():
        person = prepared(ground, subject, tie)
        if tie == "interest":
            with ground.undone():
                assert ground.attempt(subject, step.name, ground.actor(person)) is None, "not even without the tie"
        if tie in TIES:
            TIES[tie](ground, case_of(ground, subject), person)
        actor = ground.actor(person)
        refusal = ground.attempt(subject, step.name, actor)
        assert refusal is not None and len(refusal.reasons) == 1 and refusal.reasons[0] != NOT_YOURS
        second = KEPT_BY_A_GUARD.get(step.who.__name__)
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
def test_the_office_endorses_only_where_nobody_else_can(scene: Ready) -> None:
    """Alone among the rules it looks for other people: with a contact point present the office has no say."""
    ground, case, path, official = scene
    book, step = STEPS[path]

    def blind(actor: Actor, facts: Any) -> Any:
        return step.who(actor, replace(facts, has_contact_point=False))

    officer = ground.actor("oficial")
    with ground.undone():
        assert ground.attempt(case, step.name, officer) is not None
        missed = pytest.raises(WayAround, match=step.who.__name__)
        with ground.undone(), replaced(book.name, replace(step, who=blind)), missed:
            ground.attempt(case, step.name, officer)
        ground.put_where("role_grant", {"scope_id": case.administration_id}, revoked_at=clock.now())
        former = ground.session.get_one(Person, official.person_id)
        assert ground.attempt(case, step.name, ground.actor(former)) is not None
        assert ground.attempt(case, step.name, officer) is None


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
