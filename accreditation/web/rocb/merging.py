"""Two accounts are merged: asked by one office, confirmed by another, taken back while it can be."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.duplicates.conflicts import reasons_against_merging
from accreditation.duplicates.merging import (
    confirm_merge,
    drop_proposal,
    refuse_stranger,
    second_key_refused,
)
from accreditation.duplicates.models import PersonMerge
from accreditation.duplicates.moving import described, from_log, rows_of
from accreditation.duplicates.separating import reasons_against_separating, separate
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.roles import OFFICE
from accreditation.texts import from_record
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.forms import typed_text
from accreditation.web.rocb import blueprint
from accreditation.web.rocb.duplicates import KEY_HOLDERS, merge_rows, refusals
from accreditation.workflow.actors import Role


@blueprint.get("/duplicates/merged")
@needs(*OFFICE)
def merged() -> str:
    """The log: the latest merges and separations."""
    return render_template("rocb/merges.html", merges=merge_rows(PersonMerge.confirmed_at.is_not(None)))


def _merge(public_id: str) -> PersonMerge:
    found: PersonMerge = row_by_public_id(PersonMerge, public_id)
    refuse_stranger(current_actor(), found.region_id, found.kept_id, found.absorbed_id)
    return found


@blueprint.get("/duplicates/merges/<public_id>")
@needs(*KEY_HOLDERS)
def merge(public_id: str) -> str:
    """A proposal with its dry run, or the log of what a merge moved."""
    return _merge_page(_merge(public_id))


def _merge_page(found: PersonMerge, errors: Sequence[Any] = ()) -> str:
    session, actor = db.session(), current_actor()
    rows = rows_of(session, found.absorbed_id, found.kept_id) if found.waits else from_log(found.moved)
    return render_template(
        "rocb/merge.html",
        merge=found,
        evidence=[from_record(each) for each in found.evidence],
        moving=described(session, rows),
        against=reasons_against_merging(session, found.kept, found.absorbed) if found.waits else (),
        not_mine=second_key_refused(session, actor, found) if found.waits else (),
        against_separating=reasons_against_separating(session, found) if found.stands else (),
        of_office=bool(actor.roles() & set(OFFICE)),
        may_separate=found.stands and actor.holds(Role.ROCB_HEAD, found.region_id),
        errors=errors,
    )


@blueprint.post("/duplicates/merges/<public_id>")
@needs(*KEY_HOLDERS)
def change_merge(public_id: str) -> Response | tuple[str, int]:
    """Confirms a proposal, takes it back, or separates what was merged."""
    found, act = _merge(public_id), request.form.get("act")
    session, actor = db.session(), current_actor()
    try:
        if act == "confirm":
            confirm_merge(session, actor, found)
            told = _("Merged. Both addresses received a mail.")
        elif act == "drop":
            drop_proposal(session, actor, found)
            told = _("The proposal is taken back.")
        elif act == "separate":
            separate(session, actor, found, typed_text("note"))
            told = _("Separated. Everything that had moved went back.")
        else:
            raise NotPermitted
    except Invalid as refusal:
        return _merge_page(found, refusals(refusal)), 422
    session.commit()
    flash(told, "success")
    return redirect(url_for("rocb.merge", public_id=public_id))
