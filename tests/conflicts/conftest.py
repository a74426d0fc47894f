"""A case under review, a stranger who could review it, and the ties that may stand between the two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.endorsement_models import Endorsement
from accreditation.applications.models import Application, Section
from accreditation.applications.referees.models import RefereeRequest
from accreditation.conflicts.finding import conflicts_between
from accreditation.conflicts.kinds import Conflict
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person, RoleGrant
from accreditation.region.models import Administration
from accreditation.training.marking_models import Attendance
from accreditation.training.models import Workshop, WorkshopStaff
from accreditation.workflow.actors import Actor, Role, Scope
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.walker import Walker

HEAD, OFFICER, OTHER_OFFICER = "direccion@demo.example", "oficial@demo.example", "oficial2@demo.example"


@dataclass
class Desk:
    """The office's view of one case, and of a person whom nothing ties to it."""

    session: Session
    case: Application
    stranger: Person

    def person(self, email: str) -> Person:
        return self.session.scalars(select(Person).where(Person.email == email)).one()

    def actor(self, email: str) -> Actor:
        return actor_of(self.session, self.person(email))

    def newcomer(self, **changes: Any) -> Person:
        """Somebody new, of an administration that has nobody in these cases."""
        values = {
            "region_id": self.case.region_id,
            "email": "nadie.conocida@demo.example",
            "given_names": "Zenobia",
            "first_family_name": "Quiroga",
            "second_family_name": "Altamar",
            "is_demo": True,
        }
        person = Person(**{**values, **changes})
        self.session.add(person)
        self.session.flush()
        return person

    def found(self, person: Person | None = None, case: Application | None = None) -> tuple[Conflict, ...]:
        case, person = case or self.case, person or self.stranger
        self.session.flush()
        return conflicts_between(self.session, [case], [person]).get((case.id, person.id), ())

    def answers(self, key: str, case: Application | None = None, **answers: Any) -> None:
        """Writes into a section of a case."""
        case = case or self.case
        query = select(Section).where(Section.application_id == case.id, Section.key == key)
        section = self.session.scalars(query).one_or_none()
        if section is None:
            section = Section(application_id=case.id, key=key, answers={})
            self.session.add(section)
        section.answers = {**section.answers, **answers}

    def other_case(self) -> Application:
        """A case of somebody else, which becomes one of the stranger."""
        query = select(Application).where(
            Application.state == ApplicationState.SCREENING, Application.applicant_id != self.case.applicant_id
        )
        case = self.session.scalars(query.order_by(Application.number)).first()
        assert case is not None
        case.applicant_id = self.stranger.id
        self.session.flush()
        return case

    def ties(self, kind: str = "relative", **changes: Any) -> Interest:
        values = {"person_id": self.stranger.id, "other_id": self.case.applicant_id, "kind": kind}
        tie = Interest(region_id=self.case.region_id, **{**values, **changes})
        self.session.add(tie)
        self.session.flush()
        return tie

    def workshop(self, ended: int = 100, duty: str = "trainer") -> Workshop:
        """One that ended so many days ago, taught by the stranger and attended by the applicant."""
        return self._shared_workshop(self.stranger, self.case, ended, duty)

    def workshop_of_applicant(self, ended: int = 100) -> Workshop:
        """The other way round: the stranger was a candidate then."""
        applicant = self.session.get_one(Person, self.case.applicant_id)
        return self._shared_workshop(applicant, self.other_case(), ended, "trainer")

    def _shared_workshop(self, teacher: Person, trainee: Application, ended: int, duty: str) -> Workshop:
        model = self.session.scalars(select(Workshop)).first()
        assert model is not None
        last = clock.today() - timedelta(days=ended)
        workshop = Workshop(
            region_id=self.case.region_id,
            centre_id=model.centre_id,
            call_id=model.call_id,
            titles={"en": "Audit in Brasilia"},
            starts_on=last - timedelta(days=4),
            ends_on=last,
            time_zone="UTC",
            seats=12,
        )
        self.session.add(workshop)
        self.session.flush()
        self.session.add(WorkshopStaff(workshop_id=workshop.id, person_id=teacher.id, duty=duty))
        self.session.add(
            Attendance(
                workshop_id=workshop.id,
                application_id=trainee.id,
                day=last,
                present=True,
                recorded_by_id=self.person(OFFICER).id,
            )
        )
        self.session.flush()
        return workshop

    def mission(self, case: Application, mentor: Person, days: tuple[date, date], beneficiary: str = "GT") -> Mission:
        host = self.session.scalars(select(Administration).where(Administration.iso2 == beneficiary)).first()
        assert host is not None
        mission = Mission(
            region_id=case.region_id,
            application_id=case.id,
            mentor_id=mentor.id,
            beneficiary_id=host.id,
            title="Audit for beginners",
            starts_on=days[0],
            ends_on=days[1],
            began_at=clock.now(),
        )
        self.session.add(mission)
        self.session.flush()
        return mission

    def names_referee(self, person: Person, case: Application | None = None) -> RefereeRequest:
        request = RefereeRequest(
            region_id=self.case.region_id,
            application_id=(case or self.case).id,
            person_id=person.id,
            name=person.display_name,
            post="Chief",
            email=f"otra.{person.email}",
            locale="es",
            is_outside=True,
            asked_at=clock.now(),
            expires_at=clock.now(),
        )
        self.session.add(request)
        self.session.flush()
        return request

    def grants(self, role: Role, scope: Scope, scope_id: Any) -> None:
        self.session.add(
            RoleGrant(
                region_id=self.case.region_id,
                person_id=self.stranger.id,
                role=role,
                scope=scope,
                scope_id=scope_id,
                starts_on=clock.today(),
            )
        )

    def nominates(self, person: Person) -> None:
        endorsement = self.session.scalars(select(Endorsement).where(Endorsement.application_id == self.case.id)).one()
        endorsement.official_id = person.id


def desk_of(app: Any) -> Iterator[Desk]:
    with clock.at(staging.TODAY), app.app_context():
        session = db.session()
        query = select(Application).where(Application.state == ApplicationState.UNDER_REVIEW)
        case = session.scalars(query.order_by(Application.number)).first()
        assert case is not None
        desk = Desk(session, case, None)  # type: ignore[arg-type]
        desk.stranger = desk.newcomer()
        yield desk
        session.rollback()


@pytest.fixture
def desk(peopled: Any) -> Iterator[Desk]:
    yield from desk_of(peopled)


@pytest.fixture
def either_desk(lived_in: Any) -> Iterator[Desk]:
    """On SQLite and on PostgreSQL."""
    yield from desk_of(lived_in)


@pytest.fixture
def walk() -> Callable[..., Walker]:
    """As everywhere, but what is read is in the language asked for, whatever the person chose once."""

    def begin(app: Any, email: str, lang: str) -> Walker:
        return Walker(app, email, lang).open(f"/help?lang={lang}")

    return begin
