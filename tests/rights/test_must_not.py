"""What each role must not: tried over HTTP, and where a page could hide it, at the door."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.errors import NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.history import StateChange
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person, RoleGrant
from accreditation.people.receipt_models import ReadingReceipt
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import conflicts_of
from accreditation.transition import facts_of, perform_transition
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role, Scope
from accreditation.workflow.states import ApplicationState as S
from tests.rights.requests import is_ones_own, rules, token_of
from tests.walker import Walker
from tests.web.actors import holder_of, the_case

JUDGING = {"score", "mark", "decide"}


def allowed(person: Person, application: Application) -> set[str]:
    actor, facts = actor_of(db.session(), person), facts_of(db.session(), application)
    return {one.name for one in permissions.PERMISSIONS if permissions.may(one, actor, facts)}


def may(name: str, person: Person, application: Application) -> bool:
    assert name in {one.name for one in permissions.PERMISSIONS}
    return name in allowed(person, application)


def refused(person: Person, subject: Any, *steps: str) -> bool:
    """Whether the door keeps this person from each of these steps of a row, whatever else stands in its way."""
    assert steps
    actor, facts = actor_of(db.session(), person), facts_of(db.session(), subject)
    return all(_lifecycle(subject).transition(step).who(actor, facts) is not None for step in steps)


def _lifecycle(subject: Any) -> Any:
    from accreditation.transition import lifecycle_of

    return lifecycle_of(subject)


def decisions_of(subject: Any) -> list[str]:
    return [step.name for step in _lifecycle(subject).transitions if step.decides]


def changes() -> int:
    return int(db.session.scalar(select(func.count()).select_from(StateChange)) or 0)


def in_state(state: S) -> Application:
    found = db.session.scalars(
        select(Application).where(Application.state == state).order_by(Application.number)
    ).first()
    assert found is not None, f"no case is {state}"
    return found


@pytest.mark.parametrize("state", [S.UNDER_REVIEW, S.AWAITING_SHORTLISTING, S.NOT_SELECTED, S.ON_MISSION, S.ACCREDITED])
def test_an_applicant_sees_no_reviewer_and_no_score(house: Any, state: S) -> None:
    """Neither before the decision nor after it, on no page, and not from a stale click."""
    with house.app_context():
        application = in_state(state)
        application.applicant.email = "quien.pregunta@demo.example"
        number, email = application.number, application.applicant.email
        query = select(Person).join(ReviewAssignment, ReviewAssignment.reviewer_id == Person.id)
        reviewers = db.session.scalars(query.where(ReviewAssignment.application_id == application.id)).all()
        names = [name for one in reviewers for name in (one.display_name, one.email, one.second_family_name)]
        db.session.commit()
    assert names
    browser = Walker(house, email)
    for path in ("/tasks", "/applications", f"/applications/{number}"):
        text = browser.open(path).answer.get_data(as_text=True)
        assert not [name for name in names if name in text], path
    for path in ("review", "evidence", "decide", "marks", "reviewers", "screen"):
        browser.open(f"/cases/{number}/{path}", expect=404)
    answer = browser.client.post(
        f"/applications/{number}/steps/withdraw", data={"csrf_token": token_of(browser), "seen_version": "0"}
    )
    assert not [name for name in names if name in answer.get_data(as_text=True)]


def test_a_contact_point_neither_scores_nor_reads_scores_nor_sees_other_administrations(house: Any) -> None:
    with house.app_context():
        person = holder_of(Role.CONTACT_POINT)
        for application in db.session.scalars(select(Application).where(Application.state != S.DRAFT)):
            own = application.administration_id == person.administration_id
            rights = allowed(person, application)
            assert not rights & (JUDGING | {"read_judgements", "assign", "check"})
            assert own or not rights
            assert refused(person, application, *decisions_of(application))


def test_a_reviewer_is_not_asked_about_the_own_country_and_does_not_decide(house: Any) -> None:
    with house.app_context():
        session = db.session()
        application = in_state(S.UNDER_REVIEW)
        assignments = session.scalars(select(ReviewAssignment).where(ReviewAssignment.application_id == application.id))
        for row in assignments:
            assert row.reviewer.administration_id != application.administration_id
            assert refused(row.reviewer, application, *decisions_of(application))
        neighbour = holder_of(Role.REVIEWER)
        neighbour.administration_id = application.administration_id
        session.flush()
        assert conflicts_of(session, application, neighbour)
        assert not may("score", neighbour, application)


def test_the_file_is_closed_to_a_reviewer_before_the_declaration_and_on_hold(house: Any) -> None:
    with house.app_context():
        application = in_state(S.UNDER_REVIEW)
        query = select(ReviewAssignment).where(ReviewAssignment.application_id == application.id)
        silent = next(row for row in db.session.scalars(query) if row.declared_at is None)
        number, email = application.number, silent.reviewer.email
        document = db.session.scalars(
            select(Document.public_id).where(Document.application_id == application.id)
        ).first()
        key = next(iter(application.scheme.scoring))["key"]
    browser = Walker(house, email)
    browser.open(f"/cases/{number}")
    browser.open(f"/cases/{number}/dossier", expect=404)
    browser.open(f"/documents/{document}", expect=404)
    assert f"score-{key}" not in str(browser.open(f"/cases/{number}/review").page)
    browser.submit(having="answer", answer="none")
    browser.open(f"/cases/{number}/dossier")
    with house.app_context():
        head = holder_of(Role.ROCB_HEAD)
        held = in_state(S.UNDER_REVIEW)
        perform_transition(
            db.session(), held, "hold", actor=actor_of(db.session(), head), note="An allegation.", reasons=["integrity"],
            seen_version=held.version,
        )  # fmt: skip
        db.session.commit()
    for path in ("", "/dossier", "/review"):
        browser.open(f"/cases/{number}{path}", expect=404)
    assert number not in browser.open("/tasks").text


@pytest.mark.parametrize("role", [Role.RTC_COORDINATOR, Role.TRAINER, Role.ASSESSOR, Role.MENTOR])
def test_centre_trainers_assessors_and_mentors_do_not_decide(house: Any, role: Role) -> None:
    with house.app_context():
        person = holder_of(role)
        for state in (S.IN_WORKSHOP, S.AWAITING_PRE_ACCREDITATION, S.AWAITING_ACCREDITATION, S.AWAITING_SHORTLISTING):
            application = in_state(state)
            assert not may("decide", person, application)
            assert refused(person, application, *decisions_of(application))


@pytest.mark.parametrize("duty", [Role.ASSESSOR, Role.TRAINER, Role.MENTOR, Role.REVIEWER, Role.CONTACT_POINT])
def test_whoever_took_part_does_not_decide_even_as_head_of_the_office(house: Any, duty: Role) -> None:
    """Assess and decide, train and decide, nominate and decide: one person never both."""
    states = {
        Role.REVIEWER: S.AWAITING_SHORTLISTING,
        Role.MENTOR: S.AWAITING_ACCREDITATION,
        Role.CONTACT_POINT: S.SCREENING,
    }
    with house.app_context():
        application = in_state(states.get(duty, S.AWAITING_PRE_ACCREDITATION))
        facts = facts_of(db.session(), application)
        part = {Role.CONTACT_POINT: "nominator"}.get(duty, duty.value)
        involved = [who for who, parts in facts.involvements.items() if part in parts]
        assert involved, f"nobody is {part} in {application.number}"
        for person_id in involved:
            person = db.session.get_one(Person, person_id)
            for role in (Role.ROCB_HEAD, Role.PANEL_MEMBER):
                grant(person, role)
            assert not may("decide", person, application)
            assert refused(person, application, *decisions_of(application))


def grant(person: Person, role: Role) -> None:
    db.session.add(
        RoleGrant(
            region_id=person.region_id, person_id=person.id, role=role, scope=Scope.REGION, scope_id=person.region_id,
            starts_on=clock.today(),
        )
    )  # fmt: skip
    db.session.flush()


def test_a_trainer_does_not_mark_whom_they_trained(house: Any) -> None:
    with house.app_context():
        application = in_state(S.IN_WORKSHOP)
        trainer = holder_of(Role.TRAINER)
        assert "trainer" in facts_of(db.session(), application).involvement_of(trainer.id)
        grant(trainer, Role.ASSESSOR)
        assert not may("mark", trainer, application)


def test_a_mentor_does_not_accompany_the_own_administration(house: Any) -> None:
    from accreditation.missions.models import Mission
    from accreditation.workflow.states import MissionState

    with house.app_context():
        mission = db.session.scalars(select(Mission).where(Mission.state == MissionState.OFFERED)).first()
        assert not facts_of(db.session(), mission).mentor_is_conflicted
        mission.mentor.administration_id = mission.application.administration_id
        db.session.flush()
        assert facts_of(db.session(), mission).mentor_is_conflicted


def test_an_officer_who_decided_or_assessed_does_not_issue(house: Any) -> None:
    with house.app_context():
        certificate = db.session.scalars(select(Certificate).where(Certificate.state == "reserved")).first()
        held = db.session.get_one(Accreditation, certificate.accreditation_id)
        decider = db.session.scalars(select(Decision).where(Decision.application_id == held.application_id)).first()
        head = db.session.get_one(Person, decider.decided_by_id)
        reviewer = db.session.scalars(
            select(ReviewAssignment).where(ReviewAssignment.application_id == held.application_id)
        ).first()
        assert not refused(holder_of(Role.ROCB_OFFICER), certificate, "approve_content")
        for person in (head, reviewer.reviewer):
            grant(person, Role.ROCB_OFFICER)
            assert refused(person, certificate, "approve_content")
            with pytest.raises(TransitionRefused):
                perform_transition(
                    db.session(), certificate, "approve_content", actor=actor_of(db.session(), person),
                    seen_version=certificate.version,
                )  # fmt: skip


def test_an_officer_with_an_interest_learns_nothing_of_the_case(house: Any, people: dict[str, Any]) -> None:
    officer = people["rocb_officer"]
    before = _count(officer, "awaiting_pre_accreditation")
    with house.app_context():
        application = in_state(S.AWAITING_PRE_ACCREDITATION)
        person, number, name = holder_of(Role.ROCB_OFFICER), application.number, application.applicant.display_name
        tie = Interest(
            region_id=person.region_id,
            person_id=person.id,
            other_id=application.applicant_id,
            kind="declared",
            note="invented",
        )
        db.session.add(tie)
        db.session.commit()
    for path in ("", "/dossier", "/evidence", "/steps/defer"):
        officer.open(f"/cases/{number}{path}", expect=404)
    assert _count(officer, "awaiting_pre_accreditation") == before - 1
    for path in (f"/cases?q={number}", "/cases?state=awaiting_pre_accreditation", "/tasks", "/workshops", "/missions"):
        assert name not in officer.open(path).text, path


def _count(browser: Any, state: str) -> int:
    for tag in browser.open("/cases").page.select(f"a[href*='state={state}']"):
        return int(re.sub(r"\D", "", tag.get_text()))
    return 0


def test_an_appeal_is_not_examined_by_anyone_involved_before(house: Any) -> None:
    with house.app_context():
        appeal = db.session.scalars(select(Appeal).where(Appeal.state == "under_examination")).first()
        panellist = db.session.scalars(select(AppealPanelist).where(AppealPanelist.appeal_id == appeal.id)).first()
        seated = db.session.get_one(Person, panellist.person_id)
        assert not refused(seated, appeal, "dismiss")
        decider = db.session.scalars(select(Decision).where(Decision.application_id == appeal.application_id)).first()
        panellist.person_id = decider.decided_by_id
        db.session.flush()
        judge = db.session.get_one(Person, decider.decided_by_id)
        assert refused(judge, appeal, "uphold", "uphold_partly", "dismiss")
        assert facts_of(db.session(), appeal).panel_conflicted


def test_a_beneficiary_sees_its_missions_and_nothing_else(house: Any, people: dict[str, Any]) -> None:
    reached = {rule for rule, path in rules(house, "GET") if _status(people["beneficiary"], path) == 200}
    private = {
        rule for rule in reached if rule.startswith(("/cases", "/documents", "/accreditations", "/people", "/audit"))
    }
    assert private == set()
    assert "/missions" in reached


def _status(browser: Any, path: str) -> int:
    answer = browser.client.get(path)
    answer.close()
    return int(answer.status_code)


@pytest.mark.parametrize("role", [Role.DONOR, Role.VICE_CHAIR])
def test_figures_carry_no_personal_datum_in_any_byte(
    house: Any, people: dict[str, Any], secrets: list[str], role: Role
) -> None:
    browser = people[role.value]
    with house.app_context():
        me = holder_of(role)
        own = {me.email, me.display_name, f"{me.first_family_name} {me.second_family_name}"}
        numbers = list(db.session.scalars(select(Application.number)))
    others = [secret for secret in secrets if secret not in own and len(secret) > 6]
    for rule, path in rules(house, "GET"):
        if rule.startswith(("/demo", "/static", "/verify")):
            continue
        answer = browser.client.get(path, follow_redirects=True)
        sent = answer.get_data()
        assert [secret for secret in (*others, *numbers) if secret.encode() in sent] == [], path
    figures = browser.open("/figures").text
    assert re.search(r"\d", figures)


def test_the_system_administrator_reads_no_file_no_score_and_no_case(house: Any, people: dict[str, Any]) -> None:
    browser = people["administrator"]
    reached = {rule for rule, path in rules(house, "GET") if _status(browser, path) == 200}
    closed = (
        "/cases",
        "/documents",
        "/missions/<",
        "/workshops",
        "/accreditations",
        "/certificates/<",
        "/appeals",
        "/audit",
    )
    assert {rule for rule in reached if rule.startswith(closed)} == set()
    assert {"/people", "/jobs", "/standing-data"} <= reached
    with house.app_context():
        person = holder_of(Role.ADMINISTRATOR)
        for application in db.session.scalars(select(Application)):
            assert not allowed(person, application)


def test_the_auditor_reads_everything_and_each_reading_is_on_record(house: Any, people: dict[str, Any]) -> None:
    browser = people["auditor"]
    with house.app_context():
        auditor = holder_of(Role.AUDITOR).id
    wanted = (
        "/cases",
        "/missions",
        "/workshops",
        "/accreditations",
        "/certificates/",
        "/appeals",
        "/documents",
        "/audit",
    )
    read = []
    for rule, path in rules(house, "GET"):
        before = _readings(house, auditor)
        status = _status(browser, path)
        if status == 200 and house.view_functions[_endpoint(house, rule)].access.kind != "public":
            assert _readings(house, auditor) == before + 1, f"reading {path} left no trace"
            read.append(rule)
    missing = [one for one in wanted if not any(rule.startswith(one) for rule in read)]
    assert missing == []
    assert {"/cases/<number>/dossier", "/cases/<number>/evidence", "/people", "/figures"} <= set(read)


def _readings(house: Any, person_id: Any) -> int:
    with house.app_context():
        query = select(func.count()).select_from(ReadingReceipt).where(ReadingReceipt.person_id == person_id)
        return int(db.session.scalar(query) or 0)


def _endpoint(house: Any, rule: str) -> str:
    return str(next(one.endpoint for one in house.url_map.iter_rules() if one.rule == rule and "GET" in one.methods))


@pytest.mark.long
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DONOR, Role.VICE_CHAIR])
def test_whoever_only_looks_changes_nothing(house: Any, people: dict[str, Any], role: Role) -> None:
    browser = people[role.value]
    token = token_of(browser)
    with house.app_context():
        before = changes()
    for rule, path in rules(house, "POST"):
        if is_ones_own(rule):
            continue
        answer = browser.client.post(path, data={"csrf_token": token, "seen_version": "1", "name": "hold"})
        assert answer.status_code in (403, 404, 409), f"POST {path} by {role}: {answer.status_code}"
    with house.app_context():
        assert changes() == before
        person = holder_of(role)
        for table in (Application, Certificate, Accreditation, Appeal):
            for subject in {row.state: row for row in db.session.scalars(select(table))}.values():
                assert refused(person, subject, *(step.name for step in _lifecycle(subject).transitions))


def test_the_liaison_confirms_the_decision_reference_and_nobody_else_does(house: Any, people: dict[str, Any]) -> None:
    with house.app_context():
        held = db.session.scalars(select(Accreditation).where(Accreditation.state == "active")).first()
        address = held.public_id
    reference = {"reference": "WCO/2026/0042"}
    for name, browser in people.items():
        if name in ("nobody", "wco_liaison"):
            continue
        answer = browser.client.post(
            f"/accreditations/{address}/wco", data={"csrf_token": token_of(browser), **reference}
        )
        assert answer.status_code == 404, name
    liaison = people["wco_liaison"].open("/tasks")
    assert f"/accreditations/{address}" in str(liaison.page)
    liaison.open(f"/accreditations/{address}").submit("/wco", reference="WCO/2026/0042")
    assert f"/accreditations/{address}" not in str(liaison.open("/tasks").page)
    with house.app_context():
        held = db.session.scalars(select(Accreditation).where(Accreditation.public_id == address)).one()
        assert held.wco_decision_reference == "WCO/2026/0042"
        assert held.wco_confirmed_by_id == holder_of(Role.WCO_LIAISON).id


def test_nobody_grants_a_role_to_themselves_or_without_the_right(house: Any) -> None:
    from accreditation.people.granting import grant_role

    with house.app_context():
        session = db.session()
        for role in Role:
            person, other = holder_of(role), the_case().applicant
            actor = actor_of(session, person)
            with pytest.raises((NotPermitted, TransitionRefused)):
                grant_role(session, actor, person, Role.ROCB_HEAD, Scope.REGION, person.region_id)
            if role not in (Role.ADMINISTRATOR, Role.ROCB_HEAD):
                with pytest.raises(NotPermitted):
                    grant_role(session, actor, other, Role.ROCB_HEAD, Scope.REGION, person.region_id)


def test_the_public_browses_no_people(house: Any, people: dict[str, Any], secrets: list[str]) -> None:
    for rule, path in rules(house, "GET"):
        if rule.startswith("/demo"):
            continue
        sent = people["nobody"].client.get(path).get_data()
        assert [secret for secret in secrets if len(secret) > 6 and secret.encode() in sent] == [], path
