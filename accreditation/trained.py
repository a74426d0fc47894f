"""People of an administration who learned something for the road, but whom nobody nominates now: a list to act on."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, exists, literal, or_, select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application, Section
from accreditation.applications.nomination_facts import PLACE_TAKEN
from accreditation.applications.nomination_models import Approach
from accreditation.people.models import Person
from accreditation.reviews.decision_models import Decision
from accreditation.texts import N_, Text
from accreditation.training.marking_models import Attendance
from accreditation.workflow.states import ApplicationState as S

# In the order in which they are told; the last is what the person's own form says.
GROUNDS: Mapping[str, Text] = {
    "pre_accredited": N_("Pre-accredited, but without a nomination now"),
    "attended": N_("Took part in a workshop"),
    "not_endorsed": N_("Applied and was not endorsed"),
    "lapsed": N_("An application lapsed"),
    "draft": N_("Has a draft that was not submitted"),
    "trained": N_("Has training on record"),
}
_TRAINING_SECTIONS = ("trainings", "wco_history")


def _grounds() -> Mapping[str, Any]:
    own = Application.applicant_id == Person.id
    ended = own & Application.state.in_((S.LAPSED, S.NOMINATION_WITHDRAWN))
    pre_accredited = and_(
        Decision.application_id == Application.id,
        own,
        Decision.outcome == "pre_accredit",
        Decision.released_at.is_not(None),
        Decision.set_aside_at.is_(None),
    )
    attended = and_(Attendance.application_id == Application.id, own, Attendance.present)
    trained = and_(
        Section.application_id == Application.id, own, Section.key.in_(_TRAINING_SECTIONS), Section.is_complete
    )
    return {
        "pre_accredited": exists().where(pre_accredited),
        "attended": exists().where(attended),
        "not_endorsed": exists().where(own, Application.state == S.NOT_ENDORSED),
        "lapsed": exists().where(ended),
        "draft": exists().where(own, Application.state == S.DRAFT),
        "trained": exists().where(trained),
    }


def trained_of(administration_id: uuid.UUID) -> Select[Any]:
    """Person, then for each of GROUNDS whether it holds; without those whom the administration nominates or may now."""
    grounds = _grounds()
    nominated = exists().where(
        Application.applicant_id == Person.id, Application.state.in_(PLACE_TAKEN | {S.AWAITING_ENDORSEMENT})
    )
    return select(Person, *(grounds[name].label(name) for name in GROUNDS)).where(
        Person.administration_id == administration_id,
        Person.disabled_at.is_(None),
        Person.merged_into_id.is_(None),
        ~nominated,
        or_(literal(False), *grounds.values()),
    )


def approaches_to(session: Session, person_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Approach]]:
    """What was done about each of them, the latest first. One query."""
    query = select(Approach).where(Approach.person_id.in_(person_ids)).order_by(Approach.created_at.desc(), Approach.id)
    found: dict[uuid.UUID, list[Approach]] = {person_id: [] for person_id in person_ids}
    for row in session.scalars(query):
        found[row.person_id].append(row)
    return found
