"""What a reviewer takes on: said by the reviewer or, in their place, by the office."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.errors import Invalid, NotPermitted
from accreditation.people.models import Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.reviews.assigning.models import ReviewerProfile
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role


def profile_of(session: Session, person: Person) -> ReviewerProfile | None:
    """None: nobody has said anything yet."""
    return session.scalars(select(ReviewerProfile).where(ReviewerProfile.person_id == person.id)).one_or_none()


def may_change_profile(session: Session, actor: Actor, person: Person) -> bool:
    """Of a reviewer of the region: the reviewer, an officer or the head."""
    reviews = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == Role.REVIEWER,
        RoleGrant.scope_id == person.region_id,
        in_force(),
    )
    office = actor.holds(Role.ROCB_OFFICER, person.region_id) or actor.holds(Role.ROCB_HEAD, person.region_id)
    return (office or actor.person_id == person.id) and session.scalars(reviews.limit(1)).first() is not None


def save_profile(
    session: Session,
    actor: Actor,
    person: Person,
    *,
    subjects: Sequence[str],
    languages: Sequence[str],
    ceiling: int | None,
    away_from: date | None,
    away_until: date | None,
) -> ReviewerProfile:
    """Invalid: no subject or language, or an absence that ends before it begins."""
    if not may_change_profile(session, actor, person):
        raise NotPermitted
    if not subjects:
        raise Invalid(N_("Choose at least one subject."), "subjects")
    if not languages:
        raise Invalid(N_("Choose at least one language."), "languages")
    if away_until is not None and (away_from is None or away_until < away_from):
        raise Invalid(N_("The last day lies before the first."), "away_until")
    profile = profile_of(session, person)
    if profile is None:
        profile = ReviewerProfile(region_id=person.region_id, person_id=person.id)
        session.add(profile)
    profile.subjects, profile.languages, profile.ceiling = sorted(subjects), sorted(languages), ceiling
    profile.away_from, profile.away_until = away_from, away_until
    session.flush()
    return profile
