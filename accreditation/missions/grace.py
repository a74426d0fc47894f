"""An accreditation that ends while its holder leads a mission lasts until the mission is over, within the days of the edition."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.accreditations.editions import editions_of
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.missions.models import Mission
from accreditation.schemes.earlier import number_in
from accreditation.schemes.models import Call
from accreditation.workflow.states import MissionState

_BEGUN = (MissionState.UNDER_WAY, MissionState.REPORTED, MissionState.EVALUATED)


def in_force_until(session: Session, accreditations: Sequence[Accreditation]) -> Mapping[uuid.UUID, date]:
    """The last day of each, a mission that began before its end counted in; two queries."""
    found = {row.id: row.expires_on for row in accreditations}
    led = _led(session, accreditations)
    if not led:
        return found
    editions = editions_of(session, accreditations)
    days = {row_id: number_in(edition.numbers, "mission_grace_days") for row_id, edition in editions.items()}
    for row in accreditations:
        for person_id, subject_id, first, last in led:
            if (person_id, subject_id) == (row.person_id, row.subject_id) and first <= row.expires_on < last:
                found[row.id] = max(found[row.id], min(last, row.expires_on + timedelta(days=days[row.id])))
    return found


def _led(
    session: Session, accreditations: Sequence[Accreditation]
) -> Sequence[tuple[uuid.UUID, uuid.UUID, date, date]]:
    """Who led a mission in which subject from when until when, where it ends after the earliest of these accreditations."""
    if not accreditations:
        return []
    query = (
        select(Mission.mentor_id, Call.subject_id, Mission.starts_on, Mission.ends_on)
        .join(Application, Application.id == Mission.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(
            Mission.mentor_id.in_({row.person_id for row in accreditations}),
            Mission.state.in_(_BEGUN),
            Mission.ends_on > min(row.expires_on for row in accreditations),
        )
    )
    return [tuple(row) for row in session.execute(query)]  # type: ignore[misc]


def missions_led_now(session: Session, person_id: uuid.UUID) -> Sequence[Mission]:
    """Missions under way that this person leads."""
    query = select(Mission).where(Mission.mentor_id == person_id, Mission.state == MissionState.UNDER_WAY)
    return session.scalars(query.order_by(Mission.ends_on, Mission.id)).all()
