"""Mails about renewal: to whoever is waited for, and reminders years ahead that say just what is missing."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.jobs.models import RecurringRun
from accreditation.notifications import recipients as to
from accreditation.notifications.cases import Case
from accreditation.notifications.kind import Kind
from accreditation.notifications.recipients import Recipient
from accreditation.notifications.wording import Ours, spoken
from accreditation.people.models import Person
from accreditation.region.models import Region
from accreditation.renewals.queries import opens_on, renewal_of
from accreditation.schemes.earlier import number_in
from accreditation.schemes.models import Scheme
from accreditation.schemes.renewal_numbers import REMINDERS
from accreditation.texts import N_, say_day, say_moment
from accreditation.workflow.deadlines import add_months
from accreditation.workflow.states import STANDING, AccreditationState

REMINDER = "remind_of_renewal"
_AT_ONCE = 200


def the_expert_who_has_not_asked(session: Session, case: Case) -> Iterable[Person]:
    """The expert, unless renewal is asked for already or the accreditation stands no longer."""
    held = case.accreditation
    if held is None or held.state not in _REMINDED or renewal_of(session, held).request is not None:
        return []
    return [held.person]


ABOUT_RENEWALS = (
    Kind(REMINDER, N_("Your accreditation ends on %(expires)s"), (the_expert_who_has_not_asked,), page="/renewal"),
    Kind(
        "ask_to_endorse_renewal", N_("Please endorse or not: renewal of %(person)s"), (to.officials,), page="/renewal"
    ),
    Kind("tell_word_on_renewal", N_("Your administration spoke on your renewal"), (to.the_person,), page="/renewal"),
    Kind("ask_to_check_renewal", N_("Please check: renewal of %(person)s"), (to.officers,), page="/renewal"),
    Kind("ask_for_originals", N_("Your renewal was drawn for an audit"), (to.the_person,), page="/renewal"),
    Kind("tell_renewal_audited", N_("The audit of your renewal is over"), (to.the_person,), page="/renewal"),
    Kind("tell_renewal_declined", N_("Your accreditation is not renewed"), (to.the_person,), page="/renewal"),
    Kind(
        "tell_practice_not_confirmed",
        N_("An entry of your log of practice was not confirmed"),
        (to.the_person,),
        page="/renewal",
    ),
)
_NAMES = frozenset(kind.name for kind in ABOUT_RENEWALS)
_REMINDED = (*STANDING, AccreditationState.UNAVAILABLE)


def renewal_values(session: Session, kind: Kind, case: Case, reader: Recipient) -> dict[str, Any]:
    """What these mails speak of besides the case; nothing for any other mail."""
    if kind.name not in _NAMES or case.accreditation is None:
        return {}
    renewal = renewal_of(session, case.accreditation)
    request = renewal.request
    until = request.originals_by if request else None
    return {
        "missing": [spoken(finding.lacking, reader.locale) for finding in renewal.practice_missing],
        "opens": Ours(say_day(opens_on(case.accreditation, renewal.scheme), reader.locale)),
        "is_endorsed": request is not None and request.is_endorsed,
        "has_passed": request is not None and request.has_passed,
        "originals_by": Ours(say_moment(until, reader.locale, reader.time_zone) if until else ""),
    }


def remind_of_renewal(factory: SessionFactory) -> None:
    """Writes the reminder of the last step of the edition that has come, each once; no catching up with earlier ones."""
    with factory() as session:
        wanted = list(_due(session))
    for first in range(0, len(wanted), _AT_ONCE):
        with own_transaction(factory) as session:
            some = dict(wanted[first : first + _AT_ONCE])
            claims = select(RecurringRun.job).where(RecurringRun.job.in_(list(some)))
            for claim in some.keys() - set(session.scalars(claims)):
                _write(session, claim, some[claim])


def _due(session: Session) -> Iterator[tuple[str, tuple[uuid.UUID, uuid.UUID]]]:
    query = (
        select(Accreditation, Scheme, Region)
        .outerjoin(Application, Application.id == Accreditation.application_id)
        .join(Scheme, Scheme.id == func.coalesce(Accreditation.scheme_id, Application.scheme_id))
        .join(Region, Region.id == Accreditation.region_id)
        .where(Accreditation.state.in_(_REMINDED))
        .order_by(Accreditation.id)
    )
    for held, scheme, region in session.execute(query):
        months = step_come(held.expires_on, scheme.numbers, clock.today(region.time_zone))
        if months is not None:
            name = uuid.uuid5(held.id, f"renewal:{held.expires_on}:{months}").hex
            yield f"remind:{name}", (held.id, region.id)


def step_come(expires_on: date, numbers: dict[str, int], today: date) -> int | None:
    """The last of the edition's steps that has come, in months before the end; None before the first and after the end."""
    end = datetime.combine(expires_on, time(), tzinfo=UTC)
    steps = {number_in(numbers, name) for name in REMINDERS} - {0}
    come = [months for months in steps if add_months(end, -months).date() <= today <= expires_on]
    return min(come, default=None)


def _write(session: Session, claim: str, held: tuple[uuid.UUID, uuid.UUID]) -> None:
    now = clock.now()
    session.add(RecurringRun(job=claim, due_at=now, lease_until=now, done_at=now))
    outbox.put(session, effect=REMINDER, lifecycle="accreditation", subject_id=held[0], region_id=held[1], payload={})
