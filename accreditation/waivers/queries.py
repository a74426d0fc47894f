"""What is known of waivers: those of a case, what the rule book asks of them, and what one may rest on."""

import uuid
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from accreditation.accreditations.models import Accreditation
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application
from accreditation.history import StateChange
from accreditation.schemes.earlier import number_in
from accreditation.storage.kept_file import PASSED
from accreditation.waivers.models import Waiver
from accreditation.workflow.application_facts import ApplicationFacts
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.states import IN_FORCE, ApplicationState
from accreditation.workflow.waivers import JUDGED, PASSINGS, Station

_GRANTED = (Waiver.outcome == "granted", Waiver.taken_back_at.is_(None))


def may_be_waived(numbers: Mapping[str, int]) -> tuple[Station, ...]:
    """The stations that an edition lets be waived."""
    if not number_in(numbers, "waivers_most"):
        return ()
    return tuple(station for station in Station if number_in(numbers, f"waiver_{station.value}"))


def stations_ahead(application: Application, facts: ApplicationFacts) -> tuple[Station, ...]:
    """Those that may be waived, lie ahead, and in which nobody has judged the candidate yet."""
    return tuple(
        station
        for station in may_be_waived(application.scheme.numbers)
        if application.state in PASSINGS[station].ahead and not JUDGED[station](facts)
    )


def waivers_of(session: Session, application: Application) -> Sequence[Waiver]:
    """All of a case, the oldest first."""
    return session.scalars(_of_a_case(), {"id": application.id}).all()


@cache
def _of_a_case() -> Select[tuple[Waiver]]:
    query = select(Waiver).where(Waiver.application_id == bindparam("id")).order_by(Waiver.proposed_at, Waiver.id)
    parts = (joinedload(Waiver.proposed_by), joinedload(Waiver.decided_by), joinedload(Waiver.taken_back_by))
    return query.options(*parts)


def standing_waivers(session: Session, application: Application) -> Sequence[Waiver]:
    """Those that are granted: what the applicant may know."""
    return [waiver for waiver in waivers_of(session, application) if waiver.stands]


def waiver_facts(session: Session, applications: Sequence[Application]) -> Mapping[uuid.UUID, dict[str, Any]]:
    """Per application the stations that are waived and lie ahead, those passed over, and whether one was ever proposed.

    One query. What rests on an accreditation of ours lets nobody pass while that is not in force.
    """
    ahead: dict[uuid.UUID, set[str]] = {application.id: set() for application in applications}
    behind: dict[uuid.UUID, set[str]] = {application.id: set() for application in applications}
    proposed = set()
    if any(application.state is not ApplicationState.DRAFT for application in applications):
        for row_id, station, is_granted, is_behind, is_good in session.execute(_all_in(), {"ids": list(ahead)}):
            proposed.add(row_id)
            if is_granted and (is_behind or is_good):
                (behind if is_behind else ahead)[row_id].add(station)
    return {
        row_id: {
            "waived": frozenset(ahead[row_id]),
            "passed_over": frozenset(behind[row_id]),
            "has_waivers": row_id in proposed,
        }
        for row_id in ahead
    }


@cache
def _all_in() -> Select[Any]:
    """Case, station, whether it was granted and not taken back, was passed over, and whether what it rests on holds."""
    steps = [(Waiver.station == station) & (StateChange.transition == it.step) for station, it in PASSINGS.items()]
    passed = exists().where(StateChange.subject_id == Waiver.application_id, or_(*steps))
    held = exists().where(Accreditation.id == Waiver.accreditation_id, Accreditation.state.in_(IN_FORCE))
    holds = or_(Waiver.accreditation_id.is_(None), held)
    query = select(Waiver.application_id, Waiver.station, and_(*_GRANTED), passed, holds)
    return query.where(Waiver.application_id.in_(bindparam("ids", expanding=True)))


def ties_of_waivers(ids: Any) -> Select[Any]:
    """Kind, case, person: whoever decided on a waiver decided in the case."""
    found: Select[Any] = select(literal(Involvement.DECIDER.value), Waiver.application_id, Waiver.decided_by_id)
    return found.where(Waiver.application_id.in_(ids), Waiver.decided_by_id.is_not(None))


def accreditations_to_rest_on(session: Session, application: Application) -> Sequence[Accreditation]:
    """The applicant's own in force, in another scope than the call's."""
    call = application.call
    query = select(Accreditation).where(
        Accreditation.person_id == application.applicant_id,
        Accreditation.state.in_(IN_FORCE),
        or_(
            Accreditation.category_id != call.category_id,
            Accreditation.subject_id != call.subject_id,
            Accreditation.language != call.language,
        ),
    )
    parts = (joinedload(Accreditation.category), joinedload(Accreditation.subject))
    return session.scalars(query.options(*parts).order_by(Accreditation.granted_on, Accreditation.id)).all()


def documents_to_rest_on(session: Session, application: Application) -> Sequence[Document]:
    """The files of the dossier as they stand, without those made for blind reviewers and those locked away."""
    query = select(Document).where(
        Document.application_id == application.id,
        Document.replaced_at.is_(None),
        Document.removed_at.is_(None),
        Document.redacts_id.is_(None),
        Document.scan.in_(PASSED),
    )
    return session.scalars(query.order_by(Document.uploaded_at, Document.id)).all()
