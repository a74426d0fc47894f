"""Editions of a scheme: prepared by an officer, adopted by the head, and each case judged by the edition of its call."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.beginning import begin_application
from accreditation.applications.models import Application
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.people.staff_notes import StaffNote
from accreditation.region.models import Category, Region, Subject
from accreditation.schemes.calls import open_call, publish_call
from accreditation.schemes.drafting import set_numbers, weigh, write_criterion, write_reasons
from accreditation.schemes.editions import adopt_edition, discard_edition, edition_of, mark_of, prepare_next
from accreditation.schemes.models import Call, Scheme
from accreditation.schemes.numbers import REASON_LISTS, amount_in, every_number
from accreditation.schemes.reference import standard_scheme
from accreditation.texts import say
from accreditation.transition import facts_of
from accreditation.workflow.formation_guards import marks_reach_the_thresholds
from tests import staging


@contextmanager
def office(app: Any) -> Iterator[tuple[Any, Any, Any, Scheme]]:
    """(session, officer, head, the adopted edition)."""
    with app.app_context(), clock.at(staging.TODAY):
        session = db.session()
        officer, head = (
            actor_of(session, session.scalars(select(Person).where(Person.email == f"{key}@demo.example")).one())
            for key in ("oficial", "direccion")
        )
        yield session, officer, head, session.scalars(select(Scheme)).one()


def with_number(session: Any, actor: Any, draft: Scheme, **numbers: int) -> None:
    set_numbers(
        session, actor, draft, draft.names, {**draft.numbers, **numbers}, seen=mark_of(draft, "names", "numbers")
    )


def test_every_number_and_reason_of_the_standard_scheme_has_its_meaning() -> None:
    standard = standard_scheme()
    assert {number.name for number in every_number()} == set(standard["numbers"])
    assert set(REASON_LISTS) == set(standard["reasons"])
    assert all(number.least <= standard["numbers"][number.name] <= number.most for number in every_number())


def test_the_next_edition_is_a_copy_that_only_the_head_adopts(staffed: Any) -> None:
    with office(staffed) as (session, officer, head, first):
        with pytest.raises(NotPermitted):
            prepare_next(session, head, first)
        draft = prepare_next(session, officer, first)
        assert (draft.edition, draft.numbers, draft.rubric) == (2, first.numbers, first.rubric)
        with pytest.raises(ChangedMeanwhile):
            prepare_next(session, officer, first)
        with_number(session, officer, draft, pass_mark_percent=80)
        with pytest.raises(NotPermitted):
            adopt_edition(session, officer, draft, seen=mark_of(draft))
        adopt_edition(session, head, draft, seen=mark_of(draft))
        assert draft.adopted_by_id == head.person_id and first.numbers["pass_mark_percent"] == 70
        with pytest.raises(ChangedMeanwhile):
            with_number(session, officer, draft, pass_mark_percent=85)
        written = session.scalars(select(StaffNote.what).where(StaffNote.subject_id == draft.id).order_by(StaffNote.id))
        assert list(written) == ["prepare_edition", "change_edition", "adopt_edition"]


def test_the_head_adopts_what_they_saw(staffed: Any) -> None:
    with office(staffed) as (session, officer, head, first):
        draft = prepare_next(session, officer, first)
        seen = mark_of(draft)
        with_number(session, officer, draft, pass_mark_percent=80)
        with pytest.raises(ChangedMeanwhile):
            adopt_edition(session, head, draft, seen=seen)


def test_what_is_wrong_with_a_draft_keeps_it_from_being_adopted(staffed: Any) -> None:
    with office(staffed) as (session, officer, head, first):
        draft = prepare_next(session, officer, first)
        texts = {"names": {"es": "Ética"}, "meaning": {"es": "Actúa con rectitud."}, "anchors": {}}
        write_criterion(session, officer, draft, "rubric", None, texts, seen=mark_of(draft, "rubric"))
        with pytest.raises(Invalid) as refusal:
            adopt_edition(session, head, draft, seen=mark_of(draft))
        assert len(refusal.value.reasons) == 2  # no weight yet, levels not described
        with pytest.raises(Invalid):
            write_reasons(session, officer, draft, "hold", [], seen=mark_of(draft, "reasons"))


@pytest.mark.parametrize("weights", [{"tools": 16}, {"tools": 0, "technical": 35}])
def test_weights_that_do_not_make_100_are_refused(staffed: Any, weights: dict[str, int]) -> None:
    with office(staffed) as (session, officer, _head, first):
        draft = prepare_next(session, officer, first)
        present = {each["key"]: each["weight"] for each in draft.rubric}
        with pytest.raises(Invalid):
            weigh(session, officer, draft, "rubric", present | weights, {}, seen=mark_of(draft, "rubric"))


@pytest.mark.parametrize("wrong", [{"pass_mark_percent": 0}, {"pass_mark_percent": 101}, {"validity_months": -1}])
def test_a_number_outside_its_range_is_refused(staffed: Any, wrong: dict[str, int]) -> None:
    with office(staffed) as (session, officer, _head, first):
        draft = prepare_next(session, officer, first)
        with pytest.raises(Invalid) as refusal:
            with_number(session, officer, draft, **wrong)
        assert refusal.value.field == next(iter(wrong))


def test_a_discarded_draft_gives_its_number_back(staffed: Any) -> None:
    with office(staffed) as (session, officer, _head, first):
        draft = prepare_next(session, officer, first)
        discard_edition(session, officer, draft, seen=mark_of(draft))
        assert edition_of(session, first.region_id, first.code, 2) is None
        assert prepare_next(session, officer, first).edition == 2


def test_a_case_is_judged_by_the_edition_of_its_call(staffed: Any) -> None:
    with office(staffed) as (session, officer, head, first):
        earlier = _application_to(session, officer, first)
        draft = prepare_next(session, officer, first)
        with_number(session, officer, draft, pass_mark_percent=90)
        with pytest.raises(Invalid):
            _call_under(session, officer, draft)
        adopt_edition(session, head, draft, seen=mark_of(draft))
        later = _application_to(session, officer, draft)
        session.expire_all()
        assert _stands_against_80_percent(session, earlier) is None
        assert _stands_against_80_percent(session, later) is not None


def _call_under(session: Any, officer: Any, scheme: Scheme) -> Call:
    region = session.get_one(Region, scheme.region_id)
    now = clock.now()
    details = {
        "scheme_id": scheme.id,
        "category_id": session.scalars(select(Category.id).where(Category.code == "ACE")).one(),
        "subject_id": session.scalars(select(Subject.id).where(Subject.code == "VAL")).one(),
        "language": "es",
        "titles": {"es": "Expertos en valoración"},
        "descriptions": {"es": "De prueba."},
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=20),
        "time_zone": "America/Guatemala",
        "seats": 12,
        "quota": 2,
    }
    return open_call(session, officer, region, details)


def _application_to(session: Any, officer: Any, scheme: Scheme) -> Application:
    call = _call_under(session, officer, scheme)
    publish_call(session, officer, call)
    person = session.scalars(select(Person).where(Person.administration_id.is_not(None)).order_by(Person.email)).first()
    return begin_application(session, actor_of(session, person), person, call)


def _stands_against_80_percent(session: Any, application: Application) -> Any:
    marked = replace(facts_of(session, application), overall_mark=80.0, criteria_below_floor=())
    return marks_reach_the_thresholds(marked)


def test_every_number_is_said_with_its_unit_and_a_choice_in_words() -> None:
    for number in every_number():
        assert say(amount_in(number.unit, number.least), "es").strip(), number.name
    assert [say(amount_in("allowed", chosen), "es") for chosen in (0, 1)] == ["no", "sí"]
    assert say(amount_in("counting", 3), "en") == "median"
