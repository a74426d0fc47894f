"""Whom to call if something happens to the candidate on a mission: asked once the mission is accepted."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from accreditation.applications.emergency import checked_contact, emergency_contact_of, write_emergency_contact
from accreditation.applications.fields import LANGUAGES
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase
from accreditation.web.cases.sealed import EMERGENCY_CONTACT, name_of_language, readings_of, ring
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.web.forms import PageForm
from accreditation.workflow import permissions


class ContactForm(PageForm):
    name = StringField(_l("Name"))
    relation = StringField(_l("What the person is to you"), description=_l("For example wife, brother or neighbour."))
    phone = StringField(_l("Telephone"), description=_l("With + and the country code, for example +502 2222 3333."))
    language = SelectField(_l("Language in which the person is best called"))


@blueprint.route("/applications/<number>/emergency-contact", methods=["GET", "POST"])
@needs(permissions.GIVE_EMERGENCY_CONTACT)
def emergency_contact(number: str) -> Response | str | tuple[str, int]:
    """Asks for one person; who was named is shown and can be changed while the mission lasts."""
    found = own_case(number)
    found.require(permissions.GIVE_EMERGENCY_CONTACT)
    form: Any = ContactForm.typed()
    form.language.choices = [(code, name_of_language(code)) for code in LANGUAGES]
    if request.method == "GET":
        return _page(found, form)
    typed = (form[name].data or "" for name in ("name", "relation", "phone", "language"))
    try:
        contact = checked_contact(*typed)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(found, form), 422
    write_emergency_contact(db.session(), current_actor(), found.application, ring(), contact)
    db.session.commit()
    flash(_("Kept. Only the regional office and your mentor can open it, and each reading is recorded."), "success")
    return redirect(url_for("expert.emergency_contact", number=number))


def _page(found: FoundCase, form: Any) -> str:
    return render_template(
        "expert/emergency_contact.html",
        application=found.application,
        form=form,
        given=emergency_contact_of(db.session(), found.application, ring()),
        name_of_language=name_of_language,
        readings=readings_of(found.application, EMERGENCY_CONTACT),
    )
