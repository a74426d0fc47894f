"""Filing an appeal, naming its panel, writing its conclusion, and carrying the remedy out."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.history import StateChange
from accreditation.reviews.models import Decision
from accreditation.texts import N_
from accreditation.transition import lock_case, open_case, perform_by_system, touch
from accreditation.workflow.actors import Actor, officer_without_interest, panel_of_the_appeal
from accreditation.workflow.effects import Consequence
from accreditation.workflow.states import REFUSED, AppealState, ApplicationState

REMEDIES = {
    ApplicationState.NOT_SUCCESSFUL: "reopen_workshop_result",
    ApplicationState.NOT_ACCREDITED: "reopen_accreditation",
}


def file_appeal(session: Session, actor: Actor, application: Application, grounds: str) -> Appeal:
    """The applicant appeals a refusal; one appeal at a time. Whether it came in time is found at admission."""
    application = lock_case(session, application)
    if actor.person_id != application.applicant_id:
        raise NotPermitted
    if application.state not in REFUSED:
        raise TransitionRefused(N_("There is no refusal to appeal against."))
    pending = select(Appeal.id).where(
        Appeal.application_id == application.id,
        Appeal.state.in_([AppealState.FILED, AppealState.ACKNOWLEDGED, AppealState.UNDER_EXAMINATION]),
    )
    if session.scalars(pending).first() is not None:
        raise TransitionRefused(N_("Your appeal is already being handled."))
    if not grounds.strip():
        raise Invalid(N_("Say why you think the decision is wrong."), field="grounds")
    appeal = Appeal(
        region_id=application.region_id,
        kind="appeal",
        application_id=application.id,
        filed_by_id=actor.person_id,
        filed_at=clock.now(),
        decision_published_at=application.state_since,
        grounds=grounds.strip(),
        reasons=[],
    )
    open_case(session, appeal, actor=actor)
    return appeal


def name_panel(session: Session, actor: Actor, appeal: Appeal, person_ids: Sequence[uuid.UUID], facts: Any) -> None:
    """Replaces the panel before the examination begins; conflicts are refused by the rule book at the next step."""
    appeal = lock_case(session, appeal)
    if officer_without_interest(actor, facts) is not None or appeal.state is not AppealState.ACKNOWLEDGED:
        raise NotPermitted
    for seat in session.scalars(select(AppealPanelist).where(AppealPanelist.appeal_id == appeal.id)):
        session.delete(seat)
    session.flush()
    for person_id in dict.fromkeys(person_ids):
        session.add(AppealPanelist(appeal_id=appeal.id, person_id=person_id))
    touch(appeal)


def write_conclusion(session: Session, actor: Actor, appeal: Appeal, conclusion: str, facts: Any) -> None:
    """The panel's reasons, before it concludes."""
    appeal = lock_case(session, appeal)
    if panel_of_the_appeal(actor, facts) is not None or appeal.state is not AppealState.UNDER_EXAMINATION:
        raise NotPermitted
    appeal.conclusion = conclusion.strip()


def reopen_decision(session: Session, appeal: Appeal, change: StateChange) -> None:
    """The refused case goes back to where it was decided, and its decision is set aside."""
    if appeal.kind != "appeal":
        return
    application = session.get_one(Application, appeal.application_id)
    decisions = select(Decision).where(Decision.application_id == application.id, Decision.set_aside_at.is_(None))
    latest = session.scalars(decisions.order_by(Decision.decided_at.desc()).limit(1)).first()
    remedy = REMEDIES.get(application.state)
    if remedy is None:
        remedy = "reopen_selection" if latest is not None else "reopen_screening"
    if latest is not None:
        latest.set_aside_at = change.at
    perform_by_system(session, application, remedy)


CONSEQUENCES: dict[Consequence, Any] = {Consequence.REOPEN_DECISION: reopen_decision}
