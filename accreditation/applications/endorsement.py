"""The administration's word on its applicant: letter or signature, commitment to release, rank."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application, Endorsement
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor


@dataclass(frozen=True)
class Commitment:
    """What the administration promises: missions and days a year, for so many years."""

    missions_per_year: int
    days_per_year: int
    years: int


def endorsement_of(session: Session, application: Application) -> Endorsement | None:
    return session.scalars(select(Endorsement).where(Endorsement.application_id == application.id)).one_or_none()


def write_endorsement(
    session: Session,
    actor: Actor,
    application: Application,
    *,
    commitment: Commitment,
    signed_as: str = "",
    letter_id: uuid.UUID | None = None,
    comment: str = "",
    rank: int | None = None,
) -> Endorsement:
    """Keeps what the official wrote; the step "endorse" follows through the door. Raises NotPermitted."""
    application = locked(session, actor, application, permissions.PREPARE_ENDORSEMENT)
    assert actor.person_id is not None
    endorsement = endorsement_of(session, application)
    if endorsement is None:
        endorsement = Endorsement(application_id=application.id, official_id=actor.person_id)
        session.add(endorsement)
    endorsement.official_id = actor.person_id
    endorsement.missions_per_year = commitment.missions_per_year
    endorsement.days_per_year = commitment.days_per_year
    endorsement.years = commitment.years
    endorsement.comment = comment.strip()
    endorsement.rank = rank
    endorsement.letter_id = letter_id or endorsement.letter_id
    if signed_as.strip():
        endorsement.signed_as = signed_as.strip()
        endorsement.signed_at = clock.now()
    touch(application)
    session.flush()
    return endorsement
