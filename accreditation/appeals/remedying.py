"""Carrying out what an upheld appeal asks for, at the same instant and through the door; a step that rules refuse undoes all."""

import uuid
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accreditation.appeals.models import Appeal, Kind
from accreditation.applications.models import Application
from accreditation.errors import TransitionRefused
from accreditation.history import StateChange
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.decisions import what_stands_against
from accreditation.training.marking_models import Mark
from accreditation.transition import facts_of, perform_by_system, touch
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.effects import Consequence
from accreditation.workflow.remedies import BY_NAME, SCREENED_AGAIN


def reopen_decision(session: Session, appeal: Appeal, change: StateChange) -> None:
    """The refused case goes back as the remedy says, and its decision is set aside. After a complaint nothing is reopened."""
    if appeal.kind != Kind.APPEAL:
        return
    application = session.get_one(Application, appeal.application_id)
    decisions = select(Decision).where(Decision.application_id == application.id, Decision.set_aside_at.is_(None))
    latest = session.scalars(decisions.order_by(Decision.decided_at.desc()).limit(1)).first()
    remedy, details = BY_NAME[appeal.remedy], appeal.details
    step = SCREENED_AGAIN if latest is None else remedy.steps[application.state]
    if latest is not None:
        latest.set_aside_at, latest.overruled_by_id = change.at, appeal.id
    perform_by_system(session, application, step)
    if remedy.name == "mark_again":
        _void_marks(session, application, change, details["assessors"])
    elif remedy.outcomes is not None and latest is not None:
        _put_in_place(session, appeal, application, change, details["outcome"])


def _void_marks(session: Session, application: Application, change: StateChange, assessors: list[str]) -> None:
    """The marks stay on record; they count no longer."""
    void = update(Mark).where(
        Mark.application_id == application.id,
        Mark.workshop_id == application.workshop_id,
        Mark.assessor_id.in_([uuid.UUID(one) for one in assessors]),
        Mark.voided_at.is_(None),
    )
    session.execute(void.values(voided_at=change.at))
    touch(application)
    session.flush()


def _put_in_place(
    session: Session, appeal: Appeal, application: Application, change: StateChange, outcome: str
) -> None:
    """Records the outcome as the panel's decision where no rule stands against it; the office publishes it like any other."""
    against = what_stands_against(APPLICATION.transition(outcome), facts_of(session, application))
    if against:
        raise TransitionRefused(*against)
    assert change.actor_id is not None
    session.add(
        Decision(
            region_id=application.region_id,
            application_id=application.id,
            appeal_id=appeal.id,
            stage=application.state.value,
            outcome=outcome,
            decided_by_id=change.actor_id,
            decided_at=change.at,
            reasons=[],
            statement=appeal.conclusion,
        )
    )
    touch(application)
    session.flush()


CONSEQUENCES: dict[Consequence, Any] = {Consequence.REOPEN_DECISION: reopen_decision}
