"""What the rule book may know of workshops, and of candidates in them."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.region.calendar import end_of, holidays_of, start_of
from accreditation.training.marking_models import Attendance, Mark, MarkingAgain
from accreditation.training.models import Workshop, WorkshopStaff
from accreditation.training.results import result_of
from accreditation.training.seats import seats_of
from accreditation.workflow.deadlines import add_working_days
from accreditation.workflow.states import SEATED, ApplicationState, WorkshopState
from accreditation.workflow.workshop_facts import WorkshopFacts

Partial = dict[uuid.UUID, dict[str, Any]]
_S = ApplicationState
_MARKED = {_S.IN_WORKSHOP, _S.AWAITING_PRE_ACCREDITATION}
_NEEDS_WORKSHOP = {_S.WAITLISTED, _S.SHORTLISTED, _S.INVITED, _S.CONFIRMED, *_MARKED}


def workshop_moments(session: Session, workshop: Workshop, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Until when it should have started (the end of its first day) and ended, marks, waiting list; empty without dates."""
    if workshop.starts_on is None or workshop.ends_on is None:
        return {}
    ends_at = end_of(workshop.ends_on, workshop.time_zone)
    holidays = holidays_of(session, workshop.region_id)
    starts_at = start_of(workshop.starts_on, workshop.time_zone)
    return {
        "workshop_starts_at": end_of(workshop.starts_on, workshop.time_zone),
        "waitlist_closes_at": starts_at - timedelta(days=numbers["waitlist_closes_days"]),
        "workshop_ends_at": ends_at,
        "marking": add_working_days(ends_at, numbers["marking_working_days"], holidays),
    }


def _marks_of(session: Session, application_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, Any, int]]]:
    query = (
        select(Mark.application_id, Mark.criterion, Mark.assessor_id, Mark.level)
        .join(Application, Application.id == Mark.application_id)
        .where(
            Mark.application_id.in_(application_ids),
            Mark.workshop_id == Application.workshop_id,
            Mark.voided_at.is_(None),
        )
    )
    found: dict[uuid.UUID, list[tuple[str, Any, int]]] = defaultdict(list)
    for application_id, criterion, assessor_id, level in session.execute(query):
        found[application_id].append((criterion, assessor_id, level))
    return found


def _count_by_workshop(session: Session, query: Any) -> Counter[uuid.UUID]:
    return Counter(dict(session.execute(query).all()))


def _assessors(session: Session, workshop_ids: set[uuid.UUID]) -> Counter[uuid.UUID]:
    return _count_by_workshop(
        session,
        select(WorkshopStaff.workshop_id, func.count())
        .where(WorkshopStaff.workshop_id.in_(workshop_ids), WorkshopStaff.duty == "assessor")
        .group_by(WorkshopStaff.workshop_id),
    )


def _marked_again(session: Session, applications: Sequence[Application]) -> dict[uuid.UUID, int]:
    """Per application with void marks in its workshop, how many mark it: whoever marks again, and whose marks still stand."""
    ids = [application.id for application in applications if application.state is _S.AWAITING_PRE_ACCREDITATION]
    if not ids:
        return {}
    marks = select(Mark.application_id, Mark.assessor_id, Mark.voided_at.is_(None)).join(
        Application, and_(Application.id == Mark.application_id, Application.workshop_id == Mark.workshop_id)
    )
    named = select(MarkingAgain.application_id, MarkingAgain.assessor_id).where(MarkingAgain.application_id.in_(ids))
    counted: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    void: set[uuid.UUID] = set()
    for application_id, assessor_id, stands in session.execute(marks.where(Mark.application_id.in_(ids)).distinct()):
        counted[application_id] |= {assessor_id} if stands else set()
        void |= set() if stands else {application_id}
    for application_id, assessor_id in session.execute(named):
        counted[application_id].add(assessor_id)
    return {application_id: len(counted[application_id]) for application_id in void}


def open_workshop_of(session: Session, call_ids: set[uuid.UUID]) -> dict[uuid.UUID, Workshop]:
    """Per call the workshop that takes candidates now, or else the next that is planned."""
    query = select(Workshop).where(
        Workshop.call_id.in_(call_ids), Workshop.state.in_([WorkshopState.OPEN, WorkshopState.PLANNED])
    )
    ordered = sorted(session.scalars(query), key=lambda row: (row.state is not WorkshopState.OPEN, str(row.id)))
    found: dict[uuid.UUID, Workshop] = {}
    for workshop in ordered:
        found.setdefault(workshop.call_id, workshop)
    return found


def next_workshop(session: Session, call_id: uuid.UUID) -> Workshop | None:
    """Of one call: the workshop that takes candidates now, or else the next that is planned."""
    return open_workshop_of(session, {call_id}).get(call_id)


@cache
def _workshops() -> Select[tuple[Workshop]]:
    return select(Workshop).where(Workshop.id.in_(bindparam("ids", expanding=True)))


