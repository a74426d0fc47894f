"""The log of practice: the expert records what was done, with a file; an officer confirms it or says why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, no_longer_than
from accreditation.jobs import outbox
from accreditation.region.models import Region
from accreditation.renewals.activity_files import keep_file
from accreditation.renewals.activity_models import LoggedActivity
from accreditation.renewals.queries import cycle_began_on
from accreditation.storage.files import Storage
from accreditation.storage.inspection import Inspected
from accreditation.texts import N_, Text
from accreditation.transition import facts_of, lock_case, touch
from accreditation.workflow.actors import Actor
from accreditation.workflow.permissions import Permission, may
from accreditation.workflow.renewal import CONFIRM_PRACTICE, LOG_PRACTICE
from accreditation.workflow.states import AccreditationState

TELL_REFUSED = "tell_practice_not_confirmed"
KINDS: Mapping[str, Text] = {
    "refresher": N_("Refresher"),
    "activity": N_("Activity in the subject"),
    "mission": N_("Mission outside this system"),
    "publication": N_("Publication"),
}
UNITS: Mapping[str, Text] = {"hours": N_("hours"), "days": N_("days")}
# An ended or withdrawn status is renewed no more; an expired one may still be reinstated.
LIVE = frozenset(AccreditationState) - {AccreditationState.WITHDRAWN, AccreditationState.ENDED}
MOST_ACTIVITIES, MOST_AMOUNT, LONGEST = 200, 999, 2000


@dataclass(frozen=True)
class Given:
    """What the expert says of an activity. Days inclusive; `amount` in `unit`."""

    kind: str
    title: str
    place: str
    began_on: date | None
    ended_on: date | None
    amount: int | None
    unit: str


def locked(session: Session, actor: Actor, accreditation: Accreditation, permission: Permission) -> Accreditation:
    """The accreditation, locked, for whoever may do this now and while it can still be renewed or reinstated."""
    accreditation = lock_case(session, accreditation)
    if not may(permission, actor, facts_of(session, accreditation)):
        raise NotPermitted
    if accreditation.state not in LIVE:
        raise ChangedMeanwhile(N_("This accreditation has ended and is not renewed any more."))
    return accreditation


def log_activity(
    session: Session, actor: Actor, accreditation: Accreditation, storage: Storage, given: Given, name: str,
    found: Inspected,
) -> LoggedActivity:  # fmt: skip
    """One more entry with its evidence, a file that the child opened. Invalid with the field to blame."""
    accreditation = locked(session, actor, accreditation, LOG_PRACTICE)
    _refuse_unless_sound(session, accreditation, given)
    held = select(func.count()).select_from(LoggedActivity).where(LoggedActivity.accreditation_id == accreditation.id)
    if (session.scalar(held) or 0) >= MOST_ACTIVITIES:
        raise Invalid(N_("The log holds at most %(most)s entries.", most=MOST_ACTIVITIES), field="title")
    assert given.began_on is not None and given.amount is not None
    entry = LoggedActivity(
        region_id=accreditation.region_id,
        accreditation_id=accreditation.id,
        kind=given.kind,
        title=no_longer_than(200, given.title, "title"),
        place=no_longer_than(200, given.place, "place"),
        began_on=given.began_on,
        ended_on=given.ended_on or given.began_on,
        amount=given.amount,
        unit=given.unit,
        logged_at=clock.now(),
    )
    session.add(entry)
    session.flush()
    keep_file(session, storage, entry, name, found)
    touch(accreditation)
    session.flush()
    return entry


def _refuse_unless_sound(session: Session, accreditation: Accreditation, given: Given) -> None:
    if given.kind not in KINDS:
        raise Invalid(N_("Choose what it was."), field="kind")
    if not given.title.strip():
        raise Invalid(N_("Say what it was, in a few words."), field="title")
    if given.began_on is None:
        raise Invalid(N_("Give the day, as day, month and year."), field="began_on")
    last = given.ended_on or given.began_on
    if last < given.began_on:
        raise Invalid(N_("The last day is before the first."), field="ended_on")
    if last > clock.today(session.get_one(Region, accreditation.region_id).time_zone):
        raise Invalid(N_("Only what is over can be recorded."), field="ended_on" if given.ended_on else "began_on")
    if last < cycle_began_on(accreditation):
        raise Invalid(N_("It was before these years of validity began, and cannot count."), field="began_on")
    if given.unit not in UNITS or given.amount is None or not 1 <= given.amount <= MOST_AMOUNT:
        raise Invalid(N_("Give a whole number from %(least)s to %(most)s.", least=1, most=MOST_AMOUNT), field="amount")


def entry_of(session: Session, accreditation: Accreditation, public_id: str) -> LoggedActivity:
    """The entry of that name in this accreditation's log; NotPermitted for any other."""
    query = select(LoggedActivity).where(
        LoggedActivity.public_id == public_id,
        LoggedActivity.accreditation_id == accreditation.id,
        LoggedActivity.withdrawn_at.is_(None),
    )
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotPermitted
    return found


def withdraw_activity(session: Session, actor: Actor, accreditation: Accreditation, public_id: str) -> None:
    """The expert takes an entry out that nobody has confirmed."""
    accreditation = locked(session, actor, accreditation, LOG_PRACTICE)
    entry = entry_of(session, accreditation, public_id)
    if entry.is_confirmed:
        raise ChangedMeanwhile(N_("This entry is confirmed and stays in the log."))
    entry.withdrawn_at = clock.now()
    touch(accreditation)


def judge_activity(
    session: Session, actor: Actor, accreditation: Accreditation, public_id: str, *, is_confirmed: bool, reason: str
) -> None:
    """An officer looked at the evidence; a refusal says why. It may be judged anew while the cycle lasts."""
    accreditation = locked(session, actor, accreditation, CONFIRM_PRACTICE)
    entry = entry_of(session, accreditation, public_id)
    if not is_confirmed and not reason.strip():
        raise Invalid(N_("Say why it is not confirmed; the expert reads it."), field=f"reason-{public_id}")
    if is_confirmed and not any(file.passed_scan for file in entry.files):
        raise Invalid(N_("No file of this entry can be opened yet."), field=f"reason-{public_id}")
    entry.is_confirmed, entry.reason = is_confirmed, no_longer_than(LONGEST, reason, "reason")
    entry.judged_at, entry.judged_by_id = clock.now(), actor.person_id
    if not is_confirmed:
        mail(session, accreditation, TELL_REFUSED)
    touch(accreditation)
    session.flush()


def mail(session: Session, accreditation: Accreditation, effect: str) -> None:
    """A message about this accreditation, after commit."""
    outbox.put(
        session,
        effect=effect,
        lifecycle="accreditation",
        subject_id=accreditation.id,
        region_id=accreditation.region_id,
        payload={},
    )
