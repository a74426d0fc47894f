"""The administration of an address, for whoever speaks for it and for the office; or the page that is not here."""

from typing import Any

from flask import request
from sqlalchemy import select

from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.people.roles import OFFICE
from accreditation.region.models import Administration
from accreditation.schemes.models import Call
from accreditation.visibility import ADMINISTRATION_ROLES
from accreditation.web.access import current_actor, current_region
from accreditation.web.administration import blueprint
from accreditation.web.cases.finding import found_call
from accreditation.web.language import country
from accreditation.web.places import in_order
from accreditation.workflow.actors import Role

OPENING = (*ADMINISTRATION_ROLES, *OFFICE)
CHANGING = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL, *OFFICE)


def found_administration(iso2: str, *roles: Role) -> Administration:
    """The administration of that country if the person holds one of the roles for it, or for the region."""
    actor, region = current_actor(), current_region()
    query = select(Administration).where(Administration.region_id == region.id, Administration.iso2 == iso2.upper())
    found = db.session.scalars(query).one_or_none()
    allowed = roles or OPENING
    if found is None or not any(actor.holds(role, found.id) or actor.holds(role, region.id) for role in allowed):
        raise NotPermitted
    return found


def published_call(reference: str) -> Call:
    """The call of that reference in the person's region once it is public, or NotPermitted."""
    call = found_call(reference)
    if call.published_at is None:
        raise NotPermitted
    return call


def own_administrations() -> list[Administration]:
    """Those the person speaks for."""
    ids = {grant.scope_id for grant in current_actor().grants if grant.role in ADMINISTRATION_ROLES}
    found = db.session.scalars(select(Administration).where(Administration.id.in_(ids)))
    return in_order(found, lambda administration: country(administration.iso2))


def speaks_for(administration: Administration) -> bool:
    """Whether the person is one of its officials, and not only the office that looks on."""
    return any(current_actor().holds(role, administration.id) for role in (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL))


@blueprint.context_processor
def _for_templates() -> dict[str, Any]:
    return {"may_change": may_change}


def may_change(administration: Administration) -> bool:
    """Whether the person changes how the administration nominates, and not only looks on."""
    actor = current_actor()
    return any(actor.holds(role, administration.id) or actor.holds(role, administration.region_id) for role in CHANGING)


def typed_version(name: str = "seen_version") -> int:
    typed: Any = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() else -1
