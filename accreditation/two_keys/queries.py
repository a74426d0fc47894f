"""Which requests wait for a second key, which have both, and how long one may wait."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.people.actor import actor_of
from accreditation.schemes.models import Call, Scheme
from accreditation.transition import board
from accreditation.two_keys.models import KeyRequest
from accreditation.workflow.actors import Actor
from accreditation.workflow.two_keys import KEY_RULES, SECOND_KEY_ROLES, offices_of, second_key_against

DAYS = 14


def days_to_turn(session: Session, region_id: uuid.UUID) -> int:
    """Days until a first key alone is worth nothing, by the edition adopted last in the region."""
    latest = select(Scheme.numbers).where(Scheme.region_id == region_id, Scheme.adopted_at.is_not(None))
    numbers = session.scalars(latest.order_by(Scheme.adopted_at.desc(), Scheme.edition.desc()).limit(1)).first() or {}
    return int(numbers.get("second_key_days", DAYS))


def expiry(session: Session, region_id: uuid.UUID) -> Any:
    return clock.now() + timedelta(days=days_to_turn(session, region_id))


def waiting() -> ColumnElement[bool]:
    """One key is turned, in time, and nobody took the request back. Whether its row changed is asked with the row."""
    return KeyRequest.turned_at.is_(None) & KeyRequest.dropped_at.is_(None) & (KeyRequest.expires_at > clock.now())


def turned() -> ColumnElement[bool]:
    """Both keys, not used yet."""
    return (
        KeyRequest.turned_at.is_not(None)
        & KeyRequest.used_at.is_(None)
        & KeyRequest.dropped_at.is_(None)
        & (KeyRequest.expires_at > clock.now())
    )


def rows_with_both_keys(session: Session, rows: Sequence[Any]) -> frozenset[uuid.UUID]:
    """Ids of the rows for which both keys are turned and which have not changed since. One query."""
    versions = {row.id: row.version for row in rows}
    if not versions:
        return frozenset()
    query = select(KeyRequest.subject_id, KeyRequest.subject_version).where(
        turned(), KeyRequest.subject_id.in_(versions)
    )
    return frozenset(row_id for row_id, version in session.execute(query) if versions[row_id] == version)


def subjects_of(session: Session, requests: Sequence[KeyRequest]) -> Mapping[uuid.UUID, Any]:
    """The rows that requests are about, by their ids. One query for each kind."""
    found: dict[uuid.UUID, Any] = {}
    for lifecycle in sorted({request.lifecycle for request in requests}):
        table: Any = Call if lifecycle == "call" else board().tables[lifecycle]
        ids = {request.subject_id for request in requests if request.lifecycle == lifecycle}
        found |= {row.id: row for row in session.scalars(select(table).where(table.id.in_(ids)))}
    return found


def subject_of(session: Session, request: KeyRequest) -> Any:
    """The row that the act is about."""
    return subjects_of(session, [request])[request.subject_id]


def _concerned(subject: Any) -> uuid.UUID | None:
    """The applicant or expert; nobody in particular for a call."""
    person_id: uuid.UUID | None = getattr(subject, "applicant_id", None) or getattr(subject, "person_id", None)
    return person_id


def is_close_to(actor: Actor, subject: Any) -> bool:
    """Is the person concerned, or tied to them."""
    concerned = _concerned(subject)
    return concerned is not None and (concerned == actor.person_id or concerned in actor.related_to)


def may_see(actor: Actor, request: KeyRequest, subject: Any) -> bool:
    """The office that asked and those of which one could turn the second key; nobody close to the person concerned."""
    mine = offices_of(actor, request.region_id)
    of_office = bool(mine & KEY_RULES[request.act].second) or request.asked_office in mine
    return of_office and not is_close_to(actor, subject)


def latest_requests(session: Session, actor: Actor, region_id: uuid.UUID, limit: int) -> list[tuple[KeyRequest, Any]]:
    """Those the person may see, with what each is about, the latest first. A constant number of queries."""
    query = (
        select(KeyRequest)
        .where(KeyRequest.region_id == region_id)
        .options(joinedload(KeyRequest.asked_by), joinedload(KeyRequest.turned_by))
    )
    found = session.scalars(query.order_by(KeyRequest.asked_at.desc(), KeyRequest.id.desc()).limit(limit)).all()
    subjects = subjects_of(session, found)
    return [(each, subjects[each.subject_id]) for each in found if may_see(actor, each, subjects[each.subject_id])]


def keys_to_turn(session: Session, actor: Actor) -> list[tuple[KeyRequest, Any]]:
    """Requests of which this person may turn the second key today, the first to expire on top."""
    regions = {grant.scope_id for grant in actor.grants if grant.role in SECOND_KEY_ROLES}
    if actor.person_id is None or not regions:
        return []
    query = (
        select(KeyRequest).where(waiting(), KeyRequest.region_id.in_(regions)).options(joinedload(KeyRequest.asked_by))
    )
    found = session.scalars(query.order_by(KeyRequest.expires_at, KeyRequest.id).limit(50)).all()
    subjects = subjects_of(session, found)
    return [
        (each, subjects[each.subject_id])
        for each in found
        if subjects[each.subject_id].version == each.subject_version
        and may_see(actor, each, subjects[each.subject_id])
        and second_key_against(KEY_RULES[each.act].second, actor, actor_of(session, each.asked_by), each.region_id)
        is None
    ]


def request_by_public_id(session: Session, public_id: str, region_id: uuid.UUID) -> KeyRequest | None:
    query = select(KeyRequest).where(KeyRequest.public_id == public_id, KeyRequest.region_id == region_id)
    return session.scalars(query).one_or_none()
