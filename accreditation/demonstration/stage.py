"""The stage of the demo: acts at given moments, through the same actions and the same door as the pages."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.database import writing
from accreditation.demonstration.cast import Part
from accreditation.jobs.carry_out import SessionFactory, run_all_waiting
from accreditation.jobs.models import OutboxRow
from accreditation.notifications import deliver
from accreditation.people.actor import actor_of
from accreditation.people.models import Person, RoleGrant
from accreditation.region.models import Administration, Region, RegionalBody
from accreditation.sealing import key_ring
from accreditation.storage.files import storage_at
from accreditation.transition import perform_transition
from accreditation.worker import handlers_of, mailer_of, session_factory
from accreditation.workflow.actors import THE_SYSTEM, Actor, Scope

if TYPE_CHECKING:
    from flask import Flask

OFFICE_ZONE = ZoneInfo("America/Guatemala")
# Letters of longer ago would be a third of the filling, and nobody looks for them in the mailbox.
LETTERS_SINCE = timedelta(days=200)


def _no_letter(_factory: SessionFactory, _row: OutboxRow) -> None:
    """A letter of long ago."""


class Stage:
    """Where the demo is played. `today` is the day the audience sees; days are counted from it, the past negative."""

    def __init__(self, app: "Flask", seed: int = 20) -> None:
        self.factory = session_factory(app)
        self.handlers = handlers_of(app)
        self._without_letters = {**self.handlers, **dict.fromkeys(deliver.handlers(mailer_of(app)), _no_letter)}
        self.storage = storage_at(app.config["STORAGE_URL"])
        self.ring = key_ring(app.config["DATA_KEY_FILE"], app.config["SECRET_KEY"])
        self.dice = Random(seed)
        self.opened_at = clock.now()
        self.today = clock.today(str(OFFICE_ZONE))
        self.people: dict[str, Any] = {}
        self.places: dict[str, Mapping[str, Any]] = {}

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def monday(self, offset: int) -> int:
        """The Monday of that week, as days from today: workshops and missions begin on one."""
        return offset - self.day(offset).weekday()

    def moment(self, offset: int, hour: int = 9) -> datetime:
        """An hour of the office's working day, with minutes that differ; never later than now."""
        day = self.day(offset)
        minute = self.dice.randrange(60)
        local = datetime(day.year, day.month, day.day, hour, minute, self.dice.randrange(60), tzinfo=OFFICE_ZONE)
        return min(local, self.opened_at)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[Session]:
        """One act: its own transaction, and then the mails and documents that follow from it."""
        with clock.at(moment):
            with writing(), self.factory() as session:
                yield session
                session.commit()
            is_recent = moment >= self.opened_at - LETTERS_SINCE
            run_all_waiting(self.factory, self.handlers if is_recent else self._without_letters)

    def actor(self, session: Session, key: str) -> Actor:
        if key == "system":
            return THE_SYSTEM
        return actor_of(session, session.get_one(Person, self.people[key]))

    def step(self, session: Session, subject: Any, name: str, who: str, note: str = "", reason: str = "") -> None:
        """One step of the rule book by one of the people, or by the system."""
        actor = self.actor(session, who)
        seen = None if actor.is_system else subject.version
        reasons = [reason] if reason else []
        perform_transition(session, subject, name, actor=actor, note=note, reasons=reasons, seen_version=seen)

    def learn_places(self, session: Session, region: Region) -> None:
        """Administrations and centres by their country."""
        members = session.query(Administration).filter_by(region_id=region.id)
        centres = session.query(RegionalBody).filter_by(region_id=region.id, kind="rtc")
        self.places = {
            Scope.ADMINISTRATION: {row.iso2: row.id for row in members},
            Scope.CENTRE: {row.iso2: row.id for row in centres},
            Scope.REGION: {"": region.id},
        }

    def engage(self, session: Session, region: Region, part: Part) -> Person:
        """Writes one of the cast into the database, with roles from the day of this act."""
        administration_id = self.places[Scope.ADMINISTRATION].get(part.administration or "")
        home = session.get_one(Administration, administration_id) if administration_id else None
        person = Person(
            region_id=region.id,
            administration_id=administration_id,
            time_zone=home.time_zone if home else str(OFFICE_ZONE),
            email=part.email,
            email_confirmed_at=clock.now(),
            given_names=part.given_names,
            first_family_name=part.first_family_name,
            second_family_name=part.second_family_name,
            locale=part.locale,
            is_demo=True,
        )
        session.add(person)
        session.flush()
        for role, scope, where in part.roles:
            self.appoint(session, region, person, role, scope, self.places[scope][where])
        self.people[part.key] = person.id
        return person

    def appoint(self, session: Session, region: Region, person: Person, role: Any, scope: Scope, scope_id: Any) -> None:
        session.add(
            RoleGrant(
                region_id=region.id,
                person_id=person.id,
                role=role,
                scope=scope,
                scope_id=scope_id,
                starts_on=clock.today(),
            )
        )
        session.flush()
