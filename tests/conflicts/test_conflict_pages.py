"""Pages of conflicts, by a browser without script: weighing, forged posts, the check before inviting, and the secrecy of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select, text

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.conflicts.models import ConflictDismissal
from accreditation.extensions import db
from accreditation.people.models import Interest, Person
from accreditation.reviews.declaration_models import InterestStatement
from accreditation.reviews.models import ReviewAssignment
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.conflicts.conftest import HEAD, OFFICER, Desk, desk_of
from tests.walker import Walker

AUDITOR = "auditoria@demo.example"


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def _prepare(app: Any, prepare: Callable[[Desk], Any]) -> Any:
    """Does something to the first case under review, keeps it, and tells what `prepare` returns."""
    steps = desk_of(app)
    desk = next(steps)
    told = prepare(desk)
    desk.session.commit()
    for _ in steps:
        pass
    return told


def _reviewer(desk: Desk, state: S = S.UNDER_REVIEW, *, in_already: bool = False) -> ReviewAssignment:
    query = (
        select(ReviewAssignment)
        .join(Application)
        .where(
            Application.state == state,
            ReviewAssignment.ended_at.is_(None),
            ReviewAssignment.handed_in_at.is_not(None) if in_already else ReviewAssignment.handed_in_at.is_(None),
        )
    )
    assignment = desk.session.scalars(query.order_by(ReviewAssignment.id)).first()
    assert assignment is not None
    desk.case, desk.stranger = assignment.application, assignment.reviewer
    return assignment


def _with_workshop(desk: Desk) -> tuple[str, str]:
    _reviewer(desk)
    desk.workshop()
    return desk.case.number, desk.stranger.public_id


def test_the_office_dismisses_and_takes_back(house: Any, walk: Any) -> None:
    number, _ = _prepare(house, _with_workshop)
    officer = walk(house, OFFICER, lang="en")
    assert number in officer.open("/conflicts").text
    assert officer.open(f"/cases/{number}").page.select(f"a[href$='{number}/conflicts']")
    officer.open(f"/cases/{number}/conflicts")
    assert "trained the applicant in the workshop" in officer.text
    officer.submit("conflicts", having="kind", expect=422, reason="")
    assert "Say why. The record needs it." in officer.text
    officer.submit("conflicts", having="kind", reason="Two days in 2026, no assessment.")
    assert "Two days in 2026, no assessment." in officer.text
    assert number not in officer.open("/conflicts").text
    officer.open(f"/cases/{number}/conflicts").submit("conflicts", having="dismissal")
    assert "Dismissal taken back" in officer.text and number in officer.open("/conflicts").text


def test_forged_posts_dismiss_nothing(house: Any, walk: Any) -> None:
    def prepare(desk: Desk) -> tuple[str, str, str, str]:
        _reviewer(desk)
        desk.workshop()
        tie = desk.ties("relative")
        other = desk.session.scalars(select(Application).where(Application.state == S.SCREENING)).first()
        assert other is not None
        return desk.case.number, desk.stranger.public_id, tie.public_id, other.number

    number, person, tie, other = _prepare(house, prepare)
    officer = walk(house, OFFICER, lang="en").open(f"/cases/{number}/conflicts")
    form = officer.form("conflicts", having="kind")
    hard = {"kind": "declared", "evidence": tie, "reason": "Because."}
    for forged in (
        hard,
        {"kind": "administration", "evidence": "GT", "reason": "Because."},
        {"act": "void", "reason": "Because."},
        {"act": "take_back", "dismissal": "nothing", "reason": "x"},
        {"act": "everything"},
        {"person": "nobody", "reason": "x"},
    ):
        officer.send(form, forged)
        assert officer.status in (404, 409, 422), forged
        officer.open(f"/cases/{number}/conflicts")
        form = officer.form("conflicts", having="kind")
    form["action"] = f"/cases/{other}/conflicts"
    assert officer.send(form, {"reason": "x"}).status == 404
    with house.app_context():
        assert db.session.scalars(select(ConflictDismissal)).all() == []
        assert db.session.scalars(select(Interest).where(Interest.public_id == tie)).one().dismissed_at is None


def test_the_statement_is_signed_before_the_file_opens(house: Any, walk: Any) -> None:
    def prepare(desk: Desk) -> tuple[str, str]:
        assignment = _reviewer(desk)
        assignment.declared_at = None
        return desk.case.number, desk.stranger.email

    number, email = _prepare(house, prepare)
    reviewer = walk(house, email, lang="en").open(f"/cases/{number}/review")
    assert "I declare that I have no family tie" in reviewer.text and not reviewer.page.select("[name^=score]")
    reviewer.submit("declaration", having="kind", expect=422)
    assert "Say which tie it is." in reviewer.text
    reviewer.open(f"/cases/{number}/review")
    reviewer.send(_signing(reviewer), {"answer": "none"})
    assert reviewer.page.select("[name^=score]")
    with house.app_context():
        row = db.session.scalars(select(InterestStatement).order_by(InterestStatement.signed_at.desc())).first()
        assert row.person.email == email and row.locale == "en" and row.words.startswith("I declare that I have no")


def _signing(walker: Walker) -> Any:
    return next(form for form in walker.page.select("form[action$=declaration]") if not form.select("[name=kind]"))


def test_stepping_back_closes_the_file(house: Any, walk: Any) -> None:
    def prepare(desk: Desk) -> tuple[str, str]:
        assignment = _reviewer(desk)
        assignment.declared_at = None
        return desk.case.number, desk.stranger.email

    number, email = _prepare(house, prepare)
    reviewer = walk(house, email, lang="en").open(f"/cases/{number}/review")
    reviewer.submit("declaration", having="kind", kind="relative", note="My cousin.")
    assert number not in reviewer.text
    for path in ("", "/review", "/dossier", "/interest"):
        assert reviewer.open(f"/cases/{number}{path}", expect=404)
    assert "My cousin." in walk(house, OFFICER, lang="en").open(f"/cases/{number}/conflicts").text


def test_late_after_the_scores_are_in(house: Any, walk: Any) -> None:
    """The reviewer declares; the panel finds the case back in review, the applicant reads no name and no tie."""

    def prepare(desk: Desk) -> tuple[str, str, str, str]:
        _reviewer(desk, S.AWAITING_SHORTLISTING, in_already=True)
        desk.case.applicant.email = "candidata.tardia@demo.example"
        return desk.case.number, desk.stranger.email, desk.stranger.display_name, desk.case.applicant.email

    number, email, name, applicant = _prepare(house, prepare)
    reviewer = walk(house, email, lang="en").open(f"/cases/{number}/interest")
    assert "The scores that you handed in are voided" in reviewer.text
    reviewer.submit("interest", having="kind", expect=422)
    reviewer.submit("interest", having="kind", kind="relative", note="My cousin.")
    reviewer.open(f"/cases/{number}", expect=404)
    office = walk(house, OFFICER, lang="en").open(f"/cases/{number}/conflicts")
    assert f"Scores of {name} voided" in office.text and "My cousin." in office.text
    assert name not in walk(house, HEAD, lang="en").open(f"/cases/{number}/evidence").text
    for lang, noted in (("es", "un conflicto de intereses que se descubrió tarde"), ("en", "found late")):
        assert noted in walk(house, OFFICER, lang=lang).open(f"/cases/{number}").text
        assert noted in walk(house, AUDITOR, lang=lang).open("/audit").text
    own = walk(house, applicant, lang="en").open(f"/applications/{number}")
    assert "conflict" not in own.text.lower() and name not in own.text and "cousin" not in own.text


def test_after_publication_the_page_says_what_can_be_done(house: Any, walk: Any) -> None:
    def prepare(desk: Desk) -> str:
        _reviewer(desk, S.PRE_ACCREDITED, in_already=True)
        desk.ties("relative")
        return desk.case.number

    number = _prepare(house, prepare)
    office = walk(house, OFFICER, lang="en").open(f"/cases/{number}/conflicts")
    office.submit("conflicts", having="seen_version", reason="A letter says so.")
    assert "A published decision rests on scores that were voided since" in office.text


def test_what_if_before_inviting(house: Any, walk: Any) -> None:
    def prepare(desk: Desk) -> tuple[str, str, str]:
        desk.workshop()
        return desk.case.number, desk.stranger.public_id, desk.case.call.reference

    number, person, reference = _prepare(house, prepare)
    officer = walk(house, OFFICER, lang="en")
    officer.open("/conflicts/check?q=zenobia quiroga")
    assert "Zenobia Quiroga Altamar" in officer.text and number in officer.text
    assert "trained the applicant in the workshop" in officer.text
    officer.open(f"/conflicts/check?person={person}&call={reference}&case={number}")
    assert "Could review 0 of 1" in officer.text
    assert "There is no such case." in officer.open(f"/conflicts/check?person={person}&case=NO-1").text
    with house.app_context():
        assert db.session.scalars(select(ConflictDismissal)).all() == []


def _answers(officer: Walker, person: str, paths: tuple[str, ...]) -> list[str]:
    return [
        officer.open(path.format(person=person)).page.select_one("main").get_text(" ", strip=True) for path in paths
    ]


def test_an_officer_with_an_interest_reads_as_if_the_case_did_not_exist(house: Any, walk: Any) -> None:
    """Two worlds: in one the case is a draft that nobody sees, in the other the officer is tied to its applicant."""
    paths = ("/conflicts", "/conflicts/check?person={person}", "/conflicts/check?q=zenobia")

    def prepare(desk: Desk) -> tuple[str, str, Any, Any]:
        _reviewer(desk)
        desk.workshop()
        stranger = desk.session.scalars(select(Person).where(Person.email == "nadie.conocida@demo.example")).one()
        desk.ties("colleague", person_id=stranger.id)
        tie = desk.ties("relative", person_id=desk.person(OFFICER).id)
        return desk.case.number, stranger.public_id, desk.case.id, tie.id

    number, person, case_id, tie_id = _prepare(house, prepare)
    officer = walk(house, OFFICER, lang="en")
    tied = _answers(officer, person, paths)
    officer.open(f"/cases/{number}/conflicts", expect=404)
    assert all(number not in text for text in tied)
    assert "There is no such case." in officer.open(f"/conflicts/check?person={person}&case={number}").text
    with house.app_context():
        db.session.execute(delete(Interest).where(Interest.id == tie_id))
        db.session.execute(text("UPDATE application SET state = 'draft' WHERE id = :id"), {"id": case_id.hex})
        db.session.commit()
    assert _answers(officer, person, paths) == tied


def test_nobody_checks_or_weighs_those_close_to_them(house: Any, walk: Any) -> None:
    def prepare(desk: Desk) -> tuple[str, str]:
        _reviewer(desk)
        desk.workshop()
        desk.ties("relative", person_id=desk.person(OFFICER).id, other_id=desk.stranger.id)
        return desk.case.number, desk.stranger.public_id

    number, person = _prepare(house, prepare)
    officer = walk(house, OFFICER, lang="en")
    assert "You are close to this person" in officer.open(f"/cases/{number}/conflicts").text
    assert "trained the applicant" not in officer.text
    officer.open(f"/conflicts/check?person={person}", expect=404)
    assert number not in officer.open("/conflicts").text
    assert number in walk(house, HEAD, lang="en").open("/conflicts").text


def test_the_pages_ask_as_often_for_many_cases_as_for_one(house: Any, walk: Any, query_count: Any) -> None:
    number, person = _prepare(house, lambda desk: (desk.case.number, desk.stranger.public_id))
    officer = walk(house, OFFICER, lang="en")

    def asked(path: str) -> int:
        officer.open(path)
        return int(query_count(house, lambda: officer.open(path)))

    one, every = (asked(f"/conflicts/check?person={person}{more}") for more in (f"&case={number}", ""))
    assert every <= one + 2
    none = asked("/conflicts")
    with house.app_context():
        for row in db.session.scalars(select(ReviewAssignment).where(ReviewAssignment.ended_at.is_(None))).all():
            pair = {"person_id": row.reviewer_id, "other_id": row.application.applicant_id}
            db.session.add(Interest(region_id=row.region_id, kind="relative", **pair))
        db.session.commit()
    assert asked("/conflicts") <= none + 2 and len(officer.page.select("main tbody tr")) > 3
