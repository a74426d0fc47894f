"""The form: one topic a page, kept as one types, complete or not, with rows that come and go, and what another tab wrote."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.applications.answers import saved_sections, tidy_answers
from accreditation.applications.beginning import begin_application
from accreditation.applications.carrying.beginning import first_answers
from accreditation.applications.consenting import standing_consents, version_of
from accreditation.applications.fields import SectionForm
from accreditation.applications.forms import form_of
from accreditation.applications.papers import documents_of
from accreditation.applications.referees.faults import section_faults
from accreditation.applications.shown_answers import differences
from accreditation.applications.slots import slots_of
from accreditation.applications.writing import save_section
from accreditation.certificates.letters import hidden_in, unprintable_in
from accreditation.certificates.render import draw_name
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.schemes.call_lists import call_by_reference
from accreditation.web.access import current_actor, current_person, current_region, needs, signed_in
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import check_line, own_case
from accreditation.web.expert.places import next_after, places_of, where_i_am
from accreditation.web.files import as_picture
from accreditation.web.language import chosen_time_zone, hour, said
from accreditation.web.questions import change_rows, drawn, typed_answers
from accreditation.workflow import permissions

Page = Response | str | tuple[str, int]


def _form(number: str, key: str) -> tuple[Any, SectionForm]:
    found = own_case(number)
    if not (found.may(permissions.EDIT) or found.may(permissions.AMEND) and key in found.facts.sections_asked):
        raise NotPermitted
    form = form_of(found.application.scheme, key)
    if form is None:
        raise NotPermitted
    return found, form


@blueprint.get("/applications/<number>/sections/<key>")
@needs(permissions.EDIT, permissions.AMEND)
def section(number: str, key: str) -> str:
    """One topic."""
    found, form = _form(number, key)
    saved = saved_sections(db.session(), found.application).get(key)
    answers = saved.answers if saved else first_answers(form, found.application.applicant, chosen_time_zone())
    return _page(found, form, answers, saved.version if saved else 0, {}, to_check=check_line(saved))


def _page(
    found: Any, form: SectionForm, answers: dict[str, Any], version: int, faults: dict[str, Any], **more: Any
) -> str:
    application = found.application
    has_files = any(field.kind == "file" for field in form.fields)
    return render_template(
        "expert/section.html",
        application=application,
        version=version,
        slots=slots_of(application) if has_files else {},
        handed_in={document.kind for document in documents_of(db.session(), application)} if has_files else set(),
        consents=standing_consents(db.session(), application) if form.key == "consents" else {},
        wording_of=lambda key: version_of(application, key),
        unprintable=_unprintable(answers) if form.key == "identity" else (),
        **drawn(form, answers, faults, request.args.get("add", "")),
        **(where_i_am(found, form.key) if found.may(permissions.EDIT) else {}),
        **more,
    )


def _unprintable(answers: dict[str, Any]) -> tuple[str, ...]:
    name = str(answers.get("name_on_certificate") or "")
    return unprintable_in(name) or hidden_in(name)


@blueprint.post("/applications/<number>/sections/<key>")
@needs(permissions.EDIT, permissions.AMEND)
def save(number: str, key: str) -> Page:
    """Keeps what was typed. "Save and continue" also asks for what is missing, beside each field, and goes on to the next page."""
    found, form = _form(number, key)
    answers, act = typed_answers(form), request.form.get("act", "")
    changed = change_rows(form, answers, act)
    seen, is_script = _seen(), request.accept_mimetypes.best == "application/json"
    try:
        kept = save_section(db.session(), current_actor(), found.application, form, answers, seen_version=seen)
    except ChangedMeanwhile as told:
        if is_script:
            raise
        return _both(number, key, answers, told)
    version = kept.version
    db.session.commit()
    if is_script:
        message = _("Saved at %(time)s", time=hour(clock.now()))
        return jsonify(message=message, fields={"version": str(version)})
    if changed is not None:
        adding, place = changed
        return redirect(url_for("expert.section", number=number, key=key, add=adding or None) + f"#{place}")
    faults = section_faults(db.session(), found.application, form, tidy_answers(form, answers))
    if act == "continue" and faults:
        sentences = {name: said(text) for name, text in faults.items()}
        return _page(found, form, tidy_answers(form, answers), version, sentences), 422
    flash(_("Saved."), "success")
    if act == "continue" and found.may(permissions.EDIT):
        return redirect(next_after(number, places_of(found), key))
    return redirect(url_for("expert.show", number=number))


def _seen() -> int:
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _both(number: str, key: str, typed: dict[str, Any], told: ChangedMeanwhile) -> tuple[str, int]:
    """What was typed here, still in the form, beside what was saved meanwhile: sending it again chooses it."""
    db.session.rollback()
    found, form = _form(number, key)
    saved = saved_sections(db.session(), found.application)[key]
    typed = tidy_answers(form, typed)
    page = _page(
        found,
        form,
        typed,
        saved.version,
        {},
        told=said(told.reasons[0]),
        saved_at=saved.updated_at,
        apart=differences(form, saved.answers, typed),
    )
    return page, 409


@blueprint.get("/applications/<number>/name-on-certificate.png")
@needs(permissions.EDIT, permissions.AMEND)
def name_on_certificate(number: str) -> Response:
    """The name as it was saved, as the certificate prints it."""
    found, _form_of_identity = _form(number, "identity")
    try:
        return as_picture(draw_name(found.application.name_on_certificate or "–"))
    except Invalid as refusal:
        raise NotPermitted from refusal


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
