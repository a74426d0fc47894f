"""A person's roles: granted by staff with a scope and a period, revoked, and lent to a deputy for some days."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.deputizing import name_deputy
from accreditation.people.granting import grant_role, revoke_role
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.people.queries import person_by_email
from accreditation.region.models import Administration, RegionalBody
from accreditation.schemes.call_lists import calls_of_region
from accreditation.texts import N_
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.admin import blueprint
from accreditation.web.admin.role_forms import grant_form, lend_form
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.language import country, said
from accreditation.web.places import in_order
from accreditation.workflow.actors import ROLE_LABELS, Role, Scope

GRANTING = (Role.ADMINISTRATOR, Role.ROCB_HEAD)


@blueprint.get("/people/<public_id>")
@needs(*GRANTING, Role.AUDITOR)
def person(public_id: str) -> str:
    """A person's roles with scope and period, and who stands in for them."""
    found = _found(public_id)
    return _page(found, _shown(found))


@blueprint.post("/people/<public_id>")
@needs(*GRANTING)
def change_roles(public_id: str) -> Response | tuple[str, int]:
    """Grants a role, revokes one, or names a deputy for one."""
    found = _found(public_id)
    if revoked := request.form.get("revoke"):
        revoke_role(db.session(), current_actor(), _grant_of(found, revoked))
    else:
        shown = _shown(found)
        form, act = (shown["lend_form"], _lend) if "lend-grant" in request.form else (shown["grant_form"], _grant)
        if not form.validate():
            return _page(found, shown), 422
        try:
            act(found, form)
        except Invalid as refusal:
            form.refuse(refusal)
            return _page(found, shown), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("admin.person", public_id=public_id))


def _found(public_id: str) -> Person:
    found: Person = row_by_public_id(Person, public_id)
    if found.region_id != current_region().id:
        raise NotPermitted
    return found


def _page(found: Person, shown: Mapping[str, Any]) -> str:
    """`shown` as `_shown` gives it."""
    deputies = db.session.execute(
        select(Deputy, Person)
        .join(Person, Person.id == Deputy.person_id)
        .where(Deputy.grant_id.in_([each.id for each in shown["grants"]]))
        .order_by(Deputy.starts_on, Deputy.id)
    ).all()
    changes = bool(current_actor().roles() & set(GRANTING))
    return render_template(
        "admin/person.html", found=found, deputies=deputies, changes=changes, today=clock.today(), **shown
    )


def _shown(found: Person) -> dict[str, Any]:
    """The person's roles, the names of what they are granted for, and both forms with what was typed."""
    query = select(RoleGrant).where(RoleGrant.person_id == found.id).order_by(RoleGrant.starts_on, RoleGrant.id)
    grants, places = db.session.scalars(query).all(), _places()
    names = {key: name for _value, _kind, name, key in places}
    lent = [
        (each.public_id, f"{said(ROLE_LABELS[each.role])}, {names.get(each.scope_id, each.scope.value)}")
        for each in grants
        if each.revoked_at is None
    ]
    roles = [(role.value, said(ROLE_LABELS[role])) for role in Role]
    return {
        "grants": grants,
        "scope_names": names,
        "grant_form": grant_form(roles, [(value, name) for value, _kind, name, _key in places]),
        "lend_form": lend_form(lent),
    }


def _places() -> list[tuple[str, Scope, str, Any]]:
    """(value, kind, name, key) of everything a role may be granted for here; keys stay in the house."""
    region = current_region()
    found: list[tuple[str, Scope, str, Any]] = [(f"region:{region.code}", Scope.REGION, said(region.names), region.id)]
    here = select(Administration).where(Administration.region_id == region.id)
    rows = in_order(db.session.scalars(here), lambda row: country(row.iso2))
    found += [(f"administration:{row.iso2}", Scope.ADMINISTRATION, country(row.iso2), row.id) for row in rows]
    centres = select(RegionalBody).where(RegionalBody.region_id == region.id, RegionalBody.kind == "rtc")
    found += [(f"centre:{row.public_id}", Scope.CENTRE, row.city, row.id) for row in db.session.scalars(centres)]
    calls = calls_of_region(db.session(), region.id)
    return found + [(f"call:{call.reference}", Scope.CALL, call.reference, call.id) for call in calls]


def _grant(found: Person, form: Any) -> None:
    kind, scope_id = _scope(form)
    period = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
    grant_role(db.session(), current_actor(), found, Role(form.role.data), kind, scope_id, **period)


def _grant_of(found: Person, public_id: str) -> RoleGrant:
    grant: RoleGrant = row_by_public_id(RoleGrant, public_id)
    if grant.person_id != found.id:
        raise NotPermitted
    return grant


def _scope(form: Any) -> tuple[Scope, Any]:
    """The chosen place, or, where a case number is typed, that case alone."""
    if number := (form.case.data or "").strip():
        query = select(Application.id).where(
            Application.number == number.upper(), Application.region_id == current_region().id
        )
        case_id = db.session.scalars(query).one_or_none()
        if case_id is None:
            raise Invalid(N_("There is no case of this number. Compare it with the page of the case."), "case")
        return Scope.CASE, case_id
    for value, kind, _name, key in _places():
        if value == form.scope.data:
            return kind, key
    raise Invalid(N_("Choose for what the role is granted."), "scope")


def _lend(found: Person, form: Any) -> None:
    grant = _grant_of(found, form.grant.data)
    person = person_by_email(db.session(), form.deputy.data)
    if person is None or person.region_id != grant.region_id:
        raise Invalid(
            N_("Nobody in this region has this address. Check it, or ask the person to open an account."), "deputy"
        )
    period = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
    name_deputy(db.session(), current_actor(), grant, person, **period)
