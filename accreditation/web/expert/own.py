"""The applicant's own case of an address."""

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accreditation.applications.models import Application
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.transition import facts_of
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import FoundCase


def own_case(number: str) -> FoundCase:
    """The signed-in person's application of that number, or NotPermitted."""
    query = (
        select(Application)
        .where(Application.number == number.upper(), Application.applicant_id == current_actor().person_id)
        .options(joinedload(Application.call))
    )
    application = db.session.scalars(query).one_or_none()
    if application is None:
        raise NotPermitted
    g.subject_in_hand = application
    return FoundCase(application, facts_of(db.session(), application))
