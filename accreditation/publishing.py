"""Publishing decisions of a whole cohort at once: who waits for what, a rehearsal that leaves no trace, and all or none."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from accreditation.applications.models import Application
from accreditation.errors import HouseError
from accreditation.history import StateChange
from accreditation.reviews.decision_models import Decision
from accreditation.texts import N_, Text
from accreditation.transition import facts_of_many, perform_transition
from accreditation.workflow.actors import Actor
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.machine import Transition, reasons_against
from accreditation.workflow.states import ApplicationState

CALL_STATES = (ApplicationState.AWAITING_SHORTLISTING, ApplicationState.WAITLISTED)
WORKSHOP_STATES = (ApplicationState.AWAITING_PRE_ACCREDITATION,)
NOT_READY = N_("It is not ready to be published any more: look at it again.")


@dataclass(frozen=True)
class Waiting:
    """A case before its decision is published. `step`: what was recorded, None where nothing was.

    `is_mine`: this person may publish it; else somebody else must. `against`: what stands in the way of publishing.
    """

    application: Application
    step: Transition | None
    decision: Decision | None
    is_mine: bool
    against: tuple[Text, ...]

    @property
    def is_ready(self) -> bool:
        return self.step is not None and self.is_mine and not self.against


class CohortRefused(HouseError):
    """At least one of the decisions cannot be published, so none was. `by_case`: number -> reasons."""

    def __init__(self, by_case: Mapping[str, Sequence[Text]]) -> None:
        super().__init__(*(reason for reasons in by_case.values() for reason in reasons))
        self.by_case = by_case


def waiting_for_publication(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> list[Waiting]:
    """The cases of these conditions that wait for a decision to be published, by number. Constant in queries.

    A case on the waiting list belongs to it only while another decision on it is recorded.
    """
    query = select(Application).where(*conditions).options(joinedload(Application.applicant))
    found = session.scalars(query.order_by(Application.number)).all()
    facts, decisions = facts_of_many(session, found), _recorded(session, found)
    cases = []
    for application in found:
        decision = decisions.get(application.id)
        if decision is None and application.state is ApplicationState.WAITLISTED:
            continue
        known = facts[application.id]
        steps = [step for step in APPLICATION.transitions if step.decides and application.state in step.sources]
        step = APPLICATION.transition(decision.outcome) if decision else None
        mine = any(each.who(actor, known) is None for each in steps)
        against = reasons_against(APPLICATION, step, application, actor, known) if step and mine else ()
        cases.append(Waiting(application, step, decision, mine, against))
    return cases


def _recorded(session: Session, applications: Sequence[Application]) -> Mapping[uuid.UUID, Decision]:
    query = select(Decision).where(
        Decision.application_id.in_([row.id for row in applications]),
        Decision.released_at.is_(None),
        Decision.set_aside_at.is_(None),
    )
    return {row.application_id: row for row in session.scalars(query.options(joinedload(Decision.decided_by)))}


def publish_one(session: Session, actor: Actor, waiting: Waiting, seen_version: int) -> StateChange:
    assert waiting.decision is not None
    return perform_transition(
        session,
        waiting.application,
        waiting.decision.outcome,
        actor=actor,
        note=waiting.decision.statement,
        reasons=waiting.decision.reasons,
        seen_version=seen_version,
    )


def in_publishing_order(cases: Sequence[Waiting]) -> list[Waiting]:
    """By id, as everybody locks them, so that two who publish at once wait for each other and never both."""
    return sorted(cases, key=lambda each: each.application.id)


def publish_cohort(session: Session, actor: Actor, cases: Sequence[Waiting], seen: Mapping[str, int]) -> int:
    """The decisions of `seen` in the transaction of the caller, who commits; CohortRefused (roll back) where one cannot be.

    `cases`: of the cohort as it is now. `seen`: number -> version of the page that was sent.
    """
    ready = {waiting.application.number: waiting for waiting in cases if waiting.is_ready}
    refused: dict[str, Sequence[Text]] = dict.fromkeys(sorted(seen.keys() - ready.keys()), (NOT_READY,))
    for waiting in in_publishing_order([each for number, each in ready.items() if number in seen]):
        number = waiting.application.number
        try:
            publish_one(session, actor, waiting, seen[number])
        except HouseError as refusal:
            refused[number] = refusal.reasons
    if not seen:
        refused[""] = (N_("No decision is ready to be published."),)
    if refused:
        raise CohortRefused(refused)
    return len(seen)
