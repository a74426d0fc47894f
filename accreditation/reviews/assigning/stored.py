"""Proposals as they are kept: asked for, worked out by the worker, changed by hand, discarded."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.database import new_id, new_public_id
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.jobs import outbox
from accreditation.people.models import Person
from accreditation.people.roles import refuse_outsider
from accreditation.reviews.assigning.gather import Gathered
from accreditation.reviews.assigning.models import AssignmentProposal, ProposedReview
from accreditation.reviews.assigning.plain import Pair, Proposal
from accreditation.schemes.models import Call
from accreditation.texts import N_
from accreditation.workflow.actors import Actor

PROPOSE = "propose_reviewers"
CHOOSE = N_("Choose a reviewer.")
_AT_ONCE = 500


def own_proposal(session: Session, actor: Actor, call: Call) -> AssignmentProposal | None:
    """The officer's latest proposal for the call that is not discarded."""
    query = select(AssignmentProposal).where(
        AssignmentProposal.call_id == call.id,
        AssignmentProposal.asked_by_id == actor.person_id,
        AssignmentProposal.discarded_at.is_(None),
    )
    return session.scalars(query.order_by(AssignmentProposal.asked_at.desc(), AssignmentProposal.id.desc())).first()


def ask_for_proposal(session: Session, actor: Actor, call: Call) -> AssignmentProposal:
    """A proposal that the worker works out after commit. Locked pairs of the one before stay; the rest is set aside."""
    refuse_outsider(actor, call.region_id)
    assert actor.person_id is not None
    earlier, now = own_proposal(session, actor, call), clock.now()
    proposal = AssignmentProposal(
        region_id=call.region_id, call_id=call.id, asked_by_id=actor.person_id, asked_at=now, figures={}
    )
    session.add(proposal)
    session.flush()
    if earlier is not None and earlier.applied_at is None:
        earlier.discarded_at = now
        for row in rows_of(session, earlier):
            if row.is_locked:
                kept = {"application_id": row.application_id, "reviewer_id": row.reviewer_id}
                session.add(ProposedReview(proposal_id=proposal.id, is_locked=True, by_hand=row.by_hand, **kept))
    outbox.put(session, effect=PROPOSE, lifecycle="assignment", subject_id=proposal.id, region_id=call.region_id)
    session.flush()
    return proposal


def rows_of(session: Session, proposal: AssignmentProposal) -> Sequence[ProposedReview]:
    """Every pair of the proposal; what of it may be shown the caller says."""
    query = select(ProposedReview).where(ProposedReview.proposal_id == proposal.id)
    return session.scalars(query.order_by(ProposedReview.id)).all()


def keep_proposal(session: Session, proposal: AssignmentProposal, found: Proposal, locked: Collection[Pair]) -> None:
    """What was worked out: the pairs besides those locked, the figures, and why cases stay short."""
    for row in rows_of(session, proposal):
        if (row.application_id, row.reviewer_id) not in found.pairs:
            session.delete(row)
    session.flush()
    rows = [
        {
            "id": new_id(),
            "public_id": new_public_id(),
            "proposal_id": proposal.id,
            "application_id": case_id,
            "reviewer_id": reviewer_id,
            "is_locked": False,
            "by_hand": False,
        }
        for case_id, reviewer_id in found.pairs
        if (case_id, reviewer_id) not in locked
    ]
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(ProposedReview), rows[start : start + _AT_ONCE])
    proposal.figures = _figures(found)
    proposal.finished_at = clock.now()


def _figures(found: Proposal) -> dict[str, Any]:
    return {
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": round(found.seconds, 2),
        "repeats": found.repeats,
        "short": {
            str(case_id): {
                "missing": short.missing,
                "binding": short.binding.value,
                "able": short.able,
                "counts": dict(short.counts),
            }
            for case_id, short in found.short.items()
        },
    }


def open_own(session: Session, actor: Actor, call: Call, public_id: str) -> AssignmentProposal:
    """The officer's proposal in hand, locked. ChangedMeanwhile: it was applied, replaced or discarded in another tab."""
    refuse_outsider(actor, call.region_id)
    query = select(AssignmentProposal).where(
        AssignmentProposal.public_id == public_id,
        AssignmentProposal.call_id == call.id,
        AssignmentProposal.asked_by_id == actor.person_id,
    )
    proposal = session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if proposal is None:
        raise NotPermitted
    if proposal.applied_at is not None or proposal.discarded_at is not None or proposal.finished_at is None:
        raise ChangedMeanwhile(N_("This proposal is no longer the present one. Look at it again."))
    return proposal


def discard(proposal: AssignmentProposal) -> None:
    """Nobody is assigned by it."""
    proposal.discarded_at = clock.now()


def add_by_hand(
    session: Session, proposal: AssignmentProposal, gathered: Gathered, application: Application, reviewer: Person
) -> ProposedReview:
    """The officer's own choice, locked. Invalid: something stands against the pair, as it does against any proposal."""
    pair = (application.id, reviewer.id)
    if application.id not in gathered.cases or reviewer.id not in gathered.people:
        raise NotPermitted
    if (refusal := next((each.reason for each in gathered.conflicts.get(pair, ()) if each.stands), None)) is not None:  # type: ignore[attr-defined]
        raise Invalid(refusal, "reviewer")
    standing = next(case.standing for case in gathered.problem.cases if case.id == application.id)
    present = {(row.application_id, row.reviewer_id) for row in rows_of(session, proposal)}
    if reviewer.id in standing or pair in present:
        raise Invalid(N_("This person is there already."), "reviewer")
    row = ProposedReview(
        proposal_id=proposal.id,
        application_id=application.id,
        reviewer_id=reviewer.id,
        is_locked=True,
        by_hand=True,
    )
    session.add(row)
    session.flush()
    return row
