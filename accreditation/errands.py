"""What waits for a person although it is nobody's turn by the rule book: evidence that only they can give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists

from accreditation.accreditations.models import Accreditation
from accreditation.missions.models import Mission, MissionFeedback
from accreditation.texts import N_, Text
from accreditation.visibility import accreditations_visible_to, missions_visible_to, scopes
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.states import AccreditationState, MissionState

ERRANDS: Mapping[str, Text] = {
    "confirm_reference": N_("You confirm the reference of the WCO decision."),
    "give_feedback": N_("You say how useful the mission was."),
}


@dataclass(frozen=True)
class Errand:
    """`name` is a key of ERRANDS; `condition` holds for the rows of the lifecycle in `state` that wait for the person."""

    name: str
    lifecycle: str
    state: Any
    condition: ColumnElement[bool]


def errands_of(actor: Actor) -> Iterator[Errand]:
    """The liaison's references of WCO decisions, and the word of those who received a mission."""
    if regions := scopes(actor, Role.WCO_LIAISON):
        unconfirmed = and_(
            Accreditation.region_id.in_(regions),
            Accreditation.wco_decision_reference.is_(None),
            Accreditation.person_id != actor.person_id,
            accreditations_visible_to(actor),
        )
        yield Errand("confirm_reference", "accreditation", AccreditationState.ACTIVE, unconfirmed)
    if hosts := scopes(actor, Role.BENEFICIARY):
        unanswered = and_(
            Mission.beneficiary_id.in_(hosts) | Mission.id.in_(hosts),
            ~exists().where(MissionFeedback.mission_id == Mission.id),
            missions_visible_to(actor),
        )
        yield Errand("give_feedback", "mission", MissionState.REPORTED, unanswered)
