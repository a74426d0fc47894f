"""Where a request to a referee stands: derived from its times and from the state of the case, never written down."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.applications.referees.models import RefereeRequest
from accreditation.region.calendar import holidays_of
from accreditation.texts import N_
from accreditation.workflow.deadlines import add_working_days
from accreditation.workflow.states import BEFORE_SELECTION

REPLACED, OVER = "replaced", "over"
BETWEEN_REMINDERS = timedelta(hours=24)

DECLINE_REASONS = {
    "unknown": N_("I do not know this person well enough."),
    "interest": N_("I have an interest in the matter, or we are related."),
    "time": N_("I do not have the time."),
    "other": N_("I prefer not to give a reference."),
}


class Standing(StrEnum):
    REQUESTED = "requested"
    REMINDED = "reminded"
    OPENED = "opened"
    ANSWERED = "answered"
    DECLINED = "declined"
    UNDELIVERED = "undelivered"
    EXPIRED = "expired"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


LABELS = {
    Standing.REQUESTED: N_("Asked"),
    Standing.REMINDED: N_("Reminded"),
    Standing.OPENED: N_("Begun"),
    Standing.ANSWERED: N_("Reference is in"),
    Standing.DECLINED: N_("Will not write"),
    Standing.UNDELIVERED: N_("Mail not delivered"),
    Standing.EXPIRED: N_("Overdue"),
    Standing.REPLACED: N_("Replaced"),
    Standing.CANCELLED: N_("Not needed any more"),
}
WAITING = frozenset({Standing.REQUESTED, Standing.REMINDED, Standing.OPENED})
REPLACEABLE = WAITING | {Standing.DECLINED, Standing.UNDELIVERED, Standing.EXPIRED}
# Whoever is counted as one of the referees of the case.
COUNTED = REPLACEABLE | {Standing.ANSWERED}


def standing_of(request: RefereeRequest, application: Application) -> Standing:
    """Now. What came in stays in, whatever becomes of the case."""
    if request.answered_at is not None:
        return Standing.ANSWERED
    if request.ended_reason == REPLACED:
        return Standing.REPLACED
    if request.declined_at is not None:
        return Standing.DECLINED
    if request.ended_at is not None or application.state not in BEFORE_SELECTION:
        return Standing.CANCELLED
    if request.expires_at < clock.now():
        return Standing.EXPIRED
    if request.opened_at is not None:
        return Standing.OPENED
    if request.bounced_at is not None:
        return Standing.UNDELIVERED
    return Standing.REMINDED if request.reminded_at is not None else Standing.REQUESTED


def is_open(request: RefereeRequest, application: Application) -> bool:
    """Whether the referee may still answer or decline."""
    return standing_of(request, application) in WAITING | {Standing.UNDELIVERED}


def answer_until(session: Session, application: Application, since: datetime, key: str = "reference") -> datetime:
    """The end of the scheme's `<key>_working_days` after `since`, on the calendar of the region."""
    days = application.scheme.numbers.get(f"{key}_working_days", 0)
    return add_working_days(since, days, holidays_of(session, application.region_id))


def replaceable_until(session: Session, application: Application) -> datetime:
    """Until then the applicant may name somebody else; afterwards only the office."""
    assert application.submitted_at is not None
    return answer_until(session, application, application.submitted_at, "referee_replacement")
