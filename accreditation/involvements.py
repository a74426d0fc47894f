"""Who has which part in a case: the ties that the rule book weighs."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.endorsement_models import Endorsement
from accreditation.applications.interviews import LanguageInterview
from accreditation.applications.models import Application
from accreditation.applications.nomination_models import Nomination, Ranking
from accreditation.applications.referees.reading import ties_of_referees
from accreditation.history import StateChange
from accreditation.missions.models import Mission
from accreditation.people.interests import standing_interest
from accreditation.people.models import Interest, Person
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.panel_models import PanelVote
from accreditation.training.marking_models import Attendance, Mark, MarkingAgain
from accreditation.training.models import FormerStaff, WorkshopStaff
from accreditation.waivers.queries import ties_of_waivers
from accreditation.workflow.involvement import Involvement, Involvements
from accreditation.workflow.panel import RECUSED
from accreditation.workflow.states import MissionState

NOMINATING = ("recommend", "advise_against", "endorse", "endorse_on_paper", "keep_in_reserve", "decline_to_endorse")


def _voted_on_what_was_overruled() -> ColumnElement[bool]:
    """A vote on the decision that an appeal set aside, by whoever did not step back."""
    overruled = exists().where(
        Decision.application_id == PanelVote.application_id,
        Decision.overruled_by_id.is_not(None),
        Decision.decided_at >= PanelVote.cast_at,
    )
    return and_(PanelVote.choice != RECUSED, overruled)


def _ties(ids: Any) -> list[Select[Any]]:
    """Kind, case, person: one SELECT for everything that ties a person to a case by itself."""
    ended, began = ReviewAssignment.ended_at.is_not(None), Mission.began_at.is_not(None)
    reviewed = or_(ReviewAssignment.declared_at.is_not(None), ReviewAssignment.handed_in_at.is_not(None))
    reviewer = (ReviewAssignment.application_id, ReviewAssignment.reviewer_id)
    mentor = (Mission.application_id, Mission.mentor_id)
    first_word = (Nomination.application_id, Nomination.recommended_by_id)
    ties: list[tuple[Involvement, tuple[Any, Any], tuple[ColumnElement[bool], ...]]] = [
        (Involvement.NOMINATOR, (Endorsement.application_id, Endorsement.official_id), ()),
        (Involvement.NOMINATOR, first_word, (Nomination.recommended_by_id.is_not(None),)),
        (Involvement.REVIEWER, reviewer, (ReviewAssignment.ended_at.is_(None),)),
        (
            Involvement.UNDECLARED,
            reviewer,
            (ReviewAssignment.ended_at.is_(None), ReviewAssignment.declared_at.is_(None)),
        ),
        (Involvement.FORMER, reviewer, (ended, reviewed)),
        (Involvement.DECIDER, (Decision.application_id, Decision.decided_by_id), ()),
        (Involvement.DECIDER, (PanelVote.application_id, PanelVote.person_id), (PanelVote.choice != RECUSED,)),
        (
            Involvement.OVERRULED,
            (Decision.application_id, Decision.decided_by_id),
            (Decision.overruled_by_id.is_not(None),),
        ),
        (Involvement.OVERRULED, (PanelVote.application_id, PanelVote.person_id), (_voted_on_what_was_overruled(),)),
        (Involvement.REMARKER, (MarkingAgain.application_id, MarkingAgain.assessor_id), ()),
        (Involvement.MENTOR, mentor, (Mission.state != MissionState.CANCELLED,)),
        (Involvement.FORMER, mentor, (Mission.state == MissionState.CANCELLED, began)),
        (Involvement.FORMER, (Mark.application_id, Mark.assessor_id), ()),
    ]
    return [
        select(literal(kind.value), case, person).where(case.in_(ids), *conditions)
        for kind, (case, person), conditions in ties
    ]


def _ties_by_act(ids: Any) -> list[Select[Any]]:
    """Whoever spoke for the administration by a step or in ranking, found it ineligible, or held a language interview.

    What happened keeps the account that did it, also when that was merged into another since.
    """
    account, kept = aliased(Person), aliased(Person)
    standing = func.coalesce(kept.merged_into_id, account.merged_into_id, account.id)
    one_list = and_(Ranking.call_id == Application.call_id, Ranking.administration_id == Application.administration_id)
    acts: list[tuple[Involvement, Any, Any, Any]] = [
        (Involvement.NOMINATOR, StateChange.subject_id, StateChange.actor_id, StateChange.transition.in_(NOMINATING)),
        (
            Involvement.OVERRULED,
            StateChange.subject_id,
            StateChange.actor_id,
            StateChange.transition == "find_ineligible",
        ),
        (Involvement.NOMINATOR, Application.id, Ranking.ranked_by_id, one_list),
        (Involvement.FORMER, LanguageInterview.application_id, LanguageInterview.recorded_by_id, true()),
    ]
    return [
        select(literal(kind.value), case, standing)
        .select_from(person.class_)
        .join(account, account.id == person)
        .outerjoin(kept, kept.id == account.merged_into_id)
        .where(case.in_(ids), condition)
        for kind, case, person, condition in acts
    ]


def _ties_by_body(ids: Any) -> list[Select[Any]]:
    """Those who teach or assess in the candidate's workshop, or did in one attended before, and appeals panels."""
    staff = [
        select(literal(duty.value), Application.id, WorkshopStaff.person_id)
        .join(WorkshopStaff, WorkshopStaff.workshop_id == Application.workshop_id)
        .where(Application.id.in_(ids), WorkshopStaff.duty == duty.value)
        for duty in (Involvement.TRAINER, Involvement.ASSESSOR)
    ]
    former = (
        select(literal(Involvement.FORMER.value), Attendance.application_id, WorkshopStaff.person_id)
        .join(WorkshopStaff, WorkshopStaff.workshop_id == Attendance.workshop_id)
        .where(Attendance.application_id.in_(ids), Attendance.present)
    )
    left = (
        select(literal(Involvement.FORMER.value), Application.id, FormerStaff.person_id)
        .join(FormerStaff, FormerStaff.workshop_id == Application.workshop_id)
        .where(Application.id.in_(ids))
    )
    left_before = (
        select(literal(Involvement.FORMER.value), Attendance.application_id, FormerStaff.person_id)
        .join(FormerStaff, FormerStaff.workshop_id == Attendance.workshop_id)
        .where(Attendance.application_id.in_(ids), Attendance.present)
    )
    panel = (
        select(literal(Involvement.APPEALS_PANEL.value), Appeal.application_id, AppealPanelist.person_id)
        .join(AppealPanelist, AppealPanelist.appeal_id == Appeal.id)
        .where(Appeal.application_id.in_(ids), AppealPanelist.ended_at.is_(None))
    )
    relatives = [
        select(literal(Involvement.RELATED.value), Application.id, other)
        .join(Interest, one == Application.applicant_id)
        .where(Application.id.in_(ids), standing_interest())
        for one, other in ((Interest.person_id, Interest.other_id), (Interest.other_id, Interest.person_id))
    ]
    referees = ties_of_referees(ids, literal(Involvement.REFEREE.value))
    return [*staff, former, left, left_before, panel, *relatives, *referees, ties_of_waivers(ids)]


@cache
def _all_ties() -> CompoundSelect[Any]:
    """Put together once: it is asked for every page of cases."""
    ids = bindparam("ids", expanding=True)
    return union_all(*_ties(ids), *_ties_by_act(ids), *_ties_by_body(ids))


def involvements_in(session: Session, applications: Sequence[Application]) -> Mapping[uuid.UUID, Involvements]:
    """Per application, what each person is or was in it. One query over everything that ties a person to a case."""
    ids = [application.id for application in applications]
    found: dict[uuid.UUID, dict[uuid.UUID, set[Involvement]]] = {row_id: defaultdict(set) for row_id in ids}
    for kind, application_id, person_id in session.execute(_all_ties(), {"ids": ids}):
        found[application_id][person_id].add(Involvement(kind))
    for application in applications:
        found[application.id][application.applicant_id].add(Involvement.APPLICANT)
    return {
        application_id: {person_id: frozenset(kinds) for person_id, kinds in people.items()}
        for application_id, people in found.items()
    }


# Steps by which an official speaks on a nominee; the endorsement's row names only the last who wrote it.
