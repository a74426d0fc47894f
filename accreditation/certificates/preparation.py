"""From an accreditation to what its certificate will say, and what stands against issuing it."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.scoping import scope_changes_of
from accreditation.applications.models import Application
from accreditation.certificates.appearance import office_on, paper_of, second_locale, signatures_on
from accreditation.certificates.content import CertificateContent
from accreditation.certificates.holder import name_to_print
from accreditation.certificates.lint import IssuingPolicy, faults_of
from accreditation.certificates.models import Certificate
from accreditation.people.models import Interest
from accreditation.region.models import Administration, Category, Region, Subject
from accreditation.reviews.decision_models import Decision
from accreditation.texts import LOCALES, N_, Text, in_language, say

GRANTING = ("accredit", "recognize")
_base_url = "http://127.0.0.1:8000"


def use_base_url(base_url: str) -> None:
    """The public address that certificates print; told once, when the application starts."""
    global _base_url
    _base_url = base_url


def verify_url(certificate: Certificate) -> str:
    """The address in the QR: number and random code."""
    return address_of(certificate.number, certificate.code)


def address_of(number: str, code: str) -> str:
    return f"{_base_url}/verify/{number}?code={code}"


def locale_of(certificate: Certificate) -> str:
    """The language of the assessment, or Spanish where pages do not speak it."""
    return certificate.language if certificate.language in LOCALES else "es"


def _administration_name(administration: Administration, locale: str) -> str:
    """Its own name where it is known; the country stands beside it on the document."""
    return str(administration.names.get(locale) or say(N_("Customs administration"), locale))


def content_of(session: Session, certificate: Certificate) -> CertificateContent:
    """What would be printed today."""
    accreditation = session.get_one(Accreditation, certificate.accreditation_id)
    region = session.get_one(Region, certificate.region_id)
    locale = locale_of(certificate)
    other = second_locale(region, accreditation.administration, locale)
    second = _content_in(session, certificate, accreditation, region, other) if other else None
    return replace(_content_in(session, certificate, accreditation, region, locale), second=second)


def _content_in(
    session: Session, certificate: Certificate, accreditation: Accreditation, region: Region, locale: str
) -> CertificateContent:
    today = clock.today(region.time_zone)
    return CertificateContent(
        number=certificate.number,
        holder_name=certificate.holder_name,
        administration=_administration_name(accreditation.administration, locale),
        country=Locale(locale).territories[accreditation.administration.iso2],
        category=in_language(accreditation.category.names, locale),
        subject=in_language(accreditation.subject.names, locale),
        language=Locale(locale).languages[accreditation.language],
        level=accreditation.level,  # type: ignore[arg-type]
        issuing_body=in_language(region.issuing_body, locale),
        region_name=in_language(region.names, locale),
        **_decision_named(session, accreditation),
        effective_on=certificate.effective_on,
        expires_on=certificate.expires_on,
        issued_on=today,
        signatories=signatures_on(session, region, today, locale, holder_id=accreditation.person_id),
        verify_url=verify_url(certificate),
        locale=locale,
        wco_decision_reference=accreditation.wco_decision_reference,
        office_address=office_on(session, region, today, locale),
        paper=paper_of(region, accreditation.administration),
    )


def _decision_named(session: Session, accreditation: Accreditation) -> dict[str, Any]:
    """Day and reference of the grant, or of the decision that changed its scope since."""
    for change in scope_changes_of(session, accreditation):
        if change.after["reference"] and change.decided_at is not None:
            zone = session.get_one(Region, accreditation.region_id).time_zone
            decided_on = change.decided_at.astimezone(ZoneInfo(zone)).date()
            return {"decided_on": decided_on, "decision_reference": change.after["reference"]}
    number = session.get_one(Application, accreditation.application_id).number
    return {"decided_on": accreditation.granted_on, "decision_reference": number}


def faults_of_certificate(session: Session, certificate: Certificate) -> tuple[Text, ...]:
    """Everything that stands against signing this certificate today."""
    content = content_of(session, certificate)
    accreditation = session.get_one(Accreditation, certificate.accreditation_id)
    application = session.get_one(Application, accreditation.application_id)
    region = session.get_one(Region, certificate.region_id)
    decision_at, conflict_at = _decision_on(session, accreditation)

    def names(table: Any) -> frozenset[str]:
        rows = session.scalars(select(table).where(table.region_id == region.id))
        return frozenset(in_language(row.names, content.locale) for row in rows)

    policy = IssuingPolicy(
        region=region.code,
        reserved_number=certificate.number,
        decision_at=decision_at,
        conflict_at=conflict_at,
        base_url=_base_url,
        approved_name=name_to_print(session, accreditation),
        language=content.locale,
        administrations=frozenset({content.administration} if _is_member(accreditation) else ()),
        categories=names(Category),
        subjects=names(Subject),
        validity_months=application.scheme.numbers["validity_months"],
        today=clock.today(region.time_zone),
    )
    return faults_of(content, policy)


def _is_member(accreditation: Accreditation) -> bool:
    """The administration is of the region and had not left it on the day of the decision."""
    administration = accreditation.administration
    still = administration.left_on is None or administration.left_on >= accreditation.granted_on
    return administration.region_id == accreditation.region_id and still


def _decision_on(session: Session, accreditation: Accreditation) -> tuple[datetime | None, datetime | None]:
    """When the decision behind it was taken, and when last whoever took it was said to be tied to the holder.

    A tie counts only until the first certificate: one that is made years later, for a renewal or a name, does not judge anew.
    """
    taken = select(Decision).where(
        Decision.application_id == accreditation.application_id,
        Decision.outcome.in_(GRANTING),
        Decision.released_at.is_not(None),
        Decision.set_aside_at.is_(None),
    )
    decision = session.scalars(taken.order_by(Decision.released_at.desc(), Decision.id.desc()).limit(1)).first()
    if decision is None:
        return None, None
    issued = select(Certificate.id).where(
        Certificate.accreditation_id == accreditation.id, Certificate.issued_at.is_not(None)
    )
    if session.scalars(issued.limit(1)).first() is not None:
        return decision.decided_at, None
    ties = select(func.max(Interest.created_at)).where(
        Interest.person_id == decision.decided_by_id,
        Interest.other_id == accreditation.person_id,
        Interest.dismissed_at.is_(None),
    )
    return decision.decided_at, session.scalar(ties)
