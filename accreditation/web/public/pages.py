"""The first page, the calls, and the pages that explain."""

from typing import Any

from flask import render_template
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.region.models import Administration, RegionalBody
from accreditation.schemes.models import Call
from accreditation.web.access import current_region, public
from accreditation.web.public import blueprint
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.states import STANDING


def _published() -> Any:
    region = current_region()
    return (
        select(Call)
        .where(Call.region_id == region.id, Call.published_at.is_not(None))
        .options(joinedload(Call.subject), joinedload(Call.category), joinedload(Call.centre))
    )


def _open_calls() -> list[Call]:
    now = clock.now()
    query = _published().where(Call.opens_at <= now, Call.closes_at >= now).order_by(Call.closes_at, Call.id)
    return list(db.session.scalars(query))


@blueprint.get("/")
@public
def home() -> str:
    """What this is, the open calls, check a certificate, sign in."""
    region = current_region()
    experts = db.session.scalar(
        select(func.count()).where(Accreditation.region_id == region.id, Accreditation.state.in_(list(STANDING)))
    )
    members = db.session.scalar(
        select(func.count()).where(Administration.region_id == region.id, Administration.left_on.is_(None))
    )
    return render_template("public/home.html", calls=_open_calls(), experts=experts, members=members, region=region)


@blueprint.get("/calls")
@public
def calls() -> str:
    """Open and past calls."""
    past = db.session.scalars(
        _published().where(Call.closes_at < clock.now()).order_by(Call.closes_at.desc()).limit(50)
    ).all()
    return render_template("public/calls.html", calls=_open_calls(), past=past)


@blueprint.get("/calls/<reference>")
@public
def call(reference: str) -> str:
    """One call: what is asked, until when, how to apply."""
    found = db.session.scalars(_published().where(Call.reference == reference.upper())).one_or_none()
    if found is None:
        raise NotPermitted
    is_open = found.opens_at <= clock.now() <= found.closes_at
    return render_template("public/call.html", call=found, is_open=is_open)


@blueprint.get("/workflow")
@public
def workflow() -> str:
    """The rule book drawn: every lifecycle, with the number of cases in each state (under five is not told)."""
    query = select(Application.state, func.count()).where(Application.region_id == current_region().id)
    counts = {state: count for state, count in db.session.execute(query.group_by(Application.state)) if count >= 5}
    return render_template("public/workflow.html", all_lifecycles=LIFECYCLES, live=counts)


@blueprint.get("/help")
@public
def help_page() -> str:
    """How it works, and the words of the field."""
    centres = db.session.scalars(
        select(RegionalBody).where(RegionalBody.region_id == current_region().id, RegionalBody.kind == "rtc")
    ).all()
    return render_template("public/help.html", centres=centres)


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is kept of a person, why, and for how long."""
    return render_template("public/privacy.html")
