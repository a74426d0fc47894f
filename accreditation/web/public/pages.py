"""The first page, the calls, and the pages that explain."""

from typing import Any

from flask import render_template
from sqlalchemy import ColumnElement, func, select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.extensions import db
from accreditation.region.models import Administration, RegionalBody
from accreditation.schemes.call_lists import published_calls
from accreditation.schemes.models import Call
from accreditation.switchboard import TABLES
from accreditation.visibility import VISIBLE_TO
from accreditation.web.access import current_actor, current_region, public
from accreditation.web.navigation import OFFICE
from accreditation.web.public import blueprint
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.states import STANDING

SMALLEST_GROUP = 5


def _open_calls() -> list[Call]:
    now = clock.now()
    query = (
        published_calls(current_region().id)
        .where(Call.opens_at <= now, Call.closes_at >= now)
        .order_by(Call.closes_at, Call.id)
    )
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


@blueprint.get("/workflow")
@public
def workflow() -> str:
    """The rule book drawn, with the cases that stand in each state: those the office may see, else none under five."""
    actor = current_actor()
    exact = bool(actor.roles() & OFFICE)
    live = {name: _live(name, visible(actor) if exact else None) for name, visible in VISIBLE_TO.items()}
    return render_template("public/workflow.html", all_lifecycles=LIFECYCLES, live=live, exact=exact)


def _live(lifecycle: str, visible: ColumnElement[bool] | None) -> dict[Any, int]:
    """State -> number of cases; without a condition those of the region, small groups left out."""
    table: Any = TABLES[lifecycle]
    query = select(table.state, func.count()).where(table.region_id == current_region().id).group_by(table.state)
    if visible is not None:
        query = query.where(visible)
    return {
        state: count for state, count in db.session.execute(query) if visible is not None or count >= SMALLEST_GROUP
    }


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
