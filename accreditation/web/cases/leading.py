"""Where a case is acted on by this person, and from one task that is done to the next of its kind."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from accreditation.extensions import db
from accreditation.tasks import Kind, Task, tasks_of
from accreditation.web.access import current_actor, needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.cases.steps import steps_of
from accreditation.web.cases.task_links import link_to_task
from accreditation.workflow import permissions, screening_guards
from accreditation.workflow.states import ApplicationState

# Among so many of the same kind, the oldest deadlines first, it is looked whether the one just done still waits.
LOOKED_AT = 100
_PAGES = (
    (permissions.SCORE, "reviewer.review"),
    (permissions.MARK, "trainer.marks"),
    (permissions.MARK_AGAIN, "trainer.marks"),
    (permissions.DECIDE, "decisions.decide"),
    (permissions.PLAN_MISSION, "mentor.plan"),
)
_WORDS = ("endorse", "recommend")


def page_to_act(found: FoundCase) -> str:
    """The page where this person does what the case waits for; the case itself where that is nothing, or a choice."""
    number = found.application.number
    if found.application.state is ApplicationState.SCREENING and found.may(permissions.CHECK):
        return _page_of_screening(found)
    for permission, endpoint in _PAGES:
        if found.may(permission):
            return url_for(endpoint, number=number)
    offered = {step.name: step.href for step in steps_of(found)}
    return next((offered[name] for name in _WORDS if name in offered), url_for("cases.show", number=number))


def _page_of_screening(found: FoundCase) -> str:
    """Conditions, then reviewers, then the step; whether a case ends here is chosen on its own page."""
    number = found.application.number
    if screening_guards.every_criterion_is_checked(found.facts) is not None:
        return url_for("rocb.screen", number=number)
    if screening_guards.every_check_is_passed(found.facts) is None and screening_guards.enough_reviewers_are_assigned(
        found.facts
    ):
        return url_for("rocb.reviewers", number=number)
    begins = next((step for step in steps_of(found) if step.name == "start_review" and not step.against), None)
    return begins.href if begins else url_for("cases.show", number=number)


@blueprint.get("/cases/<number>/act")
@needs(permissions.VIEW)
def act(number: str) -> Response:
    """Straight to the page where this person does what the case waits for."""
    found = found_case(number)
    if found.application.applicant_id == current_actor().person_id:
        return redirect(url_for("expert.show", number=number))
    return redirect(page_to_act(found))


def next_like(state: ApplicationState, done: str, errand: str = "") -> Task | None:
    """The first case that waits for the same as the one that is done; None also where that one still waits."""
    alike = tasks_of(db.session(), current_actor(), LOOKED_AT, kind=Kind("application", state, errand))
    return None if not alike or any(task.address == done for task in alike) else alike[0]


def lead_on(message: str, state: ApplicationState, done: str) -> None:
    """Says on the next page what was done, with a link to the next case that stands where this one stood."""
    task = next_like(state, done)
    if task is None:
        flash(message, "success")
        return
    words = _("Next: %(case)s", case=task.about or task.address)
    link = Markup('<a class="govuk-link" href="{}">{}</a>').format(link_to_task(task), words)
    flash(Markup("{} {}").format(message, link), "success")
