"""The facts from which a proposal is made: cases of a call that wait for reviewers, and who could review them."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from accreditation import clock
from accreditation.applications.models import Application, EligibilityCheck
from accreditation.people.models import Person
from accreditation.people.roles import holders
from accreditation.region.models import Administration
from accreditation.reviews.assigning.models import ReviewerProfile
from accreditation.reviews.assigning.plain import Against, Case, Pair, Problem, Reviewer, Weights
from accreditation.reviews.models import ReviewAssignment
from accreditation.schemes.earlier import number_in
from accreditation.schemes.models import Call
from accreditation.transition import board
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState as _S

# By names of their own: what an officer may see asks for assignments too.
_review, _other = aliased(ReviewAssignment), aliased(ReviewAssignment)
WAITING = (_S.SCREENING, _S.UNDER_REVIEW)
_AT_WORK = (*WAITING, _S.INFORMATION_REQUESTED)


@dataclass(frozen=True)
class Gathered:
    """The problem with the rows it speaks of, and the conflicts found, which are said where a pair is looked at."""

    problem: Problem
    cases: Mapping[uuid.UUID, Application]
    people: Mapping[uuid.UUID, Person]
    profiles: Mapping[uuid.UUID, ReviewerProfile]
    conflicts: Mapping[Pair, Sequence[object]]


def gather(
    session: Session,
    call: Call,
    visible: ColumnElement[bool],
    *,
    locked: Collection[Pair] = (),
    only: uuid.UUID | None = None,
) -> Gathered:
    """About twenty queries, however many cases and reviewers. `visible`: what the officer who asks may see, and counts.

    `only`: one case alone. Locked pairs against which something stands are left out.
    """
    cases = _waiting(session, call, visible, only)
    people = holders(session, [Role.REVIEWER], call.region_id)
    profiles = _profiles(session, people)
    conflicts = board().conflicts(session, cases, people)
    assignments = _assignments_of(session, cases)
    against = _against(conflicts, assignments)
    problem = Problem(
        cases=tuple(_cases(cases, call, assignments)),
        reviewers=tuple(_reviewers(session, call, people, profiles, visible)),
        against=against,
        locked=frozenset(pair for pair in locked if pair not in against),
        seen=_seen(session, people, visible),
        together=_together(session, people, visible),
        weights=_weights(call.scheme.numbers),
    )
    by_id = {person.id: person for person in people}
    return Gathered(problem, {case.id: case for case in cases}, by_id, profiles, conflicts)


def _waiting(
    session: Session, call: Call, visible: ColumnElement[bool], only: uuid.UUID | None
) -> Sequence[Application]:
    """In screening with no condition found unmet, or under review; not on hold."""
    query = select(Application).where(
        Application.call_id == call.id,
        Application.state.in_(WAITING),
        Application.on_hold.is_(False),
        ~exists().where(EligibilityCheck.application_id == Application.id, EligibilityCheck.passed.is_(False)),
        visible,
        *(() if only is None else (Application.id == only,)),
    )
    options = (joinedload(Application.administration), joinedload(Application.applicant))
    return session.scalars(query.options(*options).order_by(Application.number)).all()


def _weights(numbers: Mapping[str, int]) -> Weights:
    return Weights(
        load=number_in(numbers, "load_weight"),
        administration=number_in(numbers, "administration_weight"),
        together=number_in(numbers, "together_weight"),
        elsewhere=number_in(numbers, "reviewers_elsewhere"),
    )


def _profiles(session: Session, people: Sequence[Person]) -> dict[uuid.UUID, ReviewerProfile]:
    query = select(ReviewerProfile).where(ReviewerProfile.person_id.in_([person.id for person in people]))
    return {profile.person_id: profile for profile in session.scalars(query)}


def _assignments_of(session: Session, cases: Sequence[Application]) -> list[tuple[uuid.UUID, uuid.UUID, bool]]:
    """Case, reviewer, and whether it ended."""
    query = select(
        ReviewAssignment.application_id, ReviewAssignment.reviewer_id, ReviewAssignment.ended_at.is_not(None)
    ).where(ReviewAssignment.application_id.in_([case.id for case in cases]))
    return [(case_id, person_id, bool(ended)) for case_id, person_id, ended in session.execute(query)]


def _against(conflicts: Mapping[Pair, Sequence[object]], assignments: Sequence[tuple]) -> dict[Pair, Against]:  # type: ignore[type-arg]
    found = {(case_id, person_id): Against.STOOD_BACK for case_id, person_id, ended in assignments if ended}
    for pair, each in conflicts.items():
        kinds = {conflict.kind for conflict in each if conflict.stands}  # type: ignore[attr-defined]
        if kinds:
            found[pair] = Against.ADMINISTRATION if "administration" in kinds else Against.CONFLICT
    return found


def _cases(cases: Sequence[Application], call: Call, assignments: Sequence[tuple]) -> list[Case]:  # type: ignore[type-arg]
    standing: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for case_id, person_id, ended in assignments:
        if not ended:
            standing[case_id].append(person_id)
    return [
        Case(
            case.id,
            case.administration_id,
            case.administration.sub_region,
            call.subject.code,
            call.language,
            case.scheme.numbers["reviewers"],
            tuple(sorted(standing[case.id])),
        )
        for case in cases
    ]


def _reviewers(
    session: Session,
    call: Call,
    people: Sequence[Person],
    profiles: Mapping[uuid.UUID, ReviewerProfile],
    visible: ColumnElement[bool],
) -> list[Reviewer]:
    """Whoever has said in which subjects and languages; nobody else is proposed."""
    homes = dict(session.execute(select(Administration.id, Administration.sub_region)).all())
    loads, today = open_reviews_of(session, people, visible), clock.today()
    usual = number_in(call.scheme.numbers, "open_reviews")
    return [
        Reviewer(
            person.id,
            person.administration_id,
            homes.get(person.administration_id, ""),
            frozenset(profile.subjects),
            frozenset(profile.languages),
            loads.get(person.id, 0),
            usual if profile.ceiling is None else profile.ceiling,
            profile.is_away(today),
        )
        for person in people
        if (profile := profiles.get(person.id)) is not None
    ]


def open_reviews_of(session: Session, people: Sequence[Person], visible: ColumnElement[bool]) -> dict[uuid.UUID, int]:
    """Reviews not handed in, of all calls, that the person who asks may see."""
    query = (
        select(_review.reviewer_id, func.count())
        .join(Application, Application.id == _review.application_id)
        .where(
            _review.reviewer_id.in_([person.id for person in people]),
            _review.ended_at.is_(None),
            _review.handed_in_at.is_(None),
            Application.state.in_(_AT_WORK),
            visible,
        )
        .group_by(_review.reviewer_id)
    )
    return dict(session.execute(query).all())


def _seen(session: Session, people: Sequence[Person], visible: ColumnElement[bool]) -> dict[Pair, int]:
    query = (
        select(_review.reviewer_id, Application.administration_id, func.count())
        .join(Application, Application.id == _review.application_id)
        .where(
            _review.reviewer_id.in_([person.id for person in people]),
            _review.ended_at.is_(None),
            visible,
        )
        .group_by(_review.reviewer_id, Application.administration_id)
    )
    return {(person_id, home_id): times for person_id, home_id, times in session.execute(query)}


def _together(session: Session, people: Sequence[Person], visible: ColumnElement[bool]) -> dict[Pair, int]:
    ids = [person.id for person in people]
    query = (
        select(_review.reviewer_id, _other.reviewer_id, func.count())
        .join(_other, _other.application_id == _review.application_id)
        .join(Application, Application.id == _review.application_id)
        .where(
            _review.reviewer_id < _other.reviewer_id,
            _review.reviewer_id.in_(ids),
            _other.reviewer_id.in_(ids),
            _review.ended_at.is_(None),
            _other.ended_at.is_(None),
            visible,
        )
        .group_by(_review.reviewer_id, _other.reviewer_id)
    )
    return {(one, two): times for one, two, times in session.execute(query)}
