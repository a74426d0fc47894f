"""An administration's nominees of a call side by side, and their order, which is saved as a whole."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.applications.models import Application, Section
from accreditation.applications.nominating import nomination_of
from accreditation.applications.nomination_models import Nomination, Ranking
from accreditation.applications.papers import slots_that_lack
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.region.models import Administration
from accreditation.schemes.models import Call
from accreditation.texts import N_, Moment
from accreditation.transition import facts_of_many, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import NOT_YOURS, Actor
from accreditation.workflow.states import ApplicationState

WAITING = ApplicationState.AWAITING_ENDORSEMENT
COMPARED = ("employment", "languages", "self_assessment")


@dataclass(frozen=True)
class Nominee:
    """One applicant in the comparison. `earlier`: their other applications; `sections`: answers by key."""

    application: Application
    nomination: Nomination | None
    sections: Mapping[str, Mapping[str, Any]]
    documents_missing: Sequence[str]
    earlier: Sequence[Application]

    @property
    def rank(self) -> int | None:
        return self.nomination.rank if self.nomination else None


def ranking_of(session: Session, call: Call, administration: Administration) -> Ranking | None:
    return session.scalars(_ranking(call.id, administration.id).options(joinedload(Ranking.ranked_by))).one_or_none()


def _ranking(call_id: uuid.UUID, administration_id: uuid.UUID) -> Select[tuple[Ranking]]:
    return select(Ranking).where(Ranking.call_id == call_id, Ranking.administration_id == administration_id)


def nominees_of(
    session: Session, call: Call, administration: Administration, visible: ColumnElement[bool]
) -> Sequence[Nominee]:
    """Everybody of the administration who submitted, the ranked first in their order; five queries."""
    query = (
        select(Application, Nomination)
        .outerjoin(Nomination, Nomination.application_id == Application.id)
        .where(Application.call_id == call.id, Application.administration_id == administration.id, visible)
        .where(Application.submitted_at.is_not(None))
        .options(joinedload(Application.applicant), joinedload(Application.scheme), joinedload(Application.call))
        .order_by(Nomination.rank.asc().nulls_last(), Application.submitted_at, Application.id)
    )
    rows = session.execute(query).all()
    applications = [application for application, _nomination in rows]
    answers, missing = _answers(session, applications), slots_that_lack(session, applications)
    earlier = _earlier(session, applications)
    return [
        Nominee(row, nomination, answers[row.id], missing[row.id], earlier[row.applicant_id])
        for row, nomination in rows
    ]


def _answers(session: Session, applications: Sequence[Application]) -> Mapping[uuid.UUID, Mapping[str, Any]]:
    query = select(Section).where(
        Section.application_id.in_([row.id for row in applications]), Section.key.in_(COMPARED)
    )
    found: dict[uuid.UUID, dict[str, Any]] = defaultdict(dict)
    for section in session.scalars(query):
        found[section.application_id][section.key] = section.answers
    return found


def _earlier(session: Session, applications: Sequence[Application]) -> Mapping[uuid.UUID, Sequence[Application]]:
    """Other applications of the same people for the same administration that were submitted, the latest first."""
    query = (
        select(Application)
        .where(Application.applicant_id.in_([row.applicant_id for row in applications]))
        .where(Application.id.not_in([row.id for row in applications]), Application.submitted_at.is_not(None))
        .options(joinedload(Application.call))
        .order_by(Application.submitted_at.desc())
    )
    found: dict[uuid.UUID, list[Application]] = defaultdict(list)
    homes = {row.administration_id for row in applications}
    for row in session.scalars(query):
        if row.administration_id in homes:
            found[row.applicant_id].append(row)
    return found


def rank_nominees(
    session: Session,
    actor: Actor,
    call: Call,
    administration: Administration,
    numbers: Sequence[str],
    *,
    seen_version: int,
) -> None:
    """The order of those who wait for their endorsement: `numbers` of applications, the first one first, the others unranked.

    NotPermitted; TransitionRefused for who has an interest in one of them; ChangedMeanwhile when somebody else ranked.
    """
    ranking = _locked(session, call, administration)
    _refuse_if_ranked_meanwhile(ranking, seen_version)
    waiting = (Application.administration_id == administration.id, Application.state == WAITING)
    query = select(Application).where(Application.call_id == call.id, *waiting).order_by(Application.id)
    nominees = {row.number: row for row in session.scalars(query.with_for_update())}
    _refuse_who_may_not(session, actor, list(nominees.values()))
    if len(set(numbers)) < len(numbers) or not set(numbers) <= set(nominees):
        raise Invalid(N_("This list is not the one of your nominees. Open the page again."))
    places = {number: place for place, number in enumerate(numbers, start=1)}
    for number, application in nominees.items():
        nomination = nomination_of(session, application)
        if nomination.rank != places.get(number):
            nomination.rank = places.get(number)
            touch(application)
    ranking.ranked_by_id, ranking.ranked_at = actor.person_id, clock.now()
    session.flush()


def _locked(session: Session, call: Call, administration: Administration) -> Ranking:
    """The call's row keeps two officials from beginning the list at once."""
    session.scalars(select(Call.id).where(Call.id == call.id).with_for_update()).one()
    ranking = session.scalars(
        _ranking(call.id, administration.id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if ranking is None:
        ranking = Ranking(call_id=call.id, administration_id=administration.id)
        session.add(ranking)
        session.flush()
    return ranking


def _refuse_if_ranked_meanwhile(ranking: Ranking, seen_version: int) -> None:
    if seen_version == (ranking.version if ranking.ranked_at else 0):
        return
    raise ChangedMeanwhile(
        N_(
            "%(who)s ranked these nominees after you opened this page, at %(when)s. Look at the list again.",
            who=ranking.ranked_by.display_name if ranking.ranked_by else "",
            when=Moment(ranking.ranked_at or ranking.updated_at, "UTC"),
        )
    )


def _refuse_who_may_not(session: Session, actor: Actor, nominees: Sequence[Application]) -> None:
    """Who is one of the nominees, or close to one, ranks none of them: the order of the others decides on that one too."""
    if not nominees:
        raise NotPermitted
    facts = facts_of_many(session, nominees)
    refusals = [permissions.RANK.who(actor, facts[row.id]) for row in nominees]
    if all(refusal == NOT_YOURS for refusal in refusals):
        raise NotPermitted
    if any(refusals):
        raise TransitionRefused(
            N_("You are one of these nominees, or close to one of them. Another official, or your deputy, ranks them.")
        )
