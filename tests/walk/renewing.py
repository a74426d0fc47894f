"""An expert on the way to renewal, in the walk's ground: practice confirmed, the request endorsed, checked and not drawn."""

from typing import Any

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.renewals.activity_models import LoggedActivity
from accreditation.renewals.models import RenewalRequest
from tests.walk.ground import Ground


def practice(held: Accreditation, **other: Any) -> LoggedActivity:
    """Three days of an activity, confirmed."""
    today = clock.today()
    row = {
        "kind": "activity", "title": "Asesoría", "began_on": today, "ended_on": today, "amount": 3, "unit": "days",
        "is_confirmed": True, "logged_at": clock.now(),
    }  # fmt: skip
    return LoggedActivity(region_id=held.region_id, accreditation_id=held.id, **{**row, **other})


def request(held: Accreditation, **other: Any) -> RenewalRequest:
    """Asked for, endorsed and checked, and spared by the draw."""
    now = clock.now()
    row = {
        "cycle_began_on": held.renewed_on or held.granted_on, "asked_at": now, "is_endorsed": True,
        "endorsed_at": now, "checked_at": now, "is_drawn": False,
    }  # fmt: skip
    return RenewalRequest(region_id=held.region_id, accreditation_id=held.id, **{**row, **other})


def practise_and_ask(ground: Ground, held: Any) -> None:
    """As if one of the missions that are over had been led by this expert in the subject."""
    mission = next(row for row in ground.all("mission", state="reported"))
    ground.put(mission, mentor_id=held.person_id, ends_on=clock.today())
    ground.put_where("call", {"id": mission.application.call_id}, subject_id=held.subject_id)
    ground.add(practice(held))
    ground.add(request(held))
