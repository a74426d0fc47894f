"""Past cases under another edition: what flips, who sees it, and that it is the rule book that judges."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.calibration.models import Stage
from accreditation.extensions import db
from accreditation.people.models import Interest, Person
from accreditation.people.staff_notes import StaffNote
from accreditation.schemes.editions import PARTS
from accreditation.schemes.models import Scheme
from accreditation.whatif.past import PastCase, past_cases
from accreditation.whatif.replay import QUESTIONS, by_group, criteria_never_met, replayed
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.walker import Walker

WORKSHOP, PLACES, AGREEMENT = QUESTIONS


@pytest.fixture
def house(lived_in: Any) -> Iterator[Session]:
    with clock.at(staging.TODAY), lived_in.app_context():
        yield db.session()


def past(session: Session) -> tuple[Any, Scheme]:
    edition = session.scalars(select(Scheme).where(Scheme.edition == 1)).one()
    return past_cases(session, "STD", true()), edition


def changed(scheme: Scheme, **numbers: int) -> Any:
    """An edition like this one but for some numbers."""
    return SimpleNamespace(
        region_id=scheme.region_id,
        numbers={**scheme.numbers, **numbers},
        rubric=scheme.rubric,
        scoring=scheme.scoring,
    )


def test_under_the_same_edition_nothing_flips(house: Session) -> None:
    cases, scheme = past(house)
    for question in QUESTIONS:
        rows = replayed(question, cases, scheme)
        assert rows and not any(row.flips for row in rows)


def test_a_replay_agrees_with_what_was_decided(house: Session) -> None:
    """Whoever was pre-accredited had reached the thresholds, and still has."""
    cases, scheme = past(house)
    further = {ApplicationState.PRE_ACCREDITED, ApplicationState.ON_MISSION, ApplicationState.AWAITING_ACCREDITATION}
    states = dict(house.execute(select(Application.id, Application.state)).all())
    judged = [row for row in replayed(WORKSHOP, cases, scheme) if states[row.case.id] in further]
    assert judged and all(row.after.passes for row in judged)


def test_a_higher_pass_mark_fails_those_below_it_and_no_others(house: Session) -> None:
    cases, scheme = past(house)
    marks = sorted(row.before.value for row in replayed(WORKSHOP, cases, scheme) if row.before.passes)
    bar = int(marks[len(marks) // 2]) + 1
    rows = replayed(WORKSHOP, cases, changed(scheme, pass_mark_percent=bar))
    expected = {row.case.id for row in rows if row.before.passes and row.before.value < bar}
    assert {row.case.id for row in rows if row.flips} == expected
    assert expected and not all(row.flips for row in rows)


def test_a_floor_fails_whatever_the_sum(house: Session) -> None:
    cases, scheme = past(house)
    draft = changed(scheme)
    draft.rubric = [{**criterion, "floor": 5} for criterion in scheme.rubric]
    rows = replayed(WORKSHOP, cases, draft)
    assert rows and not any(row.after.passes for row in rows if row.after.value < 100)
    assert all(row.after.value == row.before.value for row in rows)


def test_with_all_the_weight_on_one_criterion_the_level_is_that_of_the_criterion(house: Session) -> None:
    cases, scheme = past(house)
    draft = changed(scheme)
    first = scheme.scoring[0]["key"]
    draft.scoring = [{**each, "weight": 100 if each["key"] == first else 0} for each in scheme.scoring]
    rows = replayed(PLACES, cases, draft)
    assert rows
    for row in rows:
        given = [level for criterion, _rater, level in row.case.levels[Stage.DESK] if criterion == first]
        assert row.after.value == pytest.approx(sum(given) / len(given))


def test_a_narrower_limit_asks_for_a_further_reviewer(house: Session) -> None:
    cases, scheme = past(house)
    rows = replayed(AGREEMENT, cases, changed(scheme, score_spread_hundredths=1))
    apart = {row.case.id for row in rows if (row.before.value or 0) > 0.01}
    assert apart and {row.case.id for row in rows if not row.after.passes} == apart


def test_a_criterion_that_nobody_marked_is_named(house: Session) -> None:
    cases, scheme = past(house)
    draft = changed(scheme)
    draft.rubric = [*scheme.rubric, {"key": "ethics", "weight": 10, "floor": 2, "names": {"es": "Ética"}}]
    assert [each["key"] for each in criteria_never_met(WORKSHOP, cases, draft)] == ["ethics"]
    assert not criteria_never_met(PLACES, cases, draft)


def of(group: str) -> Any:
    return SimpleNamespace(
        case=SimpleNamespace(gender=group), before=SimpleNamespace(passes=True), after=SimpleNamespace(passes=False)
    )


def test_what_is_hidden_of_groups_does_not_follow_from_the_sum() -> None:
    def gender(case: PastCase) -> str:
        return case.gender

    shares = {share.group: share for share in by_group([of("a")] * 9 + [of("b")] * 6 + [of("c")] * 2, gender, 5)}
    assert shares["c"].cases is None and shares["b"].cases is None
    assert (shares["a"].cases, shares["a"].before, shares["a"].after) == (9, 9, 0)
    large = by_group([of("a")] * 9 + [of("b")] * 6, gender, 5)
    assert [(share.group, share.cases) for share in large] == [("a", 9), ("b", 6)]


@pytest.mark.parametrize("cases", [1, 30])
def test_past_cases_take_as_many_queries_for_one_as_for_thirty(
    house: Session, lived_in: Any, query_count: Callable[..., int], cases: int
) -> None:
    numbers = [case.number for case in past(house)[0]][:cases]
    found: list[Any] = []
    which = Application.number.in_(numbers)
    assert query_count(lived_in, lambda: found.extend(past_cases(house, "STD", which))) == 5
    assert len(found) == len(numbers)


def open_page(app: Any, key: str, edition: int = 1, expect: int = 200) -> Walker:
    walker = Walker(app, f"{key}@demo.example", lang="en")
    walker.open("/help?lang=en")
    return walker.open(f"/office/schemes/STD/{edition}/what-if", expect=expect)


@pytest.fixture
def office(lived_in: Any) -> Iterator[Any]:
    """The same history, for people at browsers."""
    with clock.at(staging.TODAY):
        yield lived_in


def a_stricter_draft(session: Session) -> Scheme:
    scheme = session.scalars(select(Scheme)).one()
    parts = {part: getattr(scheme, part) for part in PARTS}
    parts["numbers"] = {**scheme.numbers, "pass_mark_percent": 99}
    draft = Scheme(region_id=scheme.region_id, code="STD", edition=2, **parts)
    session.add(draft)
    session.commit()
    return draft


def test_the_page_writes_nothing_and_names_what_flips(office: Any) -> None:
    with office.app_context():
        session = db.session()
        draft = a_stricter_draft(session)
        notes = session.scalar(select(func.count()).select_from(StaffNote))
        flips = [row.case.name for row in replayed(WORKSHOP, past(session)[0], draft) if row.flips]
    text = open_page(office, "oficial", edition=2).text
    assert flips and all(name in text for name in flips)
    assert "too few to be told" in text
    assert open_page(office, "oficial").text.count("No outcome would change.") == len(QUESTIONS)
    with office.app_context():
        assert db.session.scalar(select(func.count()).select_from(StaffNote)) == notes


def test_a_case_of_somebody_close_is_not_among_them(office: Any) -> None:
    with office.app_context():
        session = db.session()
        cases = past_cases(session, "STD", true())
        officer = session.scalars(select(Person).where(Person.email == "oficial2@demo.example")).one()
        applicant_id = session.scalars(select(Application.applicant_id).where(Application.id == cases[0].id)).one()
        tie = Interest(region_id=officer.region_id, person_id=officer.id, other_id=applicant_id, kind="business")
        session.add(tie)
        session.commit()
    assert f"{len(cases)} past cases" in open_page(office, "oficial").text
    theirs = open_page(office, "oficial2").text
    assert f"{len(cases) - 1} past cases" in theirs and cases[0].number not in theirs


@pytest.mark.parametrize("key", ["revisor", "auditoria", "contacto", "panel"])
def test_it_is_the_office_that_tries(lived_in: Any, key: str) -> None:
    with clock.at(staging.TODAY):
        open_page(lived_in, key, expect=404)
