"""Reviewers of a whole call: proposed, changed by hand, applied or refused; declined, handed over, replaced."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.notifications.asked_reviewers import remind_reviewers
from accreditation.notifications.mail_folder import list_messages
from accreditation.people.actor import actor_of
from accreditation.people.models import Deputy, Interest, Person, RoleGrant
from accreditation.reviews.assigning.models import AssignmentProposal, ProposedReview, ReviewerProfile
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import conflicts_of
from accreditation.schemes.models import Call
from accreditation.switchboard import connect_all
from accreditation.tasks import tasks_of
from accreditation.worker import run_until_idle
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker

OFFICER, HEAD = "oficial@demo.example", "direccion@demo.example"


@pytest.fixture
def call(peopled: Any) -> Iterator[tuple[Any, str]]:
    """The app and the reference of a call with a case in screening."""
    with clock.at(staging.TODAY):
        with peopled.app_context():
            connect_all()
            query = select(Call.reference).join(Application, Application.call_id == Call.id)
            reference = db.session.scalars(query.where(Application.state == S.SCREENING).limit(1)).one()
            db.session.remove()
        yield peopled, str(reference)


def proposed(app: Any, reference: str, email: str = OFFICER) -> Walker:
    """A fresh proposal, worked out."""
    officer = Walker(app, email, "en").open(f"/office/calls/{reference}/assignment?lang=en")
    press(officer, "act", "propose")
    assert "being worked out" in officer.text
    assert officer.answer.headers["Refresh"]
    run_until_idle(app)
    return officer.open(f"/office/calls/{reference}/assignment")


def rows(app: Any) -> list[tuple[str, str, bool]]:
    """Case, reviewer's address, locked, of the proposal in hand."""
    with app.app_context():
        query = (
            select(Application.number, Person.email, ProposedReview.is_locked)
            .join(ProposedReview, ProposedReview.application_id == Application.id)
            .join(Person, Person.id == ProposedReview.reviewer_id)
            .join(AssignmentProposal, AssignmentProposal.id == ProposedReview.proposal_id)
            .where(AssignmentProposal.discarded_at.is_(None), AssignmentProposal.applied_at.is_(None))
        )
        return sorted(tuple(row) for row in db.session.execute(query))


def assigned_in(number: str) -> int:
    query = select(func.count()).select_from(ReviewAssignment).join(Application).where(Application.number == number)
    return db.session.scalar(query) or 0


def press(walker: Walker, name: str, value: str) -> Walker:
    """Presses the button of that name and value."""
    button = walker.page.select_one(f'main form button[name="{name}"][value="{value}"]')
    assert button is not None, walker.text[:500]
    walker.send(button.find_parent("form"), {name: value})
    return walker


def test_a_proposal_is_looked_at_and_applied_and_nobody_is_mailed(call: tuple[Any, str], tmp_path: Any) -> None:
    app, reference = call
    officer = proposed(app, reference)
    chosen = rows(app)
    assert chosen
    assert "No proposal can cost less than" in officer.text
    assert all(number in officer.text for number, _email, _locked in chosen)
    with app.app_context():
        assert assigned_in(chosen[0][0]) == 0
    before = len(list_messages(tmp_path / "mail"))
    press(officer, "act", "apply")
    run_until_idle(app)
    with app.app_context():
        for number, email, _locked in chosen:
            query = select(ReviewAssignment).join(Application).join(ReviewAssignment.reviewer)
            row = db.session.scalars(query.where(Application.number == number, Person.email == email)).one()
            assert row.ended_at is None and row.asked_at is not None
            assert conflicts_of(db.session(), row.application, row.reviewer) is None
    assert len(list_messages(tmp_path / "mail")) == before


def test_what_is_locked_stays_and_what_was_discarded_assigns_nobody(call: tuple[Any, str]) -> None:
    app, reference = call
    officer = proposed(app, reference)
    number, email, _locked = rows(app)[0]
    officer.open(f"/office/calls/{reference}/assignment/{number}")
    first = officer.page.select_one('main button[name="lock"]')
    press(officer, "lock", str(first["value"]))
    locked = next(row for row in rows(app) if row[2])
    officer.open(f"/office/calls/{reference}/assignment")
    press(officer, "act", "propose")
    run_until_idle(app)
    assert locked in rows(app)
    officer.open(f"/office/calls/{reference}/assignment")
    press(officer, "act", "discard")
    assert rows(app) == []
    with app.app_context():
        assert assigned_in(number) == 0


