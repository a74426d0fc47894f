"""The past cases that an edition is tried on: who, in which call, and every level that was given. Constant in queries."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application, Section
from accreditation.calibration.gather import levels_that_count
from accreditation.calibration.models import Stage
from accreditation.people.models import Person
from accreditation.region.models import Administration
from accreditation.reviews.models import ReviewAssignment, Score
from accreditation.schemes.models import Call, Scheme
from accreditation.training.marking_models import Mark
from accreditation.workflow.states import ApplicationState

_S = ApplicationState
# Nobody has decided yet on what the levels of this stage say.
_OPEN = {
    Stage.DESK: (_S.SCREENING, _S.INFORMATION_REQUESTED, _S.UNDER_REVIEW, _S.AWAITING_SHORTLISTING, _S.WAITLISTED),
    Stage.WORKSHOP: (_S.IN_WORKSHOP, _S.AWAITING_PRE_ACCREDITATION),
}
# Criterion, who gave it, level.
Levels = Sequence[tuple[str, uuid.UUID, int]]


@dataclass(frozen=True)
class PastCase:
    """One case, and what was given to it; `gender` is empty where it was not given."""

    id: uuid.UUID
    number: str
    name: str
    call_id: uuid.UUID
    call: str
    seats: int
    language: str
    sub_region: str
    edition: Scheme
    gender: str = ""
    levels: Mapping[Stage, Levels] = field(default_factory=dict)


def _cases(session: Session, which: ColumnElement[bool], editions: Mapping[uuid.UUID, Scheme]) -> dict[uuid.UUID, Any]:
    query = (
        select(Application.id, Application.number, Person, Call.id, Call.reference, Call.seats, Call.language)
        .add_columns(Administration.sub_region, Application.scheme_id)
        .join(Person, Person.id == Application.applicant_id)
        .join(Call, Call.id == Application.call_id)
        .join(Administration, Administration.id == Application.administration_id)
        .where(which)
    )
    names = ("id", "number", "name", "call_id", "call", "seats", "language", "sub_region", "edition")
    found = {}
    for case_id, number, person, *call, sub_region, scheme_id in session.execute(query):
        values = (case_id, number, person.display_name, *call, sub_region, editions[scheme_id])
        found[case_id] = dict(zip(names, values, strict=True))
    return found


def _levels(session: Session, stage: Stage, which: ColumnElement[bool]) -> dict[uuid.UUID, Levels]:
    given = {
        Stage.DESK: (Score.criterion, ReviewAssignment.reviewer_id, Score.level),
        Stage.WORKSHOP: (Mark.criterion, Mark.assessor_id, Mark.level),
    }[stage]
    query = levels_that_count(stage, Application.id, *given).where(which, Application.state.not_in(_OPEN[stage]))
    found: dict[uuid.UUID, list[tuple[str, uuid.UUID, int]]] = defaultdict(list)
    for application_id, criterion, rater_id, level in session.execute(query):
        found[application_id].append((criterion, rater_id, level))
    return dict(found)


def _genders(session: Session, which: ColumnElement[bool]) -> dict[uuid.UUID, str]:
    gender = Section.answers["gender"].as_string()
    query = select(Section.application_id, gender).join(Application, Application.id == Section.application_id)
    return dict(session.execute(query.where(which, Section.key == "identity", gender.is_not(None))).all())


def past_cases(session: Session, code: str, readable: ColumnElement[bool]) -> Sequence[PastCase]:
    """Cases of a scheme, in any edition, on which levels were given and then decided. Five queries.

    `readable`: a condition on Application, of the cases whose judgements the person may read.
    """
    editions = {edition.id: edition for edition in session.scalars(select(Scheme).where(Scheme.code == code))}
    which = readable & Application.scheme_id.in_(editions) & Application.state.not_in([_S.DRAFT])
    by_stage = {stage: _levels(session, stage, which) for stage in Stage}
    genders = _genders(session, which)
    return [
        PastCase(
            **known,
            gender=genders.get(case_id, ""),
            levels={stage: found[case_id] for stage, found in by_stage.items() if case_id in found},
        )
        for case_id, known in sorted(_cases(session, which, editions).items(), key=lambda row: row[1]["number"])
        if any(case_id in found for found in by_stage.values())
    ]
