"""On the page of a cohort: a publication planned for a set moment, moved, cancelled, or put away after it was refused."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField
from wtforms.validators import InputRequired

from accreditation import clock
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.planned_publishing import cancel_plan, move_plan, plan_publication, put_away
from accreditation.reviews.publication_models import PlannedPublication
from accreditation.texts import from_record, zone_name
from accreditation.web.access import current_actor, current_region
from accreditation.web.forms import PageForm
from accreditation.web.language import current_locale

ACTS = ("plan", "move", "cancel", "put_away")
_CLOCKS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class MomentForm(PageForm):
    """A moment as the clock of the call or workshop shows it."""

    publish_at = DateTimeLocalField(_l("Publish on"), [InputRequired(_l("Give a day and a time."))], format=_CLOCKS)

    def moment(self, zone: str) -> datetime:
        local: datetime = self.publish_at.data
        return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def form_for(found: PlannedPublication | None, zone: str) -> MomentForm:
    """With what was typed, else with the moment that is planned, else with the next morning at nine."""
    local = ZoneInfo(zone)
    morning = (clock.now().astimezone(local) + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    at = found.publish_at.astimezone(local) if found is not None and found.outcome == "" else morning
    sent = request.form if "publish_at" in request.form else None
    form = MomentForm(sent, data={"publish_at": at.replace(tzinfo=None)})
    form.publish_at.description = _("As the clock in %(zone)s shows it.", zone=zone_name(zone, current_locale()))
    return form


def shown(found: PlannedPublication | None, cases: Any) -> dict[str, Any]:
    """What the page says of it: until when, how many, and of what was refused why; only of cases that the person may see."""
    if found is None:
        return {"plan": None, "planned": {}, "refusals": {}}
    by_case = {each.application_id: each for each in found.decisions}
    here = [each for each in cases if each.application.id in by_case]
    return {
        "plan": found,
        "in_time": format_timedelta(
            found.publish_at - clock.now(), threshold=1.2, add_direction=True, locale=current_locale()
        ),
        "planned": {
            each.application.number: each.decision is not None
            and each.decision.id == by_case[each.application.id].decision_id
            for each in here
        },
        "refusals": {
            each.application.number: [from_record(reason) for reason in by_case[each.application.id].against]
            for each in here
            if by_case[each.application.id].is_in_the_way
        },
    }


def act_on_plan(cohort: Any, form: MomentForm, seen: Mapping[str, int]) -> None:
    """One of ACTS. Invalid, ChangedMeanwhile and CohortRefused as their names say; the caller commits."""
    act, session, actor = request.form["act"], db.session(), current_actor()
    if act == "plan":
        region_id = current_region().id
        plan_publication(session, actor, cohort.cases, seen, form.moment(cohort.zone), region_id=region_id, **cohort.of)
        flash(_("The publication is planned. Until then nothing is sent."), "success")
        return
    if cohort.plan is None or cohort.plan.public_id != request.form.get("plan"):
        raise NotPermitted
    if act == "move":
        move_plan(session, cohort.plan, form.moment(cohort.zone))
        flash(_("The publication is moved."), "success")
    elif act == "cancel":
        cancel_plan(session, actor, cohort.plan)
        flash(_("Nothing is published automatically any more. The decisions stay recorded."), "success")
    else:
        put_away(cohort.plan)
