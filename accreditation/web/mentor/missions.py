"""Missions: planned by the office, accepted by candidate and administration, reported by the mentor."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.missions.planning import change_mission
from accreditation.missions.reporting import feedback_of, give_feedback, report_of, save_report
from accreditation.texts import N_
from accreditation.transition import facts_of, perform_transition, refuse_if_stale
from accreditation.visibility import OFFICE_ROLES, missions_visible_to, scopes
from accreditation.web.access import current_actor, needs, signed_in
from accreditation.web.by_state import listed
from accreditation.web.cases.finding import FoundCase, seen_version, visible_row
from accreditation.web.forms import typed_levels, typed_text
from accreditation.web.keyset import Key
from accreditation.web.language import said
from accreditation.web.mentor import blueprint
from accreditation.web.subject_steps import shown, take
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role, mentor_of_the_mission, officer_without_interest
from accreditation.workflow.mission import MISSION
from accreditation.workflow.states import AHEAD_OF_MISSION, MissionState


def _found(public_id: str) -> Mission:
    mission: Mission = visible_row(Mission, public_id, missions_visible_to(current_actor()))
    return mission


def _hosts(mission: Mission) -> bool:
    """Speaks for the beneficiary administration, or for it in this mission alone."""
    return bool({mission.beneficiary_id, mission.id} & scopes(current_actor(), Role.BENEFICIARY))


@blueprint.get("/missions")
@signed_in
def index() -> str:
    """The missions this person has to do with, the latest first."""
    query = select(Mission).options(
        joinedload(Mission.application).joinedload(Application.applicant), joinedload(Mission.beneficiary)
    )
    visible, address = missions_visible_to(current_actor()), url_for("mentor.index")
    keys = [Key(Mission.starts_on, descending=True, nullable=True), Key(Mission.id, descending=True)]
    return render_template("mentor/index.html", **listed("mission", query, visible, keys, address))


@blueprint.get("/missions/<public_id>")
@signed_in
def mission(public_id: str) -> str:
    """One mission: where it stands, the report, the feedback."""
    return _page(_found(public_id))


def _page(found: Mission, error: str = "", dates_error: str = "", report_error: str = "") -> str:
    context = shown(found)
    writes = mentor_of_the_mission(current_actor(), context["facts"]) is None and found.state is MissionState.UNDER_WAY
    gives = found.state is MissionState.REPORTED and _hosts(found)
    plans = found.state in AHEAD_OF_MISSION and officer_without_interest(current_actor(), context["facts"]) is None
    report, feedback = report_of(db.session(), found), feedback_of(db.session(), found)
    case = FoundCase(found.application, facts_of(db.session(), found.application))
    readers = scopes(current_actor(), *OFFICE_ROLES)
    return render_template(
        "mentor/mission.html",
        report=report if writes or found.region_id in readers else None,
        feedback=feedback if found.region_id in readers else None,
        writes=writes,
        gives=gives and feedback is None,
        error=error,
        plans=plans,
        dates_error=dates_error,
        report_error=report_error,
        sees_case=case.may(permissions.VIEW),
        gives_contact=case.may(permissions.GIVE_EMERGENCY_CONTACT),
        reads_contact=case.may(permissions.READ_EMERGENCY_CONTACT),
        **context,
    )


@blueprint.post("/missions/<public_id>/steps")
@signed_in
def take_step(public_id: str) -> Response:
    """Offer, accept, release, start, hand in, evaluate, move, decline or cancel."""
    return take(_found(public_id), url_for("mentor.mission", public_id=public_id))


@blueprint.post("/missions/<public_id>/dates")
@needs(Role.ROCB_OFFICER, Role.ROCB_HEAD)
def change_dates(public_id: str) -> Response | tuple[str, int]:
    """Other days for a mission that has not begun; the step that moves it tells everybody."""
    try:
        change_mission(db.session(), current_actor(), _found(public_id), seen_version=seen_version(), **typed_days())
        db.session.commit()
    except Invalid as refusal:
        db.session.rollback()
        return _page(_found(public_id), dates_error=said(refusal.reasons[0])), 422
    flash(_("Saved."), "success")
    return redirect(url_for("mentor.mission", public_id=public_id))


@blueprint.post("/missions/<public_id>/report")
@needs("hand_in_report")
def report(public_id: str) -> Response | tuple[str, int]:
    """The mentor's report, kept as it is written, and handed in where that was asked for."""
    found = _found(public_id)
    hands_in = request.form.get("act") == "hand_in"
    if hands_in:
        refuse_if_stale(db.session(), found, current_actor(), seen_version())
    keys = [criterion["key"] for criterion in found.application.scheme.rubric]
    levels = {key: level for key, (level, _comment) in typed_levels("level", keys).items() if level}
    recommends = {"yes": True, "no": False}.get(request.form.get("recommends", ""))
    save_report(
        db.session(),
        current_actor(),
        found,
        levels=levels,
        summary=typed_text("summary", 8000),
        recommends=recommends,
    )
    db.session.commit()
    if not hands_in:
        flash(_("Your report is kept. Hand it in when it is complete."), "info")
        return redirect(url_for("mentor.mission", public_id=public_id))
    return _hand_in(found)


def _hand_in(found: Mission) -> Response | tuple[str, int]:
    """The step itself; what still lacks is said above the report, which is kept."""
    try:
        perform_transition(db.session(), found, "hand_in_report", actor=current_actor(), seen_version=found.version)
    except TransitionRefused as refusal:
        return _page(found, report_error=" ".join(said(reason) for reason in refusal.reasons)), 422
    db.session.commit()
    flash(f"{said(MISSION.transition('hand_in_report').done)}.", "success")
    return redirect(url_for("mentor.mission", public_id=found.public_id))


@blueprint.post("/missions/<public_id>/feedback")
@needs(Role.BENEFICIARY)
def feedback(public_id: str) -> Response | tuple[str, int]:
    """The beneficiary administration's word, once."""
    found = _found(public_id)
    actor, rating = current_actor(), request.form.get("rating", "")
    if not _hosts(found):
        raise NotPermitted
    if rating not in ("1", "2", "3", "4", "5"):
        return _page(found, _("Choose a rating.")), 422
    give_feedback(db.session(), found, rating=int(rating), comment=typed_text("comment", 4000), given_by=actor.name)
    db.session.commit()
    flash(_("Thank you for your feedback."), "success")
    return redirect(url_for("mentor.mission", public_id=public_id))


def typed_days() -> dict[str, date]:
    days = {}
    for name in ("starts_on", "ends_on"):
        try:
            days[name] = date.fromisoformat(request.form.get(name, ""))
        except ValueError as error:
            raise Invalid(N_("Give the first and the last day, in this order."), field=name) from error
    return days
