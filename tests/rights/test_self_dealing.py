"""No self-dealing over HTTP: whoever has a part in a case sends every form by which it is judged, and nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.history import StateChange
from accreditation.jobs.models import OutboxRow
from accreditation.people.models import Interest, Person, RoleGrant
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.training.models import FormerStaff, Workshop
from accreditation.workflow.actors import Role, Scope
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.check import judgements
from accreditation.workflow.states import ApplicationState as S
from tests.rights.requests import token_of
from tests.walker import Walker
from tests.web.actors import holder_of

JUDGED = (S.AWAITING_SHORTLISTING, S.AWAITING_PRE_ACCREDITATION, S.AWAITING_ACCREDITATION)
WRITTEN = (Decision, StateChange, OutboxRow, RoleGrant)
KEY = "parte"


def as_relative(case: Application, person: Person) -> None:
    tie = {"person_id": case.applicant_id, "other_id": person.id}
    db.session.add(Interest(region_id=case.region_id, **tie, kind="relative", declared_by_id=person.id))


def as_former_reviewer(case: Application, person: Person) -> None:
    row = {"region_id": case.region_id, "application_id": case.id, "reviewer_id": person.id}
    db.session.add(ReviewAssignment(**row, declared_at=clock.now(), ended_at=clock.now()))


def as_trainer_taken_off(case: Application, person: Person) -> None:
    if case.workshop_id is None:
        case.workshop_id = db.session.scalars(select(Workshop.id).order_by(Workshop.id)).first()
    row = {"workshop_id": case.workshop_id, "person_id": person.id}
    db.session.add(FormerStaff(**row, duty="trainer", released_at=clock.now()))


def as_official(case: Application, person: Person) -> None:
    home = {"scope": Scope.ADMINISTRATION, "scope_id": case.administration_id}
    row = {"region_id": case.region_id, "person_id": person.id, "starts_on": clock.today()}
    db.session.add(RoleGrant(role=Role.CONTACT_POINT, **home, **row))


def as_nobody(_case: Application, _person: Person) -> None:
    """No part: shows that the forms are the right ones."""


def powerful() -> Person:
    """A head, officer and panel member of the region who never had to do with any case."""
    head = holder_of(Role.ROCB_HEAD)
    person = Person(
        region_id=head.region_id, email=f"{KEY}@demo.example", given_names="Parte", first_family_name="Prueba",
        locale="es", time_zone=head.time_zone, email_confirmed_at=clock.now(), is_demo=True,
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    for role in (Role.ROCB_HEAD, Role.ROCB_OFFICER, Role.PANEL_MEMBER, Role.APPEALS_PANEL):
        region = {"region_id": head.region_id, "scope": Scope.REGION, "scope_id": head.region_id}
        db.session.add(RoleGrant(person_id=person.id, role=role, starts_on=clock.today(), **region))
    return person


def forms_of(person: Person, take_part: Callable[[Application, Person], None]) -> list[tuple[str, dict[str, Any]]]:
    """(address, what is sent) of every judgement on one case of each kind, in which the person has the part."""
    found: list[tuple[str, dict[str, Any]]] = []
    for state in JUDGED:
        case = db.session.scalars(select(Application).where(Application.state == state)).first()
        take_part(case, person)
        db.session.flush()
        for step in judgements(APPLICATION):
            if step.decides and state in step.sources:
                codes = [reason["code"] for reason in case.scheme.reasons.get(step.reasons or "", [])][:1]
                sent = {"outcome": step.name, f"reasons-{step.name}": codes, "statement": "…"}
                found.append((f"/cases/{case.number}/decide", {**sent, "seen_version": case.version}))
        found.append((f"/cases/{case.number}/decide/publish", {"seen_version": case.version}))
    appeal = db.session.scalars(select(Appeal).where(Appeal.state == "under_examination")).first()
    take_part(appeal.application, person)
    db.session.add(AppealPanelist(appeal_id=appeal.id, person_id=person.id))
    found.append((f"/appeals/{appeal.public_id}/conclusion", {"conclusion": "…"}))
    steps = {"step": "dismiss", "note": "…", "seen_version": appeal.version}
    found.append((f"/appeals/{appeal.public_id}/steps", steps))
    certificate = db.session.scalars(select(Certificate).where(Certificate.state == "reserved")).first()
    held = db.session.get_one(Accreditation, certificate.accreditation_id)
    if take_part is not as_official:
        take_part(db.session.get_one(Application, held.application_id), person)
        sent = {"step": "approve_content", "note": "…", "seen_version": certificate.version}
        found.append((f"/certificates/{certificate.number}/steps", sent))
    db.session.flush()
    return found


def written() -> list[int]:
    counts = [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in WRITTEN]
    versions = db.session.scalar(select(func.sum(Application.version))) or 0
    concluded = db.session.scalar(select(func.count()).where(Appeal.conclusion != "")) or 0
    return [*counts, int(versions), concluded]


@pytest.mark.parametrize("part", [as_relative, as_former_reviewer, as_trainer_taken_off, as_official])
def test_no_form_lets_a_party_judge(house: Any, part: Callable[[Application, Person], None]) -> None:
    with house.app_context():
        person = powerful()
        forms = forms_of(person, part)
        email = person.email
        db.session.commit()
        before = written()
    browser = Walker(house, email)
    token = token_of(browser)
    for path, sent in forms:
        answer = browser.client.post(path, data={"csrf_token": token, **sent})
        assert answer.status_code in (403, 404, 409, 422), f"{path} {sent}: {answer.status_code}"
    with house.app_context():
        assert written() == before


def test_whoever_has_no_part_judges_by_the_same_forms(house: Any) -> None:
    with house.app_context():
        person = powerful()
        forms = forms_of(person, as_nobody)
        email = person.email
        db.session.commit()
        before = written()
    browser = Walker(house, email)
    token = token_of(browser)
    answers = []
    for path, sent in forms:
        if path.startswith("/cases/"):
            with house.app_context():
                mine = select(Application.version).where(Application.number == path.split("/")[2])
                sent["seen_version"] = db.session.scalars(mine).one()
        answers.append(browser.client.post(path, data={"csrf_token": token, **sent}).status_code)
    assert answers.count(302) >= len(forms) / 2
    with house.app_context():
        assert all(now > then for now, then in zip(written()[:3], before[:3], strict=True))
