"""Finding cases by their tags."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.applications.tags import OFFERED, CaseTag
from accreditation.workflow.actors import Actor, Role


@dataclass(frozen=True)
class Tagged:
    """Cases that carry a tag (`folded`; "" any), as far as somebody of these offices may know, never of one's own case."""

    folded: str
    offices: frozenset[uuid.UUID]
    person_id: uuid.UUID | None

    def condition(self) -> ColumnElement[bool]:
        """On Application; interests are asked beside it."""
        known = (Application.region_id.in_(self.offices), Application.applicant_id != self.person_id)
        carriers = select(CaseTag.application_id).where(CaseTag.folded == self.folded)
        return and_(*known, Application.id.in_(carriers)) if self.folded else and_(*known)


def tagged(actor: Actor, folded: str = "") -> Tagged:
    """What this person may know of that tag."""
    offices = frozenset(grant.scope_id for grant in actor.grants if grant.role in (Role.ROCB_OFFICER, Role.ROCB_HEAD))
    return Tagged(folded, offices, actor.person_id)


def tags_to_choose(session: Session, actor: Actor, visible: ColumnElement[bool]) -> Sequence[Row[tuple[str, str]]]:
    """(folded, label) of the tags on cases that the actor sees, the most used first. One query."""
    query = (
        select(CaseTag.folded, func.min(CaseTag.label).label("label"))
        .join(Application, Application.id == CaseTag.application_id)
        .where(visible, tagged(actor).condition())
        .group_by(CaseTag.folded)
        .order_by(func.count().desc(), CaseTag.folded)
        .limit(OFFERED)
    )
    return session.execute(query).all()
