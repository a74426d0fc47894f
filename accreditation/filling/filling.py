"""A whole filling: people, calls, applications and all that hangs on them, in one transaction, told as it goes."""

import gc
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.certificates.models import Certificate
from accreditation.database import writing
from accreditation.demonstration.dossier import inspected_curriculum
from accreditation.extensions import db
from accreditation.filling.calls import Call, Scope, open_call
from accreditation.filling.cases import Cases
from accreditation.filling.certificates import Register
from accreditation.filling.chains import Desk
from accreditation.filling.dossiers import Curriculum, Dossier
from accreditation.filling.evidence import Evidence
from accreditation.filling.ink import DAY, Ink, day_of, seconds_of
from accreditation.filling.log import OpenTiles
from accreditation.filling.numbers import Numbers
from accreditation.filling.outcomes import Outcomes
from accreditation.filling.people import engage
from accreditation.filling.roads import roads_of, stage_of
from accreditation.filling.sheets import Writer, writer_on
from accreditation.people.models import Person
from accreditation.region.calendar import holidays_of
from accreditation.region.installation import install_region
from accreditation.region.models import Category, NumberSequence, Region, Subject
from accreditation.schemes.installation import install_scheme
from accreditation.storage.files import storage_at
from accreditation.transparency.tree import size_of
from accreditation.workflow.facts import Facts

if TYPE_CHECKING:
    from flask import Flask

Tell = Callable[[str], None]
_EACH_CALL, _FEWEST_CALLS = 500, 6
_APPLICATIONS_A_PERSON = 1.6
_YEARS = 6


class Refused(Exception):
    """Nothing was written; the sentence says why."""


def fill(app: "Flask", applications: int, seed: int, tell: Tell = lambda _line: None) -> float:
    """Writes so many applications and whatever belongs to them; returns the rate, applications a second.

    The same seed on the same day in the same region gives the same rows. Raises Refused in production where real people
    are in the database, and for a seed that was used before.
    """
    began = time.monotonic()
    with app.app_context():
        with writing():
            filling = _prepare(db.session(), app, applications, seed)
            db.session.commit()
            db.session.remove()
        tell(f"Fill: {len(filling.company.applicants)} applicants, {filling.calls} calls, {applications} applications.")
        with writer_on(db.engine) as writer, _without_collector():
            filling.run(writer, tell)
        _tidy(db.engine)
    seconds = time.monotonic() - began
    tell(f"Fill: done in {seconds:.1f} s, {applications / seconds:.0f} applications a second.")
    return applications / seconds


def _prepare(session: Session, app: "Flask", applications: int, seed: int) -> "Filling":
    if app.config["ENV"] == "production" and session.scalar(select(Person.id).where(~Person.is_demo).limit(1)):
        raise Refused(
            "Real people are in this database, so no invented ones are written into it. Use an empty database."
        )
    if session.scalar(select(Person.id).where(Person.email.startswith(f"s{seed}.")).limit(1)):
        raise Refused(f"Seed {seed} has been used on this database. Choose another.")
    region = install_region(session)
    scheme = install_scheme(session, region)
    now = seconds_of(clock.now()) // 3600 * 3600
    facts = Facts(
        now=clock.now(),
        region_id=region.id,
        numbers=dict(scheme.numbers),
        holidays=holidays_of(session, region.id),
    )
    desk = Desk(Ink(seed), region.id.hex, scheme.id.hex, facts)
    count = max(40, int(applications / _APPLICATIONS_A_PERSON))
    company = engage(desk, session, region.id, seed, count, now - (_YEARS * 365 + 60) * DAY)
    found, storage = inspected_curriculum(), storage_at(app.config["STORAGE_URL"])
    file = Curriculum(storage.put(found.content), storage.put(found.preview), found.sha256, len(found.content))
    dossier = Dossier(desk.ink.dice, [entry["key"] for entry in scheme.sections if entry["required"]])
    evidence = Evidence(desk, company, dossier, file, scheme)
    standing = _Standing(session, region)
    register = Register(desk, company, standing.numbers, region.code, region.time_zone, now, standing.places)
    cases = Cases(desk, company, evidence, Outcomes(desk, company, register), standing.numbers, now)
    return Filling(cases, register, standing, applications)


class _Standing:
    """What the database holds already: the numbers given so far, the log, subjects and categories."""

    def __init__(self, session: Session, region: Region) -> None:
        self.code = region.code
        self.numbers = Numbers({row.series: row.last for row in session.scalars(select(NumberSequence))})
        self.leaves, self.tiles = size_of(session), OpenTiles(session)
        self.places = session.scalar(select(func.max(Certificate.status_place))) or 0
        categories = session.scalars(
            select(Category).where(Category.region_id == region.id).order_by(Category.code)
        ).all()
        subjects = session.scalars(select(Subject).where(Subject.region_id == region.id).order_by(Subject.code)).all()
        self.scopes = [
            Scope(subject.id.hex, subject.code, categories[place % len(categories)].id.hex)
            for place, subject in enumerate(subjects)
        ]


class Filling:
    """`calls`: how many. Numbers go on from where the database stands."""

    def __init__(self, cases: Cases, register: Register, standing: _Standing, applications: int) -> None:
        self.cases, self.register, self.standing, self.applications = cases, register, standing, applications
        self.desk, self.company = cases.desk, cases.company
        self.calls = max(_FEWEST_CALLS, applications // _EACH_CALL)

    def run(self, writer: Writer, tell: Tell) -> None:
        """Call by call; one thread writes what the other has made ready."""
        done, told = 0, 0
        with ThreadPoolExecutor(max_workers=1) as hand:
            writing_now: Future[None] = hand.submit(writer.write, self.desk.sheets.taken())
            for call, count in self._calls():
                self._walk(call, count, done)
                done += count
                writing_now.result()
                writing_now = hand.submit(writer.write, self.desk.sheets.taken())
                if done * 10 // self.applications > told:
                    told = done * 10 // self.applications
                    tell(f"Fill: {done} of {self.applications}")
            writing_now.result()
            self.register.bind(self.standing.leaves, self.standing.tiles)
            self.cases.tally()
            writer.write(self.desk.sheets.taken())
            writer.count(self.standing.numbers.given, self.desk.ink)

    def _calls(self) -> Iterator[tuple[Call, int]]:
        """Each call with the number of its applications, the oldest stage last."""
        share, more = divmod(self.applications, self.calls)
        scopes = self.standing.scopes
        for place in range(self.calls):
            scope, stage = scopes[place % len(scopes)], stage_of(place, self.calls)
            yield (
                open_call(self.desk, self.company, scope, stage, place, self.cases.now, self._reference),
                share + (place < more),
            )

    def _reference(self, opens: int, subject: str) -> str:
        series = f"{self.standing.code}-{day_of(opens).year}-{subject}"
        return f"{series}-{self.standing.numbers.next_in(f'call:{series}'):02d}"

    def _walk(self, call: Call, count: int, turn: int) -> None:
        people = self.company.applicants
        begin = turn * 7919 % len(people)
        chosen = [people[(begin + place) % len(people)] for place in range(count)]
        self.cases.walk(call, chosen, roads_of(call.stage, count, self.desk.ink.dice), turn)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of rows hold no cycles: looking for some costs a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _tidy(engine: Any) -> None:
    """Tells PostgreSQL's planner what the tables hold now, as its own housekeeping would within minutes."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
