"""The list of cases, with counts per state that are also the filter."""

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for

from accreditation.applications.lists import Filter, calls_to_choose, cases
from accreditation.applications.models import Application
from accreditation.applications.tagged import tagged, tags_to_choose
from accreditation.applications.tags import LONGEST
from accreditation.blindness import listed_for, unnamed_among
from accreditation.counts import visible_counts
from accreditation.extensions import db
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.by_state import count_links
from accreditation.web.cases import blueprint
from accreditation.web.keyset import Key, page_of
from accreditation.web.standing import tone_of
from accreditation.workflow.actors import Role
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import ApplicationState

STAFF = (
    Role.CONTACT_POINT,
    Role.DIRECTOR_GENERAL,
    Role.HEAD_OF_UNIT,
    Role.REVIEWER,
    Role.PANEL_MEMBER,
    Role.RTC_COORDINATOR,
    Role.TRAINER,
    Role.ASSESSOR,
    Role.MENTOR,
    Role.ROCB_OFFICER,
    Role.ROCB_HEAD,
    Role.WCO_LIAISON,
    Role.APPEALS_PANEL,
    Role.AUDITOR,
)


ORDERS = {
    "": [Key(Application.due_at, nullable=True), Key(Application.id)],
    "number": [Key(Application.number)],
    "since": [Key(Application.state_since, descending=True), Key(Application.id, descending=True)],
}


def _wanted() -> Filter:
    states = tuple(ApplicationState(name) for name in request.args.getlist("state") if name in set(ApplicationState))
    return Filter(states=states, typed=request.args.get("q", "")[:80])


@blueprint.get("/cases")
@needs(*STAFF)
def index() -> str:
    """Every case this person may see, with counts per state that are also the filter."""
    calls, chosen = calls_to_choose(db.session(), current_region().id, request.args.get("call", ""))
    actor, tag = current_actor(), request.args.get("tag", "")[:LONGEST]
    is_office = bool(actor.roles() & {Role.ROCB_OFFICER, Role.ROCB_HEAD})
    wanted = replace(_wanted(), call_id=chosen)
    visible = listed_for(actor, wanted)
    if tag and is_office:
        wanted = replace(wanted, tagged=tagged(actor, tag))
    sort = request.args.get("sort", "")
    page = page_of(db.session(), cases(visible, wanted), ORDERS.get(sort, ORDERS[""]))
    ledger.note_reading("cases", current_region().id)
    return render_template(
        "cases/index.html",
        page=page,
        unnamed=unnamed_among(db.session(), actor, page.items),
        wanted=wanted,
        sort=sort if sort in ORDERS else "",
        counts=_counts(wanted),
        calls=calls,
        tags=tags_to_choose(db.session(), actor, visible) if is_office else [],
        tag=tag if is_office else "",
        tone_of=tone_of,
        lifecycle=APPLICATION,
    )


def _counts(wanted: Filter) -> list[dict[str, Any]]:
    kept = {name: request.args[name] for name in ("call", "q") if request.args.get(name)}
    if wanted.tagged is not None:
        kept["tag"] = wanted.tagged.folded
    current = wanted.states[0] if len(wanted.states) == 1 else None
    counts = visible_counts(db.session(), current_actor(), wanted)
    return count_links(APPLICATION, counts, current, url_for("cases.index"), kept)
