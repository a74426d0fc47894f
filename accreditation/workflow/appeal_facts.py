"""What guards may know of an appeal or complaint."""

import uuid
from dataclasses import dataclass

from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Circle
from accreditation.workflow.states import ApplicationState


@dataclass(frozen=True, kw_only=True)
class AppealFacts(Facts):
    """`applicant_id` is whose matter it is: who appeals, or who is complained about; None while a complaint names nobody.

    For a complaint `application_state` is None, and the persons involved are those of the case it rests on, if any.
    `panel_agreed` counts the members who agree with the conclusion as it stands; `grounds_open` the grounds without finding.
    """

    kind: str = "appeal"
    circle: Circle = Circle.OFFICE
    case_officer_id: uuid.UUID | None = None
    application_state: ApplicationState | None = None
    is_in_time: bool = False
    is_linked: bool = True
    was_heard: bool = True
    is_heard_now: bool = False
    panel: int = 0
    panel_conflicted: int = 0
    panel_agreed: int = 0
    chair_id: uuid.UUID | None = None
    has_reasons: bool = False
    grounds_open: int = 0
    names_what_follows: bool = False
    names_the_part: bool = False
