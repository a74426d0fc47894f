"""What a conflict of interest is made of: its kind, its reason in words, and whether the office may dismiss it. No database.

Why each counts: docs/domain/conflicts-of-interest.md (ISO/IEC 17024, 4.3, 5.2 and 6.1).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from accreditation.texts import N_, Text


class Kind(StrEnum):
    """What ties a person to a case."""

    OWN_CASE = "own_case"
    ADMINISTRATION = "administration"
    NATIONALITY = "nationality"
    SUPERVISOR = "supervisor"
    NOMINATION = "nomination"
    REFEREE = "referee"
    WORKSHOP = "workshop"
    MENTOR = "mentor"
    MISSION = "mission"
    DECLARED = "declared"
    VOIDED = "voided"


KIND_LABELS: Mapping[Kind, Text] = {
    Kind.OWN_CASE: N_("Own case"),
    Kind.ADMINISTRATION: N_("Same administration"),
    Kind.NATIONALITY: N_("Same nationality"),
    Kind.SUPERVISOR: N_("Supervisor"),
    Kind.NOMINATION: N_("Nominated the applicant"),
    Kind.REFEREE: N_("Referee"),
    Kind.WORKSHOP: N_("Trainer and trainee"),
    Kind.MENTOR: N_("Mentor and candidate"),
    Kind.MISSION: N_("Together on a mission"),
    Kind.DECLARED: N_("Declared tie"),
    Kind.VOIDED: N_("Scores were voided"),
}


@dataclass(frozen=True)
class Dismissal:
    """That the office looked at a conflict and let it pass: who, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Conflict:
    """One tie between a person and a case. `evidence` names what shows it, so that a dismissal is of this tie and no other.

    A hard one cannot be dismissed. `reason` is said to the office: of the applicant as such, of the other as "this person".
    """

    kind: Kind
    is_hard: bool
    reason: Text
    evidence: str = ""
    dismissal: Dismissal | None = None

    @property
    def stands(self) -> bool:
        return self.dismissal is None


Pair = tuple[uuid.UUID, uuid.UUID]
"""A case and a person, by their ids."""
