"""The administration's own page, and for each call its nominees side by side, ranked within the places it has."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.applications.nomination_facts import PLACE_TAKEN, places_used
from accreditation.applications.ranking import WAITING, Nominee, nominees_of, rank_nominees, ranking_of
from accreditation.errors import HouseError, Invalid
from accreditation.extensions import db
from accreditation.region.models import Administration
from accreditation.renewals.models import RenewalRequest
from accreditation.renewals.queries import STANDS
from accreditation.schemes.models import Call
from accreditation.texts import N_
from accreditation.transition import perform_transition
from accreditation.turns import unrelated
from accreditation.visibility import OFFICIAL_ROLES, applications_visible_to, scopes
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.administration import blueprint
from accreditation.web.administration.finding import (
    CHANGING,
    OPENING,
    found_administration,
    own_administrations,
    published_call,
    speaks_for,
    typed_version,
)
from accreditation.web.language import country, said
from accreditation.web.places import in_order
from accreditation.web.standing import tone_of
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role

OFFICIALS = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)


@blueprint.get("/administration")
@needs(*OPENING)
def index() -> str | Response:
    """The administrations the person speaks for; straight to the only one."""
    own = own_administrations()
    if len(own) == 1:
        return redirect(url_for("administration.overview", iso2=own[0].iso2))
    if not own:
        query = select(Administration).where(Administration.region_id == current_region().id)
        own = in_order(db.session.scalars(query), lambda administration: country(administration.iso2))
    return render_template("administration/index.html", administrations=own)


@blueprint.get("/administration/<iso2>")
@needs(*OPENING)
def overview(iso2: str) -> str:
    """Every call in which the administration has applicants, or may still have some, with what waits for it."""
    administration = found_administration(iso2)
    return render_template(
        "administration/overview.html",
        administration=administration,
        calls=_calls(administration),
        speaks=speaks_for(administration),
        renewals=_renewals(administration),
    )


def _renewals(administration: Administration) -> Sequence[RenewalRequest]:
    """Requests for renewal of its experts that have not ended, for whoever speaks for it, without interest."""
    actor = current_actor()
    if administration.id not in scopes(actor, *OFFICIAL_ROLES):
        return []
    query = (
        select(RenewalRequest)
        .join(RenewalRequest.accreditation)
        .options(contains_eager(RenewalRequest.accreditation).joinedload(Accreditation.person))
        .where(Accreditation.administration_id == administration.id, STANDS, *unrelated(actor, Accreditation.person_id))
    )
    return db.session.scalars(query.order_by(RenewalRequest.asked_at, RenewalRequest.id)).all()


def _calls(administration: Administration) -> list[dict[str, Any]]:
    """[{call, waiting, endorsed, is_open}], the latest first; one query."""
    mine = (Application.call_id == Call.id, Application.administration_id == administration.id)
    waiting = select(func.count()).where(*mine, Application.state == WAITING).correlate(Call).scalar_subquery()
    endorsed = select(func.count()).where(*mine, Application.state.in_(PLACE_TAKEN)).correlate(Call).scalar_subquery()
    seen = select(func.count()).where(*mine, Application.submitted_at.is_not(None)).correlate(Call).scalar_subquery()
    now = clock.now()
    query = (
        select(Call, waiting, endorsed, seen)
        .where(Call.region_id == administration.region_id, Call.published_at.is_not(None))
        .order_by(Call.closes_at.desc(), Call.id)
        .limit(40)
    )
    return [
        {"call": call, "waiting": waits, "endorsed": taken, "is_open": call.opens_at <= now <= call.closes_at}
        for call, waits, taken, applied in db.session.execute(query)
        if applied or call.opens_at <= now <= call.closes_at
    ]


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