def test_a_conflict_that_came_up_since_is_named_and_nobody_is_assigned(call: tuple[Any, str]) -> None:
    app, reference = call
    officer = proposed(app, reference)
    number, email, _locked = rows(app)[0]
    with app.app_context():
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        tie = {"person_id": person.id, "other_id": case.applicant_id, "kind": "relative"}
        db.session.add(Interest(region_id=case.region_id, declared_by_id=person.id, **tie))
        db.session.commit()
        name = person.display_name
    press(officer, "act", "apply")
    assert officer.status == 409
    assert f"Something stands against {name} in {number} now." in officer.text
    with app.app_context():
        assert assigned_in(number) == 0


def test_an_officer_with_an_interest_sees_and_counts_the_case_nowhere(call: tuple[Any, str]) -> None:
    app, reference = call
    officer = proposed(app, reference)
    number = rows(app)[0][0]
    with app.app_context():
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        mine = db.session.scalars(select(Person).where(Person.email == OFFICER)).one()
        tie = {"person_id": mine.id, "other_id": case.applicant_id, "kind": "relative"}
        db.session.add(Interest(region_id=case.region_id, declared_by_id=mine.id, **tie))
        db.session.commit()
        name = case.applicant.display_name
    officer.open(f"/office/calls/{reference}/assignment")
    assert number not in officer.text and name not in officer.text
    officer.open(f"/office/calls/{reference}/assignment/{number}", expect=404)
    head = proposed(app, reference, HEAD)
    assert number in head.text


@pytest.fixture
def asked(peopled: Any) -> Iterator[tuple[Any, str, str]]:
    """The app, a case under review, and a reviewer who has not opened it."""
    with clock.at(staging.TODAY):
        with peopled.app_context():
            connect_all()
            query = (
                select(ReviewAssignment)
                .join(Application)
                .where(
                    Application.state == S.UNDER_REVIEW,
                    ReviewAssignment.ended_at.is_(None),
                    ReviewAssignment.declared_at.is_(None),
                )
            )
            row = db.session.scalars(query.order_by(ReviewAssignment.id)).first()
            found = peopled, row.application.number, row.reviewer.email
        yield found


def tasks_called(app: Any, email: str, errand: str) -> list[str]:
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        return [
            task.address for task in tasks_of(db.session(), actor_of(db.session(), person)) if task.errand == errand
        ]


def mailed(tmp_path: Any, subject: str) -> list[str]:
    return sorted(mail.to for mail in list_messages(tmp_path / "mail") if subject in mail.subject)


def test_a_reviewer_declines_with_a_reason_and_the_office_is_offered_somebody(
    asked: tuple[Any, str, str], tmp_path: Any
) -> None:
    app, number, email = asked
    assert number not in tasks_called(app, OFFICER, "ask_another_reviewer")
    reviewer = Walker(app, email, "en").open(f"/cases/{number}/review/step-back?lang=en")
    reviewer.submit(having="reason", expect=422, act="decline", note="So much to do")
    assert "Choose a reason." in reviewer.errors and "So much to do" in reviewer.answer.get_data(as_text=True)
    reviewer.submit(having="reason", act="decline", reason="no_time", note="So much to do")
    reviewer.open(f"/cases/{number}/review", expect=404)
    assert number in tasks_called(app, OFFICER, "ask_another_reviewer")
    officer = Walker(app, OFFICER, "en").open(f"/cases/{number}/reviewers?lang=en")
    assert "Has declined" in officer.text and "So much to do" in officer.text
    assert "I have no time within this period." in officer.text
    offered = officer.page.select("main input[name=reviewer][checked]")
    assert len(offered) == 1 and "Suggested" in str(offered[0].parent)
    officer.submit(having="reviewer", reviewer=str(offered[0]["value"]))
    with app.app_context():
        query = select(ReviewAssignment).join(Application).where(Application.number == number)
        standing = [row for row in db.session.scalars(query) if row.ended_at is None]
        assert len(standing) == 2 and email not in {row.reviewer.email for row in standing}
        newcomer = max(standing, key=lambda row: row.asked_at or row.created_at).reviewer.email
    assert number not in tasks_called(app, OFFICER, "ask_another_reviewer")
    run_until_idle(app)
    assert mailed(tmp_path, number) == [newcomer]


