"""How many cases a person may see in each state: the same answer as counting them, without looking at every one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Uuid, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from accreditation.applications.lists import Filter, counts_by_state
from accreditation.applications.models import Application
from accreditation.applications.tally_models import StateTally
from accreditation.blindness import listed_for
from accreditation.visibility import office_regions
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState

_DRAFT = ApplicationState.DRAFT


def visible_counts(session: Session, actor: Actor, wanted: Filter) -> Mapping[ApplicationState, int]:
    """State -> number, under the other filters than the state. One query for the office, whose region has its tally."""
    narrowed = replace(wanted, states=(), typed=wanted.typed.strip()) != Filter()
    found = None if narrowed or not office_regions(actor) else _from_the_tally(session, actor)
    return counts_by_state(session, listed_for(actor, wanted), wanted) if found is None else found


def _from_the_tally(session: Session, actor: Actor) -> Mapping[ApplicationState, int] | None:
    """The region's sums, less the cases of related persons, with one's own drafts; None where other regions have cases.

    One statement, so that all is seen at the same instant and nobody can work out a hidden case from a difference.
    """
    sums: Counter[ApplicationState] = Counter()
    regions = office_regions(actor)
    for part, region_id, state, count in session.execute(_asked(actor)):
        if part == "region" and region_id not in regions and count:
            return None
        if part != "region" or state != _DRAFT.value:
            sums[ApplicationState(state)] += -int(count) if part == "hidden" else int(count)
    return {state: count for state, count in sums.items() if count}


@lru_cache(maxsize=512)
def _asked(actor: Actor) -> CompoundSelect[Any]:
    """Put together once for the same person and rights."""
    hidden = actor.related_to - {actor.person_id}
    number = func.count().label("number")
    region = select(literal("region").label("part"), StateTally.region_id, StateTally.state.label("state"))
    own = (Application.applicant_id == actor.person_id, Application.state == _DRAFT)
    related = (Application.applicant_id.in_(hidden), Application.state != _DRAFT)
    parts: list[Any] = [
        region.add_columns(func.sum(StateTally.change).label("number")).group_by(StateTally.region_id, StateTally.state)
    ]
    for part, conditions in (("own", own), ("hidden", related)):
        counted = select(literal(part), null().cast(Uuid()), Application.state.cast(StateTally.state.type), number)
        parts.append(counted.where(*conditions).group_by(Application.state))
    return union_all(*parts)
