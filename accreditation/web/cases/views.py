"""What waits for me, the list of cases, one case, and its steps."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from accreditation.applications.lists import Filter, calls_to_choose, cases
from accreditation.applications.models import Application
from accreditation.applications.screening import reasons_found
from accreditation.applications.tagged import tagged, tags_to_choose
from accreditation.applications.tags import LONGEST, tags_of
from accreditation.blindness import listed_for, unnamed_among
from accreditation.counts import visible_counts
from accreditation.duplicates.merging import merges_to_confirm
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.history import timeline_of
from accreditation.keys.queries import keys_to_turn
from accreditation.practice.scoring import practice_that_waits
from accreditation.tasks import Place, tasks_of
from accreditation.transition import perform_transition
from accreditation.web import ledger, referees
from accreditation.web.access import current_actor, current_region, needs, signed_in
from accreditation.web.by_state import count_links
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import FoundCase, found_case, seen_version
from accreditation.web.cases.leading import lead_on
from accreditation.web.cases.links import acts_of, differing_scores, link_to_task, links_of, recognised_in
from accreditation.web.cases.steps import STEP_PAGES, Step, steps_of
from accreditation.web.cases.waivers import waivers_shown
from accreditation.web.keyset import PAGE_SIZE, Key, opened_place, page_of, sealed_place
from accreditation.web.standing import NOTES_FOR_THE_PERSON, standing_of, station_of, tone_of
from accreditation.web.start import own_page
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.facts import Involvement
from accreditation.workflow.states import ApplicationState
from accreditation.workflow.two_keys import KEY_RULES, OFFICE_OF

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
        keys=[] if after else keys_to_turn(db.session(), current_actor()),
        merges=[] if after else merges_to_confirm(db.session(), current_actor()),
        practice=[] if after else practice_that_waits(db.session(), current_actor()),
        key_rules=KEY_RULES,
        has_keys=bool(current_actor().roles() & OFFICE_OF.keys()),
        issuing_stopped_at=_stopped_since(),
    )


def _stopped_since() -> datetime | None:
    """Since when no certificate is issued, for the office."""
    office = {Role.ROCB_OFFICER, Role.ROCB_HEAD}
    return current_region().issuing_stopped_at if current_actor().roles() & office else None


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


@blueprint.get("/cases/<number>")
@needs(permissions.VIEW)
def show(number: str) -> str | Response:
    """One case: where it stands, what this person can do with it, what happened."""
    found = found_case(number)
    application = found.application
    if application.applicant_id == current_actor().person_id:
        return redirect(url_for("expert.show", number=application.number))
    timeline = timeline_of(db.session(), application.id)
    ledger.note_reading("case", application.region_id, application.id)
    return render_template(
        "cases/show.html",
        application=application,
        facts=found.facts,
        standing=standing_of(APPLICATION, application, application.scheme),
        station=station_of(application.state, [change.to_state for change in timeline]),
        steps=steps_of(found),
        links=links_of(found),
        tags=tags_of(db.session(), application) if found.may(permissions.TAG) else [],
        acts=acts_of(found),
        differing_scores=differing_scores(found),
        is_blind=found.reads_blind,
        timeline=timeline,
        named=_named(found),
        notes_for_the_person=NOTES_FOR_THE_PERSON,
        lifecycle=APPLICATION,
        reads_judgements=found.may(permissions.READ_JUDGEMENTS),
        may_declare=found.may(permissions.DECLARE_INTEREST),
        recognises=found.reads_blind and found.may(permissions.DECLARE_INTEREST),
        recognised=recognised_in(found),
        waived=waivers_shown(found),
        references_lacking=referees.lacking_in(found),
    )


def _named(found: FoundCase) -> set[uuid.UUID | None]:
    """Whose names everybody reads beside their steps; those of reviewers and panel only who may read judgements."""
    if found.reads_blind:
        return {current_actor().person_id}
    nominators = {who for who, parts in found.facts.involvements.items() if Involvement.NOMINATOR in parts}
    return {found.application.applicant_id, current_actor().person_id, *nominators}


@blueprint.get("/cases/<number>/steps/<name>")
@needs(permissions.VIEW, "*")
def confirm_step(number: str, name: str) -> str | Response:
    """What the step will do, before it is done; with its note and reasons."""
    found = found_case(number)
    step = next((step for step in steps_of(found) if step.name == name), None)
    if step is None:
        return redirect(url_for("cases.show", number=number))
    typed: MultiDict[str, str] = MultiDict()
    if name == "find_ineligible":
        typed.setlist("reasons", list(reasons_found(db.session(), found.application)))
    return _step_page(found, step, typed, [])


def _step_page(found: FoundCase, step: Step, typed: Any, errors: list[dict[str, str]]) -> str:
    shown = {"application": found.application, "version": found.version, "is_blind": found.reads_blind}
    return render_template("cases/step.html", step=step, typed=typed, errors=errors, **shown)


@blueprint.post("/cases/<number>/steps/<name>")
@needs(permissions.VIEW, "*")
def take_step(number: str, name: str) -> str | Response | tuple[str, int]:
    """Takes the step through the door; a missing note or reason is asked for beside its field."""
    found = found_case(number)
    step = next((step for step in steps_of(found) if step.name == name), None)
    if step is None or name in STEP_PAGES:
        raise NotPermitted
    errors = _what_is_missing(step)
    if errors:
        return _step_page(found, step, request.form, errors), 422
    state = found.application.state
    perform_transition(
        db.session(),
        found.application,
        name,
        actor=current_actor(),
        note=request.form.get("note", ""),
        reasons=request.form.getlist("reasons"),
        seen_version=seen_version(),
    )
    db.session.commit()
    lead_on(_("Done: %(step)s.", step=step.said), state, number)
    return redirect(url_for("cases.show", number=number))


def _what_is_missing(step: Step) -> list[dict[str, str]]:
    errors = []
    if step.transition.needs_note and not request.form.get("note", "").strip():
        errors.append({"text": _("Write a note: the person concerned and the record need it."), "href": "#note"})
    if step.reasons and not step.transition.decides and not request.form.getlist("reasons"):
        errors.append({"text": _("Choose at least one reason."), "href": "#reasons"})
    known = {reason["code"] for reason in step.reasons}
    if set(request.form.getlist("reasons")) - known:
        errors.append({"text": _("This reason is not in the scheme’s list."), "href": "#reasons"})
    return errors
