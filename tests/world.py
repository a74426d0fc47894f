"""A small region for tests: administrations, one person or more for every role, a scheme, calls; states by real steps.

`World(session)` builds it; `world.actor("officer")` acts; `world.application_in(ApplicationState.INVITED)` walks a new
applicant there through the door, each step an hour after the last on the world's own clock (`world.moment`).
The other lifecycles: `workshop_in`, `mission_in`, `accreditation_in`, `certificate_in`, `appeal_in` (see `road.py`).
Nothing is committed. Evidence (sections, scores, marks ...) is written as plain rows, so that the tests of the door do not
lean on the actions that pages call.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock, switchboard
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.history import StateChange
from accreditation.missions.models import Mission
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person, RoleGrant
from accreditation.region.models import Administration, Category, Region, RegionalBody, Subject
from accreditation.region.numbers import next_in
from accreditation.schemes.models import Call, Scheme
from accreditation.schemes.reference import standard_scheme
from accreditation.training.models import Workshop
from accreditation.transition import lifecycle_of, open_case, perform_transition
from accreditation.workflow.actors import THE_SYSTEM, Actor, Role, Scope
from accreditation.workflow.states import (
    AccreditationState,
    AppealState,
    ApplicationState,
    CertificateState,
    MissionState,
    WorkshopState,
)
from tests import road

BEGINNING = datetime(2026, 1, 12, 9, tzinfo=UTC)
# name: (administration, roles). Applicants come from GT, staff and examiners from elsewhere, the beneficiary is PE.
PEOPLE: Mapping[str, tuple[str | None, tuple[tuple[Role, Scope], ...]]] = {
    "contact_point": ("GT", ((Role.CONTACT_POINT, Scope.ADMINISTRATION),)),
    "director_general": ("GT", ((Role.DIRECTOR_GENERAL, Scope.ADMINISTRATION),)),
    "officer": (None, ((Role.ROCB_OFFICER, Scope.REGION),)),
    "second_officer": (None, ((Role.ROCB_OFFICER, Scope.REGION),)),
    "head": (None, ((Role.ROCB_HEAD, Scope.REGION),)),
    "second_head": ("BR", ((Role.ROCB_HEAD, Scope.REGION),)),
    "panel_member": ("AR", ((Role.PANEL_MEMBER, Scope.REGION),)),
    "reviewer": ("AR", ((Role.REVIEWER, Scope.REGION),)),
    "second_reviewer": ("BR", ((Role.REVIEWER, Scope.REGION),)),
    "third_reviewer": ("DO", ((Role.REVIEWER, Scope.REGION),)),
    "rtc_coordinator": ("DO", ((Role.RTC_COORDINATOR, Scope.CENTRE),)),
    "trainer": ("DO", ((Role.TRAINER, Scope.REGION),)),
    "assessor": ("AR", ((Role.ASSESSOR, Scope.REGION),)),
    "second_assessor": ("BR", ((Role.ASSESSOR, Scope.REGION),)),
    "mentor": ("AR", ((Role.MENTOR, Scope.REGION),)),
    "wco_liaison": (None, ((Role.WCO_LIAISON, Scope.REGION),)),
    "vice_chair": ("BR", ((Role.VICE_CHAIR, Scope.REGION),)),
    "donor": (None, ((Role.DONOR, Scope.REGION),)),
    "appeals_one": ("AR", ((Role.APPEALS_PANEL, Scope.REGION),)),
    "appeals_two": ("BR", ((Role.APPEALS_PANEL, Scope.REGION),)),
    "appeals_three": ("DO", ((Role.APPEALS_PANEL, Scope.REGION),)),
    "beneficiary": ("PE", ((Role.BENEFICIARY, Scope.ADMINISTRATION),)),
    "rival_contact_point": ("PE", ((Role.CONTACT_POINT, Scope.ADMINISTRATION),)),
    "auditor": (None, ((Role.AUDITOR, Scope.REGION),)),
    "administrator": (None, ((Role.ADMINISTRATOR, Scope.REGION),)),
    "outsider": ("PE", ()),
}


class World:
    """One region. Two with different `code`s live side by side in one database."""

    def __init__(self, session: Session, code: str = "AMS", scheme: Mapping[str, Any] | None = None) -> None:
        switchboard.connect_all()
        self.session = session
        self.moment = BEGINNING
        self.people: dict[str, Person] = {}
        with self.clock():
            self._lay_the_ground(code)
            self.scheme = Scheme(
                region_id=self.region.id,
                adopted_at=clock.now(),
                **{"code": "TEST", "edition": 1, **(scheme or standard_scheme())},
            )
            session.add(self.scheme)
            for name, (iso2, roles) in PEOPLE.items():
                self.person(name, iso2, roles)
            session.flush()

    def _lay_the_ground(self, code: str) -> None:
        self.region = Region(
            code=code,
            names={"en": code},
            office_name={"en": "Office"},
            issuing_body={"en": "Body"},
            time_zone="America/Guatemala",
        )
        self.session.add(self.region)
        self.session.flush()
        here = {"region_id": self.region.id}
        self.administrations = {
            iso2: Administration(iso2=iso2, names={"en": iso2}, languages=["es"], time_zone="UTC", **here)
            for iso2 in ("GT", "AR", "BR", "DO", "PE")
        }
        self.centre = RegionalBody(kind="rtc", iso2="DO", names={"en": "Centre"}, **here)
        self.category = Category(code="TECH", names={"en": "Technical"}, own_translations=[], **here)
        self.subject = Subject(code="VAL", names={"en": "Valuation"}, own_translations=[], **here)
        self.session.add_all([*self.administrations.values(), self.centre, self.category, self.subject])
        self.session.flush()

    @contextmanager
    def clock(self) -> Iterator[None]:
        """The clock stands at the world's moment."""
        with clock.at(self.moment):
            yield

    def later(self, **spans: float) -> None:
        """Moves the world's moment on: `world.later(days=3)`."""
        self.moment += timedelta(**spans)

    def person(
        self,
        name: str,
        iso2: str | None = "GT",
        roles: Sequence[tuple[Role, Scope]] = (),
        scope_id: uuid.UUID | None = None,
    ) -> Person:
        """A person with an account and these roles, known to the world by `name`."""
        administration_id = self.administrations[iso2].id if iso2 else None
        person = Person(
            region_id=self.region.id,
            administration_id=administration_id,
            email=f"{name}@{self.region.code.lower()}.example",
            email_confirmed_at=self.moment,
            given_names=name.replace("_", " ").title(),
            first_family_name=self.region.code.title(),
        )
        self.session.add(person)
        self.session.flush()
        scopes = {Scope.REGION: self.region.id, Scope.ADMINISTRATION: administration_id, Scope.CENTRE: self.centre.id}
        for role, scope in roles:
            self.grant(person, role, scope, scope_id or scopes[scope])
        self.people[name] = person
        return person

    def grant(self, person: Person, role: Role, scope: Scope, scope_id: uuid.UUID | None) -> RoleGrant:
        """A role in force since before the world began."""
        grant = RoleGrant(
            region_id=self.region.id,
            person_id=person.id,
            role=role,
            scope=scope,
            scope_id=scope_id,
            starts_on=date(2023, 1, 1),
        )
        self.session.add(grant)
        self.session.flush()
        return grant

    def relate(self, person: Person, other: Person) -> Interest:
        """Declares an interest between two persons."""
        with self.clock():
            interest = Interest(region_id=self.region.id, person_id=person.id, other_id=other.id, kind="family")
            self.session.add(interest)
            self.session.flush()
        return interest

    def actor(self, who: "str | Person | Actor") -> Actor:
        """The actor of a name, of a person, or the actor itself; "the_system" is the house."""
        if isinstance(who, Actor):
            return who
        if who == "the_system":
            return THE_SYSTEM
        with self.clock():
            return actor_of(self.session, self.people[who] if isinstance(who, str) else who)

    def call(self, track: str = "accredited", quota: int = 10, seats: int = 10) -> Call:
        """A call that is open now and closes in 30 days, without a workshop yet."""
        number = next_in(self.session, f"call:{self.region.code}")
        call = Call(
            region_id=self.region.id,
            reference=f"{self.region.code}-2026-VAL-{number:04d}",
            scheme_id=self.scheme.id,
            category_id=self.category.id,
            subject_id=self.subject.id,
            centre_id=self.centre.id,
            language="es",
            track=track,
            titles={"en": "Customs valuation"},
            descriptions={"en": ""},
            opens_at=self.moment - timedelta(days=1),
            closes_at=self.moment + timedelta(days=30),
            time_zone="America/Guatemala",
            seats=seats,
            quota=quota,
            published_at=self.moment,
        )
        self.session.add(call)
        self.session.flush()
        return call

    def draft(self, applicant: Person | None = None, call: Call | None = None) -> Application:
        """An empty application, of a new person of GT in a new call unless given."""
        call = call or self.call()
        number = next_in(self.session, f"application:{self.region.code}")
        applicant = applicant or self.person(f"applicant_{number}")
        application = Application(
            region_id=self.region.id,
            number=f"{self.region.code}-2026-VAL-{number:05d}",
            call_id=call.id,
            scheme_id=call.scheme_id,
            applicant_id=applicant.id,
            administration_id=applicant.administration_id,
            name_on_certificate=applicant.display_name,
        )
        with self.clock():
            open_case(self.session, application, actor=self.actor(applicant))
        return application

    def step(
        self,
        subject: Any,
        name: str,
        by: "str | Person | Actor",
        *,
        note: str = "As agreed.",
        reasons: Sequence[str] = (),
    ) -> StateChange:
        """Takes one step an hour later; coded reasons are made up where the step asks for some."""
        self.later(hours=1)
        actor = self.actor(by)
        wanted = lifecycle_of(subject).transition(name).reasons
        with self.clock():
            self.session.flush()
            given = list(reasons) or (["other"] if wanted else [])
            return perform_transition(
                self.session, subject, name, actor=actor, note=note, reasons=given, seen_version=subject.version
            )

    def application_in(
        self, state: ApplicationState, applicant: Person | None = None, call: Call | None = None
    ) -> Application:
        """A case walked into `state` by real steps."""
        track = "recognized" if state is ApplicationState.RECOGNIZED else "accredited"
        application = self.draft(applicant, call or self.call(track))
        road.walk(self, application, state)
        return application

    def workshop_in(self, state: WorkshopState, call: Call | None = None) -> Workshop:
        """A workshop with two assessors and a trainer; from running on with one candidate."""
        return road.workshop_in(self, state, call)

    def mission_in(self, state: MissionState) -> Mission:
        """A mission of a candidate who is pre-accredited, or later on the road as the mission's state demands."""
        return road.mission_in(self, state)

    def accreditation_in(self, state: AccreditationState) -> Accreditation:
        """The lasting status of somebody who walked the whole road."""
        return road.accreditation_in(self, state)

    def certificate_in(self, state: CertificateState) -> Certificate:
        """The first certificate of somebody who walked the whole road."""
        return road.certificate_in(self, state)

    def appeal_in(self, state: AppealState) -> Appeal:
        """An appeal against not being selected."""
        return road.appeal_in(self, state)

    def latest(self, table: type[Any], **columns: Any) -> Any:
        """The row of a table with these columns that was made last."""
        query = select(table).filter_by(**columns).order_by(table.id.desc()).limit(1)
        return self.session.scalars(query).one()
