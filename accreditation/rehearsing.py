"""What publishing a cohort would do: every letter as it would go out, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.errors import HouseError
from accreditation.history import StateChange
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.cases import case_of
from accreditation.notifications.catalogue import BY_EFFECT
from accreditation.notifications.compose import Composed, Sender, about_case
from accreditation.notifications.recipients import Recipient, addressed
from accreditation.publishing import Waiting, in_publishing_order, publish_one
from accreditation.texts import Text
from accreditation.workflow.actors import Actor
from accreditation.workflow.machine import Transition
from accreditation.workflow.states import ApplicationState


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


def rehearse(session: Session, actor: Actor, cases: Sequence[Waiting], sender: Sender) -> list[Rehearsed]:
    """Publishes through the door inside a savepoint, composes every letter, and undoes all of it. Nothing is kept or sent."""
    found = []
    savepoint = session.begin_nested()
    try:
        for waiting in in_publishing_order(cases):
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
        change = publish_one(session, actor, waiting, application.version)
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
