"""Publishing a cohort at a set moment: planned, moved, cancelled."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.publishing import NOT_READY, CohortRefused, Waiting
from accreditation.reviews.publication_models import PlannedDecision, PlannedPublication
from accreditation.texts import DEFAULT_LOCALE, N_, Text, as_record, say
from accreditation.workflow.actors import Actor

LATEST = timedelta(days=366)
Reasons = Mapping[str, Sequence[Text]]


def plan_of(
    session: Session, *, call_id: uuid.UUID | None = None, workshop_id: uuid.UUID | None = None
) -> PlannedPublication | None:
    """What is planned for a call or a workshop, else what was refused and nobody has put away yet."""
    here = PlannedPublication.call_id == call_id if call_id else PlannedPublication.workshop_id == workshop_id
    query = select(PlannedPublication).where(here, PlannedPublication.seen_at.is_(None))
    found = session.scalars(query.where(PlannedPublication.outcome.in_(("", "refused"))))
    return min(found, key=lambda each: (each.outcome != "", -each.planned_at.timestamp()), default=None)


def plan_publication(
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
    stale = [number for number, version in seen.items() if number not in ready or version_of(ready[number]) != version]
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


def version_of(waiting: Waiting) -> int:
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


def move_plan(session: Session, found: PlannedPublication, publish_at: datetime) -> None:
    """To another moment, also an earlier one."""
    _locked(session, found)
    _refuse_moment(publish_at)
    found.publish_at = publish_at


def cancel_plan(session: Session, actor: Actor, found: PlannedPublication) -> None:
    """Nothing is published by itself any more; the decisions stay recorded."""
    _locked(session, found)
    end_plan(found, "cancelled", actor.person_id)


def put_away(found: PlannedPublication) -> None:
    """The office has read why nothing was published."""
    if found.outcome != "refused":
        raise NotPermitted
    found.seen_at = clock.now()


def end_plan(found: PlannedPublication, outcome: str, by_id: uuid.UUID | None = None) -> None:
    found.ended_at, found.outcome, found.ended_by_id = clock.now(), outcome, by_id


def reason_on_record(text: Text) -> dict[str, Any]:
    """A sentence as it is put on record; what it names is kept in the words of the house's first language."""
    values = {
        name: value if isinstance(value, str | int) else say(value, DEFAULT_LOCALE)
        for name, value in text.values.items()
    }
    return as_record(Text(text.message_id, values, text.plural))
