"""Decide now, publish later: nothing reaches anybody before, a dry run writes nothing, and all are published or none."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.filling.filling import fill
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.compose import Sender
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person
from accreditation.publishing import CohortRefused, publish_cohort, waiting_for_publication
from accreditation.rehearsing import rehearse
from accreditation.reviews.decisions import pending_decision, record_decision
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState
from tests import staging

HEAD, SENDER = "direccion@demo.example", Sender("https://example.org")
APPLICANT = "quien.espera@demo.example"
WORDS = "Le animamos a presentarse de nuevo."


def _head() -> Actor:
    person = db.session.scalars(select(Person).where(Person.email == HEAD)).one()
    return actor_of(db.session(), person)


def _cases() -> list[Application]:
    query = select(Application).where(Application.state == ApplicationState.AWAITING_SHORTLISTING)
    return list(db.session.scalars(query.order_by(Application.number)))


def _record(case: Application, outcome: str = "not_select") -> None:
    reasons = ["experience"] if outcome == "not_select" else []
    record_decision(
        db.session(), _head(), case, outcome, reasons=reasons, statement="Solo para el acta.", words=WORDS,
        seen_version=case.version,
    )  # fmt: skip


@pytest.fixture
def office(peopled: Any) -> Iterator[Session]:
    with clock.at(staging.TODAY), peopled.app_context():
        yield db.session()
        db.session.rollback()


def _here(*cases: Application) -> Any:
    return Application.id.in_([case.id for case in cases])


def _letters() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxRow))


def test_a_dry_run_shows_every_letter_and_leaves_no_trace(office: Session) -> None:
    case = _cases()[0]
    case.applicant.locale = "es"
    _record(case)
    office.flush()
    before = (case.version, case.history_length, _letters())
    (shown,) = rehearse(office, _head(), waiting_for_publication(office, _head(), _here(case)), SENDER)
    assert shown.state is ApplicationState.NOT_SELECTED and shown.against == ()
    (letter,) = shown.letters
    reason = case.scheme.reasons["not_selected"][0]["texts"]["es"]
    assert letter.reader.email == case.applicant.email and letter.reader.locale == "es"
    assert reason in letter.composed.text and WORDS in letter.composed.text
    assert "Solo para el acta" not in letter.composed.text and re.search(
        r"24 de diciembre de 2026", letter.composed.text
    )
    assert (case.version, case.history_length, _letters()) == before
    assert case.state is ApplicationState.AWAITING_SHORTLISTING and pending_decision(office, case) is not None


def test_one_that_cannot_be_published_keeps_all_back(office: Session) -> None:
    case = _cases()[0]
    _record(case)
    seen = {case.number: case.version, "AMS-2026-XXX-0001": 1}
    with pytest.raises(CohortRefused) as refused, office.begin_nested():
        publish_cohort(office, _head(), waiting_for_publication(office, _head(), _here(case)), seen)
    office.expire_all()
    assert case.state is ApplicationState.AWAITING_SHORTLISTING
    assert list(refused.value.by_case) == ["AMS-2026-XXX-0001"]
    with pytest.raises(CohortRefused):
        publish_cohort(
            office, _head(), waiting_for_publication(office, _head(), _here(case)), {case.number: case.version - 1}
        )


def test_where_the_person_has_an_interest_somebody_else_must(office: Session) -> None:
    case, head = _cases()[0], _head()
    _record(case)
    tie = {"region_id": case.region_id, "person_id": head.person_id, "other_id": case.applicant_id, "kind": "close"}
    office.add(Interest(**tie))
    office.flush()
    (waiting,) = waiting_for_publication(office, _head(), _here(case))
    assert not waiting.is_mine and not waiting.is_ready


def _normal(page: str) -> str:
    """Without what is different on every page: form keys and tokens."""
    return re.sub(r'(name="(?:csrf_token|form_key)" value=)"[^"]*"|nonce="[^"]*"', r"\1", page)


def test_before_it_is_published_nothing_reaches_the_person(peopled: Any, walk: Any, mailbox: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            case = _cases()[0]
            number, case.applicant.email, case.applicant.locale = case.number, APPLICANT, "es"
            db.session.commit()
        applicant, head = walk(peopled, APPLICANT, "es"), walk(peopled, HEAD, "en")
        pages = (f"/applications/{number}", "/applications", "/tasks", "/account", f"/cases/{number}")

        def seen() -> list[tuple[int, str, Any]]:
            answers = [applicant.client.get(path) for path in pages]
            return [
                (answer.status_code, _normal(answer.get_data(as_text=True)), answer.headers.get("ETag"))
                for answer in answers
            ]

        before = seen()
        head.open(f"/cases/{number}/decide?lang=en")
        head.submit(having="outcome", outcome="not_select", reasons__not_select="experience", words=WORDS)
        head.submit("/publish", act="rehearse")
        assert WORDS in head.text and "nothing was sent" in head.text
        with peopled.app_context():
            letters = _letters()
            reference = db.session.scalars(select(Application).where(Application.number == number)).one().call.reference
        after = seen()
        for (code, body, tag), (later_code, later_body, later_tag) in zip(before, after, strict=True):
            assert code == later_code and tag == later_tag
            assert _without_versions(body) == _without_versions(later_body)
        head.open(f"/office/calls/{reference}/decisions?lang=en").submit(act="rehearse")
        assert WORDS in head.text and "nothing was written" in head.text
        with peopled.app_context():
            assert _letters() == letters
        assert [_without_versions(body) for _, body, _ in seen()] == [_without_versions(body) for _, body, _ in before]
        head.submit(act="publish")
        assert "decision is published" in head.text
        told = applicant.open(f"/applications/{number}").text
        assert WORDS not in before[0][1] and WORDS in told and "Otras candidaturas" in told


def _without_versions(body: str) -> str:
    """The version in a form's hidden field guards against stale pages; it counts every change, not what it was."""
    return re.sub(r'name="seen_version" value="\d+"', "", body)


