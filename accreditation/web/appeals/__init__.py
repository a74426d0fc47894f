"""Appeals: acknowledged and handed over by the office, examined by a panel that had no part in the case."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.appeals.actions import name_panel, write_conclusion
from accreditation.appeals.models import Appeal
from accreditation.appeals.queries import panel_of
from accreditation.extensions import db
from accreditation.people.roles import holders
from accreditation.transition import facts_of
from accreditation.visibility import appeals_visible_to
from accreditation.web.access import current_actor, needs, signed_in
from accreditation.web.cases.finding import visible_row
from accreditation.web.subject_steps import shown, take
from accreditation.workflow.actors import Role, officer_without_interest, panel_of_the_appeal
from accreditation.workflow.facts import Involvement
from accreditation.workflow.states import AppealState

blueprint = Blueprint("appeals", __name__)


def _found(public_id: str) -> Appeal:
    appeal: Appeal = visible_row(Appeal, public_id, appeals_visible_to(current_actor()))
    return appeal


@blueprint.get("/appeals/<public_id>")
@signed_in
def show(public_id: str) -> str:
    """The appeal, its panel, and what this person can do."""
    appeal = _found(public_id)
    context = shown(appeal)
    actor = current_actor()
    names = officer_without_interest(actor, context["facts"]) is None and appeal.state is AppealState.ACKNOWLEDGED
    writes = panel_of_the_appeal(actor, context["facts"]) is None and appeal.state is AppealState.UNDER_EXAMINATION
    is_filer = Involvement.FILER in context["facts"].involvement_of(actor.person_id)
    return render_template(
        "appeals/show.html",
        panel=[] if is_filer else panel_of(db.session(), appeal),
        candidates=holders(db.session(), [Role.APPEALS_PANEL], appeal.region_id) if names else [],
        names=names,
        writes=writes,
        reasons=appeal.application.scheme.reasons,
        shows_history=not is_filer,
        **context,
    )


@blueprint.post("/appeals/<public_id>/steps")
@signed_in
def take_step(public_id: str) -> Response:
    """Acknowledge, admit, conclude or withdraw."""
    return take(_found(public_id), url_for("appeals.show", public_id=public_id))


@blueprint.post("/appeals/<public_id>/panel")
@needs(Role.ROCB_OFFICER, Role.ROCB_HEAD)
def panel(public_id: str) -> Response:
    """Names the panel."""
    appeal = _found(public_id)
    people = {person.public_id: person.id for person in holders(db.session(), [Role.APPEALS_PANEL], appeal.region_id)}
    chosen = [people[name] for name in request.form.getlist("person") if name in people]
    name_panel(db.session(), current_actor(), appeal, chosen, facts_of(db.session(), appeal))
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("appeals.show", public_id=public_id))


@blueprint.post("/appeals/<public_id>/conclusion")
@signed_in
def conclusion(public_id: str) -> Response:
    """The panel's reasons, kept before it concludes."""
    appeal = _found(public_id)
    text = request.form.get("conclusion", "")[:8000]
    write_conclusion(db.session(), current_actor(), appeal, text, facts_of(db.session(), appeal))
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("appeals.show", public_id=public_id))
