"""The few links on top of every page: those that exist, that this person may open, and that are of use to them."""

from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import lazy_gettext as _l

from accreditation.region import reference
from accreditation.web.access import Access, current_actor, current_person, current_region
from accreditation.web.written import written
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.two_keys import SECOND_KEY_ROLES

OFFICE = frozenset({Role.ROCB_OFFICER, Role.ROCB_HEAD})
# Whoever looks or administers and has no part in cases: neither tasks nor applications are of use to them.
ONLOOKERS = frozenset({Role.DONOR, Role.VICE_CHAIR, Role.AUDITOR, Role.ADMINISTRATOR, Role.WCO_LIAISON})
OF_ADMINISTRATIONS = frozenset({Role.CONTACT_POINT, Role.DIRECTOR_GENERAL, Role.HEAD_OF_UNIT})
JUDGING = frozenset({Role.REVIEWER, Role.ASSESSOR})
ON_MISSIONS = OFFICE | {Role.MENTOR, Role.CONTACT_POINT, Role.DIRECTOR_GENERAL, Role.BENEFICIARY, Role.AUDITOR}

ENTRIES = (
    ("cases.tasks", _l("My tasks")),
    ("expert.home", _l("My applications")),
    ("administration.index", _l("Administration")),
    ("cases.index", _l("Cases")),
    ("trainer.index", _l("Workshops")),
    ("reviewer.profile", _l("What I review")),
    ("reviewer.practices", _l("Practice")),
    ("mentor.index", _l("Missions")),
    ("oversight.own_severity", _l("How I judge")),
    ("rocb.accreditations", _l("Accreditations")),
    ("appeals.index", _l("Appeals")),
    ("rocb.calls", _l("Calls")),
    ("oversight.figures", _l("Figures")),
    ("oversight.calibration", _l("Agreement")),
    ("oversight.audit", _l("Audit")),
    ("admin.settings", _l("Settings")),
    ("demo.index", _l("Demo")),
)


def _may_open(access: Access, actor: Actor) -> bool:
    if access.kind == "public":
        return True
    return actor.person_id is not None and (not access.roles or bool(access.roles & actor.roles()))


def _is_of_use(endpoint: str, roles: frozenset[Role]) -> bool:
    """Leaves out pages that are open to anybody signed in but would be empty for these roles."""
    if endpoint == "expert.home":
        return not roles & (OFFICE | ONLOOKERS)
    if endpoint == "cases.tasks":
        return not roles or not roles <= ONLOOKERS or bool(roles & SECOND_KEY_ROLES)
    if endpoint == "administration.index":
        return bool(roles & OF_ADMINISTRATIONS)
    if endpoint == "oversight.own_severity":
        return bool(roles & JUDGING)
    if endpoint == "mentor.index":
        return not roles or bool(roles & ON_MISSIONS)
    return True


def navigation_for(actor: Actor) -> list[dict[str, Any]]:
    """[{label, href, current}], in the order of ENTRIES. `current`: "page" here, "true" on a page below, else empty."""
    views = current_app.view_functions
    return [
        _entry(label, url_for(endpoint))
        for endpoint, label in ENTRIES
        if endpoint in views
        and _may_open(views[endpoint].access, actor)  # type: ignore[attr-defined]
        and _is_of_use(endpoint, actor.roles())
    ]


def _entry(label: Any, href: str) -> dict[str, Any]:
    below = "true" if request.path.startswith(f"{href}/") else ""
    return {"label": label, "href": href, "current": "page" if request.path == href else below}


def _issuing_body() -> str:
    """The office's name in the reader's language, without a query of its own."""
    known = current_person() is not None or "region" in g
    texts = current_region().issuing_body if known else reference.region()["issuing_body"]
    return written(texts)


def may_open(endpoint: str) -> bool:
    """Whether a link to this page is of use to whoever reads."""
    return _may_open(current_app.view_functions[endpoint].access, current_actor())  # type: ignore[attr-defined]


def _shown() -> dict[str, Any]:
    return {
        "navigation": navigation_for(current_actor()),
        "site_name": current_app.config["SITE_NAME"],
        "issuing_body": _issuing_body(),
        "person": current_person(),
        "may_open": may_open,
    }


def init_app(app: Flask) -> None:
    app.context_processor(_shown)
