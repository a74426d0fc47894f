"""A certificate of nobody, drawn as one of today would be, so that the office sees its paper, languages and signatories."""

from dataclasses import replace
from datetime import timedelta

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.certificates.appearance import office_on, signatures_on
from accreditation.certificates.content import CertificateContent
from accreditation.certificates.number import certificate_number
from accreditation.certificates.preparation import address_of
from accreditation.region.models import Administration, Category, Region, Subject
from accreditation.texts import LOCALES, N_, in_language, say

_LAST_SEQUENCE = 999_999


def specimen_in(session: Session, region: Region, locale: str) -> CertificateContent:
    """The specimen in `locale`, with the region's second language where it has one."""
    second = region.certificate_second_language
    main = _specimen(session, region, locale)
    return replace(main, second=_specimen(session, region, second)) if second in LOCALES and second != locale else main


def _specimen(session: Session, region: Region, locale: str) -> CertificateContent:
    today = clock.today(region.time_zone)
    category, subject = (
        session.scalars(select(table).where(table.region_id == region.id).order_by(table.code).limit(1)).one()
        for table in (Category, Subject)
    )
    iso2 = session.scalars(
        select(Administration.iso2).where(Administration.region_id == region.id).order_by(Administration.iso2).limit(1)
    ).one()
    number = certificate_number(region.code, today.year, _LAST_SEQUENCE)
    return CertificateContent(
        number=number,
        holder_name=say(N_("Given Names Family Name"), locale),
        administration=say(N_("Customs administration"), locale),
        country=Locale(locale).territories[iso2],
        category=in_language(category.names, locale),
        subject=in_language(subject.names, locale),
        language=Locale(locale).languages[locale],
        level="accredited",
        issuing_body=in_language(region.issuing_body, locale),
        region_name=in_language(region.names, locale),
        decided_on=today,
        decision_reference=f"{region.code}-{today.year}-{subject.code}-0000",
        effective_on=today,
        expires_on=today + timedelta(days=3 * 365),
        issued_on=today,
        signatories=signatures_on(session, region, today, locale, holder_id=None),
        verify_url=address_of(number, "0" * 32),
        locale=locale,
        office_address=office_on(session, region, today, locale),
        paper=region.certificate_paper,
        is_specimen=True,
    )
