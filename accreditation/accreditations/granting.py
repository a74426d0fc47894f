"""Grants of accreditation and what steps do to their validity."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.editions import edition_of
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.errors import NotPermitted
from accreditation.history import StateChange
from accreditation.region.models import Region
from accreditation.transition import board, lock_case, open_case, perform_by_system
from accreditation.workflow.actors import THE_SYSTEM, Actor, Role
from accreditation.workflow.deadlines import add_months
from accreditation.workflow.effects import Consequence
from accreditation.workflow.states import HELD, ApplicationState


def _last_day(session: Session, region_id: Any, months: int) -> Any:
    zone = session.get_one(Region, region_id).time_zone
    today = clock.today(zone)
    begins = clock.now().replace(year=today.year, month=today.month, day=today.day)
    return today, add_months(begins, months).date() - timedelta(days=1)


def grant_accreditation(session: Session, application: Application, change: StateChange) -> None:
    """A new lasting status for the scope of the call. One already held in this scope is renewed instead."""
    call = application.call
    held = session.scalars(
        select(Accreditation).where(
            Accreditation.person_id == application.applicant_id,
            Accreditation.category_id == call.category_id,
            Accreditation.subject_id == call.subject_id,
            Accreditation.language == call.language,
            Accreditation.state.in_(HELD),
        )
    ).first()
    if held is not None:
        perform_by_system(session, held, "replace_by_new_grant")
    granted_on, expires_on = _last_day(session, application.region_id, application.scheme.numbers["validity_months"])
    recognized = application.state is ApplicationState.RECOGNIZED
    accreditation = Accreditation(
        region_id=application.region_id,
        person_id=application.applicant_id,
        application_id=application.id,
        administration_id=application.administration_id,
        category_id=call.category_id,
        subject_id=call.subject_id,
        language=call.language,
        level="recognized" if recognized else "accredited",
        granted_on=granted_on,
        expires_on=expires_on,
    )
    change = open_case(session, accreditation, actor=THE_SYSTEM)
    board().consequences[Consequence.RESERVE_CERTIFICATE](session, accreditation, change)


def renew_validity(session: Session, accreditation: Accreditation, _change: StateChange) -> None:
    months = edition_of(session, accreditation).numbers["validity_months"]
    accreditation.renewed_on, accreditation.expires_on = _last_day(session, accreditation.region_id, months)


def confirm_wco_reference(session: Session, actor: Actor, accreditation: Accreditation, reference: str) -> None:
    """The liaison of the WCO Secretariat records the decision reference; certificates issued later print it."""
    accreditation = lock_case(session, accreditation)
    if not actor.holds(Role.WCO_LIAISON, accreditation.region_id):
        raise NotPermitted
    accreditation.wco_decision_reference = reference.strip() or None
    accreditation.wco_confirmed_by_id = actor.person_id
    accreditation.wco_confirmed_at = clock.now()


CONSEQUENCES: dict[Consequence, Any] = {
    Consequence.GRANT_ACCREDITATION: grant_accreditation,
    Consequence.RENEW_VALIDITY: renew_validity,
}
