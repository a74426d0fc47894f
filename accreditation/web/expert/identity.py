"""The candidate's passport or identity card: asked from the short-listing on, shown again only in part."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, StringField

from accreditation.applications.identity import KINDS, Particulars, checked, identity_paper_of, write_identity_paper
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase
from accreditation.web.cases.sealed import IDENTITY_PAPER, end_of_workshop, readings_of, ring
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.web.forms import DAYS, PageForm
from accreditation.web.language import said
from accreditation.web.places import countries
from accreditation.workflow import permissions


class PaperForm(PageForm):
    kind = SelectField(_l("Kind of paper"))
    paper_number = StringField(_l("Number"), description=_l("As it is printed, with letters and digits."))
    country = SelectField(_l("Country that issued it"))
    expires_on = DateField(_l("Expires on"), format=DAYS)


@blueprint.route("/applications/<number>/identity-paper", methods=["GET", "POST"])
@needs(permissions.GIVE_IDENTITY_PAPER)
def identity_paper(number: str) -> Response | str | tuple[str, int]:
    """Asks for the paper; what was given is shown by its last digits."""
    found = own_case(number)
    found.require(permissions.GIVE_IDENTITY_PAPER)
    form: Any = PaperForm.typed(country=found.application.administration.iso2)
    form.kind.choices = [(key, said(name)) for key, name in KINDS.items()]
    form.country.choices = countries()
    if request.method == "GET":
        return _page(found, form)
    try:
        given = checked(
            form.kind.data or "",
            form.paper_number.data or "",
            form.country.data or "",
            form.expires_on.data,
            {code for code, _name in form.country.choices},
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(found, form), 422
    write_identity_paper(db.session(), current_actor(), found.application, ring(), given)
    db.session.commit()
    flash(_("Kept. Only the regional office can open it, and each reading is recorded."), "success")
    return redirect(url_for("expert.identity_paper", number=number))


def _page(found: FoundCase, form: Any) -> str:
    given: Particulars | None = identity_paper_of(db.session(), found.application, ring())
    until = end_of_workshop(found.application)
    return render_template(
        "expert/identity_paper.html",
        application=found.application,
        form=form,
        given=given,
        kinds=KINDS,
        runs_out=given is not None and given.runs_out_by(until),
        until=until,
        readings=readings_of(found.application, IDENTITY_PAPER),
    )
