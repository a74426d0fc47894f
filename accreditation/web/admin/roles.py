"""A person's roles: granted by staff with a scope and a period, revoked, and lent to a deputy for some days."""

from datetime import date
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
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.language import country, said
from accreditation.web.places import in_order
from accreditation.workflow.actors import Role, Scope

GRANTING = (Role.ADMINISTRATOR, Role.ROCB_HEAD)


@blueprint.get("/people/<public_id>")
@needs(*GRANTING, Role.AUDITOR)
def person(public_id: str) -> str:
    """A person's roles with scope and period, and who stands in for them."""
    return _page(_found(public_id))


@blueprint.post("/people/<public_id>")
@needs(*GRANTING)
def change_roles(public_id: str) -> Response | tuple[str, int]:
    """Grants a role, revokes one, or names a deputy for one."""
    found = _found(public_id)
    try:
        _change(found)
    except Invalid as refusal:
        error = {"text": said(refusal.reasons[0]), "href": f"#{refusal.field or 'role'}"}
        db.session.rollback()
        return _page(_found(public_id), [error]), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("admin.person", public_id=public_id))


def _found(public_id: str) -> Person:
    found: Person = row_by_public_id(Person, public_id)
    if found.region_id != current_region().id:
        raise NotPermitted
    return found


def _page(found: Person, errors: Any = ()) -> str:
    session = db.session()
    grants = session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == found.id).order_by(RoleGrant.starts_on, RoleGrant.id)
    ).all()
    deputies = session.execute(
        select(Deputy, Person)
        .join(Person, Person.id == Deputy.person_id)
        .where(Deputy.grant_id.in_([grant.id for grant in grants]))
        .order_by(Deputy.starts_on, Deputy.id)
    ).all()
    places = _scopes_with_keys()
    return render_template(
        "admin/person.html",
        found=found,
        grants=grants,
        deputies=deputies,
        changes=bool(current_actor().roles() & set(GRANTING)),
        roles=list(Role),
        scopes=[place[:3] for place in places],
        scope_names={key: country(name) if kind == "administration" else name for _v, kind, name, key in places},
        today=clock.today(),
        errors=errors,
    )


def _scopes_with_keys() -> list[tuple[str, str, str, Any]]:
    """(value, kind, name, key) of everything a role may be granted for here; keys stay in the house."""
    region = current_region()
    found: list[tuple[str, str, str, Any]] = [(f"region:{region.code}", "region", said(region.names), region.id)]
    here = select(Administration).where(Administration.region_id == region.id)
    rows = in_order(db.session.scalars(here), lambda row: country(row.iso2))
    found += [(f"administration:{row.iso2}", "administration", row.iso2, row.id) for row in rows]
    centres = select(RegionalBody).where(RegionalBody.region_id == region.id, RegionalBody.kind == "rtc")
    found += [(f"centre:{row.public_id}", "centre", row.city, row.id) for row in db.session.scalars(centres)]
    calls = calls_of_region(db.session(), region.id)
    return found + [(f"call:{call.reference}", "call", call.reference, call.id) for call in calls]


def _change(found: Person) -> None:
    session, actor = db.session(), current_actor()
    if revoked := request.form.get("revoke"):
        revoke_role(session, actor, _grant_of(found, revoked))
    elif lent := request.form.get("lend"):
        _lend(_grant_of(found, lent))
    else:
        kind, scope_id = _scope()
        if request.form.get("role") not in set(Role):
            raise Invalid(N_("Choose a role."), "role")
        period = {"starts_on": _day("starts_on"), "ends_on": _day("ends_on")}
        grant_role(session, actor, found, Role(request.form["role"]), kind, scope_id, **period)


def _grant_of(found: Person, public_id: str) -> RoleGrant:
    grant: RoleGrant = row_by_public_id(RoleGrant, public_id)
    if grant.person_id != found.id:
        raise NotPermitted
    return grant


def _scope() -> tuple[Scope, Any]:
    """The chosen place, or, where a case number is typed, that case alone."""
    if number := request.form.get("case", "").strip():
        query = select(Application.id).where(
            Application.number == number.upper(), Application.region_id == current_region().id
        )
        case_id = db.session.scalars(query).one_or_none()
        if case_id is None:
            raise Invalid(N_("There is no case of this number. Compare it with the page of the case."), "case")
        return Scope.CASE, case_id
    known = {value: (Scope(kind), key) for value, kind, _name, key in _scopes_with_keys()}
    if request.form.get("scope") not in known:
        raise Invalid(N_("Choose for what the role is granted."), "scope")
    return known[request.form["scope"]]


def _lend(grant: RoleGrant) -> None:
    person = person_by_email(db.session(), request.form.get("deputy", ""))
    starts_on, ends_on = _day("deputy_from"), _day("deputy_until")
    if person is None or person.region_id != grant.region_id:
        raise Invalid(
            N_("Nobody in this region has this address. Check it, or ask the person to open an account."), "deputy"
        )
    if starts_on is None or ends_on is None:
        raise Invalid(N_("Give the first and the last day, in this order."), "deputy_from")
    name_deputy(db.session(), current_actor(), grant, person, starts_on=starts_on, ends_on=ends_on)


def _day(name: str) -> date | None:
    typed = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise Invalid(N_("This is not a day of the calendar. Choose one, or leave it empty."), name) from error
