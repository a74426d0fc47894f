"""How certificates look and who signs them: paper, second language, signatories with their days, and a specimen to look at."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import Length, Optional

from accreditation import clock
from accreditation.certificates.appearance import choose_appearance, office_on
from accreditation.certificates.drawing import draw
from accreditation.certificates.models import Signatory
from accreditation.certificates.signatories import PLACES, keep_signatory, signatories_of
from accreditation.certificates.specimen import specimen_in
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.texts import LOCALES
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.admin.standing_forms import PAPERS
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.files import as_attachment
from accreditation.web.forms import PageForm
from accreditation.web.language import current_locale, language_name, said
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role

READERS = (Role.ROCB_HEAD, Role.ROCB_OFFICER, Role.AUDITOR)
DAYS = {"validators": [Optional()]}


class LookForm(PageForm):
    paper = RadioField(_l("Paper"))
    second_language = SelectField(
        _l("Second language"), description=_l("Stands below the first, smaller, unless it is the first itself.")
    )


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
    starts_on = DateField(_l("First day"), **DAYS)
    ends_on = DateField(_l("Last day"), **DAYS)


@blueprint.get("/certificates/look")
@needs(*READERS)
def certificate_look() -> str:
    """Paper, second language, whoever signs and signed, and the specimen in each language."""
    region = current_region()
    form: Any = LookForm.typed(paper=region.certificate_paper, second_language=region.certificate_second_language)
    return _page(form)


@blueprint.post("/certificates/look")
@needs(Role.ROCB_HEAD)
def choose_look() -> Response | tuple[str, int]:
    """Keeps paper and second language, for certificates released from now on."""
    form: Any = LookForm.typed()
    try:
        choose_appearance(
            db.session(), current_actor(), current_region(), form.paper.data or "", form.second_language.data or ""
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("rocb.certificate_look"))


def _page(form: Any) -> str:
    session, region = db.session(), current_region()
    form.paper.choices = [(key, said(name)) for key, name in PAPERS.items()]
    form.second_language.choices = [("", _("None")), *((code, language_name(code)) for code in LOCALES)]
    today = clock.today(region.time_zone)
    return render_template(
        "rocb/certificate_look.html",
        form=form,
        signatories=signatories_of(session, region.id),
        today=today,
        office=office_on(session, region, today, current_locale()),
        locales=LOCALES,
        changes=current_actor().holds(Role.ROCB_HEAD, region.id),
    )


@blueprint.get("/certificates/specimen-<locale>.pdf")
@needs(*READERS)
def specimen(locale: str) -> Response:
    """A certificate of nobody as it would be drawn today, marked as a specimen and not signed."""
    if locale not in LOCALES:
        raise NotPermitted
    content = specimen_in(db.session(), current_region(), locale)
    return as_attachment(draw(content), f"specimen-{locale}.pdf", "application/pdf")


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
