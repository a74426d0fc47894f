"""After an appeal was upheld: a place for somebody short-listed when the workshop is full, and assessors who mark again."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.appeals.room import may_promise, promise_of, room_for
from accreditation.appeals.seating import promise_seat
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.roles import holders
from accreditation.training.marking_again import can_mark, markers_of, marks_are_void, name_markers
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role, head_of_office, officer_without_interest

Page = str | Response | tuple[str, int]


@blueprint.route("/cases/<number>/seat", methods=["GET", "POST"])
@needs(Role.ROCB_HEAD)
def seat_after_appeal(number: str) -> Page:
    """The two ways, with what each means for the others; nobody loses a seat."""
    found = found_case(number)
    if head_of_office(current_actor(), found.facts) is not None:
        raise NotPermitted
    if not may_promise(db.session(), found.application) and promise_of(db.session(), found.application) is None:
        raise NotPermitted
    if request.method == "GET":
        return _seat_page(found)
    choice, note = request.form.get("choice", ""), request.form.get("note", "")
    try:
        promise_seat(db.session(), current_actor(), found.application, choice, note)
    except Invalid as refusal:
        db.session.rollback()
        return _seat_page(found_case(number), {refusal.field or "choice": said(refusal.reasons[0])}), 422
    db.session.commit()
    flash(_("Recorded. The candidate is told by mail."), "success")
    return redirect(url_for("cases.show", number=number))


def _seat_page(found: FoundCase, errors: dict[str, str] | None = None) -> str:
    application = found.application
    return render_template(
        "rocb/seat.html",
        application=application,
        room=room_for(db.session(), application),
        promise=promise_of(db.session(), application),
        months=application.scheme.numbers["deferral_months"],
        errors=errors or {},
        typed=request.form,
    )


@blueprint.route("/cases/<number>/markers", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER, Role.ROCB_HEAD)
def markers(number: str) -> Page:
    """Who marks the candidate again: only those without a part in the case are offered."""
    found = found_case(number)
    allowed = officer_without_interest(current_actor(), found.facts) is None
    if not allowed or not marks_are_void(db.session(), found.application):
        raise NotPermitted
    if request.method == "GET":
        return _markers_page(found)
    able = {person.public_id: person for person in _able(found)}
    chosen = [able[name] for name in request.form.getlist("assessor") if name in able]
    try:
        name_markers(db.session(), current_actor(), found.application, chosen)
    except Invalid as refusal:
        db.session.rollback()
        return _markers_page(found_case(number), said(refusal.reasons[0])), 422
    db.session.commit()
    flash(_("Named. They are told by mail."), "success")
    return redirect(url_for("rocb.markers", number=number))


def _able(found: FoundCase) -> list[Person]:
    people = holders(db.session(), [Role.ASSESSOR], found.application.region_id)
    named = {row.assessor_id for row in markers_of(db.session(), found.application)}
    return [person for person in people if person.id not in named and can_mark(person, found.facts)]


def _markers_page(found: FoundCase, error: str = "") -> str:
    application = found.application
    return render_template(
        "rocb/markers.html",
        application=application,
        able=_able(found),
        named=markers_of(db.session(), application),
        needed=application.scheme.numbers["assessors"],
        error=error,
    )
