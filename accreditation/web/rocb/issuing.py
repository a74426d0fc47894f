"""The switch of issuing: stopped by the office at once, let go on by its head, with what waits meanwhile."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from accreditation.certificates.switch import STOP, resume_issuing, stop_issuing, turns_of, under_way
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.roles import OFFICE
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.forms import PageForm
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role


class SwitchForm(PageForm):
    reason = TextAreaField(_l("Why"), description=_l("Whoever finds the switch turned reads this first."))


@blueprint.get("/certificates/issuing")
@needs(*OFFICE, Role.ADMINISTRATOR, Role.AUDITOR)
def issuing() -> str:
    """Whether certificates are issued at present, who turned the switch and why, and what is under way."""
    return _page(SwitchForm.typed())


@blueprint.post("/certificates/issuing/stop")
@needs(*OFFICE)
def stop() -> Response | tuple[str, int]:
    """Nothing is signed or published from now on."""
    form: Any = SwitchForm.typed()
    try:
        stop_issuing(db.session(), current_actor(), current_region().id, form.reason.data or "")
    except Invalid as refusal:
        return _refused(form, refusal)
    db.session.commit()
    flash(_("Stopped. Checking certificates goes on as before."), "success")
    return redirect(url_for("rocb.issuing"))


@blueprint.post("/certificates/issuing/resume")
@needs(Role.ROCB_HEAD)
def resume() -> Response | tuple[str, int]:
    """Issuing goes on, with what waited first."""
    form: Any = SwitchForm.typed()
    try:
        count = resume_issuing(db.session(), current_actor(), current_region().id, form.reason.data or "")
    except Invalid as refusal:
        return _refused(form, refusal)
    db.session.commit()
    told = ngettext(
        "%(num)s certificate that waited is taken up.", "%(num)s certificates that waited are taken up.", count
    )
    flash(_("Issuing goes on.") + " " + told, "success")
    return redirect(url_for("rocb.issuing"))


def _refused(form: Any, refusal: Invalid) -> tuple[str, int]:
    db.session.rollback()
    form.refuse(refusal)
    return _page(form), 422


def _page(form: Any) -> str:
    session, region, actor = db.session(), current_region(), current_actor()
    turns = turns_of(session, region.id)
    query = select(Person).where(Person.id.in_({turn.person_id for turn in turns}))
    return render_template(
        "rocb/issuing.html",
        form=form,
        stopped_at=region.issuing_stopped_at,
        turns=turns,
        stop=STOP,
        people={person.id: person.display_name for person in session.scalars(query)},
        waiting=under_way(session, region.id),
        may_stop=actor.holds(Role.ROCB_OFFICER, region.id) or actor.holds(Role.ROCB_HEAD, region.id),
        may_resume=actor.holds(Role.ROCB_HEAD, region.id),
        reads_certificates=bool(actor.roles() & {*OFFICE, Role.AUDITOR}),
    )
