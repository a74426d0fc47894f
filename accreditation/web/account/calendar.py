"""Deadlines for calendar programs: one case as a file, and a private address that works without signing in."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from accreditation.deadline_calendar import Reader, calendar_of, deadline_of_case, deadlines_of
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.people import feeds
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.people.sessions import hash_of
from accreditation.tasks import Task
from accreditation.texts import DEFAULT_LOCALE, N_, say
from accreditation.web.access import public, signed_in
from accreditation.web.account import blueprint
from accreditation.web.account.own import me
from accreditation.web.cases.task_links import link_to_task
from accreditation.web.expert.own import own_case
from accreditation.web.language import chosen_time_zone, current_locale
from accreditation.web.limits import refuse_beyond

NAME = N_("Aval: deadlines")


def _address_of(task: Task) -> str:
    return f"{current_app.config['BASE_URL']}{link_to_task(task)}"


def _reader(locale: str, time_zone: str) -> Reader:
    return Reader(locale, time_zone, urlsplit(current_app.config["BASE_URL"]).hostname or "aval", _address_of)


def _answer(content: bytes, file_name: str, disposition: str) -> Response:
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'{disposition}; filename="{file_name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@blueprint.get("/applications/<number>/deadlines.ics")
@signed_in
def case_deadlines(number: str) -> Response:
    """The present deadline of one's own application, as a file."""
    application = own_case(number).application
    reader = _reader(current_locale(), chosen_time_zone())
    content = calendar_of(deadline_of_case(application), reader, application.number, application.call)
    return _answer(content, f"{application.number}.ics", "attachment")


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """All deadlines of the person whose private address this is, in their language and time zone."""
    session = db.session()
    person = feeds.person_by_feed(session, token)
    if person is None:
        refuse_beyond("unknown_calendar")
        raise NotPermitted
    refuse_beyond("calendar", hash_of(token))
    reader = _reader(person.locale or DEFAULT_LOCALE, person.time_zone or current_app.config["TIME_ZONE"])
    content = calendar_of(deadlines_of(session, actor_of(session, person)), reader, say(NAME, reader.locale))
    return _answer(content, "aval.ics", "inline")


@blueprint.post("/account/calendar")
@signed_in
def make_feed() -> str:
    """A new private address, shown this once; an earlier one is over."""
    token = feeds.make_feed(db.session(), me())
    db.session.commit()
    address = f"{current_app.config['BASE_URL']}{url_for('account.feed', token=token)}"
    return render_template("account/calendar.html", address=address, programs=_programs(address, me()))


@blueprint.post("/account/calendar/revoke")
@signed_in
def revoke_feed() -> Any:
    """Nothing is read at the address any more."""
    feeds.revoke_feeds(db.session(), me().id)
    db.session.commit()
    flash(_("The private calendar address is over. Calendars that used it stay empty."), "success")
    return redirect(url_for("account.account", _anchor="calendar"))


def _programs(address: str, person: Person) -> list[dict[str, str]]:
    """Where each calendar program takes an address over: label and link."""
    webcal = f"webcal://{address.partition('://')[2]}"
    subscribed = urlencode({"url": address, "name": say(NAME, person.locale or DEFAULT_LOCALE)})
    return [
        {
            "label": _("Add to Google Calendar"),
            "href": f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal})}",
        },
        {"label": _("Add to Outlook"), "href": f"https://outlook.office.com/calendar/0/addfromweb?{subscribed}"},
        {"label": _("Open in the calendar of this device"), "href": webcal},
    ]
