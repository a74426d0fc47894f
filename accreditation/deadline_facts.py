"""Of the facts of a row only what its deadline reads: the numbers of its edition and its own moments."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.editions import edition_of
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.facts import with_parents
from accreditation.applications.models import Application
from accreditation.board import FactsOfDeadline
from accreditation.case_facts import case_moments
from accreditation.certificates.models import Certificate
from accreditation.missions.facts import field_facts, mission_moments
from accreditation.missions.models import Mission
from accreditation.region.calendar import holidays_of
from accreditation.status_facts import accreditation_moments, zone_of
from accreditation.training.facts import candidate_facts, workshop_moments
from accreditation.training.models import Workshop
from accreditation.workflow.facts import Facts


def _facts(
    session: Session, region_id: uuid.UUID, numbers: Mapping[str, int], moments: Mapping[str, datetime] | None = None
) -> Facts:
    holidays = holidays_of(session, region_id)
    return Facts(now=clock.now(), region_id=region_id, numbers=numbers, moments=moments or {}, holidays=holidays)


def _of_application(session: Session, application: Application) -> Facts:
    with_parents(session, [application])
    parts = (candidate_facts(session, [application]), field_facts(session, [application]))
    return _facts(session, application.region_id, application.scheme.numbers, case_moments(application, parts))


def _of_workshop(session: Session, workshop: Workshop) -> Facts:
    numbers = workshop.call.scheme.numbers
    return _facts(session, workshop.region_id, numbers, workshop_moments(session, workshop, numbers))


def _of_mission(session: Session, mission: Mission) -> Facts:
    numbers = mission.application.scheme.numbers
    moments = mission_moments(session, mission, mission.beneficiary.time_zone, numbers)
    return _facts(session, mission.region_id, numbers, moments)


def _of_accreditation(session: Session, accreditation: Accreditation) -> Facts:
    numbers, zone = edition_of(session, accreditation).numbers, zone_of(session, accreditation.region_id)
    return _facts(session, accreditation.region_id, numbers, accreditation_moments(accreditation, numbers, zone))


def _of_certificate(session: Session, certificate: Certificate) -> Facts:
    accreditation = session.get_one(Accreditation, certificate.accreditation_id)
    return _facts(session, certificate.region_id, edition_of(session, accreditation).numbers)


def _of_appeal(session: Session, appeal: Appeal) -> Facts:
    return _facts(session, appeal.region_id, appeal.scheme.numbers)


DEADLINES: Mapping[str, FactsOfDeadline] = {
    "application": _of_application,
    "workshop": _of_workshop,
    "mission": _of_mission,
    "accreditation": _of_accreditation,
    "certificate": _of_certificate,
    "appeal": _of_appeal,
}
