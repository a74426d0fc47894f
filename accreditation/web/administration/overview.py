"""The first page of an administration: calls, its nominees, renewals."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.applications.nomination_facts import PLACE_TAKEN
from accreditation.applications.ranking import WAITING
from accreditation.extensions import db
from accreditation.region.models import Administration
from accreditation.renewals.models import RenewalRequest
from accreditation.renewals.queries import STANDS
from accreditation.schemes.models import Call
from accreditation.turns import unrelated
from accreditation.visibility import OFFICIAL_ROLES, scopes
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.administration import blueprint
from accreditation.web.administration.finding import (
    OPENING,
    found_administration,
    own_administrations,
    speaks_for,
)
from accreditation.web.language import country
from accreditation.web.places import in_order


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
