"""A call with many applications that wait for reviewers, and the people who will review them; all of it by real steps."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accreditation import clock
from accreditation.demonstration import plot, selection
from accreditation.demonstration.cast import Part, applicants
from accreditation.demonstration.panel import edition_with_votes
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.region.models import Region
from accreditation.reviews.assigning.profiles import save_profile
from accreditation.schemes.models import Call, Scheme
from accreditation.workflow.actors import Role, Scope
from tests.staging import TODAY

# The administrations that lend reviewers, from several sub-regions.
HOMES = ("UY", "MX", "AR", "CL", "CR", "DO", "PA", "CO", "EC", "PE", "CU", "NI", "SV", "VE", "PY", "BO", "US", "CA")


# The first of those who apply: on the page of demo people, so that they can sign in.
FIRST = "primera"


@dataclass
class Gathering:
    """`cases` by number of the application; `reviewers` are the local parts of the reviewers' addresses."""

    stage: Stage
    call_id: uuid.UUID
    reference: str
    cases: dict[str, Case] = field(default_factory=dict)
    reviewers: list[str] = field(default_factory=list)


def gather(app: Any, applications: int, reviewers: int, today: datetime = TODAY) -> Gathering:
    """Applications written, submitted and endorsed under an edition whose panel votes; the call is closed, none is checked."""
    with clock.at(today):
        stage = Stage(app)
        plan = plot.Plan(
            **{**vars(plot.COMMERCE), "opened": -40, "closed": -8, "fates": {"": applications}, "named": {"": FIRST}}
        )
        with stage.factory() as session:
            region = session.query(Region).one()
            scheme_id = session.query(Scheme).one().id
            stage.learn_places(session, region)
            stage.people = {person.email.split("@")[0]: person.id for person in session.query(Person)}
        call_id = plot.publish(stage, region, edition_with_votes(stage, scheme_id), plan)
        found = Gathering(stage, call_id, _reference(stage, call_id))
        found.reviewers = list(_engage_reviewers(stage, region.id, reviewers))
        for case in plot.cast_for(stage, region.id, plan, call_id, applicants())[""]:
            selection.write_draft(case)
            selection.submit(case, -12)
            selection.endorse(case, -10)
            found.cases[_number(case)] = case
        return found


def _engage_reviewers(stage: Stage, region_id: uuid.UUID, count: int) -> Iterator[str]:
    with stage.at(stage.moment(-60)) as session:
        region = session.get_one(Region, region_id)
        for number, home in zip(range(count), HOMES, strict=False):
            key = f"evalua{number + 1:02d}"
            roles = ((Role.REVIEWER, Scope.REGION, ""),)
            part = Part(key, "Revisora", "Demostración", f"Número {number + 1}", home, "es", roles)
            person = stage.engage(session, region, part)
            session.flush()
            save_profile(
                session,
                stage.actor(session, key),
                person,
                subjects=["ECOM"],
                languages=["es"],
                ceiling=40,
                away_from=None,
                away_until=None,
            )
            yield key


def _reference(stage: Stage, call_id: uuid.UUID) -> str:
    with stage.factory() as session:
        return str(session.get_one(Call, call_id).reference)


def _number(case: Case) -> str:
    with case.stage.factory() as session:
        return str(case.application(session).number)
