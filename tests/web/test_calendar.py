"""Deadlines in calendar programs: one case as a file, and a private address that works without signing in."""

import re
from datetime import timedelta
from typing import Any

from icalendar import Calendar
from sqlalchemy import func, select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.people.accounts import disable
from accreditation.people.actor import actor_of
from accreditation.people.limits import LIMITS
from accreditation.people.models import Person
from accreditation.people.session_models import CalendarFeed
from accreditation.tasks import tasks_of
from accreditation.workflow.states import ApplicationState
from tests import staging

OFFICER = "oficial@demo.example"


def _person(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def _events(content: bytes) -> dict[str, Any]:
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def _private_address(browser: Any) -> str:
    browser.open("/account").submit("/account/calendar")
    return str(browser.page.select_one("#address")["value"])


def _path(address: str) -> str:
    assert re.fullmatch(r"/calendar/[\w-]{43}\.ics", address[address.index("/calendar/") :]), address
    return address[address.index("/calendar/") :]


def _keeps_the_rules(content: bytes) -> None:
    """What Google and Outlook need: CRLF, short lines, one UID an event, each time zone defined, no bare local time."""
    assert content.count(b"\n") == content.count(b"\r\n") and content.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(content)
    assert (calendar["version"], calendar["method"], calendar["calscale"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert calendar.get_missing_tzids() == set()
    assert content.count(b"\r\nUID:") == len(_events(content))
    for event in calendar.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "URL"} <= set(event)
        assert event.start.tzinfo is not None and event.end - event.start == timedelta(minutes=30)
        assert event["dtstamp"].dt.utcoffset() == timedelta(0)


def test_the_private_address_shows_what_waits_and_nobodys_name(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        address = _private_address(walk(peopled, OFFICER))
        answer = peopled.test_client().get(_path(address))
        assert answer.content_type == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers
        _keeps_the_rules(answer.data)
        with peopled.app_context():
            officer = _person(OFFICER)
            waiting = [task for task in tasks_of(db.session(), actor_of(db.session(), officer), 200) if task.due_at]
            assert {
                str(event["url"]).removesuffix("/act").rpartition("/")[2] for event in _events(answer.data).values()
            } == {task.address for task in waiting}
            moments = {event.end for event in _events(answer.data).values()}
            assert moments == {task.due_at.replace(microsecond=0) for task in waiting}
            text = answer.data.replace(b"\r\n ", b"").decode()
            assert not [task.about for task in waiting if task.about and task.about in text]
            assert address.rpartition("/")[2].removesuffix(".ics") not in db.session.scalars(
                select(CalendarFeed.token_hash)
            )


def test_own_cases_are_in_it_whoever_has_the_turn(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            case = db.session.scalars(
                select(Application).where(Application.state == ApplicationState.ON_MISSION).limit(1)
            ).one()
            email, number, due_at = case.applicant.email, case.number, case.due_at
        browser = walk(peopled, email) if email.endswith("@demo.example") else None
        assert browser is not None
        mine = _events(peopled.test_client().get(_path(_private_address(browser))).data)
        event = next(event for uid, event in mine.items() if number in uid)
        assert event.end == due_at.replace(microsecond=0)
        file = browser.client.get(f"/applications/{number}/deadlines.ics")
        _keeps_the_rules(file.data)
        assert list(_events(file.data)) == [str(event["uid"])]
        assert file.headers["Content-Disposition"] == f'attachment; filename="{number}.ics"'
        assert walk(peopled, OFFICER).client.get(f"/applications/{number}/deadlines.ics").status_code == 404


def test_it_is_replaced_revoked_and_over_with_the_account(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        browser, reader = walk(peopled, OFFICER), peopled.test_client()
        first = _path(_private_address(browser))
        second = _path(_private_address(browser))
        assert [reader.get(path).status_code for path in (first, second)] == [404, 200]
        browser.open("/account").submit("/account/calendar/revoke")
        assert reader.get(second).status_code == 404
        third = _path(_private_address(browser))
        with peopled.app_context():
            disable(db.session(), _person(OFFICER))
            db.session.commit()
        assert reader.get(third).status_code == 404


def test_it_counts_against_a_limit(peopled: Any, walk: Any, query_count: Any) -> None:
    with clock.at(staging.TODAY):
        path, reader = _path(_private_address(walk(peopled, OFFICER))), peopled.test_client()
        asked = query_count(peopled, lambda: reader.get(path))
        assert asked <= 14
        most = LIMITS["calendar"][0].most
        answers = [reader.get(path).status_code for _ in range(most)]
        assert answers == [200] * (most - 1) + [429]
        guesses = [reader.get(f"/calendar/{number}.ics").status_code for number in range(31)]
        assert guesses == [404] * 30 + [429]


def test_a_later_deadline_renews_the_same_event(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        path, reader = _path(_private_address(walk(peopled, OFFICER))), peopled.test_client()
        before = _events(reader.get(path).data)
        with peopled.app_context():
            number = next(iter(before.values()))["url"].removesuffix("/act").rpartition("/")[2]
            case = db.session.scalars(select(Application).where(Application.number == number)).one()
            with clock.at(staging.TODAY + timedelta(minutes=5)):
                case.due_at += timedelta(days=3)
                db.session.commit()
            assert db.session.scalar(select(func.count()).select_from(CalendarFeed)) == 1
        after = _events(reader.get(path).data)
        uid = next(uid for uid in before if number in uid)
        assert after[uid]["sequence"] > before[uid]["sequence"]
        assert after[uid].end > before[uid].end
