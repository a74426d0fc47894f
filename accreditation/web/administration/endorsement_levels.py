"""How many levels an administration endorses in."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import RadioField

from accreditation.applications.nomination_facts import officials_of
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.region.endorsement_levels import set_levels
from accreditation.visibility import ADMINISTRATION_ROLES
from accreditation.web.access import current_actor, needs
from accreditation.web.administration import blueprint
from accreditation.web.administration.finding import CHANGING, found_administration
from accreditation.web.forms import PageForm


class LevelsForm(PageForm):
    levels = RadioField(
        _l("How your administration endorses"),
        choices=[
            ("1", _l("At one level: a contact point or the Director General")),
            ("2", _l("At two levels: a head of unit recommends, then the Director General or a delegate decides")),
        ],
    )


@blueprint.route("/administration/<iso2>/levels", methods=["GET", "POST"])
@needs(*CHANGING)
def levels(iso2: str) -> str | Response | tuple[str, int]:
    """One level or two, and who speaks at each today."""
    administration = found_administration(iso2, *CHANGING)
    form: Any = LevelsForm.typed(levels=str(administration.endorsement_levels))
    officials = officials_of(db.session(), [administration.id])[administration.id]
    if request.method == "POST" and form.validate():
        try:
            present = {role for role, _person, _for in officials}
            set_levels(db.session(), current_actor(), administration, int(form.levels.data), present)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("administration.levels", iso2=administration.iso2))
        except Invalid as refusal:
            form.refuse(refusal)
    people = {
        person.id: person
        for person in db.session.scalars(select(Person).where(Person.id.in_([row[1] for row in officials])))
    }
    page = render_template(
        "administration/levels.html",
        administration=administration,
        form=form,
        officials=[(role, people[person_id], instead_of) for role, person_id, instead_of in officials],
        roles=ADMINISTRATION_ROLES,
    )
    return (page, 422) if form.errors else page
