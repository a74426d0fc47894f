"""The office's list of accreditations by what their renewal lacks and when they end."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accreditation import clock
from accreditation.accreditations.editions import editions_of
from accreditation.accreditations.models import Accreditation
from accreditation.extensions import db
from accreditation.renewals.queries import renewals_of
from accreditation.renewals.standing import standing_of
from accreditation.texts import N_, Text
from accreditation.visibility import accreditations_visible_to
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.renewals import blueprint
from accreditation.web.renewals.views import TONES
from accreditation.workflow.actors import Role
from accreditation.workflow.deadlines import add_months
from accreditation.workflow.states import STANDING, AccreditationState

READERS = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.WCO_LIAISON, Role.AUDITOR)
LISTED, HORIZONS = 300, (6, 12, 24)
# Whoever is waited for, in the order of the way, as the filter of the list.
WAITS: dict[str, Text] = {
    "expert": N_("The expert"),
    "administration": N_("The administration"),
    "office": N_("An officer"),
    "draw": N_("The draw"),
    "auditor": N_("The audit"),
    "decider": N_("The decision"),
    "nobody": N_("Nobody: practice is complete"),
}


@blueprint.get("/office/renewals")
@needs(*READERS)
def desk() -> str:
    """Those that end first stand first. A constant number of queries."""
    months = next((each for each in HORIZONS if request.args.get("months") == str(each)), 0)
    party = request.args.get("waits", "")
    rows = [(row, renewal, standing_of(row, renewal, _today())) for row, renewal in _renewals(months)]
    ledger.note_reading("renewals", current_region().id)
    counts = Counter(standing.party for _row, _renewal, standing in rows)
    return render_template(
        "renewals/desk.html",
        rows=[each for each in rows if party not in WAITS or each[2].party == party],
        bar=[_count(name, counts[name], party, months) for name in WAITS if counts[name]],
        horizons=[_chip(each, months, party) for each in HORIZONS],
        tones=TONES,
        waits=WAITS,
        listed=LISTED,
    )


def _today() -> Any:
    return clock.today(current_region().time_zone)


def _renewals(months: int) -> Sequence[tuple[Accreditation, Any]]:
    session = db.session()
    query = (
        select(Accreditation)
        .options(
            joinedload(Accreditation.person),
            joinedload(Accreditation.subject),
            joinedload(Accreditation.category),
            joinedload(Accreditation.administration),
        )
        .where(
            accreditations_visible_to(current_actor()),
            Accreditation.person_id != current_actor().person_id,
            Accreditation.state.in_((*STANDING, AccreditationState.UNAVAILABLE)),
        )
    )
    if months:
        start = datetime.combine(_today(), time(), tzinfo=UTC)
        query = query.where(Accreditation.expires_on <= add_months(start, months).date())
    rows = session.scalars(query.order_by(Accreditation.expires_on, Accreditation.id).limit(LISTED)).all()
    renewals = renewals_of(session, rows, editions_of(session, rows))
    return [(row, renewals[row.id]) for row in rows]


def _address(**asked: Any) -> str:
    kept = {name: value for name, value in asked.items() if value}
    return url_for("renewals.desk") + (f"?{urlencode(kept)}" if kept else "")


def _count(name: str, count: int, current: str, months: int) -> dict[str, Any]:
    href = _address(months=months) if name == current else _address(waits=name, months=months)
    return {"label": WAITS[name], "count": count, "tone": TONES[name], "href": href, "current": name == current}


def _chip(each: int, months: int, party: str) -> dict[str, Any]:
    is_current = each == months
    waits = party if party in WAITS else ""
    return {
        "months": each,
        "href": _address(waits=waits) if is_current else _address(waits=waits, months=each),
        "current": is_current,
    }
