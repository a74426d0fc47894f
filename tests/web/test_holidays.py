"""The head of the office changes holidays: what would move is seen first, passed deadlines stay, less time is told by mail."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.invariants import broken_rows
from accreditation.notifications.mail_folder import list_messages
from accreditation.people.staff_notes import StaffNote
from accreditation.region.models import Holiday
from accreditation.worker import run_until_idle
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker

HEAD, OFFICER = "direccion@demo.example", "oficial@demo.example"
PAGE = "/holidays?lang=en"


@pytest.fixture
def office(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def due(app: Any) -> dict[str, datetime]:
    with app.app_context():
        rows = db.session.execute(select(Application.number, Application.due_at).where(Application.due_at.is_not(None)))
        return dict(rows.all())


def under_review(app: Any) -> tuple[str, datetime]:
    """A case whose clock runs on working days, with time left."""
    with app.app_context():
        query = select(Application).where(Application.state == S.UNDER_REVIEW, Application.due_at > clock.now())
        row = db.session.scalars(query.order_by(Application.number)).first()
        return row.number, row.due_at


def look_and_confirm(app: Any, **typed: Any) -> Walker:
    head = Walker(app, HEAD, "en").open(PAGE).submit(having="lines", **typed)
    assert "Nothing is changed yet" in head.text
    return head.submit(having="seen")


def test_what_would_move_is_seen_before_and_moves_when_confirmed(office: Any) -> None:
    number, last = under_review(office)
    before, day = due(office), last.date()
    head = Walker(office, HEAD, "en").open(PAGE)
    head.submit(having="lines", lines=f"{day.isoformat()};Día de prueba;;Dia de teste")
    assert number in head.text and "Nothing is changed yet" in head.text
    assert due(office) == before
    head.submit(having="seen")
    after = due(office)
    assert after[number] > before[number]
    moved = {each for each in before if before[each] != after[each]}
    assert all(before[each] >= last.replace(hour=0, minute=0, second=0) for each in moved)
    with office.app_context():
        assert list(broken_rows(db.session())) == []
        note = db.session.scalars(select(StaffNote).where(StaffNote.what == "change_holidays")).one()
        assert note.details["added"] == [day.isoformat()] and len(note.details["moved"]) >= len(moved)
        assert db.session.scalars(select(Holiday)).one().names == {"es": "Día de prueba", "pt": "Dia de teste"}
    shown = Walker(office, HEAD, "en").open(f"/holidays?lang=en&year={day.year}")
    assert "Día de prueba" in shown.text and "only in Spanish" in shown.text


def test_less_time_is_told_by_mail_and_more_time_is_not(office: Any, tmp_path: Any) -> None:
    number, last = under_review(office)
    run_until_idle(office)
    before = len(list_messages(tmp_path / "mail"))
    look_and_confirm(office, lines=f"{last.date().isoformat()};Día de prueba")
    run_until_idle(office)
    assert len(list_messages(tmp_path / "mail")) == before
    head = Walker(office, HEAD, "en").open(f"/holidays?lang=en&year={last.year}")
    head.submit(having="lines", remove=last.date().isoformat()).submit(having="seen")
    assert due(office)[number] == last
    run_until_idle(office)
    told = list_messages(tmp_path / "mail")[: len(list_messages(tmp_path / "mail")) - before]
    assert any(number in mail.subject for mail in told)


def test_days_that_have_come_and_what_does_not_fit_change_nothing(office: Any) -> None:
    before, today = due(office), clock.today()
    head = Walker(office, HEAD, "en").open(PAGE)
    for lines, said in (
        ((today - timedelta(days=3)).isoformat() + ";Ayer", "only later days"),
        ("mañana;Año Nuevo", "Line 1"),
        ("2027-01-01", "Spanish at least"),
        ("2027-01-01;Año Nuevo\n2027-01-01;Año Nuevo", "holiday already"),
    ):
        head.submit(having="lines", lines=lines, expect=422)
        assert said in head.errors[0] and lines.splitlines()[0] in head.answer.get_data(as_text=True)
    assert due(office) == before


def test_a_page_that_was_overtaken_moves_nothing_and_officers_only_read(office: Any) -> None:
    _number, last = under_review(office)
    head = Walker(office, HEAD, "en").open(PAGE)
    head.submit(having="lines", lines=f"{last.date().isoformat()};Día de prueba")
    other = (last + timedelta(days=1)).date()
    look_and_confirm(office, lines=f"{other.isoformat()};Otro día")
    before = due(office)
    head.submit(having="seen", expect=422)
    assert "Other deadlines would move now" in head.errors[0] and due(office) == before
    officer = Walker(office, OFFICER, "en").open(f"/holidays?lang=en&year={other.year}")
    assert "Otro día" in officer.text and officer.page.find("textarea") is None
