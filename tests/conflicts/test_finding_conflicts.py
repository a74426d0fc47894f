"""Each kind of conflict is found where it is and nowhere else, says its evidence, and follows the person, not the address."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.conflicts.finding import bars, conflicts_between
from accreditation.conflicts.kinds import Kind
from accreditation.extensions import db
from accreditation.people.models import Interest, Person
from accreditation.region.models import Administration
from accreditation.texts import say
from accreditation.workflow.actors import Role, Scope
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.conflicts.conftest import HEAD, OFFICER, Desk
from tests.duplicates.conftest import Office


def _days(ago: int) -> tuple[date, date]:
    last = clock.today() - timedelta(days=ago)
    return last - timedelta(days=4), last


def own(desk: Desk) -> None:
    desk.case.applicant_id = desk.stranger.id


def administration(desk: Desk) -> None:
    desk.stranger.administration_id = desk.case.administration_id


def later_administration(desk: Desk) -> None:
    """The applicant changed the post after applying."""
    query = select(Administration.id).where(Administration.id != desk.case.administration_id)
    desk.case.applicant.administration_id = desk.stranger.administration_id = desk.session.scalars(query).first()


def speaking_for_it(desk: Desk) -> None:
    desk.grants(Role.CONTACT_POINT, Scope.ADMINISTRATION, desk.case.administration_id)


def nationality(desk: Desk) -> None:
    desk.answers("identity", nationality="SR")
    desk.answers("identity", desk.other_case(), nationality="SR")


def nationality_served(desk: Desk) -> None:
    desk.answers("identity", nationality="SR")
    query = select(Administration.id).where(Administration.iso2 == "SR")
    desk.stranger.administration_id = desk.session.scalars(query).one()


def supervisor(desk: Desk) -> None:
    desk.answers("employment", supervisor="La jefa", supervisor_email="Nadie.Conocida@DEMO.example ")


def supervisor_by_name(desk: Desk) -> None:
    desk.answers("employment", supervisor="QUIROGA Altamar, Zenóbia", supervisor_email="jefatura@aduana.example")


def supervised(desk: Desk) -> None:
    desk.answers("employment", desk.other_case(), supervisor="-", supervisor_email=desk.case.applicant.email)


def nominator(desk: Desk) -> None:
    desk.nominates(desk.stranger)


def referee(desk: Desk) -> None:
    desk.names_referee(desk.stranger)


def names_as_referee(desk: Desk) -> None:
    desk.names_referee(desk.case.applicant, desk.other_case())


def trainer(desk: Desk) -> None:
    desk.workshop()


def assessor(desk: Desk) -> None:
    desk.workshop(duty="assessor")


def trainee(desk: Desk) -> None:
    desk.workshop_of_applicant()


def mentor(desk: Desk) -> None:
    desk.mission(desk.case, desk.stranger, _days(60))


def mentored(desk: Desk) -> None:
    desk.mission(desk.other_case(), desk.case.applicant, _days(60))


def on_the_same_mission(desk: Desk) -> None:
    others = desk.session.scalars(select(Person).where(Person.email.in_((HEAD, OFFICER))).order_by(Person.email)).all()
    desk.mission(desk.case, others[0], _days(60))
    desk.mission(desk.other_case(), others[1], _days(58))


def relative(desk: Desk) -> None:
    desk.ties("relative")


def business(desk: Desk) -> None:
    desk.ties("business", person_id=desk.case.applicant_id, other_id=desk.stranger.id)


def colleague(desk: Desk) -> None:
    desk.ties("colleague")


TIES: Sequence[tuple[Callable[[Desk], None], Kind, bool, str]] = (
    (own, Kind.OWN_CASE, True, "own application"),
    (administration, Kind.ADMINISTRATION, True, "the customs administration of"),
    (later_administration, Kind.ADMINISTRATION, True, "the customs administration of"),
    (speaking_for_it, Kind.ADMINISTRATION, True, "or speak for, the customs administration of"),
    (nationality, Kind.NATIONALITY, False, "nationality of Suriname, by their dossiers"),
    (nationality_served, Kind.NATIONALITY, False, "nationality of Suriname, which this person serves"),
    (supervisor, Kind.SUPERVISOR, True, "The applicant named this person as supervisor"),
    (supervisor_by_name, Kind.SUPERVISOR, False, "a supervisor called QUIROGA Altamar, Zenóbia"),
    (supervised, Kind.SUPERVISOR, True, "This person named the applicant as supervisor"),
    (nominator, Kind.NOMINATION, True, "nominated the applicant"),
    (referee, Kind.REFEREE, True, "The applicant named this person as a referee"),
    (names_as_referee, Kind.REFEREE, False, "This person named the applicant as a referee"),
    (trainer, Kind.WORKSHOP, False, "This person trained the applicant in the workshop “Audit in Brasilia” of 2026"),
    (assessor, Kind.WORKSHOP, False, "This person assessed the applicant"),
    (trainee, Kind.WORKSHOP, False, "The applicant trained this person"),
    (mentor, Kind.MENTOR, False, "This person was the applicant’s mentor on the mission “Audit for beginners” of 2026"),
    (mentored, Kind.MENTOR, False, "The applicant was this person’s mentor"),
    (on_the_same_mission, Kind.MISSION, False, "Both were on a mission to Guatemala in 2026"),
    (relative, Kind.DECLARED, True, "a family tie"),
    (business, Kind.DECLARED, True, "a common business"),
    (colleague, Kind.DECLARED, False, "they worked together"),
)


@pytest.mark.parametrize(("tie", "kind", "is_hard", "said"), TIES, ids=[row[0].__name__ for row in TIES])
def test_each_tie_is_found_with_its_reason(
    either_desk: Desk, tie: Callable[[Desk], None], kind: Kind, is_hard: bool, said: str
) -> None:
    assert either_desk.found() == ()
    tie(either_desk)
    found = [conflict for conflict in either_desk.found() if conflict.kind is kind]
    assert [conflict.is_hard for conflict in found] == [is_hard]
    assert said in say(found[0].reason, "en") and bars(found)


@pytest.mark.parametrize(
    ("tie", "numbers"),
    [(trainer, "workshop_tie_years"), (mentor, "mission_tie_years"), (on_the_same_mission, "mission_tie_years")],
)
def test_a_past_tie_ends_after_the_years_of_the_edition(desk: Desk, tie: Any, numbers: str) -> None:
    tie(desk)
    assert bars(desk.found())
    with clock.at(clock.now() + timedelta(days=700)):
        assert not bars(desk.found())
        desk.case.scheme.numbers = {**desk.case.scheme.numbers, numbers: 4}
        assert bars(desk.found())


def test_missions_at_other_times_or_places_are_no_tie(desk: Desk) -> None:
    mentors = [desk.person(HEAD), desk.person(OFFICER)]
    other = desk.other_case()
    desk.mission(desk.case, mentors[0], _days(60))
    desk.mission(other, mentors[1], _days(80))
    desk.mission(other, mentors[1], _days(60), beneficiary="PE")
    assert not [each for each in desk.found() if each.kind is Kind.MISSION]


def test_a_cancelled_workshop_and_candidates_side_by_side_are_no_tie(desk: Desk) -> None:
    workshop = desk.workshop()
    side_by_side = desk.newcomer(email="otra@demo.example", given_names="Ana", first_family_name="Ibarra")
    other = desk.other_case()
    other.applicant_id, other.workshop_id = side_by_side.id, workshop.id
    assert bars(desk.found()) and not desk.found(side_by_side)


def test_what_a_draft_says_is_nobody_elses(desk: Desk) -> None:
    draft = desk.session.scalars(select(Application).where(Application.state == ApplicationState.DRAFT)).first()
    assert draft is not None
    draft.applicant_id = desk.stranger.id
    desk.answers("employment", draft, supervisor="-", supervisor_email=desk.case.applicant.email)
    assert desk.found() == ()


def test_a_name_in_two_words_points_at_nobody(desk: Desk) -> None:
    desk.answers("employment", supervisor="Zenobia Quiroga", supervisor_email="")
    assert desk.found() == ()


@pytest.mark.parametrize("tie", [relative, supervisor, referee, trainer, mentor])
def test_ties_follow_the_person_into_the_account_kept(office: Office, tie: Callable[[Desk], None]) -> None:
    """Whatever tied the second account ties the one that is kept."""
    query = select(Application).where(Application.state == ApplicationState.UNDER_REVIEW).order_by(Application.number)
    case = office.session.scalars(query).first()
    assert case is not None
    desk = Desk(office.session, case, None)  # type: ignore[arg-type]
    kept = desk.newcomer()
    desk.stranger = second = office.second_account(kept, email="nadie.conocida@otra.example")
    if tie is supervisor:
        desk.answers("employment", supervisor="La jefa", supervisor_email=second.email)
    else:
        tie(desk)
    assert not any(conflict.is_hard for conflict in desk.found(kept))
    office.merge(kept, second)
    assert bars(desk.found(kept))


def test_it_asks_as_often_for_many_as_for_one(peopled: Any, desk: Desk, query_count: Any) -> None:
    cases = desk.session.scalars(select(Application).where(Application.state != ApplicationState.DRAFT)).all()
    people = desk.session.scalars(select(Person)).all()
    desk.ties()
    desk.workshop()
    one = query_count(peopled, lambda: conflicts_between(desk.session, cases[:1], people))
    assert len(cases) > 20
    many = query_count(peopled, lambda: conflicts_between(desk.session, cases, people))
    assert many <= one + 2 <= 20


def test_many_at_once_are_found_as_one_by_one(desk: Desk) -> None:
    cases = desk.session.scalars(select(Application).where(Application.state != ApplicationState.DRAFT)).all()
    people = [*desk.session.scalars(select(Person).limit(12)), desk.stranger]
    for tie in (relative, referee, trainer, mentor, supervised):
        tie(desk)
    together = conflicts_between(desk.session, cases, people)
    alone = {}
    for case in cases:
        for person in people:
            alone |= conflicts_between(desk.session, [case], [person])
    assert together.keys() == alone.keys()
    for pair, conflicts in together.items():
        assert {(each.kind, each.evidence) for each in conflicts} == {
            (each.kind, each.evidence) for each in alone[pair]
        }


@pytest.fixture
def office(peopled: Any) -> Any:
    with clock.at(staging.TODAY), peopled.app_context():
        yield Office(db.session())
        db.session.rollback()


def test_a_tie_of_others_is_nobody_elses(desk: Desk) -> None:
    other = desk.newcomer(email="otra@demo.example", given_names="Ana", first_family_name="Ibarra")
    desk.session.add(
        Interest(region_id=desk.case.region_id, person_id=other.id, other_id=desk.stranger.id, kind="relative")
    )
    assert desk.found() == ()
