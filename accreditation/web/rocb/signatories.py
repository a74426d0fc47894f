"""Who signs certificates, from when until when."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, StringField
from wtforms.validators import Length

from accreditation.certificates.models import Signatory
from accreditation.certificates.signatories import PLACES, keep_signatory
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.texts import LOCALES
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.forms import PageForm
from accreditation.web.rocb import blueprint
from accreditation.web.rocb.certificate_look import OPTIONAL_DAY
from accreditation.workflow.actors import Role


class SignatoryForm(PageForm):
    name = StringField(_l("Name"), [Length(max=120)], description=_l("As it stands under the signature."))
    place = RadioField(_l("Place on the certificate"), coerce=int)
    post_es = StringField(_l("Spanish"), [Length(max=120)])
    post_en = StringField(_l("English"), [Length(max=120)])
    post_pt = StringField(_l("Portuguese"), [Length(max=120)])
    post_fr = StringField(_l("French"), [Length(max=120)])
    organisation_es = StringField(_l("Spanish"), [Length(max=120)])
    organisation_en = StringField(_l("English"), [Length(max=120)])
    organisation_pt = StringField(_l("Portuguese"), [Length(max=120)])
    organisation_fr = StringField(_l("French"), [Length(max=120)])
    starts_on = DateField(_l("First day"), **OPTIONAL_DAY)
    ends_on = DateField(_l("Last day"), **OPTIONAL_DAY)


@blueprint.route("/certificates/signatories/new", methods=["GET", "POST"])
@needs(Role.ROCB_HEAD)
def new_signatory() -> Response | str | tuple[str, int]:
    """One signatory more."""
    return _kept(SignatoryForm.typed(place=1), None)


@blueprint.route("/certificates/signatories/<public_id>", methods=["GET", "POST"])
@needs(Role.ROCB_HEAD)
def signatory(public_id: str) -> Response | str | tuple[str, int]:
    """Words and days of one signatory; a last day ends it."""
    row: Signatory = row_by_public_id(Signatory, public_id)
    if row.region_id != current_region().id:
        raise NotPermitted
    present: dict[str, Any] = {name: getattr(row, name) for name in ("name", "place", "starts_on", "ends_on")}
    present |= {f"post_{locale}": row.posts.get(locale, "") for locale in LOCALES}
    present |= {f"organisation_{locale}": row.organisations.get(locale, "") for locale in LOCALES}
    return _kept(SignatoryForm.typed(**present), row)


def _kept(form: Any, row: Signatory | None) -> Response | str | tuple[str, int]:
    form.place.choices = [(1, _("First, on the left")), (2, _("Second"))]
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                keep_signatory(db.session(), current_actor(), current_region().id, _details(form), row)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                db.session.commit()
                flash(_("Saved."), "success")
                return redirect(url_for("rocb.certificate_look"))
    return render_template("rocb/signatory.html", form=form, row=row), status


def _details(form: Any) -> dict[str, Any]:
    """The columns as typed."""

    def words(topic: str) -> dict[str, str]:
        typed = {locale: " ".join((form[f"{topic}_{locale}"].data or "").split()) for locale in LOCALES}
        return {locale: text for locale, text in typed.items() if text}

    return {
        "name": " ".join((form.name.data or "").split()),
        "place": form.place.data if form.place.data in PLACES else 1,
        "posts": words("post"),
        "organisations": words("organisation"),
        "starts_on": form.starts_on.data,
        "ends_on": form.ends_on.data,
    }
