"""Who was on a mission with whom."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select, union

from accreditation.applications.models import Application
from accreditation.conflicts.ground import Found, Ground, country_names
from accreditation.conflicts.kinds import Conflict, Kind
from accreditation.conflicts.shared_work import is_past
from accreditation.missions.models import Mission
from accreditation.texts import N_
from accreditation.workflow.states import MissionState


def missions(ground: Ground) -> Found:
    """Mentor and candidate of one mission; or both, in whatever part, in the same country at the same time."""
    theirs = union(
        select(Mission.id).where(Mission.mentor_id.in_(ground.everyone)),
        select(Mission.id)
        .join(Application, Application.id == Mission.application_id)
        .where(Application.applicant_id.in_(ground.everyone)),
    )
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
            Mission.id.in_(theirs),
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
