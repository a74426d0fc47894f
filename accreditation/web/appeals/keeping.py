"""What the office does with an appeal or complaint beside its steps."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.appeals import keeping
from accreditation.appeals.keeping import Concerned, concerned_by
from accreditation.appeals.panel import candidates_for, name_panel, replace_member, seats_of
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.people.roles import holders
from accreditation.texts import N_
from accreditation.web.access import current_actor, needs
from accreditation.web.appeals import blueprint
from accreditation.web.appeals.finding import FoundAppeal, found_appeal
from accreditation.web.appeals.views import page
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.workflow.actors import Role

KEEPERS = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.WCO_LIAISON)
Answer = Response | tuple[str, int]


def done(public_id: str, act: Callable[[FoundAppeal], None]) -> Answer:
    """The act, kept; or the page again with what was refused beside its field."""
    found = found_appeal(public_id)
    try:
        act(found)
    except Invalid as refusal:
        db.session.rollback()
        errors = {refusal.field or "panel": said(refusal.reasons[0])}
        return page(found_appeal(public_id), errors), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("appeals.show", public_id=public_id))


@blueprint.post("/appeals/<public_id>/panel")
@needs(*KEEPERS)
def panel(public_id: str) -> Answer:
    """Names the panel and its chair."""

    def act(found: FoundAppeal) -> None:
        people = {
            one.person.public_id: one.person.id for one in candidates_for(db.session(), found.appeal, found.facts)
        }
        chosen = [people[name] for name in request.form.getlist("person") if name in people]
        chair = people.get(request.form.get("chair", ""))
        name_panel(db.session(), current_actor(), found.appeal, chosen, chair)

    return done(public_id, act)


@blueprint.post("/appeals/<public_id>/panel/replace")
@needs(*KEEPERS)
def replace(public_id: str) -> Answer:
    """Another member in the place of one who falls out."""

    def act(found: FoundAppeal) -> None:
        session, appeal = db.session(), found.appeal
        sitting = {seat.person.public_id: seat.person_id for seat in seats_of(session, appeal)}
        people = {one.person.public_id: one.person.id for one in candidates_for(session, appeal, found.facts)}
        old, new = sitting.get(request.form.get("out", "")), people.get(request.form.get("person", ""))
        if old is None or new is None:
            raise Invalid(N_("Choose who leaves the panel, and who joins it."), field="replace")
        replace_member(session, current_actor(), appeal, old, new, typed_text("reason"))

    return done(public_id, act)


@blueprint.post("/appeals/<public_id>/link")
@needs(*KEEPERS)
def link(public_id: str) -> Answer:
    """Whom or what a complaint concerns."""

    def act(found: FoundAppeal) -> None:
        session, named = db.session(), typed_text("concerns", 200)
        concerned = Concerned()
        if request.form.get("nobody") != "yes":
            concerned = concerned_by(session, found.appeal.region_id, named) or _refused()
        keeping.link(session, current_actor(), found.appeal, concerned)

    return done(public_id, act)


def _refused() -> Concerned:
    raise Invalid(
        N_("Nobody is known by this. Write the number of a certificate or an e-mail address."), field="concerns"
    )


@blueprint.post("/appeals/<public_id>/circle")
@needs(Role.ROCB_HEAD)
def circle(public_id: str) -> Answer:
    """Who in the office may know of it."""
    found = found_appeal(public_id)
    officers = {
        person.public_id: person for person in holders(db.session(), [Role.ROCB_OFFICER], found.appeal.region_id)
    }
    officer = officers.get(request.form.get("officer", ""))
    restricted = request.form.get("restricted") == "yes"
    keeping.restrict(db.session(), current_actor(), found.appeal, officer, is_restricted=restricted)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("appeals.show", public_id=public_id))


@blueprint.post("/appeals/<public_id>/hearing")
@needs(*KEEPERS)
def hear(public_id: str) -> Answer:
    """Asks the person complained about for a word."""

    def act(found: FoundAppeal) -> None:
        keeping.ask_to_be_heard(db.session(), current_actor(), found.appeal, request.form.get("alleged", ""))

    return done(public_id, act)


@blueprint.post("/appeals/<public_id>/measure")
@needs(*KEEPERS)
def carry_out(public_id: str) -> Answer:
    """How the measure that the panel recommended was carried out."""

    def act(found: FoundAppeal) -> None:
        keeping.carry_out(db.session(), current_actor(), found.appeal, request.form.get("note", ""))

    return done(public_id, act)
