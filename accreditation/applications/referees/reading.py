"""References as the office and the reviewers read them, and who gives one in which case."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from accreditation.applications.forms import reference_form_of
from accreditation.applications.models import Application
from accreditation.applications.referees.asking import requests_of
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.referees.standing import DECLINE_REASONS, LABELS, REPLACED, Standing, standing_of
from accreditation.applications.shown_answers import shown_answers
from accreditation.people.models import Person


def references_in(session: Session, application_ids: Collection[uuid.UUID]) -> Counter[uuid.UUID]:
    """How many have been handed in, by case. One query."""
    query = select(RefereeRequest.application_id, func.count()).where(
        RefereeRequest.application_id.in_(application_ids), RefereeRequest.answered_at.is_not(None)
    )
    counts = session.execute(query.group_by(RefereeRequest.application_id)).all()
    return Counter({row[0]: row[1] for row in counts})


def ties_of_referees(ids: Any, *first: Any) -> list[Select[Any]]:
    """Case and account of each referee, after the columns `first`; whoever was replaced is free again.

    By the account known when the person was asked, and by whoever has the address now.
    """
    case = RefereeRequest.application_id
    known = select(*first, case, RefereeRequest.person_id).where(RefereeRequest.person_id.is_not(None))
    by_address = select(*first, case, func.coalesce(Person.merged_into_id, Person.id)).join(
        Person, Person.email == RefereeRequest.email
    )
    return [query.where(case.in_(ids), RefereeRequest.ended_reason != REPLACED) for query in (known, by_address)]


def referees_by_case(
    session: Session, application_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
    """Accounts of the referees of each case. One query."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    known, by_address = ties_of_referees(list(application_ids))
    for application_id, person_id in session.execute(known.union_all(by_address)):
        found[application_id].add(person_id)
    return {application_id: frozenset(found[application_id]) for application_id in application_ids}


def shown_references(session: Session, application: Application) -> list[dict[str, Any]]:
    """Every request with its `request`, `standing`, `label`, coded reason of declining and, when in, its `answers`."""
    form = reference_form_of(application.scheme)
    shown = []
    for request in requests_of(session, application):
        standing = standing_of(request, application)
        shown.append(
            {
                "request": request,
                "standing": standing,
                "label": LABELS[standing],
                "why_declined": DECLINE_REASONS.get(request.decline_reason),
                "answers": shown_answers(form.fields, request.answers) if standing is Standing.ANSWERED else [],
            }
        )
    return shown
