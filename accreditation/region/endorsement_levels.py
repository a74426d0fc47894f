"""At how many levels an administration speaks about its applicants: a setting of its own, or of the office."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from accreditation.errors import Invalid, NotPermitted
from accreditation.people.roles import OFFICE
from accreditation.people.staff_notes import note_for_auditor
from accreditation.region.models import Administration
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role

MAY_SET = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)


def set_levels(
    session: Session, actor: Actor, administration: Administration, levels: int, present: Collection[Role]
) -> None:
    """One level or two. `present`: roles that somebody holds there today. Invalid where nobody is head of unit."""
    of_it = any(actor.holds(role, administration.id) for role in MAY_SET)
    if not of_it and not any(actor.holds(role, administration.region_id) for role in OFFICE):
        raise NotPermitted
    if levels not in (1, 2):
        raise Invalid(N_("Choose one level or two."), "levels")
    if levels == 2 and Role.HEAD_OF_UNIT not in present:
        raise Invalid(
            N_("Nobody is head of unit in this administration yet. Ask the regional office to name one first."),
            "levels",
        )
    before, administration.endorsement_levels = administration.endorsement_levels, levels
    note_for_auditor(
        session,
        actor,
        "set_endorsement_levels",
        region_id=administration.region_id,
        subject_id=administration.id,
        details={"before": before, "after": levels},
    )
