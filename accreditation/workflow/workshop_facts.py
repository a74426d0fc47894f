"""What guards may know of a workshop."""

from dataclasses import dataclass
from datetime import date

from accreditation.workflow.facts import Facts


@dataclass(frozen=True, kw_only=True)
class WorkshopFacts(Facts):
    starts_on: date | None = None
    ends_on: date | None = None
    today: date | None = None
    assessors: int = 0
    confirmed: int = 0
    attendance_missing: int = 0
    marks_missing: int = 0