def test_a_page_that_is_out_of_date_publishes_nothing(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            case = _cases()[0]
            _record(case)
            reference, number = case.call.reference, case.number
            db.session.commit()
        head = walk(peopled, HEAD, "en").open(f"/office/calls/{reference}/decisions?lang=en")
        version = head.page.find("input", {"name": "case"})["value"].rpartition("=")[2]
        head.submit(act="publish", case=[f"{number}={int(version) - 1}"], expect=422)
        assert "Nothing was published" in head.text and number in " ".join(head.errors)


def test_sixty_at_once_in_one_transaction(staffed: Any, query_count: Any) -> None:
    """The list asks as often for sixty as for two; publishing grows by a small number of statements for each case."""
    with clock.at(staging.TODAY):
        fill(staffed, 2600, 7)
        with staffed.app_context():
            session, head = db.session(), _head()
            found = session.scalars(
                select(Application)
                .where(Application.state == ApplicationState.AWAITING_SHORTLISTING)
                .order_by(Application.number)
                .limit(60)
            ).all()
            cases = [case for case in found if pending_decision(session, case) is None]
            assert len(cases) >= 40, "fill more cases"
            for case in cases:
                _record(case)
            session.commit()
            ids = [case.id for case in cases]
            few = query_count(staffed, lambda: waiting_for_publication(session, head, Application.id.in_(ids[:2])))
            assert (
                query_count(staffed, lambda: waiting_for_publication(session, head, Application.id.in_(ids))) <= few + 2
            )
            waiting = waiting_for_publication(session, head, Application.id.in_(ids))
            seen = {each.application.number: each.application.version for each in waiting}
            asked = query_count(staffed, lambda: publish_cohort(session, head, waiting, seen))
            assert asked <= 45 * len(cases), asked / len(cases)
            session.commit()
            states = set(session.scalars(select(Application.state).where(Application.id.in_(ids))))
            assert states == {ApplicationState.NOT_SELECTED}
            db.session.remove()
