"""What waits for me."""

from datetime import datetime

from flask import render_template, request, url_for

from accreditation.duplicates.merging import merges_to_confirm
from accreditation.extensions import db
from accreditation.practice.scoring import practice_that_waits
from accreditation.tasks import Place, tasks_of
from accreditation.two_keys.models import KeyRequest
from accreditation.two_keys.queries import keys_to_turn
from accreditation.web.access import current_actor, current_region, signed_in
from accreditation.web.cases import blueprint
from accreditation.web.cases.task_links import link_to_task
from accreditation.web.cursors import opened_place, sealed_place
from accreditation.web.keyset import PAGE_SIZE
from accreditation.web.standing import tone_of
from accreditation.web.start import own_page
from accreditation.web.two_keys.about import about, fetch
from accreditation.workflow.actors import Role
from accreditation.workflow.two_keys import KEY_RULES, OFFICE_OF

# The name of the order of tasks in a cursor.
TASKS = "tasks"


@blueprint.get("/tasks")
@signed_in
def tasks() -> str:
    """Whatever waits for me, oldest deadline first."""
    place = opened_place(request.args.get("cursor", ""), TASKS)
    after = Place(*place[1]) if place else None
    found = tasks_of(db.session(), current_actor(), PAGE_SIZE + 1, after)
    shown = found[:PAGE_SIZE]
    more = sealed_place(TASKS, [shown[-1].due_at, shown[-1].address, shown[-1].wait]) if len(found) > PAGE_SIZE else ""
    return render_template(
        "cases/tasks.html",
        waiting=[(task, link_to_task(task)) for task in shown],
        next_href=url_for("cases.tasks", cursor=more) if more else "",
        first_href=url_for("cases.tasks") if after else "",
        tone_of=tone_of,
        own_page=own_page(current_actor()),
        keys=[] if after else _keys(),
        merges=[] if after else merges_to_confirm(db.session(), current_actor()),
        practice=[] if after else practice_that_waits(db.session(), current_actor()),
        key_rules=KEY_RULES,
        has_keys=bool(current_actor().roles() & OFFICE_OF.keys()),
        issuing_stopped_at=_stopped_since(),
    )


def _keys() -> list[tuple[KeyRequest, str]]:
    """The requests that wait for this person's key, with whom or what each is about, as far as they may read it."""
    session, actor = db.session(), current_actor()
    found = keys_to_turn(session, actor)
    if found:
        fetch(session, [subject for _request, subject in found])
    told = [(each, about(session, subject)) for each, subject in found]
    return [(each, (each_about.reads(actor) and each_about.name) or each_about.address) for each, each_about in told]


def _stopped_since() -> datetime | None:
    """Since when no certificate is issued, for the office."""
    office = {Role.ROCB_OFFICER, Role.ROCB_HEAD}
    return current_region().issuing_stopped_at if current_actor().roles() & office else None
