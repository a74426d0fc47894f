"""Beside the reviewers of one case: why somebody stepped back, who has not answered, and whom the house proposes instead."""

from typing import Any

from flask_babel import gettext as _

from accreditation import clock
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.reviewer_proposals import assignable_by
from accreditation.reviews.asking import asked_in_effect_at, days_to_answer
from accreditation.reviews.assigning.gather import gather
from accreditation.reviews.assigning.propose import propose
from accreditation.reviews.assigning.words import binding_in_words
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.stepping_back import REASONS
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import FoundCase
from accreditation.web.language import said
from accreditation.web.written import written
from accreditation.workflow.deadlines import add_working_days
from accreditation.workflow.states import ApplicationState


def proposed_for(found: FoundCase) -> tuple[list[Person], str]:
    """Whom the same computation chooses for this case alone, with all other reviews as they are; or why nobody."""
    case = found.application
    gathered = gather(db.session(), case.call, assignable_by(current_actor()), only=case.id)
    answer = propose(gathered.problem)
    short = answer.short.get(case.id)
    why = {"binding": short.binding.value, "able": short.able} if short is not None else None
    return [gathered.people[person_id] for _case, person_id in answer.pairs], said(binding_in_words(why)) if why else ""


def words_on(found: FoundCase, assignment: ReviewAssignment) -> str:
    """What the office should know besides the state: the reason of a refusal, a hand-over, an answer that is late."""
    if assignment.ended_at is not None:
        reasons = {each["code"]: written(each["texts"]) for each in found.application.scheme.reasons.get(REASONS, [])}
        parts = (reasons.get(assignment.decline_reason, ""), assignment.ended_note)
        return " ".join(part for part in parts if part)
    if assignment.handed_over_by is not None and assignment.declared_at is None:
        return _("In the place of %(name)s", name=assignment.handed_over_by.display_name)
    return _("No answer for too long") if is_late(found, assignment) else ""


def is_late(found: FoundCase, assignment: ReviewAssignment) -> bool:
    """Neither accepted nor declined within the days of the scheme, from the later of being asked and the start of the review."""
    application: Any = found.application
    if application.state is not ApplicationState.UNDER_REVIEW or assignment.declared_at is not None:
        return False
    days = days_to_answer(application.scheme.numbers)
    return add_working_days(asked_in_effect_at(assignment), days, found.facts.holidays) < clock.now()
