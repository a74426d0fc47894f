"""The administration's word on its applicant: letter or signature, commitment to release, rank."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.endorsement_models import Endorsement
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.errors import Invalid
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor


@dataclass(frozen=True)
class Commitment:
    """What the administration promises: missions and days a year, for so many years."""

    missions_per_year: int
    days_per_year: int
    years: int


RELEASE = {"missions_per_year": "release_missions", "days_per_year": "release_days", "years": "release_years"}


def release_limits(application: Application) -> Mapping[str, tuple[int, int]]:
    """For each field of a commitment the least and the most that the scheme allows."""
    numbers = application.scheme.numbers
    return {field: (numbers[f"{name}_least"], numbers[f"{name}_most"]) for field, name in RELEASE.items()}


def _refuse_beyond_the_scheme(application: Application, commitment: Commitment) -> None:
    for field, (least, most) in release_limits(application).items():
        if not least <= getattr(commitment, field) <= most:
            raise Invalid(N_("Give a whole number from %(least)s to %(most)s.", least=least, most=most), field=field)


def endorsement_of(session: Session, application: Application) -> Endorsement | None:
    return session.scalars(select(Endorsement).where(Endorsement.application_id == application.id)).one_or_none()


def last_endorsement_by(session: Session, actor: Actor) -> Endorsement | None:
    """The one that this official wrote last, in whatever case: most of what it says is said again."""
    mine = select(Endorsement).where(Endorsement.official_id == actor.person_id)
    return session.scalars(mine.order_by(Endorsement.created_at.desc(), Endorsement.id.desc()).limit(1)).first()


def write_endorsement(
    session: Session,
    actor: Actor,
    application: Application,
    *,
    commitment: Commitment,
    signed_as: str = "",
    signed_position: str = "",
    letter_id: uuid.UUID | None = None,
    comment: str = "",
) -> Endorsement:
    """Keeps what the official wrote; the step "endorse" follows through the door.

    Raises NotPermitted; Invalid names the field that lies beyond what the scheme allows, or that is signed in part.
    """
    application = locked(session, actor, application, permissions.PREPARE_ENDORSEMENT)
    assert actor.person_id is not None
    _refuse_beyond_the_scheme(application, commitment)
    if bool(signed_as.strip()) != bool(signed_position.strip()):
        missing = "signed_position" if signed_as.strip() else "signed_as"
        raise Invalid(N_("Sign with your full name and your position."), field=missing)
    endorsement = endorsement_of(session, application)
    if endorsement is None:
        endorsement = Endorsement(application_id=application.id, official_id=actor.person_id)
        session.add(endorsement)
    endorsement.official_id = actor.person_id
    endorsement.missions_per_year = commitment.missions_per_year
    endorsement.days_per_year = commitment.days_per_year
    endorsement.years = commitment.years
    endorsement.comment = comment.strip()
    endorsement.letter_id = letter_id or endorsement.letter_id
    if signed_as.strip():
        endorsement.signed_as, endorsement.signed_position = signed_as.strip(), signed_position.strip()
        endorsement.signed_at = clock.now()
    touch(application)
    session.flush()
    return endorsement
