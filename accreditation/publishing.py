"""Publishing decisions of a whole cohort at once: who waits for what, a rehearsal that leaves no trace, and all or none."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from accreditation.applications.models import Application
from accreditation.errors import HouseError
from accreditation.history import StateChange
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.cases import case_of
from accreditation.notifications.catalogue import BY_EFFECT
from accreditation.notifications.compose import Composed, Sender, about_case
from accreditation.notifications.recipients import Recipient, addressed
from accreditation.reviews.models import Decision
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


@dataclass(frozen=True)
class Letter:
    reader: Recipient
    composed: Composed


@dataclass(frozen=True)
class Rehearsed:
    """What publishing one decision would do: the state it leads to, and each letter as it would be sent."""

    number: str
    name: str
    step: Transition
    state: ApplicationState | None
    letters: Sequence[Letter]
    against: tuple[Text, ...]


class CohortRefused(HouseError):
    """At least one of the decisions cannot be published, so none was. `by_case`: number -> reasons."""

    def __init__(self, by_case: Mapping[str, Sequence[Text]]) -> None:
        super().__init__(*(reason for reasons in by_case.values() for reason in reasons))
        self.by_case = by_case


def cohort(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> list[Waiting]:
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


def _publish(session: Session, actor: Actor, waiting: Waiting, seen_version: int) -> StateChange:
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


def _in_order(cases: Sequence[Waiting]) -> list[Waiting]:
    """By id, as everybody locks them, so that two who publish at once wait for each other and never both."""
    return sorted(cases, key=lambda each: each.application.id)


def rehearse(session: Session, actor: Actor, cases: Sequence[Waiting], sender: Sender) -> list[Rehearsed]:
    """Publishes through the door inside a savepoint, composes every letter, and undoes all of it. Nothing is kept or sent."""
    found = []
    savepoint = session.begin_nested()
    try:
        for waiting in _in_order(cases):
            found.append(_rehearsed(session, actor, waiting, sender))
    finally:
        savepoint.rollback()
        session.expire_all()
    return sorted(found, key=lambda each: each.number)


def _rehearsed(session: Session, actor: Actor, waiting: Waiting, sender: Sender) -> Rehearsed:
    application, step = waiting.application, waiting.step
    assert step is not None
    number, name = application.number, application.applicant.display_name
    try:
        change = _publish(session, actor, waiting, application.version)
    except HouseError as refusal:
        return Rehearsed(number, name, step, None, [], refusal.reasons)
    return Rehearsed(number, name, step, application.state, _letters(session, change, sender), ())


def _letters(session: Session, change: StateChange, sender: Sender) -> list[Letter]:
    """Every mail that this step alone causes, to each of its readers, in their language."""
    rows = session.scalars(select(OutboxRow).where(OutboxRow.change_id == change.id).order_by(OutboxRow.id))
    letters = []
    for row in rows:
        case = case_of(session, row)
        for kind in BY_EFFECT.get(row.effect, ()):
            if case is not None:
                letters += [
                    Letter(reader, about_case(session, kind, case, reader, sender))
                    for reader in addressed(session, case, kind.to)
                ]
    return letters


def publish_cohort(session: Session, actor: Actor, cases: Sequence[Waiting], seen: Mapping[str, int]) -> int:
    """The decisions of `seen` in the transaction of the caller, who commits; CohortRefused (roll back) where one cannot be.

    `cases`: of the cohort as it is now. `seen`: number -> version of the page that was sent.
    """
    ready = {waiting.application.number: waiting for waiting in cases if waiting.is_ready}
    refused: dict[str, Sequence[Text]] = dict.fromkeys(sorted(seen.keys() - ready.keys()), (NOT_READY,))
    for waiting in _in_order([each for number, each in ready.items() if number in seen]):
        number = waiting.application.number
        try:
            _publish(session, actor, waiting, seen[number])
        except HouseError as refusal:
            refused[number] = refusal.reasons
    if not seen:
        refused[""] = (N_("No decision is ready to be published."),)
    if refused:
        raise CohortRefused(refused)
    return len(seen)
