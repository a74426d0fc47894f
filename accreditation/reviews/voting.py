"""The panel at work: who sits on it, who is away, and the votes of its members. Every vote locks and touches its case."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.reviews.decisions import pending_decision
from accreditation.reviews.panel_models import PanelVote
from accreditation.texts import N_
from accreditation.transition import facts_of, lock_case, refuse_if_stale, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.panel import ABSTAIN, RECUSED, member_against, panel_votes

DUTIES = ("member", "chair", "deputy")


def choices_of(application: Application) -> list[str]:
    """The outcomes one may vote for in the present state of the case."""
    return [step.name for step in APPLICATION.transitions if step.recorded_by and application.state in step.sources]


def vote(
    session: Session, actor: Actor, application: Application, choice: str, reason: str, *, seen_version: int
) -> PanelVote:
    """One member's vote, abstention or stepping back. It may be changed until the decision is recorded."""
    application = lock_case(session, application)
    facts = facts_of(session, application)
    if not permissions.may(permissions.DECIDE, actor, facts, application.state) or actor.person_id is None:
        raise NotPermitted
    refuse_if_stale(session, application, actor, seen_version)
    if not panel_votes(facts.numbers) or (refusal := member_against(actor, facts)) is not None:
        raise TransitionRefused(
            refusal if panel_votes(facts.numbers) else N_("The edition of this case asks for no vote.")
        )
    if pending_decision(session, application) is not None:
        raise TransitionRefused(N_("The decision of the panel is recorded, so nobody votes any more."))
    if choice not in (*choices_of(application), ABSTAIN, RECUSED):
        raise Invalid(N_("Choose how you vote."), "choice")
    if choice == RECUSED and not reason.strip():
        raise Invalid(N_("Say why you step back; only the panel and the auditor read it."), "reason")
    mine = PanelVote.person_id == actor.person_id
    earlier = select(PanelVote).where(PanelVote.application_id == application.id, mine, PanelVote.replaced_at.is_(None))
    for row in session.scalars(earlier):
        row.replaced_at = clock.now()
    session.flush()
    made = PanelVote(
        region_id=application.region_id, application_id=application.id, person_id=actor.person_id,
        stage=application.state.value, choice=choice, reason=reason.strip(), cast_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    touch(application)
    session.flush()
    return made


def votes_shown_to(session: Session, actor: Actor, application: Application) -> Sequence[PanelVote] | None:
    """The votes since the case came before the panel, to members who voted or stepped back, and to all once it is decided.

    None: this person does not see them yet.
    """
    query = select(PanelVote).where(PanelVote.application_id == application.id, PanelVote.replaced_at.is_(None))
    found = session.scalars(query.options(joinedload(PanelVote.person)).order_by(PanelVote.cast_at, PanelVote.id)).all()
    now = [each for each in found if each.cast_at >= application.state_since]
    is_open = any(each.person_id == actor.person_id for each in now) or pending_decision(session, application)
    return now if is_open else None
