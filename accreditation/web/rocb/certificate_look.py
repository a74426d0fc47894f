"""How certificates look and who signs them: paper, second language, signatories with their days, and a specimen to look at."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from accreditation import clock
from accreditation.certificates.appearance import choose_appearance, office_on
from accreditation.certificates.drawing import draw
from accreditation.certificates.signatories import signatories_of
from accreditation.certificates.specimen import specimen_in
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.texts import LOCALES
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.admin.standing_forms import PAPERS
from accreditation.web.files import as_attachment
from accreditation.web.forms import PageForm
from accreditation.web.language import current_locale, language_name, said
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role

READERS = (Role.ROCB_HEAD, Role.ROCB_OFFICER, Role.AUDITOR)
OPTIONAL_DAY = {"validators": [Optional()]}


class LookForm(PageForm):
    paper = RadioField(_l("Paper"))
    second_language = SelectField(
        _l("Second language"), description=_l("Stands below the first, smaller, unless it is the first itself.")
    )


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
