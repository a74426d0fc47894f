"""My own steps: what each costs is said before it is taken."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.transition import perform_transition
from accreditation.web.access import current_actor, signed_in
from accreditation.web.cases.finding import seen_version
from accreditation.web.expert import blueprint
from accreditation.web.expert.case import own_workshop, steps_of
from accreditation.web.expert.own import own_case
from accreditation.web.expert.withdrawing import what_withdrawing_does
from accreditation.web.forms import typed_text
from accreditation.web.language import said


@blueprint.route("/applications/<number>/steps/<name>", methods=["GET", "POST"])
@signed_in
def step(number: str, name: str) -> Response | str:
    """One of my own steps; what it costs is said before it is taken."""
    found = own_case(number)
    offer = next((offer for offer in steps_of(found) if offer.transition.name == name), None)
    if offer is None and request.method == "GET":
        return redirect(url_for("expert.show", number=number))
    if offer is None:
        raise NotPermitted
    if request.method == "GET":
        withdrawal = what_withdrawing_does(found) if name == "withdraw" else None
        shown = {"application": found.application, "version": found.version}
        shown["workshop"] = own_workshop(found.application) if name == "confirm" else None
        return render_template("expert/step.html", offer=offer, withdrawal=withdrawal, **shown)
    perform_transition(
        db.session(),
        found.application,
        name,
        actor=current_actor(),
        note=typed_text("note"),
        seen_version=seen_version(),
    )
    db.session.commit()
    flash(f"{said(offer.transition.done)}.", "success")
    return redirect(url_for("expert.show", number=number))
