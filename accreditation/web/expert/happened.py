"""What happened to my case, in words: the steps I may know of, with their times here and where the call is run."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from accreditation.applications.models import Application
from accreditation.history import StateChange
from accreditation.web.language import chosen_time_zone, moment, said
from accreditation.web.standing import NOTES_FOR_THE_PERSON
from accreditation.workflow.application import APPLICATION


def happened(application: Application, timeline: Sequence[StateChange]) -> list[dict[str, Any]]:
    """Entries of `shared/timeline.html`, newest first. Of others' notes only those written for the person are shown."""
    return [_entry(application, change) for change in reversed(timeline)]


def _entry(application: Application, change: StateChange) -> dict[str, Any]:
    is_mine = change.actor_id == application.applicant_id
    shows_note = is_mine or change.transition in NOTES_FOR_THE_PERSON
    return {
        "at": change.at.isoformat(),
        "when": in_both_zones(change.at, application.call.time_zone),
        "title": said(_title(change)),
        "text": said(change.noted) if shows_note else "",
        "who": _("you") if is_mine else _("automatically") if change.actor_id is None else "",
    }


def _title(change: StateChange) -> Any:
    """The state it led to; of a step that led to none, what was done."""
    if change.from_state == change.to_state:
        return APPLICATION.transition(change.transition).done
    return APPLICATION.rule(APPLICATION.states(change.to_state)).label


def in_both_zones(at: datetime, call_zone: str) -> str:
    """The moment in the reader's time zone and, where its clock shows another time, in that of the call."""
    here, there = moment(at), moment(at, call_zone)
    (day_here, _sep, _hour), (day_there, _sep, hour_there) = here.rpartition(", "), there.rpartition(", ")
    is_same = at.astimezone(ZoneInfo(chosen_time_zone())).utcoffset() == at.astimezone(ZoneInfo(call_zone)).utcoffset()
    return here if is_same else f"{here} · {hour_there if day_here == day_there else there}"
