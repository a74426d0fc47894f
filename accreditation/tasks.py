"""What waits for a person: derived from the rule book's turns, oldest deadline first, in one query."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Uuid, and_, cast, exists, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.errands import ERRANDS, Errand, errands_of
from accreditation.missions.models import Mission
from accreditation.people.models import Person
from accreditation.reviews.models import Decision, ReviewAssignment
from accreditation.texts import Text
from accreditation.training.models import Mark, Workshop, WorkshopStaff
from accreditation.visibility import OFFICIAL_ROLES, scopes
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.machine import Party

OFFICERS = (Role.ROCB_OFFICER, Role.ROCB_HEAD)


@dataclass(frozen=True)
class Task:
    """One thing that waits. `address` is the number or public id of the case; `about` whom or what it concerns.

    `waiting_for` says what is waited for: the rule book's sentence for the state, or that of an errand. `version` and
    `changed_at` are those of the case.
    """

    lifecycle: str
    address: str
    about: str
    state: Any
    since: datetime
    due_at: datetime | None
    waiting_for: Text
    version: int
    changed_at: datetime


def _unrelated(actor: Actor, person: Any) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [person != actor.person_id]
    if actor.related_to:
        found.append(person.not_in(actor.related_to))
    return found


def _in(column: Any, ids: set[uuid.UUID]) -> ColumnElement[bool] | None:
    return column.in_(ids) if ids else None


def _of_applications(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    me = actor.person_id
    others = _unrelated(actor, Application.applicant_id)
    panel = scopes(actor, Role.PANEL_MEMBER)
    by_panel = or_(Application.region_id.in_(panel), Application.call_id.in_(panel)) if panel else None
    ways = {
        Party.ADMINISTRATION: _in(Application.administration_id, scopes(actor, *OFFICIAL_ROLES)),
        Party.OFFICE: _in(Application.region_id, scopes(actor, *OFFICERS)),
        Party.PANEL: by_panel,
        Party.DECISION_MAKER: _in(Application.region_id, scopes(actor, Role.ROCB_HEAD)),
        Party.REVIEWERS: exists().where(
            ReviewAssignment.application_id == Application.id,
            ReviewAssignment.reviewer_id == me,
            ReviewAssignment.handed_in_at.is_(None),
            ReviewAssignment.ended_at.is_(None),
            Application.on_hold.is_(False),
        ),
        Party.ASSESSORS: and_(
            Application.workshop_id.in_(
                select(WorkshopStaff.workshop_id).where(WorkshopStaff.person_id == me, WorkshopStaff.duty == "assessor")
            ),
            ~exists().where(
                Mark.application_id == Application.id,
                Mark.workshop_id == Application.workshop_id,
                Mark.assessor_id == me,
            ),
        ),
    }
    found: dict[Party, ColumnElement[bool] | None] = {
        party: None if way is None else and_(way, *others) for party, way in ways.items()
    }
    found[Party.APPLICANT] = Application.applicant_id == me
    return found


def _of_missions(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    others = _unrelated(actor, Application.applicant_id)
    official = _in(Application.administration_id, scopes(actor, *OFFICIAL_ROLES))
    candidate = and_(Application.applicant_id == actor.person_id, Mission.accepted_at.is_(None))
    office = _in(Mission.region_id, scopes(actor, *OFFICERS))
    return {
        Party.ADMINISTRATION: candidate if official is None else or_(candidate, and_(official, *others)),
        Party.OFFICE: None if office is None else and_(office, *others),
        Party.MENTOR: Mission.mentor_id == actor.person_id,
    }


def _of_workshops(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    assesses = exists().where(
        WorkshopStaff.workshop_id == Workshop.id,
        WorkshopStaff.person_id == actor.person_id,
        WorkshopStaff.duty == "assessor",
    )
    return {
        Party.OFFICE: _in(Workshop.region_id, scopes(actor, *OFFICERS)),
        Party.CENTRE: _in(Workshop.centre_id, scopes(actor, Role.RTC_COORDINATOR)),
        Party.ASSESSORS: assesses,
    }


def _of_accreditations(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    head = _in(Accreditation.region_id, scopes(actor, Role.ROCB_HEAD))
    others = _unrelated(actor, Accreditation.person_id)
    return {
        Party.APPLICANT: Accreditation.person_id == actor.person_id,
        Party.DECISION_MAKER: None if head is None else and_(head, *others),
    }


def _of_certificates(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    office = _in(Certificate.region_id, scopes(actor, Role.ROCB_OFFICER))
    others = _unrelated(actor, Accreditation.person_id)
    decided = exists().where(
        Decision.application_id == Accreditation.application_id, Decision.decided_by_id == actor.person_id
    )
    return {Party.OFFICE: None if office is None else and_(office, ~decided, *others)}


def _of_appeals(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    office = _in(Appeal.region_id, scopes(actor, *OFFICERS))
    others = _unrelated(actor, Application.applicant_id)
    sits = exists().where(AppealPanelist.appeal_id == Appeal.id, AppealPanelist.person_id == actor.person_id)
    return {
        Party.OFFICE: None if office is None else and_(office, *others),
        Party.APPEALS_PANEL: and_(sits, *others),
    }


def _sources() -> dict[str, tuple[Any, Any, Any, Any, list[Any]]]:
    """Per lifecycle: table, address, whom it is about (a person's id), what it is about, and the joins behind these."""
    case = (Application, Application.id)
    return {
        "application": (Application, Application.number, Application.applicant_id, null(), []),
        "mission": (Mission, Mission.public_id, Application.applicant_id, null(), [(*case, Mission.application_id)]),
        "workshop": (Workshop, Workshop.public_id, null(), Workshop.venue, []),
        "accreditation": (Accreditation, Accreditation.public_id, Accreditation.person_id, null(), []),
        "certificate": (
            Certificate,
            Certificate.number,
            null(),
            Certificate.holder_name,
            [(Accreditation, Accreditation.id, Certificate.accreditation_id)],
        ),
        "appeal": (Appeal, Appeal.public_id, Application.applicant_id, null(), [(*case, Appeal.application_id)]),
    }


CONDITIONS = {
    "application": _of_applications,
    "workshop": _of_workshops,
    "mission": _of_missions,
    "accreditation": _of_accreditations,
    "certificate": _of_certificates,
    "appeal": _of_appeals,
}


def _waiting(actor: Actor) -> Iterator[Errand]:
    """Every state in which it could be this person's turn (an errand without a name), and their errands."""
    for lifecycle in LIFECYCLES.values():
        conditions = CONDITIONS[lifecycle.name](actor)
        for rule in lifecycle.rules:
            condition = conditions.get(rule.turn)
            if condition is not None:
                yield Errand("", lifecycle.name, rule.state, condition)
    yield from errands_of(actor)


def _selects(actor: Actor, limit: int) -> Iterator[Select[Any]]:
    """One short indexed look per state."""
    sources = _sources()
    for wait in _waiting(actor):
        table, address, person, about, joins = sources[wait.lifecycle]
        columns = (
            literal(wait.lifecycle).label("lifecycle"),
            literal(wait.name).label("errand"),
            address.label("address"),
            cast(person, Uuid()).label("person_id"),
            cast(about, String()).label("about"),
            literal(wait.state.value).label("state"),
            table.state_since.label("since"),
            table.due_at.label("due_at"),
            table.version.label("version"),
            table.updated_at.label("changed_at"),
        )
        query = select(*columns).select_from(table)
        for target, key, reference in joins:
            query = query.join(target, key == reference)
        query = query.where(table.state == wait.state, wait.condition).order_by(table.due_at).limit(limit)
        yield select(query.subquery())


def tasks_of(session: Session, actor: Actor, limit: int = 50) -> Sequence[Task]:
    """At most `limit` things that wait for this person; those without a deadline come last. One query."""
    if actor.person_id is None:
        return []
    return [_task(row) for row in session.execute(_asked(actor, limit))]


@lru_cache(maxsize=512)
def _asked(actor: Actor, limit: int) -> Select[Any]:
    """The question depends on roles and interests alone, so it is put together once for the same person and rights."""
    everything = union_all(*_selects(actor, limit)).subquery()
    first = select(everything).order_by(*_order(everything.c)).limit(limit).subquery()
    names = (Person.given_names, Person.first_family_name, Person.second_family_name)
    return select(first, *names).outerjoin(Person, Person.id == first.c.person_id).order_by(*_order(first.c))


def _order(columns: Any) -> tuple[Any, ...]:
    return columns.due_at.is_(null()), columns.due_at, columns.address


def _task(row: Any) -> Task:
    lifecycle = LIFECYCLES[row.lifecycle]
    state = lifecycle.states(row.state)
    waiting_for = ERRANDS[row.errand] if row.errand else lifecycle.rule(state).waiting_for
    return Task(
        row.lifecycle, row.address, _about(row), state, row.since, row.due_at, waiting_for, row.version, row.changed_at
    )


def _about(row: Any) -> str:
    names = (row.given_names, row.first_family_name, row.second_family_name)
    return str(row.about or " ".join(part for part in names if part))
