"""Who issued a certificate and where the office was on that day, and what it is called and where it is now."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.certificates.appearance import office_on
from accreditation.certificates.models import Certificate
from accreditation.region.models import Region
from accreditation.texts import in_language


@dataclass(frozen=True)
class Issuer:
    """The body, and the place of its office as one line, in the language of the document."""

    body: str
    office: str


def issuer_then(certificate: Certificate) -> Issuer | None:
    """As printed; None where nothing was approved for print."""
    content = certificate.content
    return Issuer(content["issuing_body"], content.get("office_address", "")) if content.get("issuing_body") else None


def issuer_now(session: Session, certificate: Certificate) -> Issuer | None:
    """As it is today, where that differs from what the document says."""
    then = issuer_then(certificate)
    if then is None:
        return None
    region = session.get_one(Region, certificate.region_id)
    locale = certificate.content.get("locale", "es")
    office = office_on(session, region, clock.today(region.time_zone), locale)
    now = Issuer(in_language(region.issuing_body, locale), office or then.office)
    has_moved = now.body != then.body or (then.office and now.office != then.office)
    return now if has_moved else None
