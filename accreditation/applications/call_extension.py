"""A later end of a call, on record: whoever still writes gains the time, and drafts that lapsed at the old end open again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.schemes.calls import move_deadline
from accreditation.schemes.extensions import REASONS
from accreditation.schemes.models import Call, CallExtension
from accreditation.texts import N_
from accreditation.transition import perform_by_system, set_deadline
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import OPEN, ApplicationState


def extend_call(
    session: Session,
    actor: Actor,
    call: Call,
    closes_at: datetime,
    *,
    reason: str,
    notes: Mapping[str, str],
    seen_version: int,
) -> CallExtension:
    """Moves the deadline of a published call and of its drafts, and keeps why; `notes` is a text per language.

    Invalid where the moment is not later than the present deadline and the present moment, or no reason is given.
    """
    if reason not in REASONS:
        raise Invalid(N_("Choose why the call is extended."), field="reason")
    if reason == "other" and not notes.get("es"):
        raise Invalid(N_("Write the reason, in Spanish at least."), field="note_es")
    if actor.person_id is None:
        raise NotPermitted
    before = call.closes_at
    move_deadline(session, actor, call, closes_at, seen_version=seen_version)
    extension = CallExtension(
        call_id=call.id,
        old_closes_at=before,
        new_closes_at=closes_at,
        reason=reason,
        notes=dict(notes),
        extended_by_id=actor.person_id,
        extended_at=clock.now(),
    )
    session.add(extension)
    _give_time(session, call)
    session.flush()
    return extension


def _give_time(session: Session, call: Call) -> None:
    drafts = select(Application).where(Application.call_id == call.id, Application.state == ApplicationState.DRAFT)
    for application in session.scalars(drafts.order_by(Application.id).with_for_update()):
        set_deadline(session, application)
    lapsed = select(Application).where(
        Application.call_id == call.id,
        Application.state == ApplicationState.LAPSED,
        Application.submitted_at.is_(None),
        ~_has_another_live(),
    )
    for application in session.scalars(lapsed.order_by(Application.id)).all():
        perform_by_system(session, application, "reopen_draft")


def _has_another_live() -> ColumnElement[bool]:
    """The same person applies in the same call anew: one live application a person and call."""
    other = aliased(Application)
    return exists().where(
        other.call_id == Application.call_id,
        other.applicant_id == Application.applicant_id,
        other.state.in_(list(OPEN)),
    )
