"""The administration's own page, and for each call its nominees side by side, ranked within the places it has."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.models import Application
from accreditation.applications.nomination_facts import places_used
from accreditation.applications.ranking import WAITING, Nominee, nominees_of, rank_nominees, ranking_of
from accreditation.errors import HouseError, Invalid
from accreditation.extensions import db
from accreditation.region.models import Administration
from accreditation.schemes.models import Call
from accreditation.texts import N_
from accreditation.transition import perform_transition
from accreditation.visibility import applications_visible_to
from accreditation.web.access import current_actor, needs
from accreditation.web.administration import blueprint
from accreditation.web.administration.finding import (
    CHANGING,
    OPENING,
    found_administration,
    published_call,
    speaks_for,
    typed_version,
)
from accreditation.web.language import said
from accreditation.web.standing import tone_of
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role

OFFICIALS = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)


@blueprint.route("/administration/<iso2>/calls/<reference>", methods=["GET", "POST"])
@needs(*OPENING, permissions.RANK)
def nominees(iso2: str, reference: str) -> str | Response | tuple[str, int]:
    """The applicants of one call side by side; their order is saved as a whole, by numbers or by moving one up or down."""
    administration, call = found_administration(iso2), published_call(reference)
    if request.method == "GET":
        return _page(administration, call)
    found_administration(iso2, *OFFICIALS)
    shown = _shown(administration, call)
    try:
        order = _order(_waiting(shown))
        actor = current_actor()
        rank_nominees(db.session(), actor, call, administration, order, seen_version=typed_version())
    except Invalid as refusal:
        db.session.rollback()
        return _page(
            found_administration(iso2), published_call(reference), [said(each) for each in refusal.reasons]
        ), 422
    db.session.commit()
    flash(_("The order is saved."), "success")
    moved = request.form.get("up") or request.form.get("down")
    address = url_for("administration.nominees", iso2=administration.iso2, reference=call.reference)
    return redirect(f"{address}#nominee-{moved}" if moved else address)


def _shown(administration: Administration, call: Call) -> Sequence[Nominee]:
    return nominees_of(db.session(), call, administration, applications_visible_to(current_actor()))


def _waiting(shown: Sequence[Nominee]) -> list[Nominee]:
    return [nominee for nominee in shown if nominee.application.state is WAITING]


def _order(waiting: Sequence[Nominee]) -> list[str]:
    """Numbers of applications in the order that was asked for; whoever has no place in it stays unranked."""
    numbers = [nominee.application.number for nominee in waiting]
    if moved := request.form.get("up") or request.form.get("down"):
        return _moved(numbers, moved, -1 if request.form.get("up") else 1)
    typed: dict[str, int] = {}
    for number in numbers:
        place = request.form.get(f"place-{number}", "").strip()
        if place and not (place.isascii() and place.isdigit() and 1 <= int(place) <= 999):
            raise Invalid(N_("A place is a whole number from 1."), f"place-{number}")
        if place:
            typed[number] = int(place)
    if len(set(typed.values())) < len(typed):
        raise Invalid(N_("Two nominees have the same place. Give each one its own."))
    return sorted(typed, key=lambda number: typed[number])


def _moved(numbers: list[str], moved: str, by: int) -> list[str]:
    """One place up or down; at the end of the list nothing changes."""
    if moved not in numbers:
        raise Invalid(N_("This list is not the one of your nominees. Open the page again."))
    at = numbers.index(moved)
    to = min(max(at + by, 0), len(numbers) - 1)
    numbers.insert(to, numbers.pop(at))
    return numbers


def _page(administration: Administration, call: Call, errors: Sequence[str] = ()) -> str:
    session, shown = db.session(), _shown(administration, call)
    ranking = ranking_of(session, call, administration)
    used = places_used(session, {call.id})[(call.id, administration.id)]
    return render_template(
        "administration/nominees.html",
        administration=administration,
        call=call,
        waiting=_waiting(shown),
        settled=[nominee for nominee in shown if nominee.application.state is not WAITING],
        ranking=ranking,
        seen_version=ranking.version if ranking and ranking.ranked_at else 0,
        used=used,
        left=max(0, call.quota - used),
        may_rank=speaks_for(administration),
        errors=list(errors),
        typed=request.form if errors else {},
        tone_of=tone_of,
    )


@blueprint.route("/administration/<iso2>/calls/<reference>/below", methods=["GET", "POST"])
@needs(*CHANGING, "keep_in_reserve", "decline_to_endorse")
def below(iso2: str, reference: str) -> str | Response:
    """When every place is given: what happens to those below, and telling them, all in one act."""
    administration, call = found_administration(iso2, *OFFICIALS), published_call(reference)
    used = places_used(db.session(), {call.id})[(call.id, administration.id)]
    rest = [
        nominee
        for nominee in _waiting(_shown(administration, call))
        if not (nominee.nomination and nominee.nomination.reserved_at)
    ]
    address = url_for("administration.nominees", iso2=administration.iso2, reference=call.reference)
    if used < call.quota or not rest:
        return redirect(address)
    if request.method == "GET":
        return render_template("administration/below.html", administration=administration, call=call, rest=rest)
    try:
        for nominee in rest:
            _tell(nominee.application, call)
    except HouseError:
        db.session.rollback()
        raise
    db.session.commit()
    flash(_("They have been told."), "success")
    return redirect(address)


def _tell(application: Application, call: Call) -> None:
    """Through the door, one by one in the same transaction: all are told, or none."""
    step, reasons = (
        ("keep_in_reserve", []) if call.below_quota == "reserve" else ("decline_to_endorse", ["other_nominee"])
    )
    perform_transition(
        db.session(), application, step, actor=current_actor(), reasons=reasons, seen_version=application.version
    )
