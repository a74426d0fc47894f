"""Where a person begins: with what waits for them, or, for those for whom nothing ever waits, with what they came to see."""

from flask import url_for

from accreditation.extensions import db
from accreditation.tasks import tasks_of
from accreditation.workflow.actors import Actor, Role

START_PAGES = {
    Role.AUDITOR: "oversight.audit",
    Role.ADMINISTRATOR: "admin.people",
    Role.WCO_LIAISON: "rocb.accreditations",
    Role.VICE_CHAIR: "oversight.figures",
    Role.DONOR: "oversight.figures",
}
WITHOUT_TASKS = START_PAGES.keys() - {Role.WCO_LIAISON}


def own_page(actor: Actor) -> str | None:
    """The page of those who look and do not act, or None for everybody who has another role."""
    roles = actor.roles()
    if not roles or not roles <= START_PAGES.keys():
        return None
    return next(url_for(endpoint) for role, endpoint in START_PAGES.items() if role in roles)


def start_page_of(actor: Actor) -> str:
    """The address after signing in: applicants and experts for whom nothing waits begin with what is theirs."""
    page = own_page(actor)
    if page is not None and actor.roles() <= WITHOUT_TASKS:
        return page
    is_idle = not actor.roles() and not tasks_of(db.session(), actor, 1)
    return url_for("expert.home" if is_idle else "cases.tasks")