def candidate_facts(session: Session, applications: Sequence[Application]) -> Partial:
    """Per application the keyword arguments of ApplicationFacts about its workshop, and under "moments" its days."""
    found: Partial = {application.id: {} for application in applications}
    concerned = [application for application in applications if application.state in _NEEDS_WORKSHOP]
    own = {application.workshop_id for application in applications if application.workshop_id}
    workshops = {row.id: row for row in session.scalars(_workshops(), {"ids": list(own)})} if own else {}
    for application in applications:
        if application.workshop_id:
            found[application.id]["centre_id"] = workshops[application.workshop_id].centre_id
    if not concerned:
        return found
    unseated = {application.call_id for application in concerned if application.workshop_id is None}
    upcoming = open_workshop_of(session, unseated) if unseated else {}
    shown = set(workshops) | {workshop.id for workshop in upcoming.values()}
    seats = seats_of(session, shown, concerned)
    assessors = _assessors(session, shown)
    again = _marked_again(session, concerned)
    attended = _attended(session, [row.id for row in concerned if row.state in {_S.CONFIRMED, _S.IN_WORKSHOP}])
    marks = _marks_of(session, [application.id for application in concerned if application.state in _MARKED])
    for application in concerned:
        workshop = (
            workshops.get(application.workshop_id) if application.workshop_id else upcoming.get(application.call_id)
        )
        if workshop is None:
            continue
        marking = again.get(application.id, assessors[workshop.id])
        needed = max(application.scheme.numbers["assessors"], marking)
        result = result_of(marks[application.id], application.scheme.rubric, needed)
        found[application.id] |= {
            "workshop_state": workshop.state,
            "seats_left": seats.left_for(application, workshop),
            "attended": application.id in attended,
            "assessors": marking,
            "marks_missing": result.missing,
            "overall_mark": result.overall,
            "criteria_below_floor": result.below_floor,
            "moments": workshop_moments(session, workshop, application.scheme.numbers),
        }
    return found


def _attended(session: Session, application_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those present on the first day of the workshop they belong to now."""
    if not application_ids:
        return set()
    query = (
        select(Attendance.application_id)
        .join(Application, Application.id == Attendance.application_id)
        .join(Workshop, Workshop.id == Application.workshop_id)
        .where(
            Attendance.application_id.in_(application_ids),
            Attendance.workshop_id == Workshop.id,
            Attendance.day == Workshop.starts_on,
            Attendance.present,
        )
    )
    return set(session.scalars(query))


def workshop_facts(session: Session, workshops: Sequence[Workshop]) -> Mapping[uuid.UUID, WorkshopFacts]:
    """The facts of a page of workshops."""
    ids = {workshop.id for workshop in workshops}
    assessors = _assessors(session, ids)
    seated = select(Application.id, Application.workshop_id, Application.state).where(
        Application.workshop_id.in_(ids), Application.state.in_(SEATED)
    )
    by_workshop: dict[uuid.UUID, list[tuple[uuid.UUID, ApplicationState]]] = defaultdict(list)
    for application_id, workshop_id, state in session.execute(seated):
        by_workshop[workshop_id].append((application_id, state))
    recorded = set(
        session.execute(
            select(Attendance.workshop_id, Attendance.application_id)
            .join(Workshop, Workshop.id == Attendance.workshop_id)
            .where(Attendance.workshop_id.in_(ids), Attendance.day == Workshop.starts_on)
        )
    )
    marks = _marks_of(session, [case for rows in by_workshop.values() for case, state in rows if state in _MARKED])
    return {
        row.id: _facts_of_one(session, row, assessors[row.id], by_workshop[row.id], recorded, marks)
        for row in workshops
    }


def _facts_of_one(
    session: Session,
    workshop: Workshop,
    assessors: int,
    seated: Sequence[tuple[uuid.UUID, ApplicationState]],
    recorded: set[tuple[uuid.UUID, uuid.UUID]],
    marks: Mapping[uuid.UUID, list[tuple[str, Any, int]]],
) -> WorkshopFacts:
    scheme = workshop.call.scheme
    confirmed = [case for case, state in seated if state is _S.CONFIRMED]
    inside = [case for case, state in seated if state is _S.IN_WORKSHOP]
    needed = max(scheme.numbers["assessors"], assessors)
    return WorkshopFacts(
        now=clock.now(),
        region_id=workshop.region_id,
        centre_id=workshop.centre_id,
        call_id=workshop.call_id,
        numbers=scheme.numbers,
        holidays=holidays_of(session, workshop.region_id),
        moments=workshop_moments(session, workshop, scheme.numbers),
        starts_on=workshop.starts_on,
        ends_on=workshop.ends_on,
        today=clock.today(workshop.time_zone),
        assessors=assessors,
        confirmed=len(confirmed),
        attendance_missing=sum((workshop.id, case) not in recorded for case in confirmed),
        marks_missing=sum(result_of(marks.get(case, []), scheme.rubric, needed).missing for case in inside),
    )
