"""Mails to whoever asked to be told of calls: to confirm the address, and of each call, with a link that ends them."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.catalogue import Kind
from accreditation.notifications.compose import Composed, Sender, composed
from accreditation.notifications.recipients import Recipient
from accreditation.notifications.wording import Ours
from accreditation.people.links import make_link_to, path_of
from accreditation.region.models import Region
from accreditation.schemes.alerts import CONFIRM, END, KEPT_FOR, TO_CONFIRM, told_of
from accreditation.schemes.models import Call, CallAlert
from accreditation.texts import in_language, say_moment


def mails_about_calls(
    session: Session, row: OutboxRow, kind: Kind, sender: Sender
) -> Iterator[tuple[Recipient, Composed]]:
    """Who reads it and the words. The row is about an alert that waits to be confirmed, or about a call."""
    region = session.get_one(Region, row.region_id)
    if kind.name == CONFIRM:
        alert = session.get(CallAlert, row.subject_id)
        if alert is not None and alert.confirmed_at is None:
            yield _to_confirm(session, alert, region, kind, sender)
        return
    call = session.get(Call, row.subject_id)
    if call is None or call.closes_at < clock.now():
        return
    for alert in told_of(session, call):
        yield _of_call(session, call, alert, region, kind, sender)


def _to_confirm(
    session: Session, alert: CallAlert, region: Region, kind: Kind, sender: Sender
) -> tuple[Recipient, Composed]:
    reader, until = Recipient(alert.email, alert.locale, region.time_zone), alert.asked_at + TO_CONFIRM
    path = path_of(CONFIRM, make_link_to(session, CONFIRM, alert.id, alert.email, until))
    values = {
        "subject": in_language(alert.subject.names, reader.locale),
        "until": Ours(say_moment(until, reader.locale, reader.time_zone)),
    }
    return reader, composed(kind, reader, sender, region, path, values)


def _of_call(
    session: Session, call: Call, alert: CallAlert, region: Region, kind: Kind, sender: Sender
) -> tuple[Recipient, Composed]:
    reader, locale = Recipient(alert.email, alert.locale, region.time_zone), alert.locale
    token = make_link_to(session, END, alert.id, alert.email, clock.now() + KEPT_FOR)
    values = {
        "title": in_language(call.titles, locale),
        "subject": in_language(call.subject.names, locale),
        "opens": Ours(say_moment(call.opens_at, locale, call.time_zone)),
        "closes": Ours(say_moment(call.closes_at, locale, call.time_zone)),
        "is_open": call.opens_at <= clock.now(),
    }
    end = sender.base_url + path_of(END, token)
    return reader, composed(kind, reader, sender, region, f"/calls/{call.reference}", values, end_link=end)
