"""Consents given or taken back in the form, on the person's record with the version of the wording and the time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.applications.questions import SECTIONS
from accreditation.people.models import Consent


def version_of(application: Application, key: str) -> str:
    """The version of the wording that the applicant sees: that of the declaration, else of the scheme's edition."""
    declared = next((each for each in application.scheme.declarations if each["key"] == key), None)
    return str(declared["version"]) if declared else f"{application.scheme.code}-{application.scheme.edition}"


def standing_consents(session: Session, application: Application) -> dict[str, Consent]:
    """What the applicant agreed to and did not take back, by question of the section of consents."""
    kinds = {_kind(key): key for key in _keys()}
    query = select(Consent).where(
        Consent.person_id == application.applicant_id, Consent.kind.in_(list(kinds)), Consent.withdrawn_at.is_(None)
    )
    return {kinds[consent.kind]: consent for consent in session.scalars(query.order_by(Consent.given_at))}


def keep_consents(session: Session, application: Application, answers: Mapping[str, Any]) -> None:
    """A yes stands from now on in this wording; any other answer takes an earlier yes back."""
    standing = standing_consents(session, application)
    for key in _keys():
        present, version = standing.get(key), version_of(application, key)
        agreed = answers.get(key) == "yes"
        if present is not None and agreed and present.version == version:
            continue
        if present is not None:
            present.withdrawn_at = clock.now()
        if agreed:
            session.add(
                Consent(person_id=application.applicant_id, kind=_kind(key), version=version, given_at=clock.now())
            )


def _keys() -> list[str]:
    return [field.key for field in SECTIONS["consents"].fields]


def _kind(key: str) -> str:
    """The record's name of a question: those of an application stand beside the privacy notice of the account."""
    return f"application_{key}"
