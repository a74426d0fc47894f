"""Every role has its demo person, a page to begin with, and tasks whose links open."""

from typing import Any

import pytest
from sqlalchemy import select

from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.tasks import tasks_of
from accreditation.workflow.actors import Role
from tests.walker import Walker

START = {
    Role.AUDITOR: "/audit",
    Role.ADMINISTRATOR: "/people",
    Role.VICE_CHAIR: "/figures",
    Role.DONOR: "/figures",
}
# Whoever looks and does not act has nothing waiting; trainers teach; of the others the small house of the tests has no work.
WITHOUT_TASKS = {*START, Role.TRAINER, Role.HEAD_OF_UNIT, Role.DIRECTOR_GENERAL}


def holders(role: Role) -> list[Person]:
    query = select(Person).join(RoleGrant, RoleGrant.person_id == Person.id).where(RoleGrant.role == role, in_force())
    return list(db.session.scalars(query.order_by(Person.email).distinct()))


def test_each_has_a_person_who_begins_on_the_right_page(people: dict[str, Any]) -> None:
    for role in Role:
        browser = people[role.value].open(people[role.value].at)
        assert (browser.at.split("?")[0], browser.status) == (START.get(role, "/tasks"), 200), role
    assert people["applicant"].at.startswith("/applications"), "nothing waits for this one"


@pytest.mark.long
def test_each_finds_its_tasks_and_every_task_opens(house: Any) -> None:
    with house.app_context():
        waiting = {
            role: [tasks_of(db.session(), actor_of(db.session(), one)) for one in holders(role)] for role in Role
        }
        listed = {one.email for role in Role for one in holders(role) if one.email.endswith("@demo.example")}
    assert {role for role, tasks in waiting.items() if not any(tasks)} == WITHOUT_TASKS
    for email in sorted(listed):
        browser = Walker(house, email).open("/tasks")
        for link in [str(tag["href"]) for tag in browser.page.select("main table a[href]")][:8]:
            browser.open(link)
