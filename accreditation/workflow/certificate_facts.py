"""What guards may know of a certificate."""

from dataclasses import dataclass
from datetime import date

from accreditation.workflow.facts import Facts
from accreditation.workflow.states import AccreditationState


@dataclass(frozen=True, kw_only=True)
class CertificateFacts(Facts):
    accreditation_state: AccreditationState | None = None
    faults: tuple[str, ...] = ()
    issuing_is_stopped: bool = False
    has_pdf: bool = False
    has_leaf: bool = False
    has_successor: bool = False
    today: date | None = None
    stands_until: date | None = None
