"""Planning a mission: title, days, mentor and beneficiary."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.missions.planning import plan_mission
from accreditation.people.models import Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.region.models import Administration
from accreditation.texts import N_
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import found_case
from accreditation.web.forms import typed_text
from accreditation.web.language import country, said
from accreditation.web.mentor import blueprint
from accreditation.web.mentor.missions import typed_days
from accreditation.web.places import in_order
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role
from accreditation.workflow.states import STANDING


def _mentors(application: Application) -> list[Person]:
    """Experts who stand accredited in the subject, and mentors appointed for the call or the case, by name."""
    call = application.call
    accredited = select(Accreditation.person_id).where(
        Accreditation.subject_id == call.subject_id, Accreditation.state.in_(list(STANDING))
    )
    appointed = select(RoleGrant.person_id).where(
        RoleGrant.role == Role.MENTOR, RoleGrant.scope_id.in_([call.id, application.id]), in_force()
    )
    query = select(Person).where(Person.id.in_(accredited.union(appointed)), Person.disabled_at.is_(None))
    return list(db.session.scalars(query.order_by(Person.register_name, Person.id)))


@blueprint.route("/cases/<number>/mission", methods=["GET", "POST"])
@needs(permissions.PLAN_MISSION)
def plan(number: str) -> str | Response | tuple[str, int]:
    """A new mission for a pre-accredited candidate."""
    found = found_case(number, permissions.PLAN_MISSION)
    mentors = _mentors(found.application)
    hosts = in_order(
        db.session.scalars(select(Administration).where(Administration.region_id == current_region().id)),
        lambda host: country(host.iso2),
    )
    error = ""
    if request.method == "POST":
        try:
            planned = plan_mission(db.session(), current_actor(), found.application, **_details(mentors, hosts))
            db.session.commit()
            return redirect(url_for("mentor.mission", public_id=planned.public_id))
        except Invalid as refusal:
            error = said(refusal.reasons[0])
    page = render_template(
        "mentor/plan.html", application=found.application, mentors=mentors, hosts=hosts, error=error, typed=request.form
    )
    return (page, 422) if error else page


def _details(mentors: Any, hosts: Any) -> dict[str, Any]:
    mentor = next((row for row in mentors if row.public_id == request.form.get("mentor")), None)
    host = next((row for row in hosts if row.public_id == request.form.get("beneficiary")), None)
    title = typed_text("title", 200)
    if mentor is None or host is None or not title:
        raise Invalid(N_("Give the mission a title, a mentor and a beneficiary administration."), field="title")
    return {"title": title, "mentor_id": mentor.id, "beneficiary_id": host.id, **typed_days()}