def test_whoever_does_not_answer_is_reminded_three_times_and_nobody_who_did(
    asked: tuple[Any, str, str], tmp_path: Any
) -> None:
    app, number, email = asked
    with app.app_context(), writing():
        query = select(ReviewAssignment).join(Application).where(Application.number == number)
        for row in db.session.scalars(query):
            row.asked_at = clock.now()
            row.declared_at = None if row.reviewer.email == email else clock.now()
        db.session.commit()
    for day in range(0, 40, 2):
        with clock.at(staging.TODAY + timedelta(days=day)), app.app_context():
            remind_reviewers(sessionmaker(db.engine))
            remind_reviewers(sessionmaker(db.engine))
            run_until_idle(app)
    assert mailed(tmp_path, number) == [email] * 3


def _stand_in(app: Any, email: str, number: str, able: Callable[[Any, Person], bool]) -> str:
    """Names as deputy of the reviewer somebody for whom `able` holds in the case."""
    with app.app_context():
        session = db.session()
        case = session.scalars(select(Application).where(Application.number == number)).one()
        grant = session.scalars(
            select(RoleGrant)
            .join(Person, Person.id == RoleGrant.person_id)
            .where(Person.email == email, RoleGrant.role == Role.REVIEWER)
        ).one()
        there = set(
            session.scalars(select(ReviewAssignment.reviewer_id).where(ReviewAssignment.application_id == case.id))
        )
        others = (
            select(Person)
            .where(Person.region_id == case.region_id, Person.email.like("%@demo.example"))
            .order_by(Person.email)
        )
        person = next(each for each in session.scalars(others) if each.id not in there and able(case, each))
        session.add(Deputy(grant_id=grant.id, person_id=person.id, starts_on=clock.today(), ends_on=clock.today()))
        session.commit()
        return str(person.email)


def test_a_deputy_inherits_the_task_and_signs_afresh(asked: tuple[Any, str, str]) -> None:
    app, number, email = asked
    with app.app_context():
        deputy = _stand_in(app, email, number, lambda case, each: conflicts_of(db.session(), case, each) is None)
    reviewer = Walker(app, email, "en").open(f"/cases/{number}/review/step-back?lang=en")
    choice = reviewer.page.select('#deputy option[value]:not([value=""])')
    reviewer.submit(having="deputy", act="hand_over", deputy=choice[0]["value"])
    with app.app_context():
        query = select(ReviewAssignment).join(ReviewAssignment.reviewer).join(ReviewAssignment.application)
        row = db.session.scalars(query.where(Application.number == number, Person.email == deputy)).one()
        assert row.declared_at is None and row.scores == [] and row.handed_over_by.email == email
    assert "Before the dossier opens" in Walker(app, deputy, "en").open(f"/cases/{number}/review?lang=en").text


def test_a_deputy_with_a_conflict_is_refused_without_saying_which(asked: tuple[Any, str, str]) -> None:
    app, number, email = asked
    with app.app_context():
        _stand_in(
            app,
            email,
            number,
            lambda case, each: each.id != case.applicant_id and each.administration_id == case.administration_id,
        )
    reviewer = Walker(app, email, "en").open(f"/cases/{number}/review/step-back?lang=en")
    choice = reviewer.page.select('#deputy option[value]:not([value=""])')
    reviewer.submit(having="deputy", expect=422, act="hand_over", deputy=choice[0]["value"])
    assert reviewer.errors and "administration" not in " ".join(reviewer.errors)


def test_a_reviewer_says_what_to_take_on_and_wrong_days_are_kept_beside_their_field(call: tuple[Any, str]) -> None:
    app, _reference = call
    mine = Walker(app, "revisor@demo.example", "en").open("/reviews/profile?lang=en")
    mine.submit(having="ceiling", act="profile", ceiling="77", expect=422)
    assert "Give a number from 0 to 60." in mine.errors
    mine.submit(having="ceiling", act="profile", ceiling="7")
    with app.app_context():
        query = select(ReviewerProfile.ceiling).join(Person).where(Person.email == "revisor@demo.example")
        assert db.session.scalars(query).one() == 7
