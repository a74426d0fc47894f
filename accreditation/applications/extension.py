"""A later end of a call: whoever still writes gains the days too."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.schemes.calls import move_deadline
from accreditation.schemes.models import Call
from accreditation.transition import set_deadline
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState


def extend_call(session: Session, actor: Actor, call: Call, closes_at: datetime, *, seen_version: int) -> None:
    """Moves the deadline of a published call and of its drafts. Invalid where the moment is not later."""
    move_deadline(session, actor, call, closes_at, seen_version=seen_version)
    drafts = select(Application).where(Application.call_id == call.id, Application.state == ApplicationState.DRAFT)
    for application in session.scalars(drafts.order_by(Application.id).with_for_update()):
        set_deadline(session, application)
    session.flush()
