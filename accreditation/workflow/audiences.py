"""Whom a case concerns: the office, the administration, who has a part in it, its centre. Rules in the form of `actors.py`."""

from accreditation.texts import Text
from accreditation.workflow import actors
from accreditation.workflow.actors import NOT_YOURS, Actor, Role, Who, is_close
from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Involvement

REGION_READERS = (Role.WCO_LIAISON, Role.AUDITOR)
_MARKERS = frozenset({Involvement.ASSESSOR, Involvement.REMARKER})
_CASE_PARTS = frozenset({Involvement.REVIEWER, Involvement.TRAINER, Involvement.MENTOR}) | _MARKERS


def office_of_the_region(actor: Actor, facts: Facts) -> Text | None:
    """Officer, head, panel member, liaison or auditor of the region, not close to the applicant."""
    roles = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER, *REGION_READERS)
    held = any(actor.holds(role, facts.region_id) for role in roles) or actor.holds(Role.PANEL_MEMBER, facts.call_id)
    return NOT_YOURS if not held or is_close(actor, facts) else None


def own_administration(actor: Actor, facts: Facts) -> Text | None:
    """Contact point, Director General or head of unit of the applicant's administration, not the applicant, not related."""
    roles = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL, Role.HEAD_OF_UNIT)
    held = any(actor.holds(role, facts.administration_id) for role in roles)
    return actors.closeness_against(actor, facts) if held else NOT_YOURS


def part_in_the_case(actor: Actor, facts: Facts) -> Text | None:
    """Reviewer (while it is not on hold), assessor, trainer, mentor or appeals panel of this very case, not related."""
    mine = facts.involvement_of(actor.person_id) & (_CASE_PARTS | {Involvement.APPEALS_PANEL})
    if getattr(facts, "on_hold", False):
        mine -= {Involvement.REVIEWER}
    return NOT_YOURS if is_close(actor, facts) or not mine else None


def declared_part_in_the_case(actor: Actor, facts: Facts) -> Text | None:
    """The same, but a reviewer only after declaring to hold no interest: before that the file stays closed."""
    mine = facts.involvement_of(actor.person_id)
    if Involvement.UNDECLARED in mine and not mine & (_CASE_PARTS - {Involvement.REVIEWER}):
        return NOT_YOURS
    return part_in_the_case(actor, facts)


def coordinator_of_its_centre(actor: Actor, facts: Facts) -> Text | None:
    """Coordinator of the centre where the candidate has a seat, not related."""
    return NOT_YOURS if is_close(actor, facts) else actors.centre_coordinator(actor, facts)


def acts_in_anothers_case(actor: Actor, facts: Facts) -> Text | None:
    """Office, panel, administration, or a part in the case, or its centre: neither the applicant nor whoever only looks."""
    roles = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER)
    of_office = any(actor.holds(role, facts.region_id) for role in roles) or actor.holds(
        Role.PANEL_MEMBER, facts.call_id
    )
    if of_office and not is_close(actor, facts):
        return None
    rules: tuple[Who, ...] = (own_administration, part_in_the_case, coordinator_of_its_centre)
    return None if any(rule(actor, facts) is None for rule in rules) else NOT_YOURS


def decider_of_either_kind(actor: Actor, facts: Facts) -> Text | None:
    """Panel member or head of the ROCB, without interest."""
    rules = (actors.panel_member_without_interest, actors.decision_maker_without_interest)
    refusals = [rule(actor, facts) for rule in rules]
    return None if None in refusals else refusals[0]
