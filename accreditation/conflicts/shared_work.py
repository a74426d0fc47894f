"""Conflicts by what people did together: as trainer and trainee, as mentor and candidate, on the same mission."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, union

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.conflicts.ground import Found, Ground
from accreditation.conflicts.kinds import Conflict, Kind
from accreditation.texts import N_, Text
from accreditation.training.marking_models import Attendance
from accreditation.training.models import Workshop, WorkshopStaff
from accreditation.workflow.states import SEATED, ApplicationState, WorkshopState

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
