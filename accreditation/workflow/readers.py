"""Who may read what of a case: that it stands, its dossier, its references, what was judged."""

from accreditation.texts import Text
from accreditation.workflow import actors
from accreditation.workflow.actors import NOT_YOURS, Actor, Role, Who, is_close
from accreditation.workflow.audiences import (
    REGION_READERS,
    coordinator_of_its_centre,
    declared_part_in_the_case,
    office_of_the_region,
    own_administration,
    part_in_the_case,
)
from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Involvement


def reference_reader(actor: Actor, facts: Facts) -> Text | None:
    """The office, the panels, and reviewers who declared no interest; never who nominates or gives a reference in the case."""
    if own_administration(actor, facts) is None or actors.vouches_in(actor, facts):
        return NOT_YOURS
    reviews = Involvement.REVIEWER in facts.involvement_of(actor.person_id)
    if reviews and declared_part_in_the_case(actor, facts) is None:
        return None
    return judgement_reader(actor, facts)


def applicant_or_case_reader(actor: Actor, facts: Facts) -> Text | None:
    """The applicant; once it is submitted, also anyone whom the case concerns by role and without interest."""
    if getattr(facts, "is_draft", False):
        return actors.the_applicant(actor, facts)
    rules: tuple[Who, ...] = (
        actors.the_applicant,
        office_of_the_region,
        own_administration,
        part_in_the_case,
        coordinator_of_its_centre,
    )
    return None if any(rule(actor, facts) is None for rule in rules) else NOT_YOURS


def dossier_reader(actor: Actor, facts: Facts) -> Text | None:
    """Who may read the answers and files: not the coordinator, not the administration's rivals, never the curious."""
    if getattr(facts, "is_draft", False):
        return actors.the_applicant(actor, facts)
    rules = (actors.the_applicant, office_of_the_region, own_administration, declared_part_in_the_case)
    return None if any(rule(actor, facts) is None for rule in rules) else NOT_YOURS


def judgement_reader(actor: Actor, facts: Facts) -> Text | None:
    """Who may read scores, reviewers' names and marks: the office and the panels, never applicant or administration."""
    roles = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER, *REGION_READERS)
    held = any(actor.holds(role, facts.region_id) for role in roles) or actor.holds(Role.PANEL_MEMBER, facts.call_id)
    if Involvement.APPEALS_PANEL in facts.involvement_of(actor.person_id) and not is_close(actor, facts):
        return None
    return NOT_YOURS if not held or is_close(actor, facts) else None
