"""Those who look and do not act: auditor, Vice-Chair, donors. Figures carry no names, and no group under five."""

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.history import StateChange
from accreditation.region.models import Administration
from accreditation.visibility import cases_of_strangers, steps_visible_to
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.keyset import Key, page_of
from accreditation.web.language import country
from accreditation.web.oversight.concerned import concerned_by
from accreditation.web.places import in_order
from accreditation.workflow.actors import Role
from accreditation.workflow.application import APPLICATION

blueprint = Blueprint("oversight", __name__)
SMALLEST_GROUP = 5


def _told(count: int) -> int | None:
    return count if count >= SMALLEST_GROUP else None


@blueprint.get("/figures")
@needs(Role.VICE_CHAIR, Role.DONOR, Role.AUDITOR, Role.ROCB_HEAD, Role.ROCB_OFFICER, Role.WCO_LIAISON)
def figures() -> str:
    """How many cases stand where, and from which administrations."""
    region, strangers = current_region(), cases_of_strangers(current_actor())
    by_state: dict[Any, int] = dict(
        db.session.execute(
            select(Application.state, func.count())
            .where(Application.region_id == region.id, strangers)
            .group_by(Application.state)
        ).all()
    )
    by_country = db.session.execute(
        select(Administration.iso2, func.count())
        .join(Application, Application.administration_id == Administration.id)
        .where(Application.region_id == region.id, strangers)
        .group_by(Administration.iso2)
    )
    states = [(rule, _told(by_state[rule.state])) for rule in APPLICATION.rules if rule.state in by_state]
    by_name = in_order(by_country, lambda row: country(row[0]))
    countries = [(iso2, _told(count)) for iso2, count in sorted(by_name, key=lambda row: -row[1])]
    return render_template("oversight/figures.html", states=states, countries=countries)


@blueprint.get("/audit")
@needs(Role.AUDITOR)
def audit() -> str:
    """Every step of every case, the latest first; reading it is on record too."""
    query = (
        select(StateChange)
        .where(StateChange.region_id == current_region().id, steps_visible_to(current_actor()))
        .options(joinedload(StateChange.actor), joinedload(StateChange.on_behalf_of))
    )
    page = page_of(db.session(), query, [Key(StateChange.at, descending=True), Key(StateChange.id, descending=True)])
    ledger.note_reading("audit", current_region().id)
    concerned = concerned_by(current_actor(), page.items)
    return render_template("oversight/audit.html", page=page, concerned=concerned)


from accreditation.web.oversight import calibration  # noqa: E402, F401
