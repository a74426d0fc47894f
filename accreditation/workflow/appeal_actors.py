"""Who keeps, examines, brings and may know of an appeal or a complaint. Same form of rule as `actors.py`."""

from accreditation.texts import N_, Text
from accreditation.workflow.actors import INTEREST, NOT_YOURS, OWN_CASE, closeness_against, interest_against, is_close
from accreditation.workflow.appeal_facts import AppealFacts
from accreditation.workflow.involvement import Circle, Involvement
from accreditation.workflow.roles import Actor, Role

READERS = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.WCO_LIAISON, Role.AUDITOR)


def the_filer(actor: Actor, facts: AppealFacts) -> Text | None:
    """The person who filed the appeal or complaint."""
    return None if Involvement.FILER in facts.involvement_of(actor.person_id) else NOT_YOURS


def the_filer_or_a_link(actor: Actor, facts: AppealFacts) -> Text | None:
    """The person who filed it; the house itself, when somebody who complained without an account withdraws by their link."""
    has_filer = any(Involvement.FILER in parts for parts in facts.involvements.values())
    return None if actor.is_system and not has_filer else the_filer(actor, facts)


def _holds_for(circle: Circle, actor: Actor, facts: AppealFacts, *office: Role) -> bool:
    """Holds a role by which one of this circle deals with it in its region, or is the officer named for it."""
    if circle is Circle.LIAISON:
        return actor.holds(Role.WCO_LIAISON, facts.region_id)
    if circle is Circle.OFFICE:
        return any(actor.holds(role, facts.region_id) for role in office)
    is_named = actor.person_id is not None and actor.person_id == facts.case_officer_id
    return actor.holds(Role.ROCB_HEAD, facts.region_id) or (
        is_named and actor.holds(Role.ROCB_OFFICER, facts.region_id)
    )


def keeper_of_the_appeal(actor: Actor, facts: AppealFacts) -> Text | None:
    """Officer of the ROCB; of a restricted one only its head and the officer named for it; of one about the head the liaison."""
    if not _holds_for(facts.circle, actor, facts, Role.ROCB_OFFICER, Role.ROCB_HEAD):
        return NOT_YOURS
    return closeness_against(actor, facts) or _filed_it(actor, facts)


def keeper_who_did_not_decide(actor: Actor, facts: AppealFacts) -> Text | None:
    """Keeper of the appeal; of one against a decision nobody who recorded or voted on a decision in the case (ISO/IEC 17024, 9.8)."""
    if refusal := keeper_of_the_appeal(actor, facts):
        return refusal
    if facts.kind == "appeal" and Involvement.DECIDER in facts.involvement_of(actor.person_id):
        return N_("You took part in deciding this case. Somebody else says that the appeal cannot be examined.")
    return None


def _filed_it(actor: Actor, facts: AppealFacts) -> Text | None:
    return OWN_CASE if the_filer(actor, facts) is None else None


def panel_of_the_appeal(actor: Actor, facts: AppealFacts) -> Text | None:
    """Member of the appeals panel of this case, who took no part in it before (ISO/IEC 17024, 9.8)."""
    mine = facts.involvement_of(actor.person_id)
    if Involvement.APPEALS_PANEL not in mine:
        return NOT_YOURS
    if Involvement.DECIDER in mine or Involvement.FILER in mine:
        return INTEREST
    return interest_against(actor, facts)


def chair_of_the_appeal(actor: Actor, facts: AppealFacts) -> Text | None:
    """The chair of the appeals panel of this case, who took no part in it before (ISO/IEC 17024, 9.8)."""
    if actor.person_id is None or actor.person_id != facts.chair_id:
        return NOT_YOURS
    return panel_of_the_appeal(actor, facts)


def the_person_heard(actor: Actor, facts: AppealFacts) -> Text | None:
    """The person complained about, from being asked for a word until the time for it is over."""
    is_concerned = actor.person_id is not None and actor.person_id == facts.applicant_id
    return None if is_concerned and facts.kind == "complaint" and facts.is_heard_now else NOT_YOURS


def appeal_reader(actor: Actor, facts: AppealFacts) -> Text | None:
    """Who filed it; without an interest its panel, and of the office whoever is in its circle. Nobody learns of it otherwise."""
    if the_filer(actor, facts) is None:
        return None
    if actor.person_id is None or is_close(actor, facts):
        return NOT_YOURS
    if Involvement.APPEALS_PANEL in facts.involvement_of(actor.person_id):
        return None
    return None if _holds_for(facts.circle, actor, facts, *READERS) else NOT_YOURS


def appeal_file_reader(actor: Actor, facts: AppealFacts) -> Text | None:
    """Who may take the sealed file of the case out of the house: the panel of the appeal, and the head of the office."""
    if panel_of_the_appeal(actor, facts) is None:
        return None
    is_head = actor.holds(Role.ROCB_HEAD, facts.region_id) or facts.circle is Circle.LIAISON
    return keeper_of_the_appeal(actor, facts) if is_head else NOT_YOURS
