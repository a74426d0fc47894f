"""What the rule book may know of nominations: letter, promise, places, first word, who in the administration can speak."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, null, select, union_all
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.endorsement_models import Endorsement
from accreditation.applications.models import Application
from accreditation.applications.nomination_models import Nomination
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.region.calendar import holidays_of
from accreditation.region.models import Administration
from accreditation.workflow.actors import Role
from accreditation.workflow.deadlines import add_working_days, number_of
from accreditation.workflow.states import BEYOND_ENDORSEMENT, GOOD_ENDS

OFFICIALS = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)
PLACE_TAKEN = BEYOND_ENDORSEMENT | GOOD_ENDS
Officials = Mapping[uuid.UUID, Collection[tuple[Role, uuid.UUID, uuid.UUID | None]]]
NONE = Nomination()


def add_nomination(
    session: Session,
    applications: Sequence[Application],
    related: Mapping[uuid.UUID, frozenset[uuid.UUID]],
    found: dict[uuid.UUID, dict[str, Any]],
) -> None:
    """For applications that wait for their administration; five queries for a page of them."""
    ids = [application.id for application in applications]
    homes = {application.administration_id for application in applications}
    endorsements = _by_case(session, Endorsement, ids)
    nominations = _by_case(session, Nomination, ids)
    used = places_used(session, {application.call_id for application in applications})
    levels = dict(
        session.execute(
            select(Administration.id, Administration.endorsement_levels).where(Administration.id.in_(homes))
        ).all()
    )
    officials = officials_of(session, homes)
    for application in applications:
        nomination = nominations.get(application.id, NONE)
        close = related[application.id] | {application.applicant_id}
        roles = _roles_that_can_speak(officials[application.administration_id], application.applicant_id, close)
        place = (application.call_id, application.administration_id)
        found[application.id] |= {
            **_written(endorsements.get(application.id)),
            "quota_left": application.call.quota - used[place],
            "keeps_reserve": application.call.below_quota == "reserve",
            "has_official": bool(roles & set(OFFICIALS)),
            "has_director": Role.DIRECTOR_GENERAL in roles,
            "has_head_of_unit": Role.HEAD_OF_UNIT in roles,
            "levels": levels[application.administration_id],
            "recommended": nomination.recommended,
            "is_escalated": nomination.escalated_at is not None,
            "is_reserved": nomination.reserved_at is not None,
            "moments": _moments(session, application, nomination),
        }


def _by_case(session: Session, table: Any, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Any]:
    return {row.application_id: row for row in session.scalars(select(table).where(table.application_id.in_(ids)))}


def _written(endorsement: Endorsement | None) -> dict[str, bool]:
    promised = endorsement and endorsement.missions_per_year and endorsement.days_per_year and endorsement.years
    return {
        "has_letter": bool(endorsement and (endorsement.letter_id or endorsement.signed_at)),
        "has_release_commitment": bool(promised),
    }


def _moments(session: Session, application: Application, nomination: Nomination) -> dict[str, Any]:
    """When silence has lasted too long, and a later end of the time to endorse."""
    asked_at = nomination.asked_again_at or application.state_since
    days, _unit = number_of(application.scheme.numbers, "endorsement_silence")
    moments = {"silence_at": add_working_days(asked_at, days, holidays_of(session, application.region_id))}
    return moments | ({"endorsement": nomination.endorse_by} if nomination.endorse_by else {})


def _roles_that_can_speak(
    officials: Collection[tuple[Role, uuid.UUID, uuid.UUID | None]],
    applicant_id: uuid.UUID,
    close: Collection[uuid.UUID],
) -> set[Role]:
    """Roles for which there is somebody who neither is nor is close to the applicant, nor only stands in for them."""
    return {role for role, person_id, instead_of in officials if person_id not in close and instead_of != applicant_id}


def officials_of(session: Session, administration_ids: Collection[uuid.UUID]) -> Officials:
    """Per administration who holds a role in it today, with an account in use, and their deputies: role, person, for whom."""
    today, roles = clock.today(), (*OFFICIALS, Role.HEAD_OF_UNIT)
    of_these = (RoleGrant.scope_id.in_(administration_ids), RoleGrant.role.in_(roles), in_force(today))
    own = (
        select(RoleGrant.scope_id, RoleGrant.role, RoleGrant.person_id, null().label("instead_of"))
        .join(Person, Person.id == RoleGrant.person_id)
        .where(*of_these, Person.disabled_at.is_(None))
    )
    absent, present = Person, Person.__table__.alias("present")
    lent = (
        select(RoleGrant.scope_id, RoleGrant.role, Deputy.person_id, RoleGrant.person_id)
        .join(Deputy, Deputy.grant_id == RoleGrant.id)
        .join(absent, absent.id == RoleGrant.person_id)
        .join(present, present.c.id == Deputy.person_id)
        .where(*of_these, absent.disabled_at.is_(None), present.c.disabled_at.is_(None))
        .where(Deputy.starts_on <= today, Deputy.ends_on >= today)
    )
    found: dict[uuid.UUID, list[tuple[Role, uuid.UUID, uuid.UUID | None]]] = defaultdict(list)
    for administration_id, role, person_id, instead_of in session.execute(union_all(own, lent)):
        found[administration_id].append((role, person_id, instead_of))
    return found


def places_used(session: Session, call_ids: Collection[uuid.UUID]) -> Counter[tuple[uuid.UUID, uuid.UUID]]:
    """Endorsed applications that are still alive or ended well, per call and administration."""
    query = (
        select(Application.call_id, Application.administration_id, func.count())
        .where(Application.call_id.in_(call_ids), Application.state.in_(PLACE_TAKEN))
        .group_by(Application.call_id, Application.administration_id)
    )
    return Counter(
        {(call_id, administration_id): count for call_id, administration_id, count in session.execute(query)}
    )
