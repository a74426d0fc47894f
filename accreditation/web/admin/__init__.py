"""The system's own pages: people and their roles, standing data, jobs that failed. No files, no scores."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.jobs import backlog
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.deliver import failed_messages
from accreditation.people.models import Person, RoleGrant
from accreditation.people.names import folded
from accreditation.people.roles import in_force
from accreditation.region.administrations import homes_of
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.keyset import Key, page_of
from accreditation.workflow.actors import Role

blueprint = Blueprint("admin", __name__)
STAFF = (Role.ADMINISTRATOR, Role.ROCB_HEAD, Role.ROCB_OFFICER)


@blueprint.get("/people")
@needs(Role.ADMINISTRATOR, Role.ROCB_HEAD, Role.AUDITOR)
def people() -> str | Response:
    """Everyone with an account in the region; a name that only one person has leads to that person."""
    typed = request.args.get("q", "")[:80]
    words = [Person.search_name.contains(word, autoescape=True) for word in folded(typed).split()]
    query = select(Person).where(Person.region_id == current_region().id, *words)
    page = page_of(db.session(), query, [Key(Person.register_name), Key(Person.id)])
    if typed and len(page.items) == 1 and not request.args.get("cursor"):
        return redirect(url_for("admin.person", public_id=page.items[0].public_id))
    return render_template(
        "admin/people.html",
        page=page,
        typed=typed,
        roles=_roles_of(page.items),
        homes=homes_of(db.session(), page.items),
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


@blueprint.get("/jobs")
@needs(*STAFF, Role.AUDITOR)
def jobs() -> str:
    """What could not be carried out or sent."""
    region = current_region()
    return render_template(
        "admin/jobs.html",
        dead=backlog.dead_rows(db.session(), region.id),
        failed=failed_messages(db.session(), region),
        backlog=backlog.backlog(db.session(), clock.now(), region.id),
        changes=bool(current_actor().roles() & set(STAFF)),
    )


@blueprint.post("/jobs/<public_id>/retry")
@needs(*STAFF)
def retry(public_id: str) -> Response:
    """Tries a parked job again."""
    row: OutboxRow = row_by_public_id(OutboxRow, public_id)
    if row.region_id != current_region().id:
        raise NotPermitted
    backlog.retry(db.session(), current_actor(), row)
    db.session.commit()
    return redirect(url_for("admin.jobs"))


from accreditation.web.admin import holidays, quarantine, roles, settings, standing_data  # noqa: E402, F401
