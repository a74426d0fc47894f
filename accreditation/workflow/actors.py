"""Who may take a step: each rule says None, or the sentence why this person may not."""

from collections.abc import Callable
from typing import Any

from accreditation.texts import N_, Text
from accreditation.workflow.facts import Facts
from accreditation.workflow.impartiality import DISQUALIFYING as DISQUALIFYING
from accreditation.workflow.impartiality import INTEREST as INTEREST
from accreditation.workflow.impartiality import NOT_YOURS as NOT_YOURS
from accreditation.workflow.impartiality import OWN_CASE as OWN_CASE
from accreditation.workflow.impartiality import SAME_ADMINISTRATION as SAME_ADMINISTRATION
from accreditation.workflow.impartiality import closeness_against as closeness_against
from accreditation.workflow.impartiality import examiners_interest as examiners_interest
from accreditation.workflow.impartiality import interest_against as interest_against
from accreditation.workflow.impartiality import is_close as is_close
from accreditation.workflow.impartiality import seat_against as seat_against
from accreditation.workflow.impartiality import vouches_in as vouches_in
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.roles import NOBODY as NOBODY
from accreditation.workflow.roles import ROLE_LABELS as ROLE_LABELS
from accreditation.workflow.roles import THE_SYSTEM as THE_SYSTEM
from accreditation.workflow.roles import Actor as Actor
from accreditation.workflow.roles import Grant as Grant
from accreditation.workflow.roles import Role as Role
from accreditation.workflow.roles import Scope as Scope

Who = Callable[[Actor, Any], Text | None]


def part_against(actor: Actor, facts: Facts) -> Text | None:
    """Why this person may not decide this case: an interest, or a seat on the panel of an appeal in it."""
    if Involvement.APPEALS_PANEL in facts.involvement_of(actor.person_id):
        return N_("You examined an appeal in this case, so someone else must act.")
    return interest_against(actor, facts)


def the_system(actor: Actor, facts: Facts) -> Text | None:
    """Only the house itself, when a deadline passes or another step demands it."""
    return None if actor.is_system else N_("This step happens automatically.")


def the_applicant(actor: Actor, facts: Facts) -> Text | None:
    """The person whose case it is."""
    return None if actor.person_id is not None and actor.person_id == facts.applicant_id else NOT_YOURS


def _speaks_as(actor: Actor, facts: Facts, *roles: Role) -> Text | None:
    """Holds one of the roles for the applicant's administration, not only in the applicant's own place, and is not close."""
    held = [grant for grant in actor.grants if grant.role in roles and grant.scope_id == facts.administration_id]
    if not held:
        return NOT_YOURS
    if refusal := closeness_against(actor, facts):
        return refusal
    if facts.applicant_id is not None and all(grant.on_behalf_of == facts.applicant_id for grant in held):
        return N_("You stand in for the applicant, so someone else must act.")
    return None


def nominating_official(actor: Actor, facts: Facts) -> Text | None:
    """Contact point or Director General of the applicant's administration, neither the applicant nor a relative."""
    return _speaks_as(actor, facts, Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)


def head_of_unit(actor: Actor, facts: Facts) -> Text | None:
    """Head of unit in the applicant's administration, neither the applicant nor a relative."""
    return _speaks_as(actor, facts, Role.HEAD_OF_UNIT)


def endorsing_official(actor: Actor, facts: Facts) -> Text | None:
    """The nominating official; where the administration has two levels, the Director General or a delegate."""
    refusal = nominating_official(actor, facts)
    above = getattr(facts, "levels", 1) > 1 and getattr(facts, "has_director", False)
    if refusal is None and above and _speaks_as(actor, facts, Role.DIRECTOR_GENERAL) is not None:
        return N_("In your administration the Director General or a delegate decides.")
    return refusal


def endorsing_official_or_office(actor: Actor, facts: Facts) -> Text | None:
    """The endorsing official; once the case is with the office, also an officer of the ROCB."""
    if getattr(facts, "is_escalated", False) and officer_without_interest(actor, facts) is None:
        return None
    return endorsing_official(actor, facts)


def officer_without_interest(actor: Actor, facts: Facts) -> Text | None:
    """Officer of the ROCB of the region, not the applicant and not related."""
    if not (actor.holds(Role.ROCB_OFFICER, facts.region_id) or actor.holds(Role.ROCB_HEAD, facts.region_id)):
        return NOT_YOURS
    return closeness_against(actor, facts)


def officer_or_the_system(actor: Actor, facts: Facts) -> Text | None:
    """Officer of the ROCB, not the applicant and not related; or the house itself, when a conflict of interest demands it."""
    return None if actor.is_system else officer_without_interest(actor, facts)


