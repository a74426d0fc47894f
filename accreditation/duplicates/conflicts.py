"""Why two accounts cannot become one, or one not two again: each reason is a sentence for the office."""

import uuid
from collections.abc import Iterator, Sequence
from itertools import chain

from sqlalchemy import UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Session, aliased

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.duplicates.columns import MOVES
from accreditation.duplicates.moving import table_of
from accreditation.history import StateChange
from accreditation.involvements import involvements_in
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.region.models import Category, Subject
from accreditation.reviews.decision_models import Decision
from accreditation.schemes.models import Call
from accreditation.texts import N_, Text
from accreditation.workflow.actors import DISQUALIFYING
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.states import HELD, OPEN

# A declared tie between the two accounts is no part in a case; it speaks against one person, and staff see it.
_NO_PART = frozenset({Involvement.APPLICANT, Involvement.RELATED})


def reasons_against_merging(session: Session, kept: Person, absorbed: Person) -> Sequence[Text]:
    """Everything that must be settled first; empty when nothing stands in the way. A constant number of queries."""
    if kept.region_id != absorbed.region_id or kept.id == absorbed.id:
        return [N_("The two accounts belong to different regions, or are the same one.")]
    if kept.merged_into_id is not None or absorbed.merged_into_id is not None:
        return [N_("One of the two accounts was merged already.")]
    if kept.disabled_at is not None:
        return [N_("The account to keep is disabled. Keep the other one.")]
    checks = (_two_in_a_call, _two_accreditations, _part_in_own_case, _examined_and_decided, _twice_the_same, _deputies)
    return list(chain.from_iterable(check(session, kept.id, absorbed.id) for check in checks))


def _two_in_a_call(session: Session, one: uuid.UUID, other: uuid.UUID) -> Iterator[Text]:
    mine, yours = aliased(Application), aliased(Application)
    query = (
        select(Call.reference, mine.number, yours.number)
        .join(mine, mine.call_id == Call.id)
        .join(yours, yours.call_id == Call.id)
        .where(mine.applicant_id == one, yours.applicant_id == other)
        .where(mine.state.in_(list(OPEN)), yours.state.in_(list(OPEN)))
    )
    for reference, first, second in session.execute(query):
        yield N_(
            "Both accounts have a live application in the call %(call)s: %(one)s and %(other)s. One must be withdrawn first.",
            call=reference, one=first, other=second,
        )  # fmt: skip


def _two_accreditations(session: Session, one: uuid.UUID, other: uuid.UUID) -> Iterator[Text]:
    mine, yours = aliased(Accreditation), aliased(Accreditation)
    same = and_(
        mine.category_id == yours.category_id, mine.subject_id == yours.subject_id, mine.language == yours.language
    )
    query = (
        select(Category.code, Subject.code, mine.language)
        .select_from(mine)
        .join(yours, same)
        .join(Category, Category.id == mine.category_id)
        .join(Subject, Subject.id == mine.subject_id)
        .where(mine.person_id == one, yours.person_id == other)
        .where(mine.state.in_(list(HELD)), yours.state.in_(list(HELD)))
    )
    for scope in session.execute(query):
        yield N_("Both accounts are accredited for %(scope)s. End one accreditation first.", scope=" · ".join(scope))


def _part_in_own_case(session: Session, one: uuid.UUID, other: uuid.UUID) -> Iterator[Text]:
    """What one account did, or has to do, in a case of the other: it would be a part in one's own case."""
    query = select(Application).where(Application.applicant_id.in_((one, other)))
    cases = session.scalars(query.order_by(Application.number)).all()
    involved = involvements_in(session, cases)
    ids = [case.id for case in cases]
    acted = set(
        session.execute(
            select(StateChange.subject_id, StateChange.actor_id).where(
                StateChange.subject_id.in_(ids), StateChange.actor_id.in_((one, other))
            )
        )
    )
    for case in cases:
        stranger = other if case.applicant_id == one else one
        if involved[case.id].get(stranger, frozenset()) - _NO_PART or (case.id, stranger) in acted:
            yield N_(
                "One account takes or took part in the case %(number)s of the other. "
                "Nobody examines, endorses or decides their own case.",
                number=case.number,
            )


def _examined_and_decided(session: Session, one: uuid.UUID, other: uuid.UUID) -> Iterator[Text]:
    """Whoever nominated, examined, taught, accompanied or vouched does not decide (ISO/IEC 17024, 5.2 and 9.4)."""
    recorded = select(Decision.application_id, Decision.decided_by_id).where(Decision.decided_by_id.in_((one, other)))
    decided = {(case_id, who) for case_id, who in session.execute(recorded)}
    query = select(Application).where(Application.id.in_({case_id for case_id, _ in decided}))
    cases = session.scalars(query.order_by(Application.number)).all()
    involved = involvements_in(session, cases)
    for case in cases:
        strangers = [other if who == one else one for case_id, who in decided if case_id == case.id]
        if any(involved[case.id].get(who, frozenset()) & DISQUALIFYING - _NO_PART for who in strangers):
            yield N_("One account examined the case %(number)s and the other decided it.", number=case.number)


def _twice_the_same(session: Session, one: uuid.UUID, other: uuid.UUID) -> Iterator[Text]:
    """Rows of both that could not stand side by side under one person: the same case reviewed by both, and the like."""
    for reference in MOVES:
        table = table_of(reference)
        keys = [
            [column.name for column in constraint.columns if column.name != reference.column]
            for constraint in table.constraints
            if isinstance(constraint, UniqueConstraint) and reference.column in constraint.columns
        ]
        for key in keys:
            mine, yours = table.alias(), table.alias()
            query = (
                select(mine.c.id)
                .join(yours, and_(*(mine.c[name] == yours.c[name] for name in key)))
                .where(mine.c[reference.column] == one, yours.c[reference.column] == other)
            )
            if session.scalars(query.limit(1)).first() is not None:
                yield N_("Both accounts have the same part in the same case: %(what)s.", what=reference.label)


def _deputies(session: Session, one: uuid.UUID, other: uuid.UUID) -> Iterator[Text]:
    query = (
        select(Deputy.id)
        .join(RoleGrant, RoleGrant.id == Deputy.grant_id)
        .where(Deputy.ends_on >= clock.today(), RoleGrant.revoked_at.is_(None))
        .where(
            or_(
                and_(Deputy.person_id == one, RoleGrant.person_id == other),
                and_(Deputy.person_id == other, RoleGrant.person_id == one),
            )
        )
    )
    if session.scalars(query.limit(1)).first() is not None:
        yield N_("One account stands in for the other. This must be over first.")
