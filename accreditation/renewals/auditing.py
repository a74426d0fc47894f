"""The audit of a request that was drawn: the expert hands in originals, an auditor says whether the evidence holds."""

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, no_longer_than
from accreditation.renewals.activity_files import keep_file
from accreditation.renewals.asking import standing_request
from accreditation.renewals.models import RenewalRequest
from accreditation.renewals.practising import LONGEST, entry_of, mail
from accreditation.storage.files import Storage
from accreditation.storage.inspection import Inspected
from accreditation.texts import N_
from accreditation.workflow.actors import Actor
from accreditation.workflow.renewal import AUDIT_RENEWAL, LOG_PRACTICE

TELL_AUDITED = "tell_renewal_audited"


def _under_audit(request: RenewalRequest) -> None:
    if not request.is_drawn:
        raise NotPermitted
    if request.has_passed is not None:
        raise ChangedMeanwhile(N_("The audit is over."))


def hand_in_original(
    session: Session, actor: Actor, accreditation: Accreditation, storage: Storage, entry_id: str, name: str,
    found: Inspected,
) -> None:  # fmt: skip
    """A scan of the original beside the entry it proves; also after the day asked for, while the audit is open."""
    accreditation, _renewal, request = standing_request(session, actor, accreditation, LOG_PRACTICE)
    _under_audit(request)
    keep_file(session, storage, entry_of(session, accreditation, entry_id), name, found, "original")


def conclude(session: Session, actor: Actor, accreditation: Accreditation, *, has_passed: bool, note: str) -> None:
    """What the auditor found. A failed audit keeps the renewal from being granted; whoever decides declines it."""
    accreditation, _renewal, request = standing_request(session, actor, accreditation, AUDIT_RENEWAL)
    _under_audit(request)
    if not note.strip():
        raise Invalid(N_("Write what was looked at and what was found."), field="note")
    request.has_passed, request.audit_note = has_passed, no_longer_than(LONGEST, note, "note")
    request.audited_at, request.audited_by_id = clock.now(), actor.person_id
    mail(session, accreditation, TELL_AUDITED)
    session.flush()
