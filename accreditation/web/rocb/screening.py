"""Screening a case: its conditions, and who reviews."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.eligibility import findings_of
from accreditation.applications.screening import checks_of, earlier_results, reasons_for, record_check
from accreditation.extensions import db
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.dossier import evidence_for
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.cases.leading import page_to_act
from accreditation.web.forms import typed_text
from accreditation.web.rocb import blueprint
from accreditation.workflow import permissions
from accreditation.workflow.application import APPLICATION


@blueprint.get("/cases/<number>/screen")
@needs(permissions.CHECK)
def screen(number: str) -> str:
    """Each condition of the call beside the dossier."""
    return _screen_page(found_case(number, permissions.CHECK), [])


def _screen_page(found: FoundCase, errors: list[dict[str, str]]) -> str:
    return render_template(
        "rocb/screen.html",
        checks=checks_of(db.session(), found.application),
        findings=findings_of(db.session(), found.application),
        reasons={key: reasons_for(found.application.scheme, key) for key in _keys(found)},
        earlier=earlier_results(db.session(), found.application),
        label_of=lambda case: APPLICATION.rule(case.state).label,
        errors=errors,
        **evidence_for(found),
    )


def _keys(found: FoundCase) -> list[str]:
    return [condition["key"] for condition in found.application.scheme.eligibility]


@blueprint.post("/cases/<number>/screen")
@needs(permissions.CHECK)
def save_checks(number: str) -> Response | tuple[str, int]:
    """Records every condition that was answered; a condition not met needs its evidence in words."""
    found = found_case(number, permissions.CHECK)
    errors = []
    for key in _keys(found):
        answer, seen = request.form.get(f"check-{key}"), typed_text(f"evidence-{key}", 1000)
        if answer not in ("yes", "no"):
            continue
        if answer == "no" and not seen.strip():
            errors.append({"text": _("Say what you saw where a condition is not met."), "href": f"#evidence-{key}"})
        reason = _reason_of(found, key) if answer == "no" else ""
        if answer == "no" and not reason and reasons_for(found.application.scheme, key):
            errors.append({"text": _("Choose the reason that the letter would give."), "href": f"#reason-{key}"})
        record_check(db.session(), current_actor(), found.application, key, answer == "yes", seen, reason)
    db.session.commit()
    if errors:
        return _screen_page(found, errors), 422
    flash(_("Kept."), "success")
    here, onward = url_for("rocb.screen", number=number), page_to_act(found_case(number))
    return redirect(onward if onward != here else url_for("cases.show", number=number))


def _reason_of(found: FoundCase, key: str) -> str:
    """The reason that was chosen; where the edition has only one for the condition, that one."""
    codes = [row["code"] for row in reasons_for(found.application.scheme, key)]
    return codes[0] if len(codes) == 1 else request.form.get(f"reason-{key}", "")
