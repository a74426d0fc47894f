"""A suspension at the own request: the expert asks for a time, an officer agrees, and the expert's word ends it."""

from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.amending import ask_to_amend, decide
from accreditation.accreditations.amendment_models import Amendment, Kind
from accreditation.accreditations.editions import edition_of
from accreditation.accreditations.models import Accreditation
from accreditation.errors import Invalid, NotPermitted
from accreditation.history import StateChange
from accreditation.region.models import Region
from accreditation.texts import N_
from accreditation.transition import lock_case, perform_transition
from accreditation.workflow.actors import Actor
from accreditation.workflow.deadlines import add_months
from accreditation.workflow.states import IN_FORCE, AccreditationState


def pause_of(accreditation: Accreditation) -> date | None:
    """Until when it is suspended at the own request; None where it is not, or for another reason."""
    return accreditation.paused_until if accreditation.state is AccreditationState.SUSPENDED else None


def last_day_to_choose(session: Session, accreditation: Accreditation) -> date:
    """No longer than a suspension may last by the edition, and not beyond the accreditation itself."""
    months = edition_of(session, accreditation).numbers["suspension_months"]
    begins = datetime.combine(_today(session, accreditation), time(), UTC)
    return min(add_months(begins, months).date(), accreditation.expires_on)


def _today(session: Session, accreditation: Accreditation) -> date:
    return clock.today(session.get_one(Region, accreditation.region_id).time_zone)


def ask_for_pause(
    session: Session, actor: Actor, accreditation: Accreditation, until: date | None, why: str
) -> Amendment:
    """Only the holder asks, while it is in force. `why` is for the office alone and may be empty."""
    if actor.person_id != accreditation.person_id or accreditation.state not in IN_FORCE:
        raise NotPermitted
    _refuse_day(session, accreditation, until)
    assert until is not None
    after = {"until": until.isoformat()}
    return ask_to_amend(session, actor, accreditation, Kind.PAUSE, why=why.strip(), before={}, after=after)


def _refuse_day(session: Session, accreditation: Accreditation, until: date | None) -> None:
    latest = last_day_to_choose(session, accreditation)
    if until is None or not _today(session, accreditation) < until <= latest:
        raise Invalid(N_("Choose a day after today, within the time that is possible."), field="until")


def approve_pause(session: Session, actor: Actor, amendment: Amendment, *, seen_version: int) -> StateChange:
    """The accreditation is suspended at once, with the day that was asked for."""
    accreditation = lock_case(session, session.get_one(Accreditation, amendment.accreditation_id))
    session.refresh(amendment)
    _refuse_day(session, accreditation, amendment.until)
    decide(amendment, actor, "approved")
    session.flush()
    return perform_transition(session, accreditation, "suspend_on_request", actor=actor, seen_version=seen_version)
