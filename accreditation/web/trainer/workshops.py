"""The training centre's side: the workshop, who attends, and the assessors' marks."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.applications.checking import day_of
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.roles import holders
from accreditation.texts import N_, Text
from accreditation.training.marking_models import Attendance
from accreditation.training.models import Workshop
from accreditation.training.planning import change_workshop
from accreditation.training.staffing import name_staff, release_staff, staff_of
from accreditation.transition import facts_of
from accreditation.visibility import applications_visible_to, workshops_visible_to
from accreditation.web.access import current_actor, needs
from accreditation.web.by_state import listed
from accreditation.web.cases.finding import seen_version, visible_row
from accreditation.web.keyset import Key
from accreditation.web.language import said
from accreditation.web.standing import tone_of
from accreditation.web.subject_steps import shown, take
from accreditation.web.trainer import blueprint
from accreditation.workflow.actors import Role, coordinator_or_officer
from accreditation.workflow.states import BEFORE_MARKING, WorkshopState

READERS = (
    Role.RTC_COORDINATOR,
    Role.TRAINER,
    Role.ASSESSOR,
    Role.ROCB_OFFICER,
    Role.ROCB_HEAD,
    Role.AUDITOR,
    Role.WCO_LIAISON,
)


def found_workshop(public_id: str) -> Workshop:
    workshop: Workshop = visible_row(Workshop, public_id, workshops_visible_to(current_actor()))
    return workshop


@blueprint.get("/workshops")
@needs(*READERS)
def index() -> str:
    """The workshops this person has to do with."""
    query = select(Workshop).options(joinedload(Workshop.centre))
    keys = [Key(Workshop.starts_on, descending=True, nullable=True), Key(Workshop.id, descending=True)]
    visible, address = workshops_visible_to(current_actor()), url_for("trainer.index")
    return render_template("trainer/index.html", **listed("workshop", query, visible, keys, address))


@blueprint.get("/workshops/<public_id>")
@needs(*READERS)
def workshop(public_id: str) -> str:
    """Dates, staff, candidates, attendance and the next step."""
    return _page(found_workshop(public_id))


def _page(found: Workshop, dates_error: str = "") -> str:
    candidates = candidates_in(found)
    recorded = {
        (row.application_id, row.day): row.present
        for row in db.session.scalars(select(Attendance).where(Attendance.workshop_id == found.id))
    }
    has_begun = found.starts_on is not None and found.starts_on <= clock.today(found.time_zone)
    runs = coordinator_or_officer(current_actor(), facts_of(db.session(), found)) is None
    return render_template(
        "trainer/workshop.html",
        candidates=candidates,
        recorded=recorded,
        staff=staff_of(db.session(), found),
        runs=runs,
        releases=runs and found.state in BEFORE_MARKING,
        day=min(max(clock.today(found.time_zone), found.starts_on), found.ends_on) if found.starts_on else None,
        has_begun=has_begun,
        attends=runs and has_begun and found.state in (WorkshopState.OPEN, WorkshopState.RUNNING),
        people=holders(db.session(), [Role.TRAINER, Role.ASSESSOR], found.region_id) if runs else [],
        dates_error=dates_error,
        tone_of=tone_of,
        **shown(found),
    )


def candidates_in(found: Workshop) -> list[Application]:
    visible = applications_visible_to(current_actor())
    query = select(Application).where(Application.workshop_id == found.id, visible).order_by(Application.number)
    return list(db.session.scalars(query))


@blueprint.post("/workshops/<public_id>/steps")
@needs(Role.RTC_COORDINATOR, Role.ROCB_OFFICER, Role.ROCB_HEAD, "*")
def take_step(public_id: str) -> Response:
    """Opens, starts, ends, closes, moves or cancels the workshop."""
    return take(found_workshop(public_id), url_for("trainer.workshop", public_id=public_id))


@blueprint.post("/workshops/<public_id>")
@needs(Role.RTC_COORDINATOR, Role.ROCB_OFFICER, Role.ROCB_HEAD)
def change(public_id: str) -> Response | tuple[str, int]:
    """Dates and staff; refused days come back as they were typed."""
    found = found_workshop(public_id)
    session, actor = db.session(), current_actor()
    try:
        if request.form.get("act") == "staff":
            chosen = {
                person.public_id: person for person in holders(session, [Role.TRAINER, Role.ASSESSOR], found.region_id)
            }
            person, duty = chosen.get(request.form.get("person", "")), request.form.get("duty", "")
            if person is None or duty not in ("trainer", "assessor"):
                raise Invalid(asked_to_choose())
            name_staff(session, actor, found, person, duty)
        elif request.form.get("act") == "release":
            named = {row.person.public_id: row.person_id for row in staff_of(session, found)}
            if request.form.get("person") not in named:
                raise NotPermitted
            release_staff(session, actor, found, named[request.form["person"]])
        else:
            days = {name: day_of(request.form.get(name, "")) for name in ("starts_on", "ends_on")}
            change_workshop(session, actor, found, seen_version=seen_version(), **days)
        session.commit()
        flash(_("Saved."), "success")
    except Invalid as refusal:
        session.rollback()
        if request.form.get("act") == "dates":
            return _page(found_workshop(public_id), said(refusal.reasons[0])), 422
        flash(said(refusal.reasons[0]), "error")
    return redirect(url_for("trainer.workshop", public_id=public_id))


def asked_to_choose() -> Text:
    return N_("Choose a person and a duty.")
