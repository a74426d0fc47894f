"""What guards may know of an accreditation."""

from dataclasses import dataclass
from datetime import date

from accreditation.texts import Text
from accreditation.workflow.facts import Facts


@dataclass(frozen=True, kw_only=True)
class AccreditationFacts(Facts):
    """`approved`: kinds of amendment that were approved and are not carried out yet.

    `paused_until`: suspended at the own request until this day. `stands_until`: the last day, a mission under way counted in.
    """

    today: date | None = None
    expires_on: date | None = None
    stands_until: date | None = None
    renewal_missing: tuple[Text, ...] = ()
    has_open_complaint: bool = False
    months_since_expiry: int = 0
    approved: frozenset[str] = frozenset()
    paused_until: date | None = None
