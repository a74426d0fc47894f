"""The system's own pages: people and their roles, standing data, jobs that failed. No files, no scores."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.jobs import outbox
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.deliver import failed_messages
from accreditation.people.granting import grant_role, revoke_role
from accreditation.people.models import Person, RoleGrant
from accreditation.people.names import folded
from accreditation.people.roles import in_force
from accreditation.region.models import Administration, Category, RegionalBody, Subject
from accreditation.region.standing_data import change_entry
from accreditation.schemes.calls import calls_of_region
from accreditation.texts import LOCALES
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import as_uuid, row_by_public_id
from accreditation.web.keyset import Key, page_of
from accreditation.web.language import country
from accreditation.workflow.actors import Role, Scope

blueprint = Blueprint("admin", __name__)
STAFF = (Role.ADMINISTRATOR, Role.ROCB_HEAD, Role.ROCB_OFFICER)
TABLES: dict[str, Any] = {
    "categories": Category,
    "subjects": Subject,
    "bodies": RegionalBody,
    "administrations": Administration,
}


@blueprint.get("/people")
@needs(Role.ADMINISTRATOR, Role.ROCB_HEAD)
def people() -> str:
    """Everyone with an account in the region."""
    typed = request.args.get("q", "")[:80]
    words = [Person.search_name.contains(word, autoescape=True) for word in folded(typed).split()]
    query = select(Person).where(Person.region_id == current_region().id, *words)
    page = page_of(db.session(), query, [Key(Person.search_name), Key(Person.id)])
    return render_template(
        "admin/people.html", page=page, typed=typed, roles=_roles_of(page.items), homes=_homes_of(page.items)
    )


def _roles_of(people: Sequence[Person]) -> dict[Any, list[Role]]:
    """The roles in force today, by person; one query for a page."""
    query = select(RoleGrant.person_id, RoleGrant.role).where(
        RoleGrant.person_id.in_([person.id for person in people]), in_force()
    )
    found: dict[Any, list[Role]] = {}
    for person_id, role in db.session.execute(query.distinct()):
        found.setdefault(person_id, []).append(role)
    return found


def _homes_of(people: Sequence[Person]) -> dict[Any, str]:
    """Country codes of their administrations; one query for a page."""
    ids = {person.administration_id for person in people}
    return dict(
        db.session.execute(select(Administration.id, Administration.iso2).where(Administration.id.in_(ids))).all()
    )


@blueprint.route("/people/<public_id>", methods=["GET", "POST"])
@needs(Role.ADMINISTRATOR, Role.ROCB_HEAD)
def person(public_id: str) -> str | Response:
    """A person's roles; staff grant them with a scope and a period."""
    found: Person = row_by_public_id(Person, public_id)
    if found.region_id != current_region().id:
        raise NotPermitted
    if request.method == "POST":
        _change_roles(found)
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("admin.person", public_id=public_id))
    grants = db.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == found.id).order_by(RoleGrant.starts_on)
    ).all()
    places = _scopes_with_keys()
    return render_template(
        "admin/person.html",
        found=found,
        grants=grants,
        roles=list(Role),
        scopes=[place[:3] for place in places],
        scope_names={key: country(name) if kind == "administration" else name for _v, kind, name, key in places},
        today=clock.today(),
    )


def _scopes_with_keys() -> list[tuple[str, str, str, Any]]:
    """(value, kind, name, key) of everything a role may be granted for here; keys stay in the house."""
    region = current_region()
    found: list[tuple[str, str, str, Any]] = [(f"region:{region.code}", "region", region.code, region.id)]
    rows = db.session.scalars(
        select(Administration).where(Administration.region_id == region.id).order_by(Administration.iso2)
    )
    found += [(f"administration:{row.iso2}", "administration", row.iso2, row.id) for row in rows]
    centres = select(RegionalBody).where(RegionalBody.region_id == region.id, RegionalBody.kind == "rtc")
    found += [(f"centre:{row.public_id}", "centre", row.city, row.id) for row in db.session.scalars(centres)]
    calls = calls_of_region(db.session(), region.id)
    return found + [(f"call:{call.reference}", "call", call.reference, call.id) for call in calls]


def _change_roles(found: Person) -> None:
    session, actor = db.session(), current_actor()
    if revoked := request.form.get("revoke"):
        revoke_role(session, actor, row_by_public_id(RoleGrant, revoked))
        return
    value = request.form.get("scope", "")
    known = {value: (kind, key) for value, kind, _name, key in _scopes_with_keys()}
    if value not in known or request.form.get("role") not in set(Role):
        raise NotPermitted
    kind, scope_id = known[value]
    ends = request.form.get("ends_on", "")
    grant_role(
        session,
        actor,
        found,
        Role(request.form["role"]),
        Scope(kind),
        scope_id,
        ends_on=date.fromisoformat(ends) if ends else None,
    )


@blueprint.get("/standing-data")
@needs(*STAFF)
def standing_data() -> str:
    """Members, centres, categories and subjects, each with its source and whether it was confirmed."""
    region = current_region()
    tables = {
        name: db.session.scalars(select(table).where(table.region_id == region.id).order_by(table.id)).all()
        for name, table in TABLES.items()
    }
    return render_template("admin/standing_data.html", tables=tables)


@blueprint.post("/standing-data/<name>/<code>")
@needs(Role.ROCB_HEAD, Role.ROCB_OFFICER)
def change_standing_data(name: str, code: str) -> Response:
    """Names, source and confirmation of one entry."""
    table = TABLES.get(name)
    row_id = as_uuid(code)
    row = db.session.get(table, row_id) if table is not None and row_id is not None else None
    if row is None or row.region_id != current_region().id:
        raise NotPermitted
    names = {locale: text for locale in LOCALES if (text := request.form.get(f"name-{locale}", "").strip()[:200])}
    change_entry(
        db.session(),
        current_actor(),
        row,
        names=names,
        source=request.form.get("source", "")[:500],
        is_confirmed=request.form.get("is_confirmed") == "yes",
    )
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("admin.standing_data") + f"#{name}")


@blueprint.get("/jobs")
@needs(*STAFF)
def jobs() -> str:
    """What could not be carried out or sent."""
    region = current_region()
    return render_template(
        "admin/jobs.html",
        dead=outbox.dead_rows(db.session(), region.id),
        failed=failed_messages(db.session(), region),
        backlog=outbox.backlog(db.session(), clock.now(), region.id),
    )


@blueprint.post("/jobs/<public_id>/retry")
@needs(*STAFF)
def retry(public_id: str) -> Response:
    """Tries a parked job again."""
    row: OutboxRow = row_by_public_id(OutboxRow, public_id)
    if row.region_id != current_region().id:
        raise NotPermitted
    outbox.retry(db.session(), current_actor(), row)
    db.session.commit()
    return redirect(url_for("admin.jobs"))


from accreditation.web.admin import settings  # noqa: E402, F401
