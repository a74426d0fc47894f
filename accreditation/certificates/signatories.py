"""Who signs certificates and when: kept by the head of the office, and asked for the day of issue."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accreditation.certificates.letters import cannot_print, hidden_in, unprintable_in
from accreditation.certificates.models import Signatory
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.staff_notes import note_for_auditor
from accreditation.texts import DEFAULT_LOCALE, N_
from accreditation.workflow.actors import Actor, Role

PLACES = (1, 2)


def signatories_on(session: Session, region_id: uuid.UUID, day: date) -> Sequence[Signatory]:
    """Whoever signs on that day, the first place first."""
    in_office = or_(Signatory.ends_on.is_(None), Signatory.ends_on >= day)
    query = select(Signatory).where(Signatory.region_id == region_id, Signatory.starts_on <= day, in_office)
    return session.scalars(query.order_by(Signatory.place, Signatory.id)).all()


def signatories_of(session: Session, region_id: uuid.UUID) -> Sequence[Signatory]:
    """Everyone on record, by place, the latest first."""
    query = select(Signatory).where(Signatory.region_id == region_id)
    return session.scalars(query.order_by(Signatory.place, Signatory.starts_on.desc(), Signatory.id)).all()


def keep_signatory(
    session: Session, actor: Actor, region_id: uuid.UUID, details: Mapping[str, Any], row: Signatory | None = None
) -> Signatory:
    """A new signatory, or other words and days of one. `details` are columns; certificates already issued keep theirs.

    Invalid names the field: no name or post, letters that cannot be printed, days in the wrong order, a place that is taken.
    """
    if not actor.holds(Role.ROCB_HEAD, region_id):
        raise NotPermitted
    _refuse_what_cannot_be_printed(details)
    _refuse_impossible_days(session, region_id, details, row)
    before = {} if row is None else {name: _plain(getattr(row, name)) for name in details}
    if row is None:
        row = Signatory(region_id=region_id, **details)
        session.add(row)
    else:
        for name, value in details.items():
            setattr(row, name, value)
    session.flush()
    note_for_auditor(
        session,
        actor,
        "keep_signatory",
        region_id=region_id,
        subject_id=row.id,
        details={"before": before, "after": {name: _plain(value) for name, value in details.items()}},
    )
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _refuse_what_cannot_be_printed(details: Mapping[str, Any]) -> None:
    if len(details["name"]) < 2:
        raise Invalid(N_("Write the name as it is printed."), "name")
    if not details["posts"].get(DEFAULT_LOCALE):
        raise Invalid(N_("Write this in Spanish at least."), f"post_{DEFAULT_LOCALE}")
    texts = {"name": details["name"]}
    texts |= {f"post_{locale}": words for locale, words in details["posts"].items()}
    texts |= {f"organisation_{locale}": words for locale, words in details["organisations"].items()}
    for field, words in texts.items():
        if missing := unprintable_in(words) or hidden_in(words):
            raise Invalid(cannot_print(words, missing), field)


def _refuse_impossible_days(
    session: Session, region_id: uuid.UUID, details: Mapping[str, Any], row: Signatory | None
) -> None:
    begins, ends = details["starts_on"], details["ends_on"]
    if begins is None:
        raise Invalid(N_("Give the first day."), "starts_on")
    if ends is not None and ends < begins:
        raise Invalid(N_("The last day comes before the first."), "ends_on")
    for other in signatories_of(session, region_id):
        same = other.place == details["place"] and (row is None or other.id != row.id)
        if same and begins <= (other.ends_on or date.max) and other.starts_on <= (ends or date.max):
            raise Invalid(
                N_("%(name)s signs at this place in a part of these days. End that first.", name=other.name),
                "starts_on",
            )
