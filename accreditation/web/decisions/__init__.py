"""Deciding: all the evidence of a case, the judgement recorded, and then published."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.models import Application
from accreditation.applications.referees.reading import shown_references
from accreditation.calibration.models import Stage
from accreditation.calibration.reading import Adjusted, adjusted_levels
from accreditation.competencies import GAPS, KIND_LABELS, competencies_of
from accreditation.errors import Invalid, TransitionRefused
from accreditation.evidence import judgements_of
from accreditation.extensions import db
from accreditation.publishing import waiting_for_publication
from accreditation.rehearsing import Rehearsed, rehearse
from accreditation.reviews.decisions import (
    outcomes_for,
    pending_decision,
    record_decision,
    what_stands_against,
)
from accreditation.reviews.voting import vote
from accreditation.texts import N_
from accreditation.transition import perform_transition
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.dossier import evidence_for
from accreditation.web.cases.finding import FoundCase, found_case, seen_version
from accreditation.web.cases.leading import lead_on
from accreditation.web.decisions.audience import blueprint
from accreditation.web.decisions.cohort import mail_sender
from accreditation.web.decisions.panel import panel_shown
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.workflow import permissions
from accreditation.workflow.application import APPLICATION


@blueprint.get("/cases/<number>/evidence")
@needs(permissions.READ_JUDGEMENTS)
def evidence(number: str) -> str:
    """Scores, marks and reports by criterion."""
    found = found_case(number, permissions.READ_JUDGEMENTS)
    ledger.note_reading("judgements", found.application.region_id, found.application.id)
    judgements = judgements_of(db.session(), found.application)
    references = shown_references(db.session(), found.application) if found.may(permissions.READ_REFERENCES) else []
    return render_template(
        "decisions/evidence.html",
        application=found.application,
        judgements=judgements,
        competencies=competencies_of(db.session(), found.application, judgements, references),
        kinds=KIND_LABELS,
        gaps=GAPS,
        severity=severity_shown(found.application),
    )


def severity_shown(application: Application) -> list[tuple[Any, Adjusted]]:
    """(what was judged, levels as given and adjusted for the severity of the judges), where that has been worked out."""
    stages = ((Stage.DESK, N_("Desk review")), (Stage.WORKSHOP, N_("Workshop")))
    found = [(label, adjusted_levels(db.session(), [application.id], stage)) for stage, label in stages]
    return [(label, levels[application.id]) for label, levels in found if application.id in levels]


@blueprint.get("/cases/<number>/decide")
@needs(permissions.DECIDE)
def decide(number: str) -> str:
    """Evidence left, judgement right."""
    return _page(found_case(number, permissions.DECIDE), {}, [])


def _page(found: FoundCase, typed: Any, errors: list[dict[str, str]], letters: Sequence[Rehearsed] = ()) -> str:
    outcomes = [
        (step, what_stands_against(step, found.facts), found.application.scheme.reasons.get(step.reasons or "", []))
        for step in outcomes_for(found.application, current_actor(), found.facts)
    ]
    session, application = db.session(), found.application
    shown, judgements = evidence_for(found), judgements_of(session, application)
    return render_template(
        "decisions/decide.html",
        outcomes=outcomes,
        pending=pending_decision(session, application),
        lifecycle=APPLICATION,
        typed=typed,
        errors=errors,
        judgements=judgements,
        competencies=competencies_of(session, application, judgements, shown["references"]),
        kinds=KIND_LABELS,
        gaps=GAPS,
        panel=panel_shown(found),
        severity=severity_shown(application),
        letters=letters,
        **shown,
    )


@blueprint.post("/cases/<number>/decide")
@needs(permissions.DECIDE)
def record(number: str) -> Response | tuple[str, int]:
    """Records the judgement; the applicant learns nothing before it is published."""
    found = found_case(number, permissions.DECIDE)
    outcome = request.form.get("outcome", "")
    if not outcome:
        return _page(found, request.form, [{"text": _("Choose a decision."), "href": "#outcome"}]), 422
    try:
        record_decision(
            db.session(),
            current_actor(),
            found.application,
            outcome,
            reasons=request.form.getlist(f"reasons-{outcome}"),
            statement=typed_text("statement", 4000),
            words=typed_text("words", 4000),
            seen_version=seen_version(),
        )
    except (Invalid, TransitionRefused) as refusal:
        errors = [{"text": said(reason), "href": "#outcome"} for reason in refusal.reasons]
        return _page(found, request.form, errors), 422
    db.session.commit()
    flash(_("The decision is recorded. Nobody outside sees it before you publish it."), "info")
    return redirect(url_for("decisions.decide", number=number))


@blueprint.post("/cases/<number>/decide/publish")
@needs(permissions.DECIDE, "*")
def publish(number: str) -> Response | str:
    """The step that the recorded decision names: the case moves and the letters go out."""
    found = found_case(number, permissions.DECIDE)
    pending = pending_decision(db.session(), found.application)
    if pending is None:
        flash(_("Record a decision first."), "error")
        return redirect(url_for("decisions.decide", number=number))
    if request.form.get("act") == "rehearse":
        cases = waiting_for_publication(db.session(), current_actor(), Application.id == found.application.id)
        letters = rehearse(db.session(), current_actor(), cases, mail_sender())
        return _page(found_case(number, permissions.DECIDE), {}, [], letters)
    step, state = APPLICATION.transition(pending.outcome), found.application.state
    perform_transition(
        db.session(),
        found.application,
        pending.outcome,
        actor=current_actor(),
        note=pending.statement,
        reasons=pending.reasons,
        seen_version=seen_version(),
    )
    db.session.commit()
    lead_on(_("Published: %(step)s. The letters are on their way.", step=said(step.done)), state, number)
    return redirect(url_for("cases.show", number=number))


@blueprint.post("/cases/<number>/vote")
@needs(permissions.DECIDE)
def cast_vote(number: str) -> Response | tuple[str, int]:
    """A member's vote, abstention or stepping back."""
    found = found_case(number, permissions.DECIDE)
    choice = request.form.get("choice", "")
    try:
        reason = typed_text("reason", 1000)
        vote(db.session(), current_actor(), found.application, choice, reason, seen_version=seen_version())
    except (Invalid, TransitionRefused) as refusal:
        errors = [{"text": said(reason), "href": "#vote"} for reason in refusal.reasons]
        return _page(found, request.form, errors), 422
    db.session.commit()
    flash(_("Your vote is recorded. You may change it until the decision of the panel is recorded."), "info")
    return redirect(url_for("decisions.decide", number=number))
