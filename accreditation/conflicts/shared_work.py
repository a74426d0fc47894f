"""Conflicts by what people did together: as trainer and trainee, as mentor and candidate, on the same mission."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, or_, select, union

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.conflicts.ground import Found, Ground, country_names
from accreditation.conflicts.kinds import Conflict, Kind
from accreditation.missions.models import Mission
from accreditation.texts import N_, Text
from accreditation.training.models import Attendance, Workshop, WorkshopStaff
from accreditation.workflow.states import SEATED, ApplicationState, MissionState, WorkshopState

_TRAINED = SEATED | {ApplicationState.AWAITING_PRE_ACCREDITATION}


def is_past(day: date | None, numbers: Mapping[str, int], name: str) -> bool:
    """What ended on this day lies so many years back that it no longer counts in a case of this edition."""
    if day is None:
        return False
    today, years = clock.today(), numbers[name]
    return (today.year - day.year, (today.month, today.day)) > (years, (day.month, day.day))


def workshops(ground: Ground) -> Found:
    """Trainer or assessor of one, candidate in the same workshop the other, whichever way round."""
    staff_query = select(WorkshopStaff.workshop_id, WorkshopStaff.person_id, WorkshopStaff.duty).where(
        WorkshopStaff.person_id.in_(ground.everyone)
    )
    staff: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    for workshop_id, person_id, duty in ground.session.execute(staff_query):
        staff[workshop_id][person_id] = duty
    trainees = _trainees(ground)
    shared = set(staff) & set(trainees)
    query = select(Workshop).where(Workshop.id.in_(shared), Workshop.state != WorkshopState.CANCELLED)
    for workshop in ground.session.scalars(query) if shared else ():
        for teacher, duty in staff[workshop.id].items():
            for trainee in trainees[workshop.id]:
                for case, taught_by_applicant in ground.between(teacher, trainee):
                    if not is_past(workshop.ends_on, case.scheme.numbers, "workshop_tie_years"):
                        actor = trainee if taught_by_applicant else teacher
                        yield (case.id, actor), _taught(workshop, duty, taught_by_applicant)


def _trainees(ground: Ground) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By workshop whoever of them has a seat in it or was there on a day."""
    seated = select(Application.workshop_id, Application.applicant_id).where(
        Application.applicant_id.in_(ground.everyone),
        Application.workshop_id.is_not(None),
        Application.state.in_(_TRAINED),
    )
    attended = (
        select(Attendance.workshop_id, Application.applicant_id)
        .join(Application, Application.id == Attendance.application_id)
        .where(Application.applicant_id.in_(ground.everyone), Attendance.present)
    )
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for workshop_id, person_id in ground.session.execute(union(seated, attended)):
        found[workshop_id].add(person_id)
    return found


def _taught(workshop: Workshop, duty: str, by_applicant: bool) -> Conflict:
    sentences: dict[tuple[str, bool], Text] = {
        ("trainer", False): N_("This person trained the applicant in the workshop “%(workshop)s” of %(year)s."),
        ("assessor", False): N_("This person assessed the applicant in the workshop “%(workshop)s” of %(year)s."),
        ("trainer", True): N_("The applicant trained this person in the workshop “%(workshop)s” of %(year)s."),
        ("assessor", True): N_("The applicant assessed this person in the workshop “%(workshop)s” of %(year)s."),
    }
    year = workshop.starts_on.year if workshop.starts_on else "–"
    reason = sentences[duty, by_applicant].with_values(workshop=workshop.titles, year=year)
    return Conflict(Kind.WORKSHOP, False, reason, workshop.public_id)


def missions(ground: Ground) -> Found:
    """Mentor and candidate of one mission; or both, in whatever part, in the same country at the same time."""
    query = (
        select(
            Mission.public_id,
            Mission.title,
            Mission.beneficiary_id,
            Mission.starts_on,
            Mission.ends_on,
            Mission.mentor_id,
            Application.applicant_id,
        )
        .join(Application, Application.id == Mission.application_id)
        .where(
            or_(Mission.mentor_id.in_(ground.everyone), Application.applicant_id.in_(ground.everyone)),
            or_(
                Mission.began_at.is_not(None),
                Mission.state.not_in((MissionState.PLANNED, MissionState.DECLINED, MissionState.CANCELLED)),
            ),
        )
        .order_by(Mission.id)
    )
    by_country: dict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for mission in ground.session.execute(query):
        by_country[mission.beneficiary_id].append(mission)
        yield from _mentored(ground, mission)
    for beneficiary_id, rows in by_country.items():
        yield from _met(ground, ground.iso2_of[beneficiary_id], rows)


def _mentored(ground: Ground, mission: Row[Any]) -> Found:
    year = mission.starts_on.year if mission.starts_on else "–"
    for case, by_applicant in ground.between(mission.mentor_id, mission.applicant_id):
        if is_past(mission.ends_on, case.scheme.numbers, "mission_tie_years"):
            continue
        reason = (
            N_("The applicant was this person’s mentor on the mission “%(mission)s” of %(year)s.")
            if by_applicant
            else N_("This person was the applicant’s mentor on the mission “%(mission)s” of %(year)s.")
        ).with_values(mission=mission.title, year=year)
        actor = mission.applicant_id if by_applicant else mission.mentor_id
        yield (case.id, actor), Conflict(Kind.MENTOR, False, reason, mission.public_id)


def _met(ground: Ground, iso2: str, missions: Sequence[Row[Any]]) -> Found:
    """Two missions to one administration whose days overlap are one stay of everybody on them."""
    dated = sorted((row for row in missions if row.starts_on and row.ends_on), key=lambda row: row.starts_on)
    for place, one in enumerate(dated):
        for other in dated[place + 1 :]:
            if other.starts_on > one.ends_on:
                break
            reason = N_(
                "Both were on a mission to %(country)s in %(year)s.",
                country=country_names(iso2),
                year=one.starts_on.year,
            )
            conflict = Conflict(Kind.MISSION, False, reason, f"{one.public_id}+{other.public_id}")
            for first in (one.mentor_id, one.applicant_id):
                for second in {other.mentor_id, other.applicant_id} - {one.mentor_id, one.applicant_id}:
                    for case, is_applicant in ground.between(first, second):
                        if not is_past(other.ends_on, case.scheme.numbers, "mission_tie_years"):
                            yield (case.id, second if is_applicant else first), conflict
