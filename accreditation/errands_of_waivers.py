"""What waits because a station is proposed to be waived: a decision of whoever did not propose it."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, func, select

from accreditation.applications.models import Application
from accreditation.errand import Errand
from accreditation.turns import unrelated
from accreditation.visibility import applications_visible_to, scopes
from accreditation.waivers.models import Waiver
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.waivers import DECIDE_WAIVER, PASSINGS


def errands_of_waivers(actor: Actor) -> Iterator[Errand]:
    """For heads of the office, in the cases of others, while the station lies ahead."""
    if regions := scopes(actor, Role.ROCB_HEAD):
        for state in sorted(DECIDE_WAIVER.states or ()):
            waits = (
                Waiver.application_id == Application.id,
                Waiver.station.in_([station for station, passing in PASSINGS.items() if state in passing.ahead]),
                Waiver.outcome == "",
                Waiver.taken_back_at.is_(None),
                Waiver.proposed_by_id != actor.person_id,
            )
            asked = and_(
                Application.region_id.in_(regions),
                exists().where(*waits),
                *unrelated(actor, Application.applicant_id),
                applications_visible_to(actor),
            )
            since = select(func.min(Waiver.proposed_at)).where(*waits).scalar_subquery()
            yield Errand("decide_waiver", "application", state, asked, since, Application.due_at)
