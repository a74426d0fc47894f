"""What guards and actor rules may know of any case, frozen at the moment the door asks; each lifecycle adds its own."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from accreditation.workflow.involvement import Involvement, Involvements


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Common ground of all six lifecycles. `numbers` and `moments` feed deadlines (`workflow/deadlines.py`)."""

    now: datetime
    region_id: uuid.UUID
    applicant_id: uuid.UUID | None = None
    administration_id: uuid.UUID | None = None
    call_id: uuid.UUID | None = None
    centre_id: uuid.UUID | None = None
    involvements: Involvements = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    moments: Mapping[str, datetime] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    both_keys_turned: bool = False

    def involvement_of(self, person_id: uuid.UUID | None) -> frozenset[Involvement]:
        return self.involvements.get(person_id, frozenset()) if person_id else frozenset()
