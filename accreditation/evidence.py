"""All that was judged in a case, by criterion and by source: desk scores, workshop marks, the mentor's report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.missions.models import Mission, MissionReport
from accreditation.people.models import Person
from accreditation.reviews.counting import DeskResult, Spread, desk_result, spread_of, weighted_level
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.recognising import recognitions_in
from accreditation.reviews.scoring import handed_in, levels_of
from accreditation.training.marking_models import Mark
from accreditation.training.results import Result, result_of
from accreditation.waivers.models import Waiver
from accreditation.waivers.queries import waivers_of


@dataclass(frozen=True)
class Judge:
    """One person's levels (1 to 5) and comments by criterion key; `overall` the weighted mean level.

    `recognised`: in a blind call this reviewer said that they know whose application it is.
    """

    name: str
    levels: Mapping[str, int]
    comments: Mapping[str, str]
    remark: str
    overall: float | None
    recognised: bool = False


@dataclass(frozen=True)
class Judgements:
    """`desk` is what counts of the reviews by the edition, `spread` how far they lie apart; `result` that of the workshop."""

    reviews: Sequence[Judge]
    desk: DeskResult | None
    spread: Spread
    marks: Sequence[Judge]
    result: Result | None
    reports: Sequence[tuple[Mission, MissionReport]]
    decisions: Sequence[Decision]
    waivers: Sequence[Waiver]


def judgements_of(session: Session, application: Application) -> Judgements:
    """Everything handed in for this case. Scores not yet handed in are nobody's to read."""
    marks, result = _marks(session, application)
    reports = session.execute(
        select(Mission, MissionReport)
        .join(MissionReport, MissionReport.mission_id == Mission.id)
        .where(Mission.application_id == application.id, MissionReport.handed_in_at.is_not(None))
        .order_by(Mission.id)
    )
    decisions = select(Decision).where(Decision.application_id == application.id).order_by(Decision.decided_at)
    scheme, reviews = application.scheme, _reviews(session, application)
    given = [each.levels for each in reviews]
    return Judgements(
        reviews=reviews,
        desk=desk_result(given, scheme.scoring, scheme.numbers),
        spread=spread_of(given, scheme.scoring),
        marks=marks,
        result=result,
        reports=list(reports),
        decisions=session.scalars(decisions).all(),
        waivers=waivers_of(session, application),
    )


def _reviews(session: Session, application: Application) -> list[Judge]:
    found = []
    is_blind = application.call.is_blind
    recognised = {row.assignment_id for row in recognitions_in(session, application.id)} if is_blind else set()
    for assignment in handed_in(session, application.id):
        levels = levels_of(assignment)
        found.append(
            Judge(
                name=assignment.reviewer.display_name,
                levels=levels,
                comments={score.criterion: score.comment for score in assignment.scores},
                remark=assignment.overall_comment,
                overall=weighted_level(levels, application.scheme.scoring),
                recognised=assignment.id in recognised,
            )
        )
    return found


def _marks(session: Session, application: Application) -> tuple[list[Judge], Result | None]:
    query = (
        select(Mark, Person)
        .join(Person, Person.id == Mark.assessor_id)
        .where(
            Mark.application_id == application.id,
            Mark.workshop_id == application.workshop_id,
            Mark.voided_at.is_(None),
        )
        .order_by(Person.register_name, Person.id)
    )
    by_person: dict[Any, tuple[Person, list[Mark]]] = {}
    for mark, person in session.execute(query):
        by_person.setdefault(person.id, (person, []))[1].append(mark)
    judges = []
    for person, rows in by_person.values():
        levels = {mark.criterion: mark.level for mark in rows}
        judges.append(
            Judge(
                name=person.display_name,
                levels=levels,
                comments={mark.criterion: mark.comment for mark in rows},
                remark="",
                overall=weighted_level(levels, application.scheme.rubric),
            )
        )
    if not judges:
        return [], None
    every = [(mark.criterion, mark.assessor_id, mark.level) for _, rows in by_person.values() for mark in rows]
    needed = max(len(judges), application.scheme.numbers["assessors"])
    return judges, result_of(every, application.scheme.rubric, needed)
