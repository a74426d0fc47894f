"""One database with a small history in it, seen from a moment, and the acts that people take there next."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.database import writing
from accreditation.demonstration import missions, selection
from accreditation.demonstration.cast import Part
from accreditation.demonstration.reviewing import recording
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import OFFICE_ZONE, Stage
from accreditation.jobs.carry_out import run_all_waiting
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.region.models import Region, Subject
from accreditation.schemes.models import Call
from accreditation.transition import board, facts_of, lifecycle_of
from accreditation.workflow.actors import THE_SYSTEM, Actor, Role, Scope
from tests import staging

Before = Callable[[Session, Actor, Any], Any]


@dataclass(frozen=True)
class Act:
    """One step by one person at one moment, with the evidence that is written in the same transaction."""

    scene: "Scene"
    lifecycle: str
    step: str
    subject_id: uuid.UUID
    moment: datetime
    who: uuid.UUID | None
    before: Before | None
    reasons: tuple[str, ...]
    note: str = "Demo: una nota."

    def perform(self, session: Session) -> None:
        subject = session.get_one(board().tables[self.lifecycle], self.subject_id)
        actor = THE_SYSTEM if self.who is None else actor_of(session, session.get_one(Person, self.who))
        if self.before is not None:
            self.before(session, actor, subject)
            session.flush()
        reason = self.reasons[0] if self.reasons else ""
        key = next((key for key, found in self.scene.stage.people.items() if found == self.who), "system")
        self.scene.stage.step(session, subject, self.step, key, self.note, reason)

    def __str__(self) -> str:
        return f"{self.lifecycle}.{self.step}"


class Scene:
    """`moment` is now; it moves forward with `wait_until`."""

    def __init__(self, app: Any, moment: datetime = staging.TODAY) -> None:
        self.app = app
        with clock.at(moment):
            self.stage = Stage(app)
        self.moment = moment
        with self.stage.factory() as session:
            people = session.scalars(select(Person).order_by(Person.is_demo, Person.email))
            self.stage.people = {person.email.split("@")[0]: person.id for person in people}
            self.stage.learn_places(session, session.scalars(select(Region)).one())

    def wait_until(self, moment: datetime | date) -> None:
        """Time passes; a day means its late evening, when it is that day everywhere in the region."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(20), tzinfo=OFFICE_ZONE)
        assert moment >= self.moment, "time runs forward"
        self.moment = self.stage.opened_at = moment
        self.stage.today = moment.astimezone(OFFICE_ZONE).date()

    def act(self, lifecycle: str, subject_id: uuid.UUID, step: str, before: Before | None = None) -> Act:
        """The step by the first person whom the rule book lets take it, with the scheme's first reason."""
        with clock.at(self.moment), self.stage.factory() as session:
            subject = session.get_one(board().tables[lifecycle], subject_id)
            transition = lifecycle_of(subject).transition(step)
            who = self._able(session, subject, transition)
            application = getattr(subject, "application", subject)
            codes = () if transition.reasons is None else self._scheme_of(session, subject).reasons[transition.reasons]
            reasons = tuple(str(reason["code"]) for reason in codes)[:1]
            if transition.decides and isinstance(application, Application) and application is subject:
                before = recording(step, reasons, "Demo: razones.")
        return Act(self, lifecycle, step, subject_id, self.moment, who, before, reasons)

    def _scheme_of(self, session: Session, subject: Any) -> Any:
        return session.get_one(Application, getattr(subject, "application_id", subject.id)).scheme

    def _able(self, session: Session, subject: Any, transition: Any) -> uuid.UUID | None:
        facts = facts_of(session, subject)
        if transition.who(THE_SYSTEM, facts) is None:
            return None
        for person_id in self.stage.people.values():
            actor = actor_of(session, session.get_one(Person, person_id))
            if transition.who(actor, facts) is None:
                return person_id
        raise AssertionError(f"nobody may {transition.name} {subject}")

    def name_second_head(self) -> None:
        """Whoever decided first does not decide again after an appeal, so the office has another head from today."""
        with clock.at(self.moment), writing(), self.stage.factory() as session:
            region = session.scalars(select(Region)).one()
            person = session.get_one(Person, self.stage.people["oficial2"])
            self.stage.appoint(session, region, person, Role.ROCB_HEAD, Scope.REGION, region.id)
            session.commit()

    def ids(self, state: str, subject: str = "", table: Any = Application) -> list[uuid.UUID]:
        """Rows of a lifecycle in a state, oldest first; `subject` is the code of the call's subject."""
        with self.stage.factory() as session:
            query = select(table.id).where(table.state == state).order_by(table.id)
            if subject:
                query = query.join(Call, Call.id == table.call_id).join(Subject, Subject.id == Call.subject_id)
                query = query.where(Subject.code == subject)
            return list(session.scalars(query))

    def settle(self) -> None:
        """Mails and documents of what was done so far."""
        with clock.at(self.moment):
            run_all_waiting(self.stage.factory, self.stage.handlers)

    def case(self, application_id: uuid.UUID, strength: str = "strong") -> Case:
        """The demo's view of an application, for what comes before the act of interest."""
        with self.stage.factory() as session:
            application = session.get_one(Application, application_id)
            person, home = application.applicant, application.administration
            key = person.email.split("@")[0]
            part = Part(
                key, person.given_names, person.first_family_name, "", home.iso2, person.locale, (), is_listed=False
            )
            return Case(self.stage, application.call_id, part, -12, 0, strength, application_id)

    def newcomer(self, subject: str, key: str, administration: str) -> Case:
        """Somebody who has just written a whole draft for an open call."""
        part = Part(key, "Nora", "Ejemplo", "Ceiba", administration, "es", (), is_listed=False)
        with self.stage.at(self.stage.moment(-12)) as session:
            region = session.scalars(select(Region)).one()
            self.stage.engage(session, region, part)
            call = session.scalars(select(Call).join(Call.subject).where(Subject.code == subject)).one()
            case = Case(self.stage, call.id, part, -12, 0)
        selection.write_draft(case)
        return case

    def mission(
        self, case: Case, starts: int = 5, mentor: str = "mentor", until: str = "planned", day: int = 0
    ) -> uuid.UUID:
        beneficiary = "HN" if case.part.administration != "HN" else "PA"
        return missions.arrange_mission(case, day, starts=starts, mentor=mentor, to=beneficiary, until=until)

    def certificate_of(self, accreditation_id: uuid.UUID) -> uuid.UUID:
        """The newest."""
        with self.stage.factory() as session:
            query = select(Certificate.id).where(Certificate.accreditation_id == accreditation_id)
            return session.scalars(query.order_by(Certificate.id.desc())).first()

    def accreditation_of(self, application_id: uuid.UUID) -> uuid.UUID:
        with self.stage.factory() as session:
            query = select(Accreditation.id).where(Accreditation.application_id == application_id)
            return session.scalars(query).one()

    def due_at(self, lifecycle: str, row_id: uuid.UUID) -> datetime:
        with self.stage.factory() as session:
            return session.get_one(board().tables[lifecycle], row_id).due_at + timedelta(seconds=1)
