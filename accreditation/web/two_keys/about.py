"""What a request for a second key is about, in words: the address, the person where there is one, and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.accreditations.editions import edition_of
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.schemes.models import Call, Scheme
from accreditation.texts import N_, Text
from accreditation.two_keys.models import KeyRequest
from accreditation.workflow.actors import Actor
from accreditation.workflow.two_keys import Office, offices_of


@dataclass(frozen=True)
class About:
    """`address` names it to anybody; `name` only to those who may read personal data. `href` leads to its page."""

    address: str
    name: str
    href: str
    scheme: Scheme
    region_id: Any

    def reads(self, actor: Actor) -> bool:
        """The office of the Vice-Chair turns keys, but reads no personal data."""
        return bool(offices_of(actor, self.region_id) - {Office.VICE_CHAIR})


def about(session: Session, subject: Any) -> About:
    if isinstance(subject, Call):
        href = url_for("rocb.call", reference=subject.reference)
        return About(subject.reference, "", href, subject.scheme, subject.region_id)
    if isinstance(subject, Accreditation):
        href = url_for("rocb.accreditation", public_id=subject.public_id)
        application = session.get(Application, subject.application_id) if subject.application_id else None
        number = application.number if application else f"{subject.category.code}-{subject.subject.code}"
        return About(number, subject.person.display_name, href, edition_of(session, subject), subject.region_id)
    href = url_for("cases.show", number=subject.number)
    return About(subject.number, subject.applicant.display_name, href, subject.scheme, subject.region_id)


def state_of(request: KeyRequest, subject: Any) -> tuple[Text, str]:
    """How the request stands, and its tone: `us` while it waits, `applicant` while a file may be taken out."""
    if request.used_at is not None:
        return N_("Done with both keys"), "good"
    if request.dropped_at is not None:
        return N_("Taken back"), "other"
    if request.expires_at <= clock.now():
        return N_("Expired"), "other"
    if subject.version != request.subject_version:
        return N_("Void: it changed meanwhile"), "other"
    if request.turned_at is not None:
        return N_("Both keys are turned"), "applicant"
    return N_("Waits for the second key"), "us"


def fetch(session: Session, subjects: Sequence[Any]) -> None:
    """Loads the cases, persons and editions behind these rows at once, so that a list asks for none by itself."""
    ids = [row.application_id if isinstance(row, Accreditation) else row.id for row in subjects]
    session.scalars(
        select(Application)
        .where(Application.id.in_(ids))
        .options(joinedload(Application.applicant), joinedload(Application.scheme))
    ).all()
