"""The applicant's own case of an address, and what its sections say of themselves."""

from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accreditation.applications.carrying.origins import please_check
from accreditation.applications.models import Application, Section
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.texts import Text
from accreditation.transition import facts_of
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import FoundCase
from accreditation.web.expert import blueprint
from accreditation.web.language import day


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


@blueprint.app_template_filter("to_check")
def check_line(section: Section | None) -> Text | None:
    """Where the answers of a section were taken over from, while nobody has looked at them."""
    if section is None or section.taken_from is None:
        return None
    return please_check(section.taken_from, section.taken_name, day(section.taken_on))


def reasons_of_the_refusal(application: Application, decisions: Any, timeline: Any) -> list[dict[str, Any]]:
    """The coded reasons of the last decision or refusal, as texts per language."""
    codes = decisions[0].reasons if decisions else []
    if not codes:
        codes = next((change.reasons for change in reversed(timeline) if change.reasons), [])
    known = {reason["code"]: reason["texts"] for reasons in application.scheme.reasons.values() for reason in reasons}
    return [known[code] for code in codes if code in known]
