"""What must hold of every request to a referee: an answer has its text, and no link opens what is over."""

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accreditation.applications.referees.answering import PURPOSE
from accreditation.applications.referees.models import RefereeRequest
from accreditation.people.session_models import OneUseLink


def half_requests(session: Session) -> Iterator[str]:
    """One line for each broken row."""
    columns = (RefereeRequest.id, RefereeRequest.answered_at, RefereeRequest.answers)
    for request_id, answered_at, answers in session.execute(select(*columns).execution_options(yield_per=500)):
        if (answered_at is not None) != bool(answers):
            yield f"referee_request {request_id}: handed in without a text, or a text that was not handed in"
    over = or_(
        RefereeRequest.answered_at.is_not(None),
        RefereeRequest.declined_at.is_not(None),
        RefereeRequest.ended_at.is_not(None),
    )
    links = select(RefereeRequest.id).join(OneUseLink, OneUseLink.subject_id == RefereeRequest.id)
    standing = (OneUseLink.purpose == PURPOSE, OneUseLink.used_at.is_(None))
    for request_id in session.scalars(links.where(over, *standing)):
        yield f"referee_request {request_id}: is over, but a link to it stands"
