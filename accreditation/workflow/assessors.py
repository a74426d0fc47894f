"""Who marks a candidate of a workshop, and who marks again after an appeal. Same form of rule as `actors.py`."""

from accreditation.texts import Text
from accreditation.workflow.actors import NOT_YOURS, examiners_interest
from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.roles import Actor


def assessor_of_the_workshop(actor: Actor, facts: Facts) -> Text | None:
    """Assessor named for the workshop, of another administration, who did not nominate, train, mentor or vouch, unrelated."""
    if Involvement.ASSESSOR not in facts.involvement_of(actor.person_id):
        return NOT_YOURS
    return examiners_interest(actor, facts)


def assessor_marking_again(actor: Actor, facts: Facts) -> Text | None:
    """Assessor named after an appeal, of another administration, who did not nominate, train, mentor or vouch, unrelated."""
    if Involvement.REMARKER not in facts.involvement_of(actor.person_id):
        return NOT_YOURS
    return examiners_interest(actor, facts)
