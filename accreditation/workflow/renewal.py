"""Who does what for a renewal beside its step: log, confirm, endorse, check, audit, decline."""

from accreditation.texts import N_, Text
from accreditation.workflow import actors
from accreditation.workflow.actors import NOT_YOURS, Actor, Role
from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.permissions import Permission


def checking_officer(actor: Actor, facts: Facts) -> Text | None:
    """Officer of the ROCB; whoever decides on the renewal does not check it, and so the head does not."""
    if not actor.holds(Role.ROCB_OFFICER, facts.region_id):
        return NOT_YOURS
    return actors.closeness_against(actor, facts)


def auditor_of_the_evidence(actor: Actor, facts: Facts) -> Text | None:
    """Auditor of the region, not related, who neither endorsed nor checked the request."""
    if not actor.holds(Role.AUDITOR, facts.region_id):
        return NOT_YOURS
    if facts.involvement_of(actor.person_id) & {Involvement.NOMINATOR, Involvement.REVIEWER}:
        return N_("You have a part in this request, so someone else must audit it.")
    return actors.closeness_against(actor, facts)


def reader_of_the_practice(actor: Actor, facts: Facts) -> Text | None:
    """The expert, the expert's administration, and of the region its office, liaison and auditors; nobody related."""
    if actors.the_applicant(actor, facts) is None or actors.nominating_official(actor, facts) is None:
        return None
    roles = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.WCO_LIAISON, Role.AUDITOR)
    if not any(actor.holds(role, facts.region_id) for role in roles):
        return NOT_YOURS
    return actors.closeness_against(actor, facts)


READ_PRACTICE = Permission("read_practice", N_("Read the log of practice and its files"), reader_of_the_practice)
LOG_PRACTICE = Permission("log_practice", N_("Log practice and ask for renewal"), actors.the_applicant)
CONFIRM_PRACTICE = Permission("confirm_practice", N_("Confirm logged practice, or not"), checking_officer)
ENDORSE_RENEWAL = Permission("endorse_renewal", N_("Endorse a renewal, or not"), actors.nominating_official)
CHECK_RENEWAL = Permission("check_renewal", N_("Check a request for renewal"), checking_officer)
AUDIT_RENEWAL = Permission("audit_renewal", N_("Audit the evidence of a renewal"), auditor_of_the_evidence)
DECLINE_RENEWAL = Permission(
    "decline_renewal", N_("Decline a request for renewal"), actors.decision_maker_without_interest
)
