"""How a certificate looks on the day: its paper and languages, who signs it, and where the issuing body is."""

import uuid
from datetime import date

from babel import Locale
from sqlalchemy.orm import Session

from accreditation.certificates.signatories import signatories_on
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.models import Person
from accreditation.people.roles import holders
from accreditation.people.staff_notes import note_for_auditor
from accreditation.region.models import Administration, Region
from accreditation.region.standing_data import hosts_of
from accreditation.texts import LOCALES, N_, in_language, say
from accreditation.workflow.actors import Actor, Role

PAPERS = ("a4", "letter")


def paper_of(region: Region, administration: Administration) -> str:
    """The administration's own paper, else the region's."""
    return administration.certificate_paper or region.certificate_paper


def second_locale(region: Region, administration: Administration, first: str) -> str | None:
    """The second language of the document: the administration's choice, else the region's; None where there is none."""
    chosen = administration.certificate_second_language or region.certificate_second_language
    return chosen if chosen in LOCALES and chosen != first else None


def office_on(session: Session, region: Region, day: date, locale: str) -> str:
    """Where the issuing body was on that day, as one line; "" where no host is on record."""
    for host in hosts_of(session, region.id):
        if (host.starts_on or date.min) <= day <= (host.ends_on or date.max):
            country = Locale(locale).territories[host.iso2]
            return ", ".join(part for part in (host.address, host.city, country) if part)
    return ""


def signatures_on(
    session: Session, region: Region, day: date, locale: str, *, holder_id: uuid.UUID | None
) -> tuple[tuple[str, ...], ...]:
    """Name, post and organisation of whoever signs on that day. Where nobody is on record, the head of the office signs."""
    on_record = signatories_on(session, region.id, day)
    if on_record:
        return tuple(
            (each.name, in_language(each.posts, locale), in_language(each.organisations, locale)) for each in on_record
        )
    heads: list[Person] = [head for head in holders(session, [Role.ROCB_HEAD], region.id) if head.id != holder_id]
    return tuple((head.display_name, say(N_("Head of the Regional Office"), locale)) for head in heads[:1])


def choose_appearance(session: Session, actor: Actor, region: Region, paper: str, second_language: str) -> None:
    """The region's paper and second language; the head of the office. Certificates already issued stay as they are."""
    if not actor.holds(Role.ROCB_HEAD, region.id):
        raise NotPermitted
    if paper not in PAPERS:
        raise Invalid(N_("Choose a paper."), "paper")
    if second_language not in ("", *LOCALES):
        raise Invalid(N_("Choose a language."), "second_language")
    before = {"paper": region.certificate_paper, "second_language": region.certificate_second_language}
    region.certificate_paper, region.certificate_second_language = paper, second_language
    note_for_auditor(
        session,
        actor,
        "choose_certificate_appearance",
        region_id=region.id,
        subject_id=region.id,
        details={"before": before, "after": {"paper": paper, "second_language": second_language}},
    )
