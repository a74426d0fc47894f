"""Office and administration as parties to a case: who speaks for them today, deputies included, without an interest in it."""

import uuid
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.models import Appeal
from accreditation.applications.nomination_models import Nomination
from accreditation.notifications.cases import Case
from accreditation.people.actor import actor_of
from accreditation.people.interests import related_to
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.people.roles import holders, in_force
from accreditation.visibility import appeals_visible_to
from accreditation.workflow.actors import Role
from accreditation.workflow.involvement import Circle

Recipients = Callable[[Session, Case], Iterable[Person]]


def holding(session: Session, roles: Sequence[Role], scope_id: uuid.UUID | None) -> list[Person]:
    """Who holds one of the roles for this scope today, and their deputies."""
    if scope_id is None:
        return []
    today = clock.today()
    deputies = (
        select(Person)
        .join(Deputy, Deputy.person_id == Person.id)
        .join(RoleGrant, RoleGrant.id == Deputy.grant_id)
        .where(RoleGrant.role.in_(roles), RoleGrant.scope_id == scope_id, in_force())
        .where(Deputy.starts_on <= today, Deputy.ends_on >= today)
    )
    return [*holders(session, roles, scope_id), *session.scalars(deputies)]


def _concerned(case: Case) -> set[uuid.UUID]:
    """Whom the case is about, or who brought it."""
    return {person.id for person in (case.person, case.appeal.filed_by if case.appeal else None) if person is not None}


def without_interest(session: Session, case: Case, people: Iterable[Person]) -> list[Person]:
    """Everybody but the persons concerned and those tied to them."""
    concerned = _concerned(case)
    close = {other for others in related_to(session, concerned).values() for other in others} | concerned
    return [person for person in people if person.id not in close]


def within_circle(session: Session, case: Case, people: Iterable[Person]) -> list[Person]:
    """Of an appeal or complaint that not everybody in the office may know of, only those who may."""
    if case.appeal is None:
        return list(people)
    visible = select(Appeal.id).where(Appeal.id == case.appeal.id)
    return [
        person
        for person in people
        if session.scalar(visible.where(appeals_visible_to(actor_of(session, person)))) is not None
    ]


def keepers(session: Session, case: Case) -> Iterable[Person]:
    """Whoever deals with an appeal or complaint for the office: its officers and head; of a restricted one fewer."""
    roles = (Role.ROCB_HEAD, Role.ROCB_OFFICER)
    if case.appeal is not None and case.appeal.circle is Circle.LIAISON:
        roles = (Role.WCO_LIAISON,)
    return holding(session, roles, case.region.id)


def officials(session: Session, case: Case) -> Iterable[Person]:
    """Contact points and Director General of the person's administration; where it has none, the regional office."""
    found = without_interest(session, case, _officials(session, case))
    return found or officers(session, case)


def _officials(session: Session, case: Case, *roles: Role) -> list[Person]:
    administration_id = case.administration.id if case.administration else None
    return holding(session, roles or (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL), administration_id)


def _second_level(session: Session, case: Case) -> list[Person]:
    """The Director General and delegates, where the administration speaks at two levels."""
    if case.administration is None or case.administration.endorsement_levels < 2:
        return []
    return without_interest(session, case, _officials(session, case, Role.DIRECTOR_GENERAL))


def endorsers(session: Session, case: Case) -> Iterable[Person]:
    """Whoever gives the administration's last word, and nobody in their stead: the office has a message of its own."""
    return _second_level(session, case) or _officials(session, case)


def first_to_speak(session: Session, case: Case) -> Iterable[Person]:
    """The heads of unit while their word is missing, where the administration speaks at two levels; else the endorsers."""
    if case.application is None or case.administration is None or case.administration.endorsement_levels < 2:
        return endorsers(session, case)
    spoken = select(Nomination.recommended).where(Nomination.application_id == case.application.id)
    if session.scalar(spoken) is not None:
        return endorsers(session, case)
    heads_of_unit = without_interest(session, case, _officials(session, case, Role.HEAD_OF_UNIT))
    return heads_of_unit or endorsers(session, case)


def whose_word_it_is(session: Session, case: Case) -> Iterable[Person]:
    """Of an application who speaks next; of a mission whoever releases; the office where nobody can."""
    if case.lifecycle != "application":
        return officials(session, case)
    return without_interest(session, case, first_to_speak(session, case)) or officers(session, case)


def officers(session: Session, case: Case) -> Iterable[Person]:
    """Officers of the regional office without an interest in the case; where there is none, its head. Of an appeal its keepers."""
    if case.appeal is not None:
        return keepers(session, case)
    return without_interest(session, case, holding(session, (Role.ROCB_OFFICER,), case.region.id)) or heads(
        session, case
    )


def heads(session: Session, case: Case) -> Iterable[Person]:
    """The head of the regional office, who decides."""
    return holding(session, (Role.ROCB_HEAD,), case.region.id)


def heads_and_officers(session: Session, case: Case) -> Iterable[Person]:
    return holding(session, (Role.ROCB_HEAD, Role.ROCB_OFFICER), case.region.id)


def officials_and_officers_if_submitted(session: Session, case: Case) -> Iterable[Person]:
    """Administration and office, of a case they know: a draft is the applicant's alone."""
    if case.application is None or case.application.submitted_at is None:
        return []
    return [*officials(session, case), *officers(session, case)]
