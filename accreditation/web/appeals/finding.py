"""The appeal or complaint of an address, with what the person who asks is in it."""

from dataclasses import dataclass

from accreditation.appeals.models import Appeal
from accreditation.extensions import db
from accreditation.transition import facts_of
from accreditation.visibility import appeals_visible_to
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import visible_row
from accreditation.workflow.actors import Role
from accreditation.workflow.appeal_actors import (
    appeal_file_reader,
    keeper_of_the_appeal,
    panel_of_the_appeal,
    the_filer,
)
from accreditation.workflow.appeal_facts import AppealFacts
from accreditation.workflow.involvement import Circle
from accreditation.workflow.states import AppealState


@dataclass(frozen=True)
class FoundAppeal:
    """What pages ask: `is_filer` reads how it stands and nothing of who examines it; `keeps` is of the office."""

    appeal: Appeal
    facts: AppealFacts

    @property
    def is_filer(self) -> bool:
        return the_filer(current_actor(), self.facts) is None

    @property
    def keeps(self) -> bool:
        return keeper_of_the_appeal(current_actor(), self.facts) is None

    @property
    def examines(self) -> bool:
        """Sits on the panel, without interest, while it examines."""
        sits = panel_of_the_appeal(current_actor(), self.facts) is None
        return sits and self.appeal.state is AppealState.UNDER_EXAMINATION

    @property
    def may_restrict(self) -> bool:
        is_head = current_actor().holds(Role.ROCB_HEAD, self.appeal.region_id)
        return self.keeps and is_head and self.appeal.circle is not Circle.LIAISON

    @property
    def takes_file(self) -> bool:
        return appeal_file_reader(current_actor(), self.facts) is None


def found_appeal(public_id: str) -> FoundAppeal:
    """The visible one of that random name, or NotPermitted, which is answered as a missing page."""
    appeal: Appeal = visible_row(Appeal, public_id, appeals_visible_to(current_actor()))
    return FoundAppeal(appeal, facts_of(db.session(), appeal))
