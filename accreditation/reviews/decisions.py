"""Recording a judgement before it is published."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.panel_models import PanelVote
from accreditation.texts import N_, Moment
from accreditation.transition import facts_of, lock_case, refuse_if_stale, touch
from accreditation.workflow.actors import Actor
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.machine import Transition


def outcomes_for(application: Application, actor: Actor, facts: Any) -> list[Transition]:
    """The judgements this person could record on this case in its present state."""
    return [
        step
        for step in APPLICATION.transitions
        if step.decides and application.state in step.sources and step.who(actor, facts) is None
    ]


def what_stands_against(step: Transition, facts: Any) -> list[Any]:
    """Reasons of the rule book against this outcome, other than that no decision is recorded yet."""
    recorded = f"the_decision_says_{step.name}"
    skipped = {recorded, "reasons_are_given", "whoever_decided_is_impartial"}
    guards = [*APPLICATION.common_guards, *(guard for guard in step.guards if guard.__name__ not in skipped)]
    facts = replace(facts, decision=step.name)
    return [reason for guard in guards if (reason := guard(facts)) is not None]


def pending_decision(session: Session, application: Application) -> Decision | None:
    """Recorded, not yet published."""
    query = select(Decision).where(
        Decision.application_id == application.id, Decision.released_at.is_(None), Decision.set_aside_at.is_(None)
    )
    return session.scalars(query.order_by(Decision.decided_at.desc())).first()


def _refuse_unlisted(application: Application, step: Transition, reasons: Sequence[str]) -> None:
    if step.reasons and not reasons:
        raise Invalid(N_("Choose at least one reason."), field="reasons")
    unknown = set(reasons) - {reason["code"] for reason in application.scheme.reasons.get(step.reasons or "", [])}
    if unknown:
        raise Invalid(N_("This reason is not in the scheme’s list."), field="reasons")


def _refuse_if_another_decided(pending: Decision | None, actor: Actor) -> None:
    """A judgement is no step yet, so the history does not tell of it."""
    if pending is not None and pending.decided_by_id != actor.person_id:
        raise ChangedMeanwhile(
            N_(
                "%(who)s recorded the decision “%(step)s” on %(when)s, after you opened this page.",
                who=pending.decided_by.display_name,
                step=APPLICATION.transition(pending.outcome).done,
                when=Moment(pending.decided_at),
            )
        )


def _set_aside(pending: Decision | None) -> None:
    """A later judgement takes the place of one not yet published, unless an appeals panel put that there."""
    if pending is None:
        return
    if pending.appeal_id is not None:
        raise TransitionRefused(N_("The appeals panel decided this case. Its decision is published, not replaced."))
    pending.set_aside_at = clock.now()


def _close_votes_that_do_not_count(session: Session, application: Application, entitled: Collection[uuid.UUID]) -> None:
    """Votes of whoever holds an interest or sits no longer stay on record, and are no part of the decision that is recorded."""
    standing = (PanelVote.application_id == application.id, PanelVote.replaced_at.is_(None))
    for vote in session.scalars(select(PanelVote).where(*standing, PanelVote.person_id.not_in(entitled))):
        vote.replaced_at = clock.now()


def _recordable(application: Application, actor: Actor, outcome: str, facts: Any) -> Transition:
    """The step of that name, if this person may record it now and nothing stands against it."""
    step = next((step for step in outcomes_for(application, actor, facts) if step.name == outcome), None)
    if step is None or actor.person_id is None:
        raise NotPermitted
    refusal = step.recorded_by(actor, facts) if step.recorded_by is not None else None
    if against := [*([refusal] if refusal is not None else []), *what_stands_against(step, facts)]:
        raise TransitionRefused(*against)
    return step


def record_decision(
    session: Session,
    actor: Actor,
    application: Application,
    outcome: str,
    *,
    reasons: Sequence[str],
    statement: str,
    seen_version: int,
    words: str = "",
) -> Decision:
    """Keeps the judgement; the case moves only when it is published. An earlier unpublished one is set aside."""
    application = lock_case(session, application)
    earlier = pending_decision(session, application)
    if seen_version != application.version:
        _refuse_if_another_decided(earlier, actor)
    refuse_if_stale(session, application, actor, seen_version)
    facts = facts_of(session, application)
    step = _recordable(application, actor, outcome, facts)
    assert actor.person_id is not None
    _refuse_unlisted(application, step, reasons)
    _set_aside(earlier)
    _close_votes_that_do_not_count(session, application, facts.panel.entitled)
    decision = Decision(
        region_id=application.region_id,
        application_id=application.id,
        stage=application.state.value,
        outcome=outcome,
        decided_by_id=actor.person_id,
        decided_at=clock.now(),
        reasons=list(reasons),
        statement=statement.strip(),
        words=words.strip(),
    )
    session.add(decision)
    touch(application)
    session.flush()
    return decision
