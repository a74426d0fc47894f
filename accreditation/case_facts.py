"""The facts of applications, put together from every chapter that knows a part of them; constant in queries."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.facts import dossier_facts, with_parents
from accreditation.applications.models import Application
from accreditation.applications.pauses import moved_moments
from accreditation.conflicts.among_reviewers import conflict_facts
from accreditation.involvements import involvements_in
from accreditation.missions.facts import field_facts
from accreditation.region.calendar import holidays_of
from accreditation.reviews.facts import review_facts
from accreditation.reviews.panel_facts import panels_of
from accreditation.training.facts import candidate_facts
from accreditation.two_keys.queries import rows_with_both_keys
from accreditation.waivers.queries import waiver_facts
from accreditation.workflow.actors import DISQUALIFYING
from accreditation.workflow.application_facts import ApplicationFacts
from accreditation.workflow.involvement import Involvement, Involvements
from accreditation.workflow.panel_facts import Panel
from accreditation.workflow.states import OVERTURNABLE, ApplicationState


def _people_in(
    involvements: Mapping[uuid.UUID, Involvements], *kinds: Involvement
) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
    """Per application whoever has one of these parts in it."""
    return {
        application_id: frozenset(person_id for person_id, held in people.items() if held & set(kinds))
        for application_id, people in involvements.items()
    }


def case_moments(application: Application, parts: Sequence[Mapping[uuid.UUID, dict[str, Any]]]) -> dict[str, Any]:
    """What deadlines read: dates of the call, those that the chapters know, and what a pause moved."""
    moments = {"call_opens_at": application.call.opens_at, "call_closes_at": application.call.closes_at}
    for part in parts:
        moments |= part[application.id].get("moments", {})
    moments |= moved_moments(application)
    if application.due_at is not None:
        moments["due_at"] = application.due_at
    return moments


def application_facts(session: Session, applications: Sequence[Application]) -> Mapping[uuid.UUID, ApplicationFacts]:
    """The facts of a page of applications."""
    with_parents(session, applications)
    involvements = involvements_in(session, applications)
    parts = (
        dossier_facts(session, applications, _people_in(involvements, Involvement.RELATED)),
        review_facts(session, applications, _people_in(involvements, *DISQUALIFYING)),
        conflict_facts(session, applications),
        candidate_facts(session, applications),
        field_facts(session, applications),
        waiver_facts(session, applications),
    )
    with_keys = rows_with_both_keys(session, [row for row in applications if row.state in OVERTURNABLE])
    panels = panels_of(session, applications, involvements)
    found = {}
    for application in applications:
        known = {name: value for part in parts for name, value in part[application.id].items() if name != "moments"}
        found[application.id] = ApplicationFacts(
            now=clock.now(),
            region_id=application.region_id,
            applicant_id=application.applicant_id,
            administration_id=application.administration_id,
            call_id=application.call_id,
            involvements=involvements[application.id],
            numbers=application.scheme.numbers,
            moments=case_moments(application, parts),
            holidays=holidays_of(session, application.region_id),
            is_draft=application.state is ApplicationState.DRAFT,
            was_submitted=application.submitted_at is not None,
            call_time_zone=application.call.time_zone,
            track=application.call.track,
            on_hold=application.on_hold,
            resits_used=application.resits_used,
            extensions_used=application.extensions_used,
            both_keys_turned=application.id in with_keys,
            panel=panels.get(application.id, Panel()),
            **known,
        )
    return found
