"""What the rule book may know of dossiers: sections, documents, endorsement, requests, checks, quota."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from accreditation import clock
from accreditation.applications.models import Application, EligibilityCheck, Section
from accreditation.applications.nomination_facts import add_nomination
from accreditation.applications.papers import slots_that_lack
from accreditation.applications.referees.reading import references_in
from accreditation.applications.request_models import Concern, InformationItem, InformationRequest
from accreditation.people.models import Person
from accreditation.schemes.models import Call, Scheme
from accreditation.workflow.states import ApplicationState

Partial = dict[uuid.UUID, dict[str, Any]]
_S = ApplicationState


def with_parents(session: Session, applications: Sequence[Application]) -> None:
    """Loads calls and schemes of a page of applications in two queries at most, so that nothing is read row by row.

    Each row holds its own from here on: a session forgets what nobody holds, and it would be read once more.
    """
    lacking = [application for application in applications if "call" in inspect(application).unloaded]
    if lacking:
        ids = list({application.call_id for application in lacking})
        calls = {call.id: call for call in session.scalars(_calls(), {"ids": ids})}
        for application in lacking:
            set_committed_value(application, "call", calls[application.call_id])
    lacking = [application for application in applications if "scheme" in inspect(application).unloaded]
    if lacking:
        ids = list({application.scheme_id for application in lacking})
        schemes = {scheme.id: scheme for scheme in session.scalars(_schemes(), {"ids": ids})}
        for application in lacking:
            set_committed_value(application, "scheme", schemes[application.scheme_id])


@cache
def _calls() -> Select[tuple[Call]]:
    return select(Call).where(Call.id.in_(bindparam("ids", expanding=True))).options(joinedload(Call.subject))


@cache
def _schemes() -> Select[tuple[Scheme]]:
    return select(Scheme).where(Scheme.id.in_(bindparam("ids", expanding=True)))


def dossier_facts(
    session: Session, applications: Sequence[Application], related: Mapping[uuid.UUID, frozenset[uuid.UUID]]
) -> Partial:
    """Per application the keyword arguments of ApplicationFacts that this chapter knows. `related`: by application.

    Only what the present states' guards can ask is read: a closed case costs no query.
    """
    found: Partial = {application.id: {} for application in applications}
    by_state: dict[ApplicationState, list[Application]] = defaultdict(list)
    for application in applications:
        by_state[application.state].append(application)
    if by_state[_S.DRAFT]:
        _add_completeness(session, by_state[_S.DRAFT], found)
    if by_state[_S.AWAITING_ENDORSEMENT]:
        add_nomination(session, by_state[_S.AWAITING_ENDORSEMENT], related, found)
    asked = by_state[_S.SCREENING] + by_state[_S.UNDER_REVIEW] + by_state[_S.INFORMATION_REQUESTED]
    if asked:
        _add_requests(session, asked, found)
    if by_state[_S.UNDER_REVIEW]:
        _add_references(session, by_state[_S.UNDER_REVIEW], found)
    if by_state[_S.SCREENING]:
        _add_checks(session, by_state[_S.SCREENING], found)
    return found


def required(entries: list[Any]) -> set[str]:
    """Keys of the scheme's sections or documents that a submission needs."""
    return {entry["key"] for entry in entries if entry.get("required", False)}


def _ids(applications: Sequence[Application]) -> list[uuid.UUID]:
    return [application.id for application in applications]


def _add_completeness(session: Session, applications: Sequence[Application], found: Partial) -> None:
    complete: Mapping[uuid.UUID, set[str]] = defaultdict(set)
    not_looked_at: Mapping[uuid.UUID, set[str]] = defaultdict(set)
    query = select(Section.application_id, Section.key, Section.is_complete).where(
        Section.application_id.in_(_ids(applications)), Section.is_complete | Section.taken_from.is_not(None)
    )
    for application_id, key, is_complete in session.execute(query):
        (complete if is_complete else not_looked_at)[application_id].add(key)
    missing = slots_that_lack(session, applications)
    zones = _zones_where_closed(session, applications)
    for application in applications:
        needed = required(application.scheme.sections)
        found[application.id] |= {
            "sections_missing": tuple(sorted(needed - complete[application.id] | not_looked_at[application.id])),
            "documents_missing": missing[application.id],
            "is_signed": application.signed_at is not None,
            "own_time_zone": zones.get(application.applicant_id) or application.call.time_zone,
        }


def _zones_where_closed(session: Session, drafts: Sequence[Application]) -> Mapping[uuid.UUID, str | None]:
    """Time zones of whoever is late, for the sentence that says when the call closed; nothing is asked before."""
    late = {application.applicant_id for application in drafts if application.call.closes_at < clock.now()}
    if not late:
        return {}
    return dict(session.execute(select(Person.id, Person.time_zone).where(Person.id.in_(late))).all())


@cache
def _open_items() -> Select[Any]:
    """Of requests that are open: application, when it was answered, what it concerns, and of that which."""
    return (
        select(
            InformationRequest.application_id,
            InformationItem.answered_at,
            InformationItem.concerns,
            InformationItem.about,
        )
        .join(InformationItem, InformationItem.request_id == InformationRequest.id)
        .where(
            InformationRequest.application_id.in_(bindparam("ids", expanding=True)),
            InformationRequest.closed_at.is_(None),
        )
    )


def _add_requests(session: Session, applications: Sequence[Application], found: Partial) -> None:
    items, unanswered = Counter[uuid.UUID](), Counter[uuid.UUID]()
    about: dict[uuid.UUID, dict[Concern, set[str]]] = defaultdict(lambda: defaultdict(set))
    for application_id, answered_at, concerns, key in session.execute(_open_items(), {"ids": _ids(applications)}):
        items[application_id] += 1
        unanswered[application_id] += answered_at is None
        about[application_id][concerns].add(key)
    for application in applications:
        found[application.id] |= {
            "items_open": items[application.id],
            "items_unanswered": unanswered[application.id],
            "sections_asked": frozenset(about[application.id][Concern.SECTION]),
            "places_asked": frozenset(about[application.id][Concern.DOCUMENT]),
            "asked_from": ApplicationState(application.asked_from) if application.asked_from else None,
        }


def _add_references(session: Session, applications: Sequence[Application], found: Partial) -> None:
    """Only where the edition makes them a condition."""
    needing = [each.id for each in applications if each.scheme.numbers.get("references_needed", 0)]
    counts = references_in(session, needing) if needing else Counter[uuid.UUID]()
    for application in applications:
        found[application.id] |= {"references_in": counts[application.id]}


def _add_checks(session: Session, applications: Sequence[Application], found: Partial) -> None:
    query = select(EligibilityCheck.application_id, EligibilityCheck.passed).where(
        EligibilityCheck.application_id.in_(_ids(applications))
    )
    done, failed = Counter[uuid.UUID](), Counter[uuid.UUID]()
    for application_id, passed in session.execute(query):
        done[application_id] += 1
        failed[application_id] += not passed
    for application in applications:
        criteria = len(application.scheme.eligibility)
        found[application.id] |= {
            "criteria_unchecked": max(0, criteria - done[application.id]),
            "criteria_failed": failed[application.id],
        }
