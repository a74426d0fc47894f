"""The facts of appeals and complaints: whose matter it is, who took part in it, and what the panel has done so far."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.appeals.models import Appeal, AppealHearing, AppealPanelist, Kind
from accreditation.applications.models import Application
from accreditation.involvements import involvements_in
from accreditation.people.interests import related_to
from accreditation.people.models import Person
from accreditation.region.calendar import holidays_of
from accreditation.workflow.actors import DISQUALIFYING
from accreditation.workflow.appeal_facts import AppealFacts
from accreditation.workflow.involvement import Involvement, Involvements

BARRED = DISQUALIFYING | {Involvement.DECIDER, Involvement.FILER}
Parts = dict[uuid.UUID, set[Involvement]]


def appeal_facts(session: Session, appeals: Sequence[Appeal]) -> Mapping[uuid.UUID, AppealFacts]:
    """The facts of a page of appeals and complaints; constant in queries."""
    ids = {row.application_id for row in appeals if row.application_id}
    query = select(Application).where(Application.id.in_(ids)).options(joinedload(Application.scheme))
    applications = {row.id: row for row in session.scalars(query)} if ids else {}
    involvements = involvements_in(session, list(applications.values())) if applications else {}
    people = {row.about_id for row in appeals if row.about_id}
    close = related_to(session, people) if people else {}
    homes = dict(session.execute(select(Person.id, Person.administration_id).where(Person.id.in_(people))).all())
    seats = _seats(session, appeals)
    hearings = _hearings(session, appeals)
    earlier = _earlier_panels(session, ids)
    found = {}
    for row in appeals:
        application = applications.get(row.application_id) if row.application_id else None
        parts = _parts(row, involvements.get(row.application_id, {}) if row.application_id else {}, close)
        for appeal_id, person_id in earlier[row.application_id] if row.application_id else ():
            if appeal_id != row.id:
                parts[person_id].add(Involvement.FORMER)
        home = homes.get(row.about_id) if row.about_id else None
        if application is not None and row.about_id in (None, application.applicant_id):
            home = application.administration_id
        found[row.id] = _facts_of_one(session, row, application, parts, home, seats[row.id], hearings.get(row.id))
    return found


def _seats(session: Session, appeals: Sequence[Appeal]) -> Mapping[uuid.UUID, list[Any]]:
    """Per appeal the members of its panel who still sit, as (seat, their administration)."""
    query = (
        select(AppealPanelist, Person.administration_id)
        .join(Person, Person.id == AppealPanelist.person_id)
        .where(AppealPanelist.appeal_id.in_([row.id for row in appeals]), AppealPanelist.ended_at.is_(None))
    )
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for seat, administration_id in session.execute(query):
        found[seat.appeal_id].append((seat, administration_id))
    return found


def _earlier_panels(session: Session, ids: set[uuid.UUID]) -> Mapping[uuid.UUID, list[tuple[uuid.UUID, uuid.UUID]]]:
    """Per application who ever sat on a panel in it, as (appeal, person)."""
    found: dict[uuid.UUID, list[tuple[uuid.UUID, uuid.UUID]]] = defaultdict(list)
    if ids:
        query = select(Appeal.application_id, AppealPanelist.appeal_id, AppealPanelist.person_id).join(
            Appeal, Appeal.id == AppealPanelist.appeal_id
        )
        for application_id, appeal_id, person_id in session.execute(query.where(Appeal.application_id.in_(ids))):
            found[application_id].append((appeal_id, person_id))
    return found


def _hearings(session: Session, appeals: Sequence[Appeal]) -> Mapping[uuid.UUID, AppealHearing]:
    query = select(AppealHearing).where(AppealHearing.appeal_id.in_([row.id for row in appeals]))
    return {row.appeal_id: row for row in session.scalars(query)}


def _parts(row: Appeal, involvements: Involvements, close: Mapping[uuid.UUID, frozenset[uuid.UUID]]) -> Parts:
    """What each person is in it besides a seat on its panel."""
    parts: Parts = defaultdict(set)
    for person_id, kinds in involvements.items():
        parts[person_id] |= kinds - {Involvement.APPEALS_PANEL}
    if row.about_id is not None:
        parts[row.about_id].add(Involvement.APPLICANT)
        for person_id in close.get(row.about_id, ()):
            parts[person_id].add(Involvement.RELATED)
    if row.filed_by_id is not None:
        parts[row.filed_by_id].add(Involvement.FILER)
    return parts


def _facts_of_one(
    session: Session,
    row: Appeal,
    application: Application | None,
    parts: Parts,
    home: uuid.UUID | None,
    seats: Sequence[Any],
    hearing: AppealHearing | None,
) -> AppealFacts:
    is_complaint = row.kind == Kind.COMPLAINT
    homes = {one for one in (home, row.filed_for_id) if one is not None}
    conflicted = sum(
        bool(parts[seat.person_id] & BARRED) or administration_id in homes for seat, administration_id in seats
    )
    for seat, _ in seats:
        parts[seat.person_id] |= {Involvement.APPEALS_PANEL}
    return AppealFacts(
        now=clock.now(),
        region_id=row.region_id,
        applicant_id=row.about_id,
        administration_id=home,
        involvements={person_id: frozenset(kinds) for person_id, kinds in parts.items()},
        numbers=row.scheme.numbers,
        holidays=holidays_of(session, row.region_id),
        kind=row.kind,
        circle=row.circle,
        case_officer_id=row.case_officer_id,
        application_state=application.state if application is not None and not is_complaint else None,
        is_in_time=_came_in_time(row),
        is_linked=not is_complaint or row.linked_at is not None,
        **_hearing_in(row, hearing),
        panel=len(seats),
        panel_conflicted=conflicted,
        panel_agreed=sum(seat.agreed_at is not None for seat, _ in seats),
        chair_id=next((seat.person_id for seat, _ in seats if seat.is_chair), None),
        **_written(row),
    )


def _came_in_time(row: Appeal) -> bool:
    window = timedelta(days=row.scheme.numbers["appeal_window_days"])
    return row.decision_published_at is None or row.filed_at - row.decision_published_at <= window


def _hearing_in(row: Appeal, hearing: AppealHearing | None) -> dict[str, bool]:
    """Whether the person complained about had a word, or could have had one, and whether they may have it now."""
    now = clock.now()
    over = hearing is not None and (hearing.answered_at is not None or hearing.answer_by < now)
    return {
        "was_heard": row.kind == Kind.APPEAL or row.about_id is None or over,
        "is_heard_now": hearing is not None and hearing.person_id == row.about_id and hearing.answer_by >= now,
    }


def _written(row: Appeal) -> dict[str, Any]:
    """What the panel has written so far."""
    return {
        "has_reasons": bool(row.conclusion.strip()),
        "grounds_open": sum(not (row.findings.get(kind) or {}).get("reason", "").strip() for kind in row.kinds),
        "names_what_follows": bool(row.measure if row.kind == Kind.COMPLAINT else row.remedy),
        "names_the_part": bool(row.upheld_part.strip()),
    }
