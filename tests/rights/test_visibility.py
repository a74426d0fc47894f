"""One visibility rule: what a list shows is what a page opens, what a count counts, and whose files may be fetched."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.document_models import Document
from accreditation.applications.lists import Filter, counts_by_state
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.people.actor import actor_of
from accreditation.people.models import Deputy, Interest, Person, RoleGrant
from accreditation.region.models import Administration, Region, RegionalBody
from accreditation.reviews.models import ReviewAssignment
from accreditation.schemes.models import Call
from accreditation.training.models import Workshop
from accreditation.transition import facts_of_many
from accreditation.visibility import (
    accreditations_visible_to,
    appeals_visible_to,
    applications_visible_to,
    certificates_visible_to,
    missions_visible_to,
    workshops_visible_to,
)
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role, Scope
from tests import staging
from tests.web.actors import browsers, cast


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def differences(session: Session, people: Sequence[Person]) -> list[str]:
    """Who sees in the list what the rule book does not let them open, or the other way round."""
    applications = session.scalars(select(Application)).all()
    facts = facts_of_many(session, applications)
    found = []
    for person in people:
        actor = actor_of(session, person)
        listed = set(session.scalars(select(Application.id).where(applications_visible_to(actor))))
        opened = {row.id for row in applications if permissions.may(permissions.VIEW, actor, facts[row.id], row.state)}
        found += [f"{person.email}: {row.number}" for row in applications if row.id in listed ^ opened]
    return found


def test_the_list_and_the_rule_book_agree_on_every_person_and_every_case(house: Any) -> None:
    with house.app_context():
        people = db.session.scalars(select(Person)).all()
        assert len(people) > 60
        assert differences(db.session(), people) == []


SCOPES: dict[Scope, Any] = {
    Scope.REGION: Region,
    Scope.ADMINISTRATION: Administration,
    Scope.CENTRE: RegionalBody,
    Scope.CALL: Call,
    Scope.CASE: Application,
}
TIES = st.lists(
    st.tuples(
        st.sampled_from(["grant", "deputy", "interest", "dismissed", "assign", "hold", "disable"]),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
        st.sampled_from(list(Role)),
        st.sampled_from(list(Scope)),
        st.integers(-3, 3),
    ),
    min_size=3,
    max_size=12,
)


class World:
    """The peopled house, in which anybody with a role may be tied to any case, its applicant, or another's role."""

    def __init__(self, session: Session) -> None:
        self.session = session
        granted = select(RoleGrant.person_id)
        self.people = session.scalars(select(Person).where(Person.id.in_(granted)).order_by(Person.email)).all()
        self.cases = session.scalars(select(Application).order_by(Application.number)).all()
        self.grants = session.scalars(select(RoleGrant).order_by(RoleGrant.id)).all()
        self.places = {scope: session.scalars(select(table.id)).all() for scope, table in SCOPES.items()}

    def tie(self, kind: str, one: int, other: int, role: Role, scope: Scope, days: int) -> Person:
        person, case = self.people[one % len(self.people)], self.cases[other % len(self.cases)]
        second = case.applicant
        today = clock.today()
        if kind == "grant":
            place = self.places[scope][other % len(self.places[scope])]
            self._grant(person, role, scope, place, today + timedelta(days=days))
        elif kind == "deputy":
            grant = self.grants[other % len(self.grants)]
            begins = today + timedelta(days=days)
            self.session.add(
                Deputy(grant_id=grant.id, person_id=person.id, starts_on=begins, ends_on=begins + timedelta(days=2))
            )
        elif kind in ("interest", "dismissed") and person is not second:
            self._interest(person, second, dismissed=kind == "dismissed")
        elif kind == "assign":
            self._assign(person, case, ended=days < 0, declared=days > 1)
        elif kind == "hold":
            case.on_hold = not case.on_hold
        elif kind == "disable":
            second.disabled_at = clock.now()
        self.session.flush()
        return person

    def _grant(self, person: Person, role: Role, scope: Scope, place: Any, ends: Any) -> None:
        grant = RoleGrant(
            region_id=person.region_id, person_id=person.id, role=role, scope=scope, scope_id=place,
            starts_on=ends - timedelta(days=1), ends_on=ends,
        )  # fmt: skip
        self.session.add(grant)

    def _interest(self, person: Person, second: Person, *, dismissed: bool) -> None:
        tie = Interest(
            region_id=person.region_id, person_id=person.id, other_id=second.id, kind="declared", note="invented",
            dismissed_at=clock.now() if dismissed else None,
        )  # fmt: skip
        self.session.add(tie)

    def _assign(self, person: Person, case: Application, *, ended: bool, declared: bool) -> None:
        known = select(ReviewAssignment).where(
            ReviewAssignment.application_id == case.id, ReviewAssignment.reviewer_id == person.id
        )
        row = self.session.scalars(known).one_or_none()
        if row is None:
            row = ReviewAssignment(region_id=case.region_id, application_id=case.id, reviewer_id=person.id)
            self.session.add(row)
        row.ended_at = clock.now() if ended else None
        row.declared_at = clock.now() if declared else None


def test_they_agree_whatever_ties_people_to_each_other(house: Any) -> None:
    with house.app_context():
        session = db.session()
        world = World(session)

        @settings(
            max_examples=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            phases=[Phase.generate],
        )
        @given(TIES)
        def agree(ties: list[tuple[Any, ...]]) -> None:
            savepoint = session.begin_nested()
            try:
                tied = {world.tie(*tie) for tie in ties}
                wrong = differences(session, sorted(tied, key=lambda person: person.email))
            finally:
                savepoint.rollback()
                session.expire_all()
            assert wrong == []

        agree()


