"""The renewal of an address, for whoever may read it: the expert, the administration once it is asked, and the office."""

from dataclasses import dataclass
from datetime import date

from flask import g

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.region.models import Region
from accreditation.renewals.queries import Renewal, renewal_of
from accreditation.renewals.standing import Standing, standing_of
from accreditation.transition import facts_of
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import row_by_public_id
from accreditation.workflow import actors
from accreditation.workflow.accreditation_facts import AccreditationFacts
from accreditation.workflow.permissions import Permission, may
from accreditation.workflow.renewal import READ_PRACTICE


@dataclass(frozen=True)
class FoundRenewal:
    """An accreditation with how its renewal stands, and what this person may do."""

    accreditation: Accreditation
    facts: AccreditationFacts
    renewal: Renewal
    today: date

    def may(self, permission: Permission) -> bool:
        return may(permission, current_actor(), self.facts)

    @property
    def is_own(self) -> bool:
        return actors.the_applicant(current_actor(), self.facts) is None

    @property
    def is_of_administration(self) -> bool:
        """Speaks for the expert's administration."""
        return actors.nominating_official(current_actor(), self.facts) is None

    @property
    def standing(self) -> Standing:
        return standing_of(self.accreditation, self.renewal, self.today)


def found_renewal(public_id: str) -> FoundRenewal:
    """NotPermitted is answered as a missing page. The administration reads nothing before the expert asks."""
    session = db.session()
    accreditation: Accreditation = row_by_public_id(Accreditation, public_id)
    facts = facts_of(session, accreditation)
    if not may(READ_PRACTICE, current_actor(), facts):
        raise NotPermitted
    renewal = renewal_of(session, accreditation)
    today = clock.today(session.get_one(Region, accreditation.region_id).time_zone)
    found = FoundRenewal(accreditation, facts, renewal, today)
    if found.is_of_administration and renewal.request is None:
        raise NotPermitted
    g.subject_in_hand = accreditation
    return found
