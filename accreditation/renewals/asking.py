"""The request for renewal: the expert asks, the administration endorses, an officer checks; or it ends without a renewal."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, no_longer_than
from accreditation.region.models import Region
from accreditation.renewals.models import RenewalRequest
from accreditation.renewals.practising import LONGEST, locked, mail
from accreditation.renewals.queries import Renewal, asked_until, cycle_began_on, opens_on, renewal_of
from accreditation.schemes.earlier import number_in
from accreditation.schemes.renewal import Finding
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow.actors import Actor
from accreditation.workflow.permissions import Permission
from accreditation.workflow.renewal import CHECK_RENEWAL, DECLINE_RENEWAL, ENDORSE_RENEWAL, LOG_PRACTICE
from accreditation.workflow.states import AccreditationState

ASK_TO_ENDORSE, TELL_WORD = "ask_to_endorse_renewal", "tell_word_on_renewal"
ASK_TO_CHECK, TELL_DECLINED = "ask_to_check_renewal", "tell_renewal_declined"
_ASKED_IN = frozenset(
    {AccreditationState.ACTIVE, AccreditationState.EXPIRING, AccreditationState.UNAVAILABLE, AccreditationState.EXPIRED}
)


def ask(session: Session, actor: Actor, accreditation: Accreditation, words: str) -> RenewalRequest:
    """The expert asks, once the time has come and practice is confirmed; the administration is asked for its word."""
    accreditation = locked(session, actor, accreditation, LOG_PRACTICE)
    renewal = renewal_of(session, accreditation)
    if renewal.request is not None:
        raise ChangedMeanwhile(N_("You have already asked for renewal."))
    _refuse_unless_ready(session, accreditation, renewal)
    request = RenewalRequest(
        region_id=accreditation.region_id,
        accreditation_id=accreditation.id,
        cycle_began_on=cycle_began_on(accreditation),
        asked_at=clock.now(),
        words=no_longer_than(LONGEST, words, "words"),
    )
    session.add(request)
    endorses = number_in(renewal.scheme.numbers, "renewal_endorsement")
    mail(session, accreditation, ASK_TO_ENDORSE if endorses else ASK_TO_CHECK)
    touch(accreditation)
    session.flush()
    return request


def _refuse_unless_ready(session: Session, accreditation: Accreditation, renewal: Renewal) -> None:
    if accreditation.state not in _ASKED_IN:
        raise Invalid(N_("Renewal cannot be asked for while the accreditation is suspended."))
    today = clock.today(session.get_one(Region, accreditation.region_id).time_zone)
    if today < opens_on(accreditation, renewal.scheme):
        raise Invalid(N_("Renewal cannot be asked for yet."))
    if today > asked_until(accreditation, renewal.scheme):
        raise Invalid(N_("The time for reinstatement is over."))
    if renewal.practice_missing:
        raise _lacking(renewal.practice_missing)


def _lacking(findings: Sequence[Finding]) -> Invalid:
    """A refusal with every sentence of what is missing."""
    refusal = Invalid(findings[0].lacking)
    refusal.reasons = tuple(finding.lacking for finding in findings)
    return refusal


def _standing(session: Session, accreditation: Accreditation) -> tuple[Renewal, RenewalRequest]:
    renewal = renewal_of(session, accreditation)
    if renewal.request is None:
        raise ChangedMeanwhile(N_("There is no request for renewal any more."))
    return renewal, renewal.request


def standing_request(
    session: Session, actor: Actor, accreditation: Accreditation, permission: Permission
) -> tuple[Accreditation, Renewal, RenewalRequest]:
    """The locked accreditation with the request that stands in its cycle, for whoever may do this now."""
    accreditation = locked(session, actor, accreditation, permission)
    renewal, request = _standing(session, accreditation)
    touch(accreditation)
    return accreditation, renewal, request


def endorse(session: Session, actor: Actor, accreditation: Accreditation, *, is_endorsed: bool, words: str) -> None:
    """The administration's word, given anew; a refusal says why. Once the office has checked, it stands."""
    accreditation, _renewal, request = standing_request(session, actor, accreditation, ENDORSE_RENEWAL)
    if request.checked_at is not None:
        raise ChangedMeanwhile(N_("The office has already checked this request."))
    if not is_endorsed and not words.strip():
        raise Invalid(N_("Say why the administration does not endorse; the expert reads it."), field="words")
    request.is_endorsed, request.endorsement = is_endorsed, no_longer_than(LONGEST, words, "words")
    request.endorsed_at, request.endorsed_by_id = clock.now(), actor.person_id
    mail(session, accreditation, TELL_WORD)
    if is_endorsed:
        mail(session, accreditation, ASK_TO_CHECK)
    session.flush()


def check(session: Session, actor: Actor, accreditation: Accreditation) -> None:
    """An officer finds nothing missing but what comes after: from then on the request waits for a draw, or for the decision."""
    _accreditation, renewal, request = standing_request(session, actor, accreditation, CHECK_RENEWAL)
    if request.checked_at is not None:
        raise ChangedMeanwhile(N_("Somebody has already checked this request."))
    before = [each for each in renewal.findings if each.name in ("practice", "endorsement") and not each.met]
    if before:
        raise _lacking(before)
    request.checked_at, request.checked_by_id = clock.now(), actor.person_id
    session.flush()


def withdraw(session: Session, actor: Actor, accreditation: Accreditation) -> None:
    """The expert takes the request back, before it is listed for a draw."""
    _accreditation, _renewal, request = standing_request(session, actor, accreditation, LOG_PRACTICE)
    if request.draw_id is not None:
        raise ChangedMeanwhile(N_("The request stands in a draw and cannot be taken back any more."))
    _end(actor, request, "withdrawn", "")
    session.flush()


def decline(session: Session, actor: Actor, accreditation: Accreditation, reason: str) -> None:
    """Whoever decides does not renew, and says why; the accreditation runs on to its end, and may be asked for anew."""
    accreditation, _renewal, request = standing_request(session, actor, accreditation, DECLINE_RENEWAL)
    if not reason.strip():
        raise Invalid(N_("Say why it is not renewed; the expert reads it."), field="reason")
    _end(actor, request, "declined", no_longer_than(LONGEST, reason, "reason"))
    mail(session, accreditation, TELL_DECLINED)
    session.flush()


def _end(actor: Actor, request: RenewalRequest, outcome: str, note: str) -> None:
    if actor.person_id is None:
        raise NotPermitted
    request.outcome, request.end_note = outcome, note
    request.ended_at, request.ended_by_id = clock.now(), actor.person_id
