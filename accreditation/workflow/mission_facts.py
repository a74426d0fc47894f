"""What guards may know of a mission."""

import uuid
from dataclasses import dataclass
from datetime import date

from accreditation.workflow.facts import Facts
from accreditation.workflow.states import ApplicationState


@dataclass(frozen=True, kw_only=True)
class MissionFacts(Facts):
    application_state: ApplicationState | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    today: date | None = None
    mentor_id: uuid.UUID | None = None
    mentor_is_accredited: bool = False
    mentor_is_conflicted: bool = False
    candidate_accepts: bool = False
    report_is_complete: bool = False
    feedback_is_in: bool = False
