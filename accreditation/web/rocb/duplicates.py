"""Accounts that may be one person: the list, and a pair side by side."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation.duplicates.candidates import ONE, OTHER, candidates, people_of
from accreditation.duplicates.conflicts import reasons_against_merging
from accreditation.duplicates.evidence import evidence_of, strength_of
from accreditation.duplicates.merging import (
    propose_merge,
    refuse_involved,
    say_two_people,
)
from accreditation.duplicates.models import PersonMerge
from accreditation.duplicates.moving import described, rows_of
from accreditation.errors import HouseError, Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.roles import OFFICE
from accreditation.region.administrations import homes_of
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.forms import typed_text
from accreditation.web.keyset import Key, page_of
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.workflow.two_keys import MERGE_SECOND, OFFICE_OF

KEY_HOLDERS = (*OFFICE, *(role for role, office in OFFICE_OF.items() if office in MERGE_SECOND))
TONES = {"strong": "applicant", "likely": "us", "weak": "other"}


@blueprint.get("/duplicates")
@needs(*OFFICE)
def duplicates() -> str:
    """Pairs that nobody has looked at, the strongest first, and the proposals that wait for a second person."""
    region, actor = current_region(), current_actor()
    keys = [Key(ONE.key), Key(ONE.person_id), Key(OTHER.person_id)]
    page = page_of(db.session(), candidates(region.id, actor), keys)
    people = people_of(db.session(), {person_id for pair in page.items for person_id in pair})
    pairs = [(people[one], people[other], evidence_of(people[one], people[other])) for one, other in page.items]
    ledger.note_reading("duplicates", region.id)
    return render_template(
        "rocb/duplicates.html",
        page=page,
        pairs=[(one, other, evidence, strength_of(evidence)) for one, other, evidence in pairs],
        homes=homes_of(db.session(), list(people.values())),
        waiting=merge_rows(PersonMerge.confirmed_at.is_(None), PersonMerge.dropped_at.is_(None)),
        tones=TONES,
    )


def merge_rows(*conditions: Any) -> list[PersonMerge]:
    actor = current_actor()
    near = [person_id for person_id in (actor.person_id, *actor.related_to) if person_id is not None]
    query = (
        select(PersonMerge)
        .where(PersonMerge.region_id == current_region().id, *conditions)
        .where(PersonMerge.kept_id.not_in(near), PersonMerge.absorbed_id.not_in(near))
        .options(*(joinedload(each) for each in (PersonMerge.kept, PersonMerge.absorbed, PersonMerge.proposed_by)))
    )
    return list(db.session.scalars(query.order_by(PersonMerge.proposed_at.desc(), PersonMerge.id.desc()).limit(100)))


def _pair(kept_id: str, absorbed_id: str) -> tuple[Person, Person]:
    """Two accounts of the region that are still two, in the order of the address: the first would be kept."""
    kept, absorbed = row_by_public_id(Person, kept_id), row_by_public_id(Person, absorbed_id)
    refuse_involved(current_actor(), kept.region_id, kept.id, absorbed.id)
    if kept.region_id != absorbed.region_id or kept.id == absorbed.id:
        raise NotPermitted
    return kept, absorbed


@blueprint.get("/duplicates/<kept_id>/<absorbed_id>")
@needs(*OFFICE)
def pair(kept_id: str, absorbed_id: str) -> str:
    """Two accounts side by side, what speaks for one person, and all that a merge would move."""
    return _pair_page(*_pair(kept_id, absorbed_id))


def _pair_page(kept: Person, absorbed: Person, errors: Sequence[Any] = ()) -> str:
    session = db.session()
    ledger.note_reading("pair", kept.region_id, kept.id)
    evidence = evidence_of(kept, absorbed)
    return render_template(
        "rocb/pair.html",
        kept=kept,
        absorbed=absorbed,
        evidence=evidence,
        strength=strength_of(evidence),
        tones=TONES,
        homes=homes_of(session, [kept, absorbed]),
        holdings=described(session, rows_of(session, kept.id, absorbed.id)),
        moving=described(session, rows_of(session, absorbed.id, kept.id)),
        against=reasons_against_merging(session, kept, absorbed),
        errors=errors,
    )


@blueprint.post("/duplicates/<kept_id>/<absorbed_id>")
@needs(*OFFICE)
def settle_pair(kept_id: str, absorbed_id: str) -> Response | tuple[str, int]:
    """They are two people, or a merge is proposed."""
    kept, absorbed = _pair(kept_id, absorbed_id)
    if request.form.get("act") == "two":
        say_two_people(db.session(), current_actor(), kept, absorbed, typed_text("note"))
        db.session.commit()
        flash(_("Remembered: two people. The pair is not shown again."), "success")
        return redirect(url_for("rocb.duplicates"))
    try:
        merge = propose_merge(db.session(), current_actor(), kept, absorbed, typed_text("note"))
    except Invalid as refusal:
        return _pair_page(kept, absorbed, refusals(refusal)), 422
    address = url_for("rocb.merge", public_id=merge.public_id)
    db.session.commit()
    flash(_("Proposed. Somebody of another office confirms it; nothing has moved yet."), "success")
    return redirect(address)


def refusals(error: HouseError) -> list[dict[str, str]]:
    return [{"text": said(reason), "href": f"#{getattr(error, 'field', None) or 'note'}"} for reason in error.reasons]