KINDS: list[tuple[str, Any, str, Callable[..., Any]]] = [
    ("cases", Application, "number", applications_visible_to),
    ("missions", Mission, "public_id", missions_visible_to),
    ("workshops", Workshop, "public_id", workshops_visible_to),
    ("accreditations", Accreditation, "public_id", accreditations_visible_to),
    ("certificates", Certificate, "number", certificates_visible_to),
    ("appeals", Appeal, "public_id", appeals_visible_to),
]
LISTS = ("cases", "missions", "workshops", "accreditations")


def visible_addresses(person: Person, table: Any, column: str, rule: Callable[..., Any]) -> set[str]:
    condition = rule(actor_of(db.session(), person))
    return set(db.session.scalars(select(getattr(table, column)).where(condition)))


def linked(browser: Any, path: str) -> set[str]:
    """The objects a list leads to, over all its pages."""
    found: set[str] = set()
    while path:
        page = browser.open(path).page
        targets = [str(tag["href"]) for tag in page.select("main a[href]")]
        start = path.split("?")[0] + "/"
        found |= {target.removeprefix(start) for target in targets if target.startswith(start)}
        following = page.select_one('a[rel="next"]')
        path = str(following["href"]) if following else ""
    return found


@pytest.mark.parametrize(("kind", "table", "column", "rule"), KINDS, ids=[kind[0] for kind in KINDS])
def test_a_page_opens_for_those_who_find_it_in_the_list(
    house: Any, kind: str, table: Any, column: str, rule: Callable[..., Any]
) -> None:
    with house.app_context():
        everything = db.session.scalars(select(getattr(table, column)).order_by(table.id)).all()
        chosen = everything[:: max(1, len(everything) // 6)]
        seen = {
            name: visible_addresses(_person(email), table, column, rule) for name, email in cast(house).items() if email
        }
    for name, browser in browsers(house).items():
        for address in chosen:
            status = browser.client.get(f"/{kind}/{address}").status_code
            if name == "nobody":
                assert status == 302, f"{name}: /{kind}/{address}"
            elif address not in seen[name]:
                assert status == 404, f"{name}: /{kind}/{address} is {status}, though no list shows it"
            else:
                assert status in (200, 302, 404), f"{name}: /{kind}/{address}"


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_shows_what_the_rule_says_and_each_entry_opens(house: Any, kind: str) -> None:
    _, table, column, rule = next(entry for entry in KINDS if entry[0] == kind)
    people = browsers(house)
    for name, email in cast(house).items():
        if email is None:
            continue
        with house.app_context():
            allowed = visible_addresses(_person(email), table, column, rule)
        browser = people[name]
        if browser.client.get(f"/{kind}").status_code != 200:
            continue
        entries = linked(browser, f"/{kind}")
        assert entries == allowed, f"{name}: {entries ^ allowed}"
        for address in sorted(entries)[:5]:
            browser.open(f"/{kind}/{address}")


def _person(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def test_counts_count_what_the_list_lists(house: Any) -> None:
    with house.app_context():
        for email in filter(None, cast(house).values()):
            visible = applications_visible_to(actor_of(db.session(), _person(email)))
            counted = sum(counts_by_state(db.session(), visible, Filter()).values())
            listed = db.session.scalar(select(func.count()).select_from(Application).where(visible))
            assert counted == listed, email


def test_a_file_is_fetched_by_those_alone_who_may_read_the_dossier(house: Any) -> None:
    with house.app_context():
        documents = db.session.scalars(select(Document).order_by(Document.id)).all()[::4]
        cases = db.session.scalars(
            select(Application).where(Application.id.in_([row.application_id for row in documents]))
        )
        by_id = {row.id: row for row in cases}
        facts = facts_of_many(db.session(), list(by_id.values()))
        wanted = [(row.public_id, by_id[row.application_id], facts[row.application_id]) for row in documents]
        actors = {name: actor_of(db.session(), _person(email)) for name, email in cast(house).items() if email}
        expected = {
            (name, public_id): permissions.may(permissions.READ_DOSSIER, actor, fact, case.state)
            for name, actor in actors.items()
            for public_id, case, fact in wanted
        }
        pages = {public_id: case.number for public_id, case, _ in wanted}
    assert {True, False} == set(expected.values())
    people = browsers(house)
    for (name, public_id), allowed in expected.items():
        client = people[name].client
        answer, page = client.get(f"/documents/{public_id}"), client.get(f"/cases/{pages[public_id]}/dossier")
        assert answer.status_code == page.status_code == (200 if allowed else 404), f"{name}: {pages[public_id]}"
        answer.close()


def test_rights_never_add_up_on_ones_own_case(house: Any) -> None:
    """An officer who applies is an applicant there, and nothing else (a person may be both)."""
    with house.app_context():
        session = db.session()
        application = session.scalars(select(Application).where(Application.submitted_at.is_not(None))).first()
        for role in (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER, Role.AUDITOR, Role.WCO_LIAISON):
            World(session)._grant(application.applicant, role, Scope.REGION, application.region_id, clock.today())
        session.flush()
        actor = actor_of(session, application.applicant)
        facts = facts_of_many(session, [application])[application.id]
        assert len(actor.roles()) >= 5
        for permission in permissions.PERMISSIONS:
            if permissions.may(permission, actor, facts, application.state):
                assert permission.name in (
                    "view",
                    "read_dossier",
                    "attach",
                    "answer",
                    "appeal_against",
                    "give_identity_paper",
                    "give_emergency_contact",
                    "change_referees",
                    "ask_to_amend",
                    "talk",
                    "declare_interest",
                )
