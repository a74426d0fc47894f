"""Whose word an administration's applicant waits for, as SQL: the same answer as the actor rules of the rule book give."""

from collections import defaultdict

from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from accreditation.applications.models import Application
from accreditation.applications.nomination_facts import PLACE_TAKEN
from accreditation.applications.nomination_models import Nomination
from accreditation.people.interests import standing_interest
from accreditation.people.models import Interest, Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.region.models import Administration
from accreditation.schemes.models import Call
from accreditation.visibility import OFFICIAL_ROLES
from accreditation.workflow.actors import Actor, Role

# The statement is kept for the same person and roles, so the day comes with each question.
TODAY = bindparam("today", type_=Date())


def speaks_for(actor: Actor, *roles: Role) -> ColumnElement[bool] | None:
    """Administrations for which the actor holds one of the roles, but not only in the applicant's own place."""
    absent = defaultdict(set)
    for grant in actor.grants:
        if grant.role in roles:
            absent[grant.scope_id].add(grant.on_behalf_of)
    ways = []
    for administration_id, principals in sorted(absent.items()):
        own = Application.administration_id == administration_id
        only = next(iter(principals)) if len(principals) == 1 else None
        ways.append(own if only is None else and_(own, Application.applicant_id != only))
    return or_(*ways) if ways else None


def words_wanted(actor: Actor) -> ColumnElement[bool] | None:
    """Applications for which the actor is the next to speak: with two levels the head of unit, then the last word."""
    first, any_last, director = (
        speaks_for(actor, Role.HEAD_OF_UNIT),
        speaks_for(actor, *OFFICIAL_ROLES),
        speaks_for(actor, Role.DIRECTOR_GENERAL),
    )
    two_levels = Application.administration_id.in_(
        select(Administration.id).where(Administration.endorsement_levels > 1)
    )
    spoken = exists().where(Nomination.application_id == Application.id, Nomination.recommended.is_not(None))
    ways = []
    if first is not None:
        ways.append(and_(first, two_levels, ~spoken))
    if any_last is not None:
        above = (
            ~_somebody_speaks(Role.DIRECTOR_GENERAL)
            if director is None
            else or_(~_somebody_speaks(Role.DIRECTOR_GENERAL), director)
        )
        second = and_(or_(spoken, ~_somebody_speaks(Role.HEAD_OF_UNIT)), above)
        ways.append(and_(any_last, or_(~two_levels, second), _place_or_not_in_reserve()))
    return or_(*ways) if ways else None


def _somebody_speaks(role: Role) -> ColumnElement[bool]:
    """Somebody holds the role there who neither is nor is tied to the applicant; deputies count where their principal does."""
    holder = aliased(Person)
    tied = exists().where(
        standing_interest(),
        or_(
            and_(Interest.person_id == RoleGrant.person_id, Interest.other_id == Application.applicant_id),
            and_(Interest.other_id == RoleGrant.person_id, Interest.person_id == Application.applicant_id),
        ),
    )
    return (
        exists()
        .where(RoleGrant.role == role, RoleGrant.scope_id == Application.administration_id, in_force(TODAY))
        .where(RoleGrant.person_id != Application.applicant_id, ~tied)
        .where(holder.id == RoleGrant.person_id, holder.disabled_at.is_(None))
    )


def _place_or_not_in_reserve() -> ColumnElement[bool]:
    """Whoever is in reserve waits for nobody until a place is free."""
    reserved = exists().where(Nomination.application_id == Application.id, Nomination.reserved_at.is_not(None))
    other = aliased(Application)
    used = (
        select(func.count())
        .select_from(other)
        .where(
            other.call_id == Application.call_id,
            other.administration_id == Application.administration_id,
            other.state.in_(PLACE_TAKEN),
        )
        .correlate(Application)
        .scalar_subquery()
    )
    places = select(Call.quota).where(Call.id == Application.call_id).correlate(Application).scalar_subquery()
    return or_(~reserved, used < places)
