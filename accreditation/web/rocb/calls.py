"""Calls for the office: the list, one call with its applications and workshops, opening, changing, extending, publishing."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.applications.call_extension import extend_call
from accreditation.applications.lists import Filter, counts_by_state
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.roles import OFFICE
from accreditation.reviews.recognising import how_blind
from accreditation.schemes.call_lists import calls_of_region, stage_of
from accreditation.schemes.calls import change_call, open_call, publish_call
from accreditation.schemes.extensions import REASONS, extensions_of
from accreditation.schemes.models import Call
from accreditation.training.models import Workshop
from accreditation.training.planning import plan_workshop
from accreditation.visibility import applications_visible_to
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import found_call, seen_version
from accreditation.web.rocb import blueprint
from accreditation.web.rocb import call_form as forms
from accreditation.web.standing import tone_of
from accreditation.workflow.actors import Role
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import WorkshopState
from accreditation.workflow.workshop import WORKSHOP

STAGES = {
    "draft": (_l("Draft"), "us"),
    "announced": (_l("Announced"), "us"),
    "open": (_l("Open to applications"), "good"),
    "closed": (_l("Closed to applications"), "other"),
}


@blueprint.get("/office/calls")
@needs(*OFFICE)
def calls() -> str:
    """Every call with its stage and the number of its applications."""
    found, now = calls_of_region(db.session(), current_region().id), clock.now()
    query = select(Application.call_id, func.count()).where(applications_visible_to(current_actor()))
    counts = dict(db.session.execute(query.group_by(Application.call_id)).all())
    rows = [(call, STAGES[stage_of(call, now)], counts.get(call.id, 0)) for call in found]
    return render_template("rocb/calls.html", rows=rows)


@blueprint.get("/office/calls/<reference>")
@needs(*OFFICE)
def call(reference: str) -> str:
    """One call: where it stands, its applications by state, its workshops, and what can be done."""
    found = found_call(reference)
    return _call_page(found, forms.extension_form(found))


def _call_page(found: Call, extension: Any) -> str:
    session = db.session()
    counts = counts_by_state(session, applications_visible_to(current_actor()), Filter(call_id=found.id))
    states = [
        {
            "label": rule.label,
            "count": counts[rule.state],
            "tone": tone_of("application", rule.state),
            "href": url_for("cases.index", call=found.reference, state=rule.state.value),
        }
        for rule in APPLICATION.rules
        if rule.state in counts
    ]
    workshops = session.scalars(select(Workshop).where(Workshop.call_id == found.id).order_by(Workshop.id)).all()
    return render_template(
        "rocb/call.html",
        call=found,
        stage=STAGES[stage_of(found, clock.now())],
        decides=bool(current_actor().roles() & {Role.ROCB_HEAD, Role.PANEL_MEMBER}),
        states=states,
        total=sum(counts.values()),
        workshops=workshops,
        workshop_rule=WORKSHOP.rule,
        tone_of=tone_of,
        may_plan=found.centre_id is not None
        and not any(each.state in (WorkshopState.PLANNED, WorkshopState.OPEN) for each in workshops),
        extension=extension,
        extensions=extensions_of(session, found),
        extension_reasons=REASONS,
        blindness=how_blind(session, (Application.call_id == found.id) & applications_visible_to(current_actor()))
        if found.is_blind
        else None,
    )


@blueprint.route("/office/calls/new", methods=["GET", "POST"])
@needs(*OFFICE)
def new_call() -> str | Response | tuple[str, int]:
    """A new call, as a draft that the public does not see."""
    form = forms.new_form()
    if request.method == "POST" and form.validate():
        try:
            opened = open_call(db.session(), current_actor(), current_region(), forms.details_of(form))
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            address = url_for("rocb.call", reference=opened.reference)
            db.session.commit()
            flash(_("The call is a draft. Read it once more, then publish it."), "success")
            return redirect(address)
    return _form_page(form, None)


@blueprint.route("/office/calls/<reference>/edit", methods=["GET", "POST"])
@needs(*OFFICE)
def edit_call(reference: str) -> str | Response | tuple[str, int]:
    """Changes a call; what applicants relied on is fixed once it is published."""
    found = found_call(reference)
    form = forms.form_of(found)
    if request.method == "POST" and form.validate():
        try:
            change_call(db.session(), current_actor(), found, forms.details_of(form), seen_version=seen_version())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("rocb.call", reference=reference))
    return _form_page(form, found)


def _form_page(form: Any, found: Call | None) -> str | tuple[str, int]:
    seen = request.form.get("seen_version") or (found.version if found is not None else 0)
    page = render_template("rocb/call_form.html", form=form, call=found, seen=seen, preview=forms.preview(form))
    return (page, 422) if request.method == "POST" else page


@blueprint.post("/office/calls/<reference>/extend")
@needs(*OFFICE)
def extend(reference: str) -> Response | tuple[str, int]:
    """A later deadline, for the call and for everybody who still writes."""
    found = found_call(reference)
    form = forms.extension_form(found)
    if form.validate():
        closes_at = form.closes_at.data.replace(tzinfo=ZoneInfo(found.time_zone)).astimezone(UTC)
        try:
            extend_call(
                db.session(),
                current_actor(),
                found,
                closes_at,
                reason=form.reason.data,
                notes=forms.typed_texts(form, "note"),
                seen_version=seen_version(),
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(
                _("The deadline was extended. Drafts gain the time; those that had lapsed are open again."), "success"
            )
            return redirect(url_for("rocb.call", reference=reference))
    return _call_page(found, form), 422


@blueprint.post("/office/calls/<reference>/publish")
@needs(*OFFICE)
def publish(reference: str) -> Response:
    """From now on the public sees the call."""
    publish_call(db.session(), current_actor(), found_call(reference))
    db.session.commit()
    flash(_("The call is public."), "success")
    return redirect(url_for("rocb.call", reference=reference))


@blueprint.post("/office/calls/<reference>/workshop")
@needs(*OFFICE)
def new_workshop(reference: str) -> Response:
    """Plans the workshop of the call at its training centre."""
    found = found_call(reference)
    if found.centre_id is None:
        raise NotPermitted
    workshop = plan_workshop(
        db.session(),
        current_actor(),
        found,
        titles=found.titles,
        centre_id=found.centre_id,
        starts_on=found.workshop_on,
        ends_on=found.workshop_on,
        time_zone=found.time_zone,
        seats=found.seats,
    )
    public_id = workshop.public_id
    db.session.commit()
    return redirect(url_for("trainer.workshop", public_id=public_id))
