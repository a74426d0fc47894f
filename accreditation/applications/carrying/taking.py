"""Taking answers over into a draft: offered section by section, and only what the person ticked."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.answers import saved_sections, sections_of
from accreditation.applications.carrying.beginning import first_answers
from accreditation.applications.carrying.offers import Offer, digest_of, offer_for, with_taken
from accreditation.applications.carrying.origins import Source
from accreditation.applications.locking import locked
from accreditation.applications.models import Application, Section
from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor


def offers_for(
    session: Session, application: Application, found: Mapping[str, Mapping[str, Any]], time_zone: str
) -> list[Offer]:
    """What `found` (answers by section) could bring into each section of the draft, in the order of the form."""
    saved = saved_sections(session, application)
    offers = []
    for form in sections_of(application):
        section = saved.get(form.key)
        present = section.answers if section else first_answers(form, application.applicant, time_zone)
        offers.append(offer_for(form, present, section.version if section else 0, found.get(form.key, {})))
    return [offer for offer in offers if offer is not None]


def take_over(
    session: Session,
    actor: Actor,
    application: Application,
    found: Mapping[str, Mapping[str, Any]],
    source: Source,
    names: set[str],
    *,
    seen: str,
    time_zone: str,
) -> int:
    """Writes the ticked answers; each section waits to be looked at. Returns how many sections.

    `seen` is the digest of what the person was shown. Raises ChangedMeanwhile where it is not so any more, Invalid where
    nothing is ticked.
    """
    application = locked(session, actor, application, permissions.EDIT)
    offers = offers_for(session, application, found, time_zone)
    if digest_of(offers) != seen:
        raise ChangedMeanwhile(N_("Something changed in the meantime. Look at the list again; nothing was taken over."))
    chosen = [offer for offer in offers if any(item.name in names for item in offer.items)]
    if not chosen:
        raise Invalid(N_("Tick at least one answer."), field="take")
    saved = saved_sections(session, application)
    for offer in chosen:
        section = saved.get(offer.form.key)
        if section is None:
            section = Section(application_id=application.id, key=offer.form.key)
            session.add(section)
        section.answers, section.is_complete = with_taken(offer, names), False
        section.taken_from, section.taken_name, section.taken_on = source
        section.updated_at = clock.now()
    touch(application)
    session.flush()
    return len(chosen)
