"""Applying a proposal: everything is looked at again, then all reviewers are assigned or none."""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import ChangedMeanwhile
from accreditation.people.models import Person
from accreditation.reviews.assigning.gather import Gathered
from accreditation.reviews.assigning.models import AssignmentProposal, ProposedReview
from accreditation.reviews.reviewers import assign_reviewer
from accreditation.texts import N_, Text
from accreditation.workflow.actors import Actor

_NAMED = 10


def apply_proposal(
    session: Session,
    actor: Actor,
    proposal: AssignmentProposal,
    rows: Sequence[ProposedReview],
    now_gathered: Gathered,
) -> int:
    """Assigns every pair through `assign_reviewer`, cases in order of id; how many. Mailed are those whose review is under way.

    `rows`: the pairs that the officer may see. ChangedMeanwhile names what no longer fits, and nobody is assigned.
    """
    changed = list(what_changed(rows, now_gathered))
    if changed:
        raise ChangedMeanwhile(*changed[:_NAMED])
    for row in sorted(rows, key=lambda row: (row.application_id, row.reviewer_id)):
        assign_reviewer(
            session,
            actor,
            session.get_one(Application, row.application_id),
            session.get_one(Person, row.reviewer_id),
        )
    proposal.applied_at = clock.now()
    session.flush()
    return len(rows)


def what_changed(rows: Sequence[ProposedReview], gathered: Gathered) -> Iterator[Text]:
    """What has come between since the proposal was worked out or a pair was chosen by hand."""
    cases = {case.id: case for case in gathered.problem.cases}
    reviewers = {reviewer.id: reviewer for reviewer in gathered.problem.reviewers}
    proposed: Counter[uuid.UUID] = Counter(row.application_id for row in rows)
    for row in rows:
        number, name = row.application.number, row.reviewer.display_name
        pair, case = (row.application_id, row.reviewer_id), cases.get(row.application_id)
        if case is None:
            yield N_("%(number)s no longer waits for reviewers.", number=number)
        elif row.reviewer_id not in gathered.people:
            yield N_("%(name)s is no longer a reviewer.", name=name)
        elif row.reviewer_id in case.standing:
            yield N_("%(name)s was assigned to %(number)s meanwhile.", name=name, number=number)
        elif pair in gathered.problem.against and not (row.by_hand and not _conflicted(gathered, pair)):
            yield N_("Something stands against %(name)s in %(number)s now.", name=name, number=number)
        elif not row.by_hand and ((found := reviewers.get(row.reviewer_id)) is None or found.away):
            yield N_("%(name)s is away now.", name=name)
    for case_id, times in proposed.items():
        case = cases.get(case_id)
        if case is not None and case.standing and len(case.standing) + times > case.needed:
            hand = sum(row.by_hand for row in rows if row.application_id == case_id)
            if times - hand > max(0, case.needed - len(case.standing)):
                yield N_("%(number)s has reviewers by now.", number=gathered.cases[case_id].number)
    yield from _beyond_ceilings(rows, gathered)


def _conflicted(gathered: Gathered, pair: tuple[uuid.UUID, uuid.UUID]) -> bool:
    return any(each.stands for each in gathered.conflicts.get(pair, ()))  # type: ignore[attr-defined]


def _beyond_ceilings(rows: Sequence[ProposedReview], gathered: Gathered) -> Iterator[Text]:
    """Whoever got other reviews meanwhile; what the officer chose by hand may go beyond."""
    more = Counter(row.reviewer_id for row in rows)
    chosen = {row.reviewer_id for row in rows if row.by_hand}
    for reviewer in gathered.problem.reviewers:
        if reviewer.id in more and reviewer.id not in chosen and reviewer.load + more[reviewer.id] > reviewer.ceiling:
            name = gathered.people[reviewer.id].display_name
            yield N_("%(name)s has no room for so many reviews now.", name=name)
