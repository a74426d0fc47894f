"""How far an administration is with its applicant: first word, reserve, and what the office sees to in its stead."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.applications.nomination_models import Nomination
from accreditation.errors import TransitionRefused
from accreditation.history import StateChange
from accreditation.region.calendar import holidays_of
from accreditation.texts import N_, Moment, Text
from accreditation.transition import perform_by_system
from accreditation.workflow.deadlines import add_working_days
from accreditation.workflow.effects import Consequence
from accreditation.workflow.states import ApplicationState


def nomination_of(session: Session, application: Application) -> Nomination:
    """The row of this application, made where there is none; not for pages that only read."""
    found = session.scalars(select(Nomination).where(Nomination.application_id == application.id)).one_or_none()
    if found is None:
        found = Nomination(application_id=application.id)
        session.add(found)
    return found


FIRST_WORDS = ("recommend", "advise_against")


def first_word_on(session: Session, application: Application) -> StateChange | None:
    """The head of unit's word as the history has it: who, when, and the note; None while there is none."""
    words = select(StateChange).where(StateChange.subject_id == application.id, StateChange.transition.in_(FIRST_WORDS))
    return session.scalars(words.options(joinedload(StateChange.actor)).limit(1)).first()


def words_on_endorsement(session: Session, application: Application) -> Sequence[Text]:
    """What is particular about an endorsement that is waited for; nothing in the usual case."""
    if application.state is not ApplicationState.AWAITING_ENDORSEMENT:
        return []
    found = session.scalars(select(Nomination).where(Nomination.application_id == application.id)).one_or_none()
    words = []
    if found is not None and found.escalated_at is not None:
        words.append(
            N_(
                "The administration could not answer so far. The regional office has been seeing to it since %(when)s.",
                when=Moment(found.escalated_at),
            )
        )
    if found is not None and found.reserved_at is not None:
        words.append(
            N_(
                "The administration has given its places to others and keeps this application in reserve until one becomes free."
            )
        )
    if application.administration.endorsement_levels > 1:
        waiting = found is None or found.recommended is None
        words.append(
            N_("The head of unit speaks first, then the Director General or a delegate decides.")
            if waiting
            else N_("The head of unit has spoken; the Director General or a delegate decides.")
        )
    return words


def escalate_where_nobody_endorses(session: Session, application: Application, _change: StateChange) -> None:
    """At once where nobody in the administration can speak; silence is noticed later, by the clock."""
    escalate(session, application)


def escalate(session: Session, application: Application) -> bool:
    """Hands the endorsement to the office where the rule book says so; False where it does not."""
    try:
        perform_by_system(session, application, "escalate")
    except TransitionRefused:
        return False
    return True


def keep_first_word(session: Session, application: Application, change: StateChange) -> None:
    nomination = nomination_of(session, application)
    nomination.recommended = change.transition == "recommend"
    nomination.recommended_by_id = change.actor_id


def note_escalation(session: Session, application: Application, change: StateChange) -> None:
    nomination_of(session, application).escalated_at = change.at


def begin_endorsement_afresh(session: Session, application: Application, change: StateChange) -> None:
    """The administration has the whole time of the scheme again."""
    nomination = nomination_of(session, application)
    nomination.escalated_at, nomination.asked_again_at = None, change.at
    nomination.endorse_by = _working_days_on(session, application, "endorsement_working_days")


def put_in_reserve(session: Session, application: Application, change: StateChange) -> None:
    nomination = nomination_of(session, application)
    nomination.reserved_at = change.at
    nomination.endorse_by = _working_days_on(session, application, "reserve_working_days")


def _working_days_on(session: Session, application: Application, number: str) -> Any:
    days = application.scheme.numbers[number]
    return add_working_days(clock.now(), days, holidays_of(session, application.region_id))


CONSEQUENCES: Mapping[Consequence, Any] = {
    Consequence.ESCALATE_WHERE_NOBODY_ENDORSES: escalate_where_nobody_endorses,
    Consequence.KEEP_FIRST_WORD: keep_first_word,
    Consequence.NOTE_ESCALATION: note_escalation,
    Consequence.BEGIN_ENDORSEMENT_AFRESH: begin_endorsement_afresh,
    Consequence.PUT_IN_RESERVE: put_in_reserve,
}
