"""Stations of a case that are waived, or proposed to be: the office proposes, the head decides, either takes back."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField

from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.schemes.earlier import number_in
from accreditation.waivers.models import Waiver
from accreditation.waivers.proposing import Proposal, decide_waiver, propose_waiver, take_back, waiver_of
from accreditation.waivers.queries import (
    accreditations_to_rest_on,
    documents_to_rest_on,
    stations_ahead,
    waivers_of,
)
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.forms import PageForm
from accreditation.web.language import day, said
from accreditation.web.written import plain, written
from accreditation.workflow import permissions
from accreditation.workflow.waivers import (
    DECIDE_WAIVER,
    GROUND_LABELS,
    PASSINGS,
    PROPOSE_WAIVER,
    STATION_LABELS,
    Ground,
)

_NONE = ("", "–")


class WaiverForm(PageForm):
    station = SelectField(_l("Station"))
    ground = SelectField(_l("Ground"))
    accreditation = SelectField(
        _l("Accreditation in this system"), description=_l("For who holds an accreditation of ours in another scope.")
    )
    source = StringField(
        _l("Named, with its reference"),
        description=_l("For the other grounds: who accredited or trained, or which mission, and number or date."),
    )
    document = SelectField(_l("Document of the dossier that shows it"), description=_l("Needed for the other grounds."))
    words = TextAreaField(_l("Why it stands in the place of this station"))


class WordForm(PageForm):
    reason = TextAreaField(_l("Reason"), description=_l("It stays on record beside the waiver."))


def _found(number: str) -> FoundCase:
    """The case, for whoever reads judgements and knows whose case it is."""
    found = found_case(number, permissions.READ_JUDGEMENTS)
    if found.reads_blind:
        raise NotPermitted
    return found


def waivers_shown(found: FoundCase) -> Sequence[Waiver]:
    """Every waiver of the case; none for whoever may not read judgements, or reads blind."""
    if not found.facts.has_waivers or found.reads_blind or not found.may(permissions.READ_JUDGEMENTS):
        return []
    return waivers_of(db.session(), found.application)


@blueprint.route("/cases/<number>/waivers", methods=["GET", "POST"])
@needs(permissions.READ_JUDGEMENTS, PROPOSE_WAIVER)
def waivers(number: str) -> Response | str | tuple[str, int]:
    """What is waived or proposed, and one more proposal."""
    found = _found(number)
    form: Any = WaiverForm.typed()
    _offer(form, found)
    if request.method == "GET":
        ledger.note_reading("waivers", found.application.region_id, found.application.id)
        return _page(found, form)
    found.require(PROPOSE_WAIVER)
    typed = Proposal(**{name: form[name].data or "" for name in Proposal.__dataclass_fields__})
    try:
        propose_waiver(db.session(), current_actor(), found.application, typed)
    except Invalid as refusal:
        db.session.rollback()
        found = _found(number)
        _offer(form, found)
        form.refuse(refusal)
        return _page(found, form), 422
    db.session.commit()
    flash(_("Proposed. Whoever may decide finds it among what waits."), "success")
    return redirect(url_for("cases.waivers", number=number))


def _offer(form: Any, found: FoundCase) -> None:
    session, application = db.session(), found.application
    spoken_of = {row.station for row in waivers_of(session, application) if row.is_live}
    ahead = [one for one in stations_ahead(application, found.facts) if one not in spoken_of]
    form.station.choices = [_NONE, *((one.value, said(STATION_LABELS[one])) for one in ahead)]
    held = accreditations_to_rest_on(session, application)
    grounds = [one for one in Ground if held or one is not Ground.OURS]
    form.ground.choices = [_NONE, *((one.value, said(GROUND_LABELS[one])) for one in grounds)]
    form.accreditation.choices = [
        _NONE,
        *(
            (
                row.public_id,
                f"{plain(written(row.category.names))} · {plain(written(row.subject.names))} · {day(row.granted_on)}",
            )
            for row in held
        ),
    ]
    papers = documents_to_rest_on(session, application)
    form.document.choices = [_NONE, *((row.public_id, row.file_name) for row in papers)]


def _page(found: FoundCase, form: Any) -> str:
    rows = waivers_of(db.session(), found.application)
    most = number_in(found.application.scheme.numbers, "waivers_most")
    is_full = found.may(PROPOSE_WAIVER) and sum(row.is_live for row in rows) >= most
    proposes = found.may(PROPOSE_WAIVER) and not is_full and len(form.station.choices) > 1
    return render_template(
        "cases/waivers.html",
        application=found.application,
        form=form if proposes else None,
        waivers=rows,
        is_full=is_full,
        most=most,
        acts={row.public_id: bool(_acts_on(found, row)) for row in rows},
    )


def _acts_on(found: FoundCase, waiver: Waiver) -> tuple[str, ...]:
    """What this person may do with it now: decide on it, or take it back."""
    if not waiver.is_live or found.application.state not in PASSINGS[waiver.station].ahead:
        return ()
    if waiver.outcome:
        passed = waiver.station in found.facts.passed_over
        return ("take_back",) if found.may(DECIDE_WAIVER) and not passed else ()
    if found.may(DECIDE_WAIVER) and waiver.proposed_by_id != current_actor().person_id:
        return ("grant", "decline")
    return ("take_back",) if found.may(PROPOSE_WAIVER) else ()


@blueprint.route("/cases/<number>/waivers/<public_id>", methods=["GET", "POST"])
@needs(permissions.READ_JUDGEMENTS, PROPOSE_WAIVER, DECIDE_WAIVER)
def waiver(number: str, public_id: str) -> Response | str | tuple[str, int]:
    """One waiver, and what this person can do with it."""
    found = _found(number)
    row = waiver_of(db.session(), found.application, public_id)
    form: Any = WordForm.typed()
    shown = {"application": found.application, "row": row, "acts": _acts_on(found, row), "form": form}
    if request.method == "GET":
        ledger.note_reading("waivers", found.application.region_id, found.application.id)
        return render_template("cases/waiver.html", **shown)
    act, reason = request.form.get("act", ""), form.reason.data or ""
    if act not in ("grant", "decline", "take_back"):
        raise NotPermitted
    case = (db.session(), current_actor(), found.application, public_id)
    try:
        if act == "take_back":
            take_back(*case, why=reason)
        else:
            decide_waiver(*case, is_granted=act == "grant", reason=reason)
    except Invalid as refusal:
        form.refuse(refusal)
        return render_template("cases/waiver.html", **shown), 422
    db.session.commit()
    flash(_("Recorded."), "success")
    return redirect(url_for("cases.waivers", number=number))
