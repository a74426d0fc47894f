"""Applicant and office write to each other on the case; others do not read along, and the mail holds no text."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.message_models import CaseMessage
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.invariants import broken_rows
from accreditation.notifications.models import Message
from accreditation.people.models import Interest, Person
from accreditation.worker import run_until_idle
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker
from tests.web.applicant import walker_in

OFFICER, HEAD = "oficial@demo.example", "direccion@demo.example"
QUESTION, ANSWER = "May I send the <b>letter</b> on Monday?\nIt is signed.", "Yes, Monday is in time."


@pytest.fixture
def asked(peopled: Any) -> Iterator[tuple[Any, Walker, str]]:
    """Somebody invited to a workshop who wrote to the office."""
    with clock.at(staging.TODAY):
        applicant, number = walker_in(peopled, S.INVITED)
        applicant.open(f"/applications/{number}/messages").submit(having="text", text=QUESTION)
        yield peopled, applicant, number


def answered(app: Any, number: str, text: str = ANSWER) -> Walker:
    officer = Walker(app, OFFICER, "en").open(f"/cases/{number}/messages?lang=en")
    return officer.submit(having="text", text=text)


def test_the_office_finds_it_among_its_tasks_and_the_applicant_the_answer_at_the_start(asked: Any) -> None:
    app, applicant, number = asked
    assert "Not opened by the other side yet." in applicant.text and "<b>letter</b>" in applicant.text
    officer = Walker(app, OFFICER, "en").open("/tasks?lang=en")
    link = f"/cases/{number}/messages"
    assert link in str(officer.page) and "You answer a message." in officer.text
    with clock.at(staging.TODAY + timedelta(hours=1)):
        answered(app, number)
        assert link not in str(officer.open("/tasks").page)
        assert "The office wrote to you and waits for your answer" in applicant.open("/applications").text
        assert link in str(applicant.open("/tasks").page)
        assert "1 message you have not opened" in applicant.open(f"/applications/{number}").text
    with clock.at(staging.TODAY + timedelta(hours=2)):
        applicant.open(link)
        assert ANSWER in applicant.text and "Opened by" not in applicant.text
        assert "have not opened" not in applicant.open(f"/applications/{number}").text
    assert "Opened by the other side on" in officer.open(link).text


def test_the_applicant_reads_the_office_and_no_name_of_an_officer(asked: Any) -> None:
    app, applicant, number = asked
    answered(app, number)
    with app.app_context():
        name = db.session.scalars(select(Person).where(Person.email == OFFICER)).one().display_name
    applicant.open(f"/applications/{number}/messages")
    assert "The regional office" in applicant.text and name not in str(applicant.page)
    assert name in Walker(app, HEAD, "en").open(f"/cases/{number}/messages").text


@pytest.mark.parametrize("who", ["administracion", "auditoria", "panel", "enlace", "coordinacion", "gt.", "revision"])
def test_others_do_not_find_the_page(asked: Any, who: str) -> None:
    app, _, number = asked
    with app.app_context():
        emails = db.session.scalars(select(Person.email).order_by(Person.email)).all()
    for email in [each for each in emails if who in each.split("@")[0]][:2]:
        Walker(app, email, "en").open(f"/cases/{number}/messages", expect=404)


def test_an_officer_with_an_interest_neither_reads_nor_is_reminded(asked: Any) -> None:
    app, _, number = asked
    with app.app_context():
        officer = db.session.scalars(select(Person).where(Person.email == OFFICER)).one()
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        db.session.add(
            Interest(region_id=case.region_id, person_id=officer.id, other_id=case.applicant_id, kind="family")
        )
        db.session.commit()
    browser = Walker(app, OFFICER, "en").open("/tasks")
    assert number not in browser.text
    browser.open(f"/cases/{number}/messages", expect=404)


def test_either_side_may_say_that_no_answer_is_needed(asked: Any) -> None:
    app, applicant, number = asked
    officer = Walker(app, OFFICER, "en").open(f"/cases/{number}/messages?lang=en")
    officer.send(next(form for form in officer.page.select("main form") if form.select_one('[name="act"]')),
                 {"act": "no_answer"})  # fmt: skip
    assert officer.status == 200 and f"/cases/{number}/messages" not in str(officer.open("/tasks").page)
    answered(app, number)
    applicant.open(f"/applications/{number}/messages").submit(having="text", act="no_answer", text="")
    assert "waits for your answer" not in applicant.open("/applications").text


@pytest.mark.parametrize(("text", "said"), [("  ", "Write your message."), ("x" * 4001, "At most 4000 characters")])
def test_nothing_typed_is_lost(asked: Any, text: str, said: str) -> None:
    _, applicant, number = asked
    applicant.open(f"/applications/{number}/messages").submit(having="text", text=text, expect=422)
    assert any(said in error for error in applicant.errors)
    assert applicant.page.select_one("textarea").get_text() == text


def test_each_is_also_a_mail_without_the_text_that_cannot_be_answered(asked: Any, mailbox: Any) -> None:
    app, _, number = asked
    answered(app, number)
    run_until_idle(app)
    with app.app_context():
        sent = {row.kind: row for row in db.session.scalars(select(Message)) if row.kind.startswith("message_to_")}
    assert set(sent) == {"message_to_office", "message_to_applicant"}
    for kind, path in (("message_to_office", "cases"), ("message_to_applicant", "applications")):
        assert f"/{path}/{number}/messages" in sent[kind].body
        assert "Monday" not in sent[kind].body and "Monday" not in sent[kind].subject


def test_a_flood_is_stopped(asked: Any) -> None:
    _, applicant, number = asked
    applicant.open(f"/applications/{number}/messages")
    for _ in range(9):
        applicant.submit(having="text", text="Again")
    applicant.submit(having="text", text="Once too often", expect=429)


def test_it_is_never_edited_and_the_check_of_rows_knows_conversations(asked: Any) -> None:
    app, _, number = asked
    answered(app, number)
    with app.app_context():
        assert not list(broken_rows(db.session()))
        message = db.session.scalars(select(CaseMessage)).first()
        message.text = "Something else"
        with pytest.raises(RuntimeError, match="never edited"):
            db.session.flush()


def test_thirty_messages_are_read_in_as_many_questions_as_one(asked: Any, query_count: Callable[..., int]) -> None:
    app, applicant, number = asked
    path = f"/applications/{number}/messages"
    one = query_count(app, lambda: applicant.open(path))
    with app.app_context():
        first = db.session.scalars(select(CaseMessage)).one()
        values = {name: getattr(first, name) for name in ("region_id", "application_id", "author_id", "side", "text")}
        for minute in range(30):
            db.session.add(CaseMessage(**values, written_at=first.written_at - timedelta(minutes=minute)))
        db.session.commit()
    applicant.open(path)
    assert query_count(app, lambda: applicant.open(path)) == one
    assert len(applicant.page.select(".talk__message")) == 31
