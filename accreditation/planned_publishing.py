"""Publishing a cohort at a set moment: planned, moved, cancelled; then tried once more, and all of it published or nothing."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.notifications.compose import Sender
from accreditation.people.actor import actor_of
from accreditation.publishing import NOT_READY, CohortRefused, Waiting, cohort, publish_cohort, rehearse
from accreditation.reviews.publication_models import PlannedDecision, PlannedPublication
from accreditation.texts import DEFAULT_LOCALE, N_, Text, say
from accreditation.visibility import applications_visible_to
from accreditation.workflow.actors import Actor

log = logging.getLogger(__name__)

LATEST = timedelta(days=366)
_OTHER_DECISION = N_("Another decision was recorded after the publication was planned.")
_NO_ACCOUNT = N_("Whoever planned the publication has no account any more.")
Reasons = Mapping[str, Sequence[Text]]


def plan_of(
    session: Session, *, call_id: uuid.UUID | None = None, workshop_id: uuid.UUID | None = None
) -> PlannedPublication | None:
    """What is planned for a call or a workshop, else what was refused and nobody has put away yet."""
    here = PlannedPublication.call_id == call_id if call_id else PlannedPublication.workshop_id == workshop_id
    query = select(PlannedPublication).where(here, PlannedPublication.seen_at.is_(None))
    found = session.scalars(query.where(PlannedPublication.outcome.in_(("", "refused"))))
    return min(found, key=lambda plan: (plan.outcome != "", -plan.planned_at.timestamp()), default=None)


def plan(
    session: Session,
    actor: Actor,
    cases: Sequence[Waiting],
    seen: Mapping[str, int],
    publish_at: datetime,
    *,
    region_id: uuid.UUID,
    call_id: uuid.UUID | None = None,
    workshop_id: uuid.UUID | None = None,
) -> PlannedPublication:
    """Plans exactly the decisions that were seen ready. CohortRefused names those that are so no longer; Invalid the moment."""
    _refuse_moment(publish_at)
    ready = {each.application.number: each for each in cases if each.is_ready}
    stale = [number for number, version in seen.items() if number not in ready or _version(ready[number]) != version]
    if stale or not seen:
        raise CohortRefused(dict.fromkeys(stale, (NOT_READY,)) or {"": (N_("No decision is ready to be published."),)})
    earlier = plan_of(session, call_id=call_id, workshop_id=workshop_id)
    if earlier is not None and earlier.outcome == "":
        raise ChangedMeanwhile(N_("A publication is planned already. Move or cancel it."))
    if earlier is not None:
        earlier.seen_at = clock.now()
    assert actor.person_id is not None
    made = PlannedPublication(
        region_id=region_id, call_id=call_id, workshop_id=workshop_id, publish_at=publish_at,
        planned_by_id=actor.person_id, planned_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    for number in seen:
        waiting = ready[number]
        assert waiting.decision is not None
        session.add(
            PlannedDecision(
                publication_id=made.id, application_id=waiting.application.id, decision_id=waiting.decision.id
            )
        )
    session.flush()
    return made


def _version(waiting: Waiting) -> int:
    version: int = waiting.application.version
    return version


def _refuse_moment(publish_at: datetime) -> None:
    if not clock.now() < publish_at <= clock.now() + LATEST:
        raise Invalid(N_("Choose a moment that is still to come, within a year."), "publish_at")


def _locked(session: Session, found: PlannedPublication) -> None:
    """ChangedMeanwhile: it was published, cancelled or refused since the page was opened."""
    session.refresh(found, with_for_update=True)
    if found.ended_at is not None:
        raise ChangedMeanwhile(N_("What was planned has ended meanwhile. Look at the page again."))


def move(session: Session, found: PlannedPublication, publish_at: datetime) -> None:
    """To another moment, also an earlier one."""
    _locked(session, found)
    _refuse_moment(publish_at)
    found.publish_at = publish_at


def cancel(session: Session, actor: Actor, found: PlannedPublication) -> None:
    """Nothing is published by itself any more; the decisions stay recorded."""
    _locked(session, found)
    _end(found, "cancelled", actor.person_id)


def put_away(found: PlannedPublication) -> None:
    """The office has read why nothing was published."""
    if found.outcome != "refused":
        raise NotPermitted
    found.seen_at = clock.now()


def _end(found: PlannedPublication, outcome: str, by_id: uuid.UUID | None = None) -> None:
    found.ended_at, found.outcome, found.ended_by_id = clock.now(), outcome, by_id


def publish_planned(factory: SessionFactory, sender: Sender) -> None:
    """Carries out what is due, each in a transaction of its own; what fails for another cause is tried again."""
    due = (PlannedPublication.ended_at.is_(None), PlannedPublication.publish_at <= clock.now())
    with factory() as session:
        ids = session.scalars(select(PlannedPublication.id).where(*due).order_by(PlannedPublication.publish_at)).all()
    for row_id in ids:
        try:
            with own_transaction(factory) as session:
                _carry_out(session, session.get_one(PlannedPublication, row_id, with_for_update=True), sender)
        except Exception:
            log.exception("the planned publication %s could not be carried out", row_id)


def _carry_out(session: Session, found: PlannedPublication, sender: Sender) -> None:
    """The dry run once more, in the name of whoever planned it; then everything, or nothing and the reasons on record."""
    if found.ended_at is not None or found.publish_at > clock.now():
        return
    reasons = _tried(session, found, sender)
    if not reasons:
        _end(found, "published")
        return
    _end(found, "refused")
    numbers = dict(
        session.execute(
            select(Application.id, Application.number).where(
                Application.id.in_([each.application_id for each in found.decisions])
            )
        ).all()
    )
    for each in found.decisions:
        against = reasons.get(numbers[each.application_id], ())
        each.against, each.is_in_the_way = [kept(reason) for reason in against], bool(against)


def _tried(session: Session, found: PlannedPublication, sender: Sender) -> Reasons:
    """By number, what stands in the way; empty when all are published."""
    planned = {each.application_id: each.decision_id for each in found.decisions}
    here, actor = Application.id.in_(planned), actor_of(session, found.planned_by)
    if found.planned_by.disabled_at is not None:
        return dict.fromkeys(session.scalars(select(Application.number).where(here)), (_NO_ACCOUNT,))
    cases = cohort(session, actor, applications_visible_to(actor), here)
    against = _changed(session, cases, planned)
    if not against:
        rehearsed = rehearse(session, actor, cases, sender)
        against = {each.number: each.against for each in rehearsed if each.against}
    if against:
        return against
    savepoint = session.begin_nested()
    try:
        publish_cohort(session, actor, cases, {each.application.number: _version(each) for each in cases})
    except CohortRefused as refusal:
        savepoint.rollback()
        session.expire_all()
        return refusal.by_case
    savepoint.commit()
    return {}


def _changed(session: Session, cases: Sequence[Waiting], planned: Mapping[uuid.UUID, uuid.UUID]) -> Reasons:
    """Those that are no longer ready, or are decided otherwise than was planned."""
    ready = {each.application.id: each for each in cases if each.is_ready}
    found: dict[str, Sequence[Text]] = {}
    for row_id, number in session.execute(
        select(Application.id, Application.number).where(Application.id.in_(planned))
    ).all():
        waiting = ready.get(row_id)
        if waiting is None:
            known = next((each.against for each in cases if each.application.id == row_id), ())
            found[number] = known or (NOT_READY,)
        elif waiting.decision is not None and waiting.decision.id != planned[row_id]:
            found[number] = (_OTHER_DECISION,)
    return found


def kept(text: Text) -> dict[str, Any]:
    """A sentence as it is put on record; what it names is kept in the words of the house's first language."""
    values = {
        name: value if isinstance(value, str | int) else say(value, DEFAULT_LOCALE)
        for name, value in text.values.items()
    }
    return {"text": text.message_id, "values": values, "plural": text.plural}


def told(record: Mapping[str, Any]) -> Text:
    return Text(record["text"], record["values"], record["plural"])
