"""A person's deadlines as an iCalendar file (RFC 5545) that Google Calendar and Outlook accept; no names of others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vText
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.schemes.models import Call
from accreditation.tasks import Task, tasks_of
from accreditation.texts import N_, say, say_moment
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import Actor
from accreditation.workflow.machine import Party

MOST = 200
LENGTH = timedelta(minutes=30)
REFRESH = timedelta(hours=4)
NUMBERED = ("application", "certificate")


@dataclass(frozen=True)
class Reader:
    """For whom a calendar is written: language, time zone, and the way from a task to its whole address."""

    locale: str
    time_zone: str
    host: str
    address_of: Callable[[Task], str]


def deadlines_of(session: Session, actor: Actor) -> Sequence[Task]:
    """What waits for the person, and all that the person's own cases wait for, with a deadline; each once. Three queries."""
    found = {_key(task): task for task in tasks_of(session, actor, MOST)}
    for task in (*_own_applications(session, actor), *_own_accreditations(session, actor)):
        found.setdefault(_key(task), task)
    dated = [task for task in found.values() if task.due_at is not None]
    return sorted(dated, key=lambda task: (task.due_at, _key(task)))


def deadline_of_case(application: Application) -> Sequence[Task]:
    """The deadline of one application in its present state; none when it has none."""
    task = _task("application", application.number, application)
    return [task] if _is_open(task) else []


def _own_applications(session: Session, actor: Actor) -> Iterable[Task]:
    query = select(Application).where(Application.applicant_id == actor.person_id, Application.due_at.is_not(None))
    tasks = (_task("application", row.number, row) for row in session.scalars(query.limit(MOST)))
    return filter(_is_open, tasks)


def _own_accreditations(session: Session, actor: Actor) -> Iterable[Task]:
    query = select(Accreditation).where(Accreditation.person_id == actor.person_id, Accreditation.due_at.is_not(None))
    tasks = (_task("accreditation", row.public_id, row) for row in session.scalars(query.limit(MOST)))
    return filter(_is_open, tasks)


def _task(lifecycle: str, address: str, row: Application | Accreditation) -> Task:
    rule = LIFECYCLES[lifecycle].rule(row.state)
    return Task(lifecycle, address, "", row.state, row.state_since, row.due_at, rule.waiting_for)


def _is_open(task: Task) -> bool:
    return task.due_at is not None and LIFECYCLES[task.lifecycle].rule(task.state).turn is not Party.NOBODY


def _key(task: Task) -> tuple[str, ...]:
    """What waits by the state of a case is there once; an errand of an accreditation has a deadline beside its end."""
    errand = (task.errand,) if _is_beside(task) else ()
    return (task.lifecycle, task.address, task.state.value, *errand)


def _is_beside(task: Task) -> bool:
    """An errand whose deadline is another than that of the state."""
    return bool(task.errand) and task.lifecycle == "accreditation"


def calendar_of(tasks: Iterable[Task], reader: Reader, name: str, call: Call | None = None) -> bytes:
    """The whole file: CRLF, folded lines, the time zones it uses. With `call` its time zone is told as well."""
    calendar = Calendar()
    for key, value in (
        ("prodid", "-//Aval//Deadlines//EN"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("x-wr-calname", name),
        ("x-wr-timezone", reader.time_zone),
        ("x-published-ttl", vDuration(REFRESH).to_ical().decode()),
    ):
        calendar.add(key, value)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    events = [_event(task, reader, call) for task in tasks]
    for event in events:
        calendar.add_component(event)
    first, last = _span(events)
    calendar.add_missing_timezones(first.date(), last.date())
    return calendar.to_ical()


def _span(events: Sequence[Event]) -> tuple[datetime, datetime]:
    """From a year before the first event to a year after the last: so much of a time zone's history is written."""
    moments = [event.start for event in events] or [clock.now()]
    return min(moments) - timedelta(days=366), max(moments) + timedelta(days=366)


def _event(task: Task, reader: Reader, call: Call | None) -> Event:
    """The last half hour before a deadline, taking nobody's time. Its UID stays while the case waits for the same.

    What it says of changes follows from the deadline alone: the version of the case would tell of evidence that is hidden.
    """
    assert task.due_at is not None
    zone = ZoneInfo(reader.time_zone)
    book = LIFECYCLES[task.lifecycle]
    event = Event()
    event.add("uid", f"{'-'.join(_key(task))}@{reader.host}")
    event.add("dtstamp", task.since)
    event.add("last-modified", task.since)
    event.add("created", task.since)
    event.add("sequence", max(0, int((task.due_at - task.since).total_seconds() // 60)))
    event.add("dtstart", (task.due_at - LENGTH).astimezone(zone))
    event.add("dtend", task.due_at.astimezone(zone))
    event.add("summary", _summary(task, reader.locale))
    event.add("description", _description(task, reader, call))
    event.add("url", reader.address_of(task))
    event.add("categories", [vText(say(book.label, reader.locale))])
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _summary(task: Task, locale: str) -> str:
    what = task.address if task.lifecycle in NUMBERED else LIFECYCLES[task.lifecycle].label
    waits = task.waiting_for if _is_beside(task) else LIFECYCLES[task.lifecycle].rule(task.state).label
    return say(N_("%(case)s: deadline for “%(state)s”", case=what, state=waits), locale)


def _description(task: Task, reader: Reader, call: Call | None) -> str:
    assert task.due_at is not None
    zones = dict.fromkeys((reader.time_zone, *((call.time_zone,) if call is not None else ())))
    until = [say_moment(task.due_at, reader.locale, zone) for zone in zones]
    deadline = None if task.errand else LIFECYCLES[task.lifecycle].rule(task.state).deadline
    otherwise = getattr(deadline, "otherwise", None)
    lines = [say(task.waiting_for, reader.locale), *until, *([say(otherwise, reader.locale)] if otherwise else [])]
    return "\n".join((*lines, reader.address_of(task)))
