"""Decide now, publish later: the decisions of a call or a workshop together, their dry run, and publishing them at once."""

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.notifications.compose import Sender
from accreditation.planned_publishing import cancel_plan, plan_of
from accreditation.publishing import (
    CALL_STATES,
    WORKSHOP_STATES,
    CohortRefused,
    Waiting,
    publish_cohort,
    waiting_for_publication,
)
from accreditation.rehearsing import rehearse
from accreditation.schemes.call_lists import call_by_reference
from accreditation.schemes.models import Call
from accreditation.training.models import Workshop
from accreditation.visibility import applications_visible_to
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.decisions import planning
from accreditation.web.decisions.audience import blueprint
from accreditation.web.language import said
from accreditation.workflow.actors import Role
from accreditation.workflow.application import APPLICATION

DECIDERS = (Role.PANEL_MEMBER, Role.ROCB_HEAD)


class Cohort:
    """The cases of one call or workshop that the person may see; those they may not see are not even counted."""

    def __init__(self, call: Call, address: str, zone: str, of: dict[str, Any], *conditions: Any) -> None:
        self.title, self.reference = call.titles, call.reference
        self.address, self.zone, self.of, self.seats = address, zone, of, 0
        visible = applications_visible_to(current_actor())
        self.cases = waiting_for_publication(db.session(), current_actor(), visible, *conditions)
        if not any(each.is_mine for each in self.cases) and not self._may_decide():
            raise NotPermitted
        self.plan = plan_of(db.session(), **of)

    def _may_decide(self) -> bool:
        return bool(current_actor().roles() & set(DECIDERS))

    @property
    def ready(self) -> list[Waiting]:
        return [each for each in self.cases if each.is_ready]

    def page(self, **more: Any) -> str:
        counts: dict[str, int] = {}
        for each in self.ready:
            label = said(each.step.done) if each.step else ""
            counts[label] = counts.get(label, 0) + 1
        form = more.pop("form", None) or planning.form_for(self.plan, self.zone)
        shown: dict[str, Any] = {"rehearsed": None, "refused": {}, "form": form, **more}
        shown |= planning.shown(self.plan, self.cases)
        return render_template("decisions/cohort.html", cohort=self, counts=counts, lifecycle=APPLICATION, **shown)


def _of_call(reference: str) -> Cohort:
    call: Call | None = call_by_reference(db.session(), current_region().id, reference)
    if call is None:
        raise NotPermitted
    here = (Application.call_id == call.id, Application.state.in_(CALL_STATES))
    address = url_for("decisions.call_cohort", reference=reference)
    found = Cohort(call, address, call.time_zone, {"call_id": call.id}, *here)
    found.seats = call.seats
    return found


def _of_workshop(public_id: str) -> Cohort:
    query = select(Workshop).where(Workshop.public_id == public_id, Workshop.region_id == current_region().id)
    workshop = db.session.scalars(query).one_or_none()
    if workshop is None:
        raise NotPermitted
    here = (Application.workshop_id == workshop.id, Application.state.in_(WORKSHOP_STATES))
    address = url_for("decisions.workshop_cohort", public_id=public_id)
    return Cohort(workshop.call, address, workshop.time_zone, {"workshop_id": workshop.id}, *here)


@blueprint.get("/office/calls/<reference>/decisions")
@needs(*DECIDERS)
def call_cohort(reference: str) -> str:
    """What was recorded for each case of a call, and what is still missing."""
    return _shown(_of_call(reference))


@blueprint.get("/workshops/<public_id>/decisions")
@needs(Role.ROCB_HEAD)
def workshop_cohort(public_id: str) -> str:
    """The same for the candidates of a workshop."""
    return _shown(_of_workshop(public_id))


def _shown(found: Cohort) -> str:
    ledger.note_reading("cohort", current_region().id)
    return found.page()


@blueprint.post("/office/calls/<reference>/decisions")
@needs(*DECIDERS, "*")
def publish_call(reference: str) -> Response | tuple[str, int] | str:
    """The dry run, or publication at once."""
    return _act(lambda: _of_call(reference))


@blueprint.post("/workshops/<public_id>/decisions")
@needs(Role.ROCB_HEAD, "*")
def publish_workshop(public_id: str) -> Response | tuple[str, int] | str:
    """The same for the candidates of a workshop."""
    return _act(lambda: _of_workshop(public_id))


def mail_sender() -> Sender:
    """Who letters are from, as the worker that sends them knows it."""
    settings = current_app.config
    return Sender(settings["BASE_URL"], settings["SITE_NAME"], settings["MAIL_FROM"], is_demo=settings["ENV"] == "demo")


def _seen_versions() -> dict[str, int]:
    """Number -> version of every case on the page that was sent."""
    sent = (value.rpartition("=") for value in request.form.getlist("case"))
    return {number: int(version) for number, _equals, version in sent if version.isascii() and version.isdigit()}


def _act(found: Callable[[], Cohort]) -> Response | tuple[str, int] | str:
    act, before = request.form.get("act"), found()
    if act == "rehearse":
        rehearsed = rehearse(db.session(), current_actor(), before.ready, mail_sender())
        return found().page(rehearsed=rehearsed)
    if act in planning.ACTS:
        return _plan(before, found)
    if act != "publish":
        raise NotPermitted
    seen = _seen_versions()
    try:
        if before.plan is not None and before.plan.outcome == "":
            cancel_plan(db.session(), current_actor(), before.plan)
        count = publish_cohort(db.session(), current_actor(), before.cases, seen)
    except CohortRefused as refusal:
        db.session.rollback()
        return found().page(refused=refusal.by_case), 422
    address = before.address
    db.session.commit()
    told = ngettext("%(num)s decision is published.", "%(num)s decisions are published.", count)
    flash(f"{told} {_('The letters are on their way.')}", "success")
    return redirect(address)


def _plan(before: Cohort, found: Callable[[], Cohort]) -> Response | tuple[str, int]:
    """Plans, moves, cancels or puts away; what was typed stays where it does not fit."""
    form, address = planning.form_for(before.plan, before.zone), before.address
    try:
        if request.form.get("act") in ("plan", "move") and not form.validate():
            return before.page(form=form), 422
        planning.act_on_plan(before, form, _seen_versions())
    except Invalid as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return found().page(form=form), 422
    except CohortRefused as refusal:
        db.session.rollback()
        return found().page(form=form, refused=refusal.by_case), 422
    db.session.commit()
    return redirect(address)
