"""What the page of an accreditation says while a request for its renewal stands: what that request waits for, and from whom."""

from dataclasses import replace
from typing import Any

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.extensions import db
from accreditation.region.models import Region
from accreditation.renewals.queries import renewal_of
from accreditation.renewals.standing import standing_of
from accreditation.web.access import current_actor
from accreditation.web.renewals.desk import WAITS
from accreditation.web.renewals.views import TONES
from accreditation.workflow.permissions import may
from accreditation.workflow.renewal import READ_PRACTICE
from accreditation.workflow.states import STANDING


def told_by_request(accreditation: Accreditation, page: dict[str, Any]) -> dict[str, Any]:
    """`page` as `subject_steps.shown` gives it; as it is where no request stands, or the reader may not read it."""
    if accreditation.state not in STANDING or not may(READ_PRACTICE, current_actor(), page["facts"]):
        return page
    renewal = renewal_of(db.session(), accreditation)
    if renewal.request is None:
        return page
    today = clock.today(db.session.get_one(Region, accreditation.region_id).time_zone)
    told = standing_of(accreditation, renewal, today)
    return page | {
        "standing": replace(page["standing"], who=WAITS[told.party], waiting_for=told.sentence, tone=TONES[told.party])
    }