def officer_who_took_no_part(actor: Actor, facts: Facts) -> Text | None:
    """Officer of the ROCB, who neither nominated, reviewed, trained, marked nor mentored, and is not related."""
    return seat_against(actor, facts, Role.ROCB_OFFICER, Role.ROCB_HEAD) or part_against(actor, facts)


def officer_or_assigned_reviewer(actor: Actor, facts: Facts) -> Text | None:
    """Officer of the ROCB, or a reviewer assigned to the case who gives no reference in it."""
    if Involvement.REVIEWER in facts.involvement_of(actor.person_id) and not (
        is_close(actor, facts) or vouches_in(actor, facts)
    ):
        return None
    return officer_without_interest(actor, facts)


def assigned_reviewer(actor: Actor, facts: Facts) -> Text | None:
    """A reviewer assigned to the case, of another administration, who did not nominate, teach, mentor or vouch, unrelated."""
    if Involvement.REVIEWER not in facts.involvement_of(actor.person_id):
        return NOT_YOURS
    return examiners_interest(actor, facts)


def panel_member_without_interest(actor: Actor, facts: Facts) -> Text | None:
    """Member of the selection panel, or head of the ROCB, who took no other part in the case."""
    return seat_against(actor, facts, Role.PANEL_MEMBER, Role.ROCB_HEAD) or part_against(actor, facts)


def decision_maker_without_interest(actor: Actor, facts: Facts) -> Text | None:
    """Head of the ROCB, who neither nominated, reviewed, trained, marked nor mentored, and is not related."""
    return seat_against(actor, facts, Role.ROCB_HEAD) or part_against(actor, facts)


def head_of_office(actor: Actor, facts: Facts) -> Text | None:
    """Head of the ROCB, not the person concerned and not related."""
    if not actor.holds(Role.ROCB_HEAD, facts.region_id):
        return NOT_YOURS
    return closeness_against(actor, facts)


def centre_coordinator(actor: Actor, facts: Facts) -> Text | None:
    """Coordinator of the Regional Training Centre where the workshop is held."""
    return None if actor.holds(Role.RTC_COORDINATOR, facts.centre_id) else NOT_YOURS


def coordinator_or_officer(actor: Actor, facts: Facts) -> Text | None:
    """Coordinator of the training centre, or an officer of the ROCB."""
    if centre_coordinator(actor, facts) is None and not is_close(actor, facts):
        return None
    return officer_without_interest(actor, facts)


def person_concerned_or_officer(actor: Actor, facts: Facts) -> Text | None:
    """Applicant, candidate or holder, whose case or accreditation it is, or an officer of the ROCB without interest."""
    return None if the_applicant(actor, facts) is None else officer_without_interest(actor, facts)


def mentor_of_the_mission(actor: Actor, facts: Facts) -> Text | None:
    """The accredited expert who accompanies the candidate on this mission."""
    if Involvement.MENTOR not in facts.involvement_of(actor.person_id):
        return NOT_YOURS
    return INTEREST if is_close(actor, facts) else None


def mentor_or_officer(actor: Actor, facts: Facts) -> Text | None:
    """The mentor of the mission, or an officer of the ROCB."""
    return None if mentor_of_the_mission(actor, facts) is None else officer_without_interest(actor, facts)


def candidate_of_a_mission(actor: Actor, facts: Facts) -> Text | None:
    """The applicant, from accepting a mission until its report."""
    return the_applicant(actor, facts) if getattr(facts, "mission_lasts", False) else NOT_YOURS


def on_call_for_a_mission(actor: Actor, facts: Facts) -> Text | None:
    """Officer of the ROCB, or the mentor of this mission and no earlier one, not related, while it lasts."""
    if not getattr(facts, "mission_lasts", False):
        return NOT_YOURS
    if actor.person_id is not None and actor.person_id == getattr(facts, "mission_mentor_id", None):
        return closeness_against(actor, facts)
    return officer_without_interest(actor, facts)


def candidate_or_administration(actor: Actor, facts: Facts) -> Text | None:
    """The candidate, or the contact point or Director General of the candidate's administration."""
    return None if the_applicant(actor, facts) is None else nominating_official(actor, facts)


def certificate_officer(actor: Actor, facts: Facts) -> Text | None:
    """Officer of the ROCB who is not the holder and took no decision in the holder's case."""
    if refusal := seat_against(actor, facts, Role.ROCB_OFFICER):
        return refusal
    if Involvement.DECIDER in facts.involvement_of(actor.person_id):
        return N_("Whoever decided the case does not issue its certificate.")
    return interest_against(actor, facts, administration_counts=False)
