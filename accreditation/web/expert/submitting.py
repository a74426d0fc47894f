"""Every answer once more, the declaration, and the submission."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.answers import sections_of
from accreditation.applications.eligibility import findings_of
from accreditation.applications.papers import papers_of
from accreditation.applications.shown_answers import shown_sections
from accreditation.applications.writing import sign_declaration
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.texts import N_
from accreditation.transition import perform_transition, refuse_if_stale
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import seen_version
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.workflow import permissions


@blueprint.route("/applications/<number>/submit", methods=["GET", "POST"])
@needs(permissions.EDIT, "submit")
def submit(number: str) -> Response | str | tuple[str, int]:
    """Every answer once more, the declaration, and the submission."""
    found = own_case(number)
    found.require(permissions.EDIT)
    error, field = "", ""
    if request.method == "POST":
        try:
            refuse_if_stale(db.session(), found.application, current_actor(), seen_version())
            if request.form.get("accurate") != "yes":
                raise Invalid(N_("Tick the declaration that what you state is accurate."), field="accurate")
            sign_declaration(db.session(), current_actor(), found.application, typed_text("signed_as", 200))
            perform_transition(
                db.session(), found.application, "submit", actor=current_actor(), seen_version=found.application.version
            )
            db.session.commit()
            flash(
                _(
                    "Your application %(number)s is submitted. Your administration is asked to endorse it.",
                    number=number,
                ),
                "success",
            )
            return redirect(url_for("expert.show", number=number))
        except Invalid as refusal:
            error, field = said(refusal.reasons[0]), refusal.field or "signed_as"
            db.session.rollback()
    page = _submit_page(number, error, field)
    return (page, 422) if error else page


def _submit_page(number: str, error: str, refused_field: str) -> str:
    found = own_case(number)
    facts = found.facts
    return render_template(
        "expert/submit.html",
        application=found.application,
        sections=shown_sections(db.session(), found.application, "applicant"),
        documents=papers_of(db.session(), found.application, current_actor().person_id, "applicant"),
        requests=[],
        missing=[form for form in sections_of(found.application) if form.key in facts.sections_missing],
        papers=[slot for slot in found.application.scheme.documents if slot["key"] in facts.documents_missing],
        unmet=[each for each in findings_of(db.session(), found.application).values() if each.met is False],
        error=error,
        refused_field=refused_field,
        typed=request.form,
    )
