"""What the demo's reviewers take on, a proposal that waits to be applied, and a reviewer who declined."""

import uuid

from sqlalchemy import select

from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.region.models import Subject
from accreditation.reviews.assigning.profiles import save_profile
from accreditation.reviews.assigning.stored import ask_for_proposal
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.stepping_back import decline_review
from accreditation.schemes.models import Call

# Languages, and how many reviews at once: few enough that not every case of the proposal is served.
_TAKES_ON = {
    "revisor": (["es", "pt"], 6),
    "revisor2": (["es", "en"], 6),
    "reviewer3": (["en", "es"], 5),
    "revisor4": (["pt", "es"], 4),
}


def reviewers_take_on(stage: Stage) -> None:
    """Every subject for each, so that what is short is room."""
    with stage.at(stage.moment(-60)) as session:
        for key, (languages, ceiling) in _TAKES_ON.items():
            person = session.get_one(Person, stage.people[key])
            subjects = session.scalars(select(Subject.code).where(Subject.region_id == person.region_id)).all()
            actor = stage.actor(session, key)
            save_profile(
                session,
                actor,
                person,
                subjects=subjects,
                languages=languages,
                ceiling=ceiling,
                away_from=None,
                away_until=None,
            )


def proposal_waits(stage: Stage, call_id: uuid.UUID) -> None:
    """Asked for this morning, worked out, not yet applied."""
    with stage.at(stage.moment(0, 8)) as session:
        ask_for_proposal(session, stage.actor(session, "oficial"), session.get_one(Call, call_id))


def second_reviewer_declines(case: Case) -> None:
    """Two days after the invitation, before the declaration."""
    key = case.reviewers()[1]
    with case.stage.at(case.stage.moment(-2, 11)) as session:
        actor = case.stage.actor(session, key)
        query = select(ReviewAssignment).where(
            ReviewAssignment.application_id == case.application_id, ReviewAssignment.reviewer_id == actor.person_id
        )
        assignment = session.scalars(query).one()
        decline_review(session, actor, assignment, "no_time", "Demo: cierre del ejercicio en mi administración.")
