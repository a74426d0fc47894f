"""The passport is asked after short-listing, lies sealed, and is read on one page that remembers its readers."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from accreditation import clock
from accreditation.applications.forgetting import forget_what_was_sealed, seal_again
from accreditation.applications.identity import IdentityPaper, Particulars, identity_paper_of
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.receipt_models import ReadingReceipt
from accreditation.sealing import CannotOpen, key_ring
from accreditation.worker import session_factory
from accreditation.workflow.states import SELECTED
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker
from tests.web.applicant import walker_in

NUMBER = "XQ7719904"
GIVEN = {"kind": "passport", "paper_number": "xq 7719904", "country": "GT", "expires_on": ["3", "4", "2032"]}


@pytest.fixture(autouse=True)
def _nobody_gave_one_yet(peopled: Any) -> None:
    with peopled.app_context():
        db.session.execute(delete(IdentityPaper))
        db.session.commit()


@pytest.fixture
def candidate(peopled: Any) -> Iterator[tuple[Any, Walker, str]]:
    """Somebody invited to a workshop."""
    with clock.at(staging.TODAY):
        walker, number = walker_in(peopled, S.INVITED)
        yield peopled, walker, number


def give(walker: Walker, number: str, expect: int = 200, **typed: Any) -> Walker:
    walker.open(f"/applications/{number}/identity-paper?lang=en")
    return walker.submit(having="paper_number", expect=expect, **{**GIVEN, **typed})


def test_it_is_asked_from_the_short_listing_on(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        for state in (S.DRAFT, S.INFORMATION_REQUESTED, S.INVITED, S.ON_MISSION):
            walker, number = walker_in(peopled, state)
            asked = f"/applications/{number}/identity-paper" in str(walker.page)
            assert asked == (state in SELECTED), state
            walker.open(f"/applications/{number}/identity-paper", expect=200 if asked else 404)


def test_the_candidate_sees_its_end_the_office_the_whole_and_the_readers_are_known(candidate: Any) -> None:
    app, walker, number = candidate
    give(walker, number)
    assert "904" in walker.text and NUMBER not in walker.text and "Nobody has read it yet." in walker.text
    officer = Walker(app, "oficial@demo.example", "en").open(f"/cases/{number}?lang=en")
    officer.open(f"/cases/{number}/identity-paper")
    assert NUMBER in officer.text and "Guatemala" in officer.text and "3 April 2032" in officer.text
    with app.app_context():
        read = select(ReadingReceipt.person_id).where(ReadingReceipt.what == "identity_paper")
        assert len(db.session.scalars(read).all()) == 1
    assert "Read by the regional office" in walker.open(f"/applications/{number}/identity-paper").text


@pytest.mark.parametrize("who", ["administracion", "auditoria", "panel", "enlace", "coordinacion"])
def test_others_do_not_find_the_page(candidate: Any, who: str) -> None:
    app, walker, number = candidate
    give(walker, number)
    with app.app_context():
        emails = db.session.scalars(select(Person.email)).all()
    email = next(each for each in emails if each.startswith(f"{who}@"))
    Walker(app, email, "en").open(f"/cases/{number}/identity-paper", expect=404)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"paper_number": "A1"}, "4 to 20 letters"),
        ({"paper_number": "<script>alert(1)</script>"}, "4 to 20 letters"),
        ({"country": "XX"}, "Choose the country"),
        ({"kind": "library card"}, "Choose the kind"),
        ({"expires_on": ["", "", ""]}, "expires"),
        ({"expires_on": ["1", "1", "2020"]}, "has expired"),
    ],
    ids=["short", "script", "country", "kind", "no day", "expired"],
)
def test_a_refusal_stands_beside_its_field(candidate: Any, typed: dict[str, Any], sentence: str) -> None:
    app, walker, number = candidate
    give(walker, number, expect=422, **typed)
    assert any(sentence in error for error in walker.errors), walker.errors
    with app.app_context():
        assert db.session.scalars(select(IdentityPaper)).all() == []


def test_a_paper_that_runs_out_before_the_end_of_the_workshop_warns_both(candidate: Any) -> None:
    app, walker, number = candidate
    soon = clock.today() + timedelta(days=2)
    give(walker, number, expires_on=[str(soon.day), str(soon.month), str(soon.year)])
    assert "It expires before the workshop ends" in walker.text
    officer = Walker(app, "oficial@demo.example", "en").open(f"/cases/{number}/identity-paper?lang=en")
    assert "It expires before the workshop ends" in officer.text


def test_its_number_is_in_no_table_no_log_and_no_other_page(candidate: Any, caplog: pytest.LogCaptureFixture) -> None:
    app, walker, number = candidate
    with caplog.at_level(logging.DEBUG):
        give(walker, number)
        give(walker, number, expect=422, paper_number=f"{NUMBER}-far-too-long-to-be-true")
    assert NUMBER not in caplog.text.upper()
    with app.app_context():
        for table in db.metadata.sorted_tables:
            assert NUMBER not in repr(db.session.execute(select(table)).all()), table.name
    officer = Walker(app, "oficial@demo.example", "en")
    for page in (f"/cases/{number}", f"/cases/{number}/dossier", "/cases", "/tasks"):
        assert NUMBER not in officer.open(page).text
    assert NUMBER not in walker.open(f"/applications/{number}").text


def test_a_row_opens_neither_elsewhere_nor_with_another_secret(candidate: Any) -> None:
    app, walker, number = candidate
    give(walker, number)
    secret = app.config["SECRET_KEY"]
    with app.app_context():
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        found = identity_paper_of(db.session(), case, key_ring("", secret))
        assert found == Particulars("passport", NUMBER, "GT", date(2032, 4, 3)) and NUMBER not in repr(found)
        with pytest.raises(CannotOpen):
            identity_paper_of(db.session(), case, key_ring("", "x" * 40))
        row = db.session.scalars(select(IdentityPaper)).one()
        db.session.add(IdentityPaper(application_id=_other(case), key_id=row.key_id, sealed=row.sealed))
        db.session.flush()
        other = db.session.get_one(Application, _other(case))
        with pytest.raises(CannotOpen):
            identity_paper_of(db.session(), other, key_ring("", secret))


def _other(case: Application) -> Any:
    return db.session.scalars(select(Application.id).where(Application.id != case.id).order_by(Application.id)).first()


def test_keys_are_changed_and_data_forgotten_after_the_end(candidate: Any, tmp_path: Any) -> None:
    import base64

    app, walker, number = candidate
    give(walker, number)
    (tmp_path / "keys").write_text(base64.b64encode(b"k" * 32).decode())
    ring = key_ring(str(tmp_path / "keys"), app.config["SECRET_KEY"])
    with app.app_context():
        assert seal_again(db.session(), ring) == 1 and seal_again(db.session(), ring) == 0
        row = db.session.scalars(select(IdentityPaper)).one()
        assert row.key_id == ring.current
        row.application_id = db.session.scalars(select(Application.id).where(Application.state == S.WITHDRAWN)).first()
        db.session.commit()
    forget_what_was_sealed(session_factory(app))
    assert _papers(app) == 1
    with clock.at(staging.TODAY + timedelta(days=490)):
        forget_what_was_sealed(session_factory(app))
    assert _papers(app) == 0


@pytest.mark.parametrize(("kept", "left"), [(30, 0), (60, 1)])
def test_how_long_it_is_kept_is_a_number_of_the_edition(
    candidate: tuple[Any, Walker, str], kept: int, left: int
) -> None:
    app, walker, number = candidate
    give(walker, number)
    with app.app_context():
        row = db.session.scalars(select(IdentityPaper)).one()
        over = db.session.scalars(select(Application).where(Application.state == S.WITHDRAWN)).first()
        row.application_id = over.id
        over.scheme.numbers = {**over.scheme.numbers, "sealed_days": kept}
        since = over.state_since
        db.session.commit()
    with clock.at(since + timedelta(days=45)):
        forget_what_was_sealed(session_factory(app))
    assert _papers(app) == left


def _papers(app: Any) -> int:
    with app.app_context():
        return len(db.session.scalars(select(IdentityPaper)).all())
