"""What is asked item by item opens exactly that section or place; the office judges each answer; the clock stands still."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application, Section
from accreditation.applications.request_models import InformationItem
from accreditation.extensions import db
from accreditation.region.calendar import holidays_of
from accreditation.workflow.deadlines import working_days_left
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker
from tests.web.applicant import a_file

OFFICER = "oficial@demo.example"


def case(app: Any, number: str) -> Application:
    return db.session.scalars(select(Application).where(Application.number == number)).one()


def days_left(app: Any, number: str) -> int:
    """Working days until the deadline of the case."""
    with app.app_context():
        row = case(app, number)
        return working_days_left(clock.now(), row.due_at, holidays_of(db.session(), row.region_id))


@pytest.fixture
def reviewed(peopled: Any) -> Iterator[tuple[Any, Walker, Walker, str]]:
    """A case under review, its officer and its applicant."""
    with clock.at(staging.TODAY), peopled.app_context():
        query = select(Application).where(Application.state == S.UNDER_REVIEW).order_by(Application.number)
        row = db.session.scalars(query).first()
        number, email = row.number, "revisada@demo.example"
        row.applicant.email = email
        db.session.commit()
    with clock.at(staging.TODAY):
        yield peopled, Walker(peopled, OFFICER, "en"), Walker(peopled, email, "en"), number


def ask(officer: Walker, number: str, *items: tuple[str, str]) -> None:
    officer.open(f"/cases/{number}/ask?lang=en")
    for about, question in items:
        officer.submit(having="about", about=about, question=question)
    officer.send(next(form for form in officer.page.select("main form") if form.select_one('button[value="send"]')),
                 {"act": "send"})  # fmt: skip
    assert officer.status == 200


def send(applicant: Walker, number: str, **typed: str) -> Walker:
    applicant.open(f"/applications/{number}?lang=en")
    return applicant.send(applicant.form("/answers"), {"act": "send", **typed})


def test_exactly_what_is_asked_about_opens(reviewed: Any) -> None:
    app, officer, applicant, number = reviewed
    applicant.open(f"/applications/{number}/sections/motivation", expect=404)
    applicant.open(f"/applications/{number}/documents", expect=404)
    with app.app_context():
        places = [entry["key"] for entry in case(app, number).scheme.documents]
    ask(
        officer,
        number,
        ("section:identity", "Which is your second name?"),
        (f"document:{places[0]}", "The page is cut."),
    )
    applicant.open(f"/applications/{number}?lang=en")
    assert "Which is your second name?" in applicant.text and "Open this section" in applicant.text
    applicant.open(f"/applications/{number}/sections/identity")
    for other in ("contact", "employment", "declarations"):
        applicant.open(f"/applications/{number}/sections/{other}", expect=404)
    applicant.open(f"/applications/{number}/documents")
    assert [tag["id"] for tag in applicant.page.select("section.slot")] == [f"slot-{places[0]}"]
    form = applicant.form("/documents", having="kind")
    applicant.send(form, {"kind": places[1], "file": a_file(), "language": "es"})
    assert applicant.status in (403, 404)


def test_a_section_written_again_and_a_file_are_answers_and_the_office_sees_the_change(reviewed: Any) -> None:
    app, officer, applicant, number = reviewed
    with app.app_context():
        places = [entry["key"] for entry in case(app, number).scheme.documents]
    ask(
        officer,
        number,
        ("section:identity", "Which is your second name?"),
        (f"document:{places[0]}", "The page is cut."),
    )
    assert send(applicant, number).status == 422 and "2 items are unanswered" in " ".join(applicant.errors)
    applicant.open(f"/applications/{number}/sections/identity")
    applicant.submit("/sections/identity", given_names="Ana Consuelo", act="continue")
    applicant.open(f"/applications/{number}/documents")
    applicant.submit("/documents", having="kind", file=a_file(), language="es")
    assert send(applicant, number).status == 200 and "Your answers are sent." in applicant.text
    officer.open(f"/cases/{number}/ask?lang=en")
    assert "Ana Consuelo" in officer.text and "curriculum.pdf" in officer.text
    accepting = next(form for form in officer.page.select("main form") if form.select_one('button[value^="accept-"]'))
    officer.send(accepting, {"act": accepting.select_one("button")["value"]})
    again = next(form for form in officer.page.select("main form") if form.select_one('button[value^="again-"]'))
    officer.send(again, {"act": again.select_one("button")["value"], "question": "Still cut on the right."})
    assert "Accepted" in officer.text and "Asked again" in officer.text and "Still cut on the right." in officer.text
    with app.app_context():
        item = db.session.scalars(select(InformationItem).order_by(InformationItem.id.desc())).first()
        assert (item.concerns, item.about, item.question) == ("document", places[0], "Still cut on the right.")
    assert "Ana Consuelo" in officer.open(f"/cases/{number}/dossier").text


def test_words_alone_answer_too_and_nothing_typed_is_lost(reviewed: Any) -> None:
    app, officer, applicant, number = reviewed
    ask(officer, number, ("section:identity", "Which name?"), ("", "Are you free in May?"))
    with app.app_context():
        items = {row.question: row.public_id for row in db.session.scalars(select(InformationItem))}
    refused = send(applicant, number, **{items["Are you free in May?"]: "Yes, all of it."})
    assert refused.status == 422 and "1 item is unanswered" in " ".join(refused.errors)
    assert "Yes, all of it." in applicant.open(f"/applications/{number}").text
    assert send(applicant, number, **{items["Which name?"]: "It is right as it stands."}).status == 200
    assert "Your answers are sent." in applicant.text


def test_nothing_is_asked_about_what_the_case_does_not_have(reviewed: Any) -> None:
    _, officer, _, number = reviewed
    officer.open(f"/cases/{number}/ask?lang=en")
    officer.submit(having="about", about="section:shoe_size", question="Which?", expect=422)
    assert "no such section" in officer.text


def test_a_section_left_half_done_is_no_answer(reviewed: Any) -> None:
    app, officer, applicant, number = reviewed
    ask(officer, number, ("section:identity", "Which name?"))
    applicant.open(f"/applications/{number}/sections/identity")
    applicant.submit("/sections/identity", given_names="", act="later")
    with app.app_context():
        public_id = db.session.scalars(select(InformationItem.public_id)).first()
        section = db.session.scalars(
            select(Section).where(Section.application_id == case(app, number).id, Section.key == "identity")
        ).one()
        assert not section.is_complete
    assert send(applicant, number, **{public_id: "Later."}).status == 422


def test_the_clock_stands_still_while_the_applicant_is_asked(reviewed: Any) -> None:
    app, officer, applicant, number = reviewed
    left = days_left(app, number)
    assert left >= 2
    ask(officer, number, ("", "Are you free in May?"))
    with app.app_context():
        public_id = db.session.scalars(select(InformationItem.public_id).order_by(InformationItem.id.desc())).first()
    later = staging.TODAY + timedelta(days=6)
    with clock.at(later):
        applicant = Walker(app, "revisada@demo.example", "en")
        send(applicant, number, **{public_id: "Yes."})
        assert "Your answers are sent." in applicant.text
        assert days_left(app, number) == left


@pytest.mark.parametrize("items", [1, 30])
def test_thirty_items_cost_no_more_questions(reviewed: Any, query_count: Callable[..., int], items: int) -> None:
    app, officer, applicant, number = reviewed
    ask(officer, number, *[("", "Free in May?")])
    with app.app_context():
        first = db.session.scalars(select(InformationItem).order_by(InformationItem.id.desc())).first()
        for position in range(2, items + 1):
            db.session.add(InformationItem(request_id=first.request_id, position=position, question="And June?"))
        db.session.commit()
    path = f"/applications/{number}"
    applicant.open(path)
    assert len(applicant.page.select(".card.asked")) == items
    assert query_count(app, lambda: applicant.open(path)) <= 22


def test_days_left_are_working_days() -> None:
    friday = datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert working_days_left(friday, datetime(2026, 12, 1, 23, 59, tzinfo=UTC), frozenset()) == 2
    assert working_days_left(friday, friday - timedelta(days=2), frozenset()) == 0
