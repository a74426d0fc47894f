"""A planned publication is tried once more at its moment: all of it is published, or nothing, with the reasons."""

import logging
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.notifications.compose import Sender
from accreditation.people.actor import actor_of
from accreditation.planned_publishing import Reasons, end_plan, reason_on_record, version_of
from accreditation.publishing import NOT_READY, CohortRefused, Waiting, publish_cohort, waiting_for_publication
from accreditation.rehearsing import rehearse
from accreditation.reviews.publication_models import PlannedPublication
from accreditation.texts import N_, Text
from accreditation.visibility import applications_visible_to

log = logging.getLogger(__name__)

_OTHER_DECISION = N_("Another decision was recorded after the publication was planned.")


_NO_ACCOUNT = N_("Whoever planned the publication has no account any more.")


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
        end_plan(found, "published")
        return
    end_plan(found, "refused")
    numbers = dict(
        session.execute(
            select(Application.id, Application.number).where(
                Application.id.in_([each.application_id for each in found.decisions])
            )
        ).all()
    )
    for each in found.decisions:
        against = reasons.get(numbers[each.application_id], ())
        each.against, each.is_in_the_way = [reason_on_record(reason) for reason in against], bool(against)


def _tried(session: Session, found: PlannedPublication, sender: Sender) -> Reasons:
    """By number, what stands in the way; empty when all are published."""
    planned = {each.application_id: each.decision_id for each in found.decisions}
    here, actor = Application.id.in_(planned), actor_of(session, found.planned_by)
    if found.planned_by.disabled_at is not None:
        return dict.fromkeys(session.scalars(select(Application.number).where(here)), (_NO_ACCOUNT,))
    cases = waiting_for_publication(session, actor, applications_visible_to(actor), here)
    against = _changed(session, cases, planned)
    if not against:
        rehearsed = rehearse(session, actor, cases, sender)
        against = {each.number: each.against for each in rehearsed if each.against}
    if against:
        return against
    savepoint = session.begin_nested()
    try:
        publish_cohort(session, actor, cases, {each.application.number: version_of(each) for each in cases})
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
