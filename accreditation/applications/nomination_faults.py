"""What must hold of nominations: a place is given once, a first word has its author."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.applications.nomination_models import Nomination
from accreditation.workflow.states import ApplicationState


def faults_of_nominations(session: Session) -> Iterator[str]:
    """Among those of an administration who wait in a call no two have one place, and nobody spoke first without a name."""
    place = (Application.call_id, Application.administration_id, Nomination.rank)
    doubled = (
        select(*place)
        .join(Nomination, Nomination.application_id == Application.id)
        .where(Nomination.rank.is_not(None), Application.state == ApplicationState.AWAITING_ENDORSEMENT)
        .group_by(*place)
        .having(func.count() > 1)
    )
    for call_id, administration_id, rank in session.execute(doubled):
        yield f"nomination in call {call_id} of administration {administration_id}: place {rank} is given twice"
    unsigned = Nomination.recommended.is_(None) != Nomination.recommended_by_id.is_(None)
    for row_id in session.scalars(select(Nomination.id).where(unsigned)):
        yield f"nomination {row_id}: a first word without its author, or an author without a word"
