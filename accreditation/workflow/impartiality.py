"""What keeps a person from acting on a case: their own case, closeness, a part in it, the same administration, or whose place they take."""

import uuid

from accreditation.texts import N_, Text
from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.roles import Actor, Role

NOT_YOURS = N_("This step is not yours to take.")
OWN_CASE = N_("You cannot act on your own case.")
INTEREST = N_("You hold an interest in this case, so someone else must act.")
SAME_ADMINISTRATION = N_("You belong to the same administration, so someone else must act.")
STANDS_IN = N_("You stand in for somebody who may not judge this case, so someone else must act.")

# Whoever examined, trained, supported or is close to a person does not decide on that person (ISO/IEC 17024, 5.2 and 9.4);
# nor does whoever took the decision that an appeal set aside, but their deputy may.
DISQUALIFYING = frozenset(Involvement) - {Involvement.DECIDER, Involvement.APPEALS_PANEL, Involvement.FILER}
# Who nominated, taught or accompanied does not examine; who examined before may examine again.
KEEPS_FROM_EXAMINING = DISQUALIFYING - {
    Involvement.REVIEWER, Involvement.UNDECLARED, Involvement.ASSESSOR, Involvement.REMARKER, Involvement.FORMER,
    Involvement.OVERRULED,
}  # fmt: skip
SPEAK_FOR_AN_ADMINISTRATION = frozenset({Role.CONTACT_POINT, Role.DIRECTOR_GENERAL, Role.HEAD_OF_UNIT})


def is_close(actor: Actor, facts: Facts) -> bool:
    """The person is the applicant, or declared or found to be related."""
    close = {Involvement.APPLICANT, Involvement.RELATED}
    if actor.person_id is not None and actor.person_id == facts.applicant_id:
        return True
    return bool(facts.involvement_of(actor.person_id) & close) or facts.applicant_id in actor.related_to


def closeness_against(actor: Actor, facts: Facts) -> Text | None:
    """Why this person may not even handle this case, or None."""
    if actor.person_id == facts.applicant_id:
        return OWN_CASE
    return INTEREST if is_close(actor, facts) else None


def vouches_in(actor: Actor, facts: Facts) -> bool:
    """The person was asked for a reference in this case, and so does not examine it."""
    return Involvement.REFEREE in facts.involvement_of(actor.person_id)


def belongs_to_the_administration(actor: Actor, facts: Facts) -> bool:
    """Works in the applicant's administration, or speaks for it, in their own place or another's."""
    if facts.administration_id is None:
        return False
    speaks = any(
        grant.role in SPEAK_FOR_AN_ADMINISTRATION and grant.scope_id == facts.administration_id
        for grant in actor.grants
    )
    return speaks or actor.administration_id == facts.administration_id


def seat_against(actor: Actor, facts: Facts, *roles: Role) -> Text | None:
    """Why this person sits in none of these seats of the region or the call, or None.

    Whoever is the applicant, is close, or took part cannot have the case judged by a deputy of theirs.
    """
    seats = [
        grant for grant in actor.grants if grant.role in roles and grant.scope_id in (facts.region_id, facts.call_id)
    ]
    if not seats:
        return NOT_YOURS
    return STANDS_IN if all(_is_party(grant.on_behalf_of, facts) for grant in seats) else None


def _is_party(person_id: uuid.UUID | None, facts: Facts) -> bool:
    if person_id is None:
        return False
    parts = facts.involvement_of(person_id) & (DISQUALIFYING - {Involvement.OVERRULED})
    return person_id == facts.applicant_id or bool(parts)


def interest_against(actor: Actor, facts: Facts, *, administration_counts: bool = True) -> Text | None:
    """Why this person may not judge this case, or None."""
    if facts.applicant_id is not None and actor.person_id == facts.applicant_id:
        return OWN_CASE
    if facts.applicant_id in actor.related_to or facts.involvement_of(actor.person_id) & DISQUALIFYING:
        return INTEREST
    if administration_counts and belongs_to_the_administration(actor, facts):
        return SAME_ADMINISTRATION
    return None


def examiners_interest(actor: Actor, facts: Facts) -> Text | None:
    """Why this person may not score or mark this case, or None: they examine, so having examined is no bar."""
    if is_close(actor, facts) or facts.involvement_of(actor.person_id) & KEEPS_FROM_EXAMINING:
        return INTEREST
    if belongs_to_the_administration(actor, facts):
        return SAME_ADMINISTRATION
    return None
