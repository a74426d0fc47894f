"""Opening and changing calls for candidates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.people.roles import refuse_outsider
from accreditation.people.staff_notes import note_for_auditor
from accreditation.region.models import Region, Subject
from accreditation.region.numbers import next_in
from accreditation.schemes.alerts import announce_call
from accreditation.schemes.models import Call, Scheme
from accreditation.texts import N_, Text
from accreditation.workflow.actors import Actor


def _note(session: Session, actor: Actor, call: Call, what: str, details: Mapping[str, Any]) -> None:
    note_for_auditor(
        session,
        actor,
        what,
        region_id=call.region_id,
        subject_id=call.id,
        details={name: str(value) for name, value in details.items()},
    )


BELOW_QUOTA: Mapping[str, Text] = {
    "reserve": N_("Kept in reserve until a place becomes free"),
    "not_endorsed": N_("Not endorsed"),
}
# What an applicant relied on: fixed once the public sees the call. The subject stands in the reference from the start.
FIXED_BY_REFERENCE = ("subject_id",)
FIXED_BY_PUBLICATION = (
    "subject_id",
    "category_id",
    "scheme_id",
    "language",
    "track",
    "opens_at",
    "closes_at",
    "is_blind",
)


def _refuse_what_does_not_fit(session: Session, details: Mapping[str, Any]) -> None:
    """Moments in their order, and a scheme that was adopted."""
    if details["closes_at"] <= details["opens_at"]:
        raise Invalid(N_("The call closes before it opens."), field="closes_at")
    first_day = details.get("workshop_on")
    if first_day is not None and first_day <= details["closes_at"].date():
        raise Invalid(N_("The workshop starts before the call closes."), field="workshop_on")
    if session.get_one(Scheme, details["scheme_id"]).adopted_at is None:
        raise Invalid(N_("This edition of the scheme is not adopted yet."), field="scheme")


def open_call(session: Session, actor: Actor, region: Region, details: Mapping[str, Any]) -> Call:
    """A call with its reference `AMS-2026-VAL-01`; the public sees it once published. `details` are Call's columns."""
    refuse_outsider(actor, region.id)
    _refuse_what_does_not_fit(session, details)
    subject = session.get_one(Subject, details["subject_id"])
    series = f"{region.code}-{details['opens_at'].year}-{subject.code}"
    reference = f"{series}-{next_in(session, f'call:{series}'):02d}"
    call = Call(region_id=region.id, reference=reference, opened_by_id=actor.person_id, **details)
    session.add(call)
    session.flush()
    _note(session, actor, call, "open_call", details)
    return call


def _refuse_stale(call: Call, seen_version: int) -> None:
    if call.version != seen_version:
        raise ChangedMeanwhile(N_("Someone else changed this call after you opened the page."))


def change_call(session: Session, actor: Actor, call: Call, details: Mapping[str, Any], *, seen_version: int) -> None:
    """Titles, texts, places, sponsor, centre; a draft also in its scheme, language and moments.

    Invalid for what is fixed or does not fit. The deadline of a published call moves by `move_deadline` alone.
    """
    refuse_outsider(actor, call.region_id)
    _refuse_stale(call, seen_version)
    fixed = FIXED_BY_PUBLICATION if call.published_at is not None else FIXED_BY_REFERENCE
    if any(details.get(name, getattr(call, name)) != getattr(call, name) for name in fixed):
        raise Invalid(N_("This cannot be changed any more. Open a new call instead."))
    _write(session, actor, call, "change_call", details)


def move_deadline(session: Session, actor: Actor, call: Call, closes_at: datetime, *, seen_version: int) -> None:
    """A later end of a published call; `applications.call_extension.extend_call` lets the drafts follow."""
    refuse_outsider(actor, call.region_id)
    session.refresh(call, with_for_update=True)
    _refuse_stale(call, seen_version)
    if call.published_at is None or closes_at <= call.closes_at:
        raise Invalid(N_("A published call may only be extended."), field="closes_at")
    if closes_at <= clock.now():
        raise Invalid(
            N_("The new deadline has passed already. Choose a moment that is still to come."), field="closes_at"
        )
    _write(session, actor, call, "extend_call", {"closes_at": closes_at})


def _write(session: Session, actor: Actor, call: Call, what: str, details: Mapping[str, Any]) -> None:
    moments = ("opens_at", "closes_at", "workshop_on", "scheme_id")
    _refuse_what_does_not_fit(session, {name: details.get(name, getattr(call, name)) for name in moments})
    for name, value in details.items():
        setattr(call, name, value)
    session.flush()
    _note(session, actor, call, what, details)


def publish_call(session: Session, actor: Actor, call: Call) -> None:
    refuse_outsider(actor, call.region_id)
    if call.published_at is None:
        call.published_at = clock.now()
        _note(session, actor, call, "publish_call", {})
        announce_call(session, call)
