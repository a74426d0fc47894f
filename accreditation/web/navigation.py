"""The few links on top of every page: those that exist and that this person may open."""

from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l

from accreditation.web.access import Access, current_actor, current_person
from accreditation.workflow.actors import Actor

ENTRIES = (
    ("expert.home", _l("My applications")),
    ("cases.tasks", _l("My tasks")),
    ("cases.index", _l("Cases")),
    ("trainer.index", _l("Workshops")),
    ("mentor.index", _l("Missions")),
    ("rocb.accreditations", _l("Accreditations")),
    ("rocb.calls", _l("Calls")),
    ("oversight.figures", _l("Figures")),
    ("oversight.audit", _l("Audit")),
    ("admin.people", _l("People")),
    ("admin.standing_data", _l("Standing data")),
    ("admin.jobs", _l("Jobs")),
    ("demo.index", _l("Demo")),
)


def _may_open(access: Access, actor: Actor) -> bool:
    if access.kind == "public":
        return True
    return actor.person_id is not None and (not access.roles or bool(access.roles & actor.roles()))


def navigation_for(actor: Actor) -> list[dict[str, Any]]:
    """[{label, href, current}], in the order of ENTRIES."""
    views = current_app.view_functions
    return [
        {"label": label, "href": url_for(endpoint), "current": request.endpoint == endpoint}
        for endpoint, label in ENTRIES
        if endpoint in views and _may_open(views[endpoint].access, actor)  # type: ignore[attr-defined]
    ]


def _shown() -> dict[str, Any]:
    return {
        "navigation": navigation_for(current_actor()),
        "site_name": current_app.config["SITE_NAME"],
        "issuing_body": current_app.config["ISSUING_BODY"],
        "person": current_person(),
    }


def init_app(app: Flask) -> None:
    app.context_processor(_shown)
