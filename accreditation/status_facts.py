"""The facts of accreditations and certificates: they look back on the whole road of a person."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.accreditations.amending import approved_kinds
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.pausing import pause_of
from accreditation.appeals.models import Appeal
from accreditation.applications.models import Application
from accreditation.certificates.log import is_issue
from accreditation.certificates.models import Certificate
from accreditation.certificates.preparation import faults_of_certificate
from accreditation.involvements import involvements_in
from accreditation.missions.grace import in_force_until
from accreditation.region.calendar import end_of, holidays_of, start_of
from accreditation.region.models import Region
from accreditation.renewals.queries import renewals_of, with_parts
from accreditation.schemes.models import Scheme
from accreditation.schemes.renewal import missing_of
from accreditation.transparency.alarms import is_locked
from accreditation.transparency.models import LogLeaf
from accreditation.two_keys.queries import rows_with_both_keys
from accreditation.workflow.accreditation_facts import AccreditationFacts
from accreditation.workflow.certificate_facts import CertificateFacts
from accreditation.workflow.involvement import Circle, Involvements
from accreditation.workflow.states import AppealState, CertificateState

OPEN_APPEALS = (AppealState.FILED, AppealState.ACKNOWLEDGED, AppealState.UNDER_EXAMINATION)


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another, never negative."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    return max(0, months)


def _applications(session: Session, ids: set[uuid.UUID | None]) -> Mapping[uuid.UUID | None, Application]:
    query = select(Application).where(Application.id.in_(ids - {None})).options(joinedload(Application.scheme))
    return {application.id: application for application in session.scalars(query)}


def _involvements(
    session: Session, applications: Mapping[uuid.UUID | None, Application]
) -> Mapping[uuid.UUID | None, Involvements]:
    """Who took part in the applications; in an accreditation that was taken over without one (None) nobody did."""
    return {None: {}, **involvements_in(session, list(applications.values()))}


def _editions(
    session: Session, rows: Collection[Accreditation], applications: Mapping[uuid.UUID | None, Application]
) -> Mapping[uuid.UUID, Scheme]:
    """By accreditation: the edition of its application, or the one by which it was taken over."""
    wanted = {row.scheme_id for row in rows if row.scheme_id is not None}
    taken = {row.id: row for row in session.scalars(select(Scheme).where(Scheme.id.in_(wanted)))} if wanted else {}
    return {row.id: taken[row.scheme_id] if row.scheme_id else applications[row.application_id].scheme for row in rows}


def zone_of(session: Session, region_id: uuid.UUID) -> str:
    region = session.get_one(Region, region_id)
    return region.time_zone


def _complained(session: Session, people: set[uuid.UUID]) -> set[uuid.UUID]:
    """The persons about whom a complaint is open. One about the head of the office is known to nobody who renews."""
    query = select(Appeal.about_id).where(
        Appeal.kind == "complaint",
        Appeal.state.in_(OPEN_APPEALS),
        Appeal.about_id.in_(people),
        Appeal.circle != Circle.LIAISON,
    )
    return set(session.scalars(query))


def accreditation_moments(row: Accreditation, numbers: Mapping[str, int], zone: str) -> dict[str, datetime]:
    """When its end, the warning before it, and a pause at the own request come."""
    warning = row.expires_on - timedelta(days=numbers["expiry_warning_days"])
    pause = pause_of(row)
    dated = {"expires_at": end_of(row.expires_on, zone), "expiry_warning_at": start_of(warning, zone)}
    return {**dated, "suspension": end_of(pause, zone)} if pause else dated


def accreditation_facts(
    session: Session, accreditations: Sequence[Accreditation]
) -> Mapping[uuid.UUID, AccreditationFacts]:
    """The facts of a page of accreditations."""
    applications = _applications(session, {row.application_id for row in accreditations})
    editions, involvements = _editions(session, accreditations, applications), _involvements(session, applications)
    renewals = renewals_of(session, accreditations, editions)
    complained = _complained(session, {row.person_id for row in accreditations})
    until = in_force_until(session, accreditations)
    approved = approved_kinds(session, [row.id for row in accreditations])
    with_keys = rows_with_both_keys(session, accreditations)
    found = {}
    for row in accreditations:
        numbers = editions[row.id].numbers
        zone = zone_of(session, row.region_id)
        today = clock.today(zone)
        renewal = renewals[row.id]
        found[row.id] = AccreditationFacts(
            now=clock.now(),
            region_id=row.region_id,
            applicant_id=row.person_id,
            administration_id=row.administration_id,
            involvements=with_parts(involvements[row.application_id], renewal.request),
            numbers=numbers,
            holidays=holidays_of(session, row.region_id),
            moments=accreditation_moments(row, numbers, zone),
            today=today,
            expires_on=row.expires_on,
            stands_until=until[row.id],
            renewal_missing=missing_of(renewal.findings),
            has_open_complaint=row.person_id in complained,
            months_since_expiry=months_between(row.expires_on, today),
            approved=approved[row.id],
            paused_until=pause_of(row),
            both_keys_turned=row.id in with_keys,
        )
    return found


def certificate_facts(session: Session, certificates: Sequence[Certificate]) -> Mapping[uuid.UUID, CertificateFacts]:
    """The facts of a page of certificates."""
    query = select(Accreditation).where(Accreditation.id.in_({row.accreditation_id for row in certificates}))
    accreditations = {row.id: row for row in session.scalars(query)}
    applications = _applications(session, {row.application_id for row in accreditations.values()})
    editions = _editions(session, accreditations.values(), applications)
    involvements = _involvements(session, applications)
    ids = [row.id for row in certificates]
    logged = set(session.scalars(select(LogLeaf.certificate_id).where(LogLeaf.certificate_id.in_(ids), is_issue())))
    locked = is_locked(session)
    until = in_force_until(session, list(accreditations.values()))
    found = {}
    for row in certificates:
        accreditation = accreditations[row.accreditation_id]
        region = session.get_one(Region, row.region_id)
        checked = row.state is CertificateState.RESERVED
        found[row.id] = CertificateFacts(
            now=clock.now(),
            region_id=row.region_id,
            applicant_id=accreditation.person_id,
            administration_id=accreditation.administration_id,
            involvements=involvements[accreditation.application_id],
            numbers=editions[accreditation.id].numbers,
            holidays=holidays_of(session, row.region_id),
            accreditation_state=accreditation.state,
            faults=tuple(fault.message_id for fault in faults_of_certificate(session, row)) if checked else (),
            issuing_is_stopped=region.issuing_stopped_at is not None or locked,
            has_pdf=row.storage_key is not None,
            has_leaf=row.id in logged,
            has_successor=row.successor_id is not None,
            today=clock.today(region.time_zone),
            stands_until=until[row.accreditation_id] if row.expires_on == accreditation.expires_on else row.expires_on,
        )
    return found
