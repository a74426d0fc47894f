"""The form: one topic a page, kept as one types, complete or not; documents; signing and submitting."""

import re
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.applications.answers import faults_in, saved_sections, sections_of, shown_sections
from accreditation.applications.papers import papers_of
from accreditation.applications.questions import CEFR, LANGUAGES, SECTIONS, SectionForm
from accreditation.applications.writing import begin_application, save_section, sign
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.region.reference import members
from accreditation.schemes.calls import call_by_reference
from accreditation.texts import N_, say
from accreditation.transition import perform_transition, refuse_if_stale
from accreditation.web.access import current_actor, current_person, current_region, needs, signed_in
from accreditation.web.cases.finding import seen_version
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.web.language import current_locale, hour
from accreditation.workflow import permissions


def _form(number: str, key: str) -> tuple[Any, SectionForm]:
    found = own_case(number)
    found.require(permissions.EDIT)
    form = SECTIONS.get(key)
    if form is None or form not in sections_of(found.application):
        raise NotPermitted
    return found, form


def _typed(form: SectionForm) -> dict[str, Any]:
    """What was sent for this section; dates of three inputs become ISO days."""
    answers: dict[str, Any] = {field.key: _value(field.kind, field.key) for field in form.fields}
    if form.rows:
        positions = sorted({int(match[1]) for name in request.form if (match := re.match(r"rows-(\d{1,2})-", name))})
        rows = [{field.key: _value(field.kind, f"rows-{at}-{field.key}") for field in form.rows} for at in positions]
        answers["rows"] = [row for row in rows if any(row.values())][: form.most]
    return answers


def _value(kind: str, name: str) -> str:
    if kind == "date":
        parts = [request.form.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
        return "-".join(part.zfill(2) for part in parts) if all(part.isdigit() for part in parts) else ""
    return request.form.get(name, "")[:6000].strip()


@blueprint.get("/applications/<number>/sections/<key>")
@needs(permissions.EDIT)
def section(number: str, key: str) -> str:
    """One topic."""
    found, form = _form(number, key)
    saved = saved_sections(db.session(), found.application).get(key)
    answers = saved.answers if saved else _first_answers(form)
    return _page(found, form, answers, saved.version if saved else 0, {})


def _first_answers(form: SectionForm) -> dict[str, Any]:
    """What the account already knows."""
    if form.key != "identity":
        return {}
    person = current_person()
    assert person is not None
    known = {name: getattr(person, name) for name in ("given_names", "first_family_name", "second_family_name")}
    return {**known, "name_on_certificate": person.display_name}


def _page(found: Any, form: SectionForm, answers: dict[str, Any], version: int, faults: dict[str, Any]) -> str:
    rows = answers.get("rows", [])
    wanted = len(rows) + (1 if request.form.get("act") == "add_row" or not rows else 0)
    return render_template(
        "expert/section.html",
        application=found.application,
        form=form,
        answers=answers,
        rows=[*rows, *({} for _blank in range(min(wanted, form.most) - len(rows)))],
        version=version,
        faults=faults,
        levels=CEFR,
        languages_offered=LANGUAGES,
        countries=[member["iso2"] for member in members()],
    )


@blueprint.post("/applications/<number>/sections/<key>")
@needs(permissions.EDIT)
def save(number: str, key: str) -> Response | str | tuple[str, int]:
    """Keeps what was typed. "Save and continue" also asks for what is missing, beside each field."""
    found, form = _form(number, key)
    answers = _typed(form)
    act = request.form.get("act", "")
    kept = save_section(
        db.session(),
        current_actor(),
        found.application,
        form,
        answers,
        seen_version=int(request.form.get("version") or 0),
    )
    db.session.flush()
    version = kept.version
    db.session.commit()
    if request.accept_mimetypes.best == "application/json":
        message = _("Saved at %(time)s", time=hour(clock.now()))
        return jsonify(message=message, fields={"version": str(version)})
    if act == "add_row":
        return _page(found, form, answers, version, {})
    faults = faults_in(form, answers)
    if act == "continue" and faults:
        said = {name: say(text, current_locale()) for name, text in faults.items()}
        return _page(found, form, answers, version, said), 422
    flash(_("Saved."), "success")
    return redirect(url_for("expert.show", number=number))


@blueprint.route("/applications/<number>/submit", methods=["GET", "POST"])
@needs(permissions.EDIT, "submit")
def submit(number: str) -> Response | str | tuple[str, int]:
    """Every answer once more, the declaration, and the submission."""
    found = own_case(number)
    found.require(permissions.EDIT)
    error = ""
    if request.method == "POST":
        try:
            refuse_if_stale(db.session(), found.application, current_actor(), seen_version())
            if request.form.get("accurate") != "yes":
                raise Invalid(N_("Tick the declaration that what you state is accurate."))
            sign(db.session(), current_actor(), found.application, request.form.get("signed_as", "")[:200])
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
            error = say(refusal.reasons[0], current_locale())
            db.session.rollback()
    page = _submit_page(number, error)
    return (page, 422) if error else page


def _submit_page(number: str, error: str) -> str:
    found = own_case(number)
    facts = found.facts
    return render_template(
        "expert/submit.html",
        application=found.application,
        sections=shown_sections(db.session(), found.application),
        documents=papers_of(db.session(), found.application, current_actor().person_id),
        requests=[],
        missing=[SECTIONS[key] for key in facts.sections_missing],
        papers=[slot for slot in found.application.scheme.documents if slot["key"] in facts.documents_missing],
        error=error,
        typed=request.form,
    )


@blueprint.post("/calls/<reference>/apply")
@signed_in
def apply(reference: str) -> Response:
    """Begins an application in an open call, or goes on with the one begun."""
    call = call_by_reference(db.session(), current_region().id, reference)
    person = current_person()
    if call is None or call.published_at is None or person is None:
        raise NotPermitted
    application = begin_application(db.session(), current_actor(), person, call)
    number = application.number
    db.session.commit()
    return redirect(url_for("expert.show", number=number))
