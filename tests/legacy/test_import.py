"""Experts of before: a list from a spreadsheet, its report, the two words of each line, and what is forgotten."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.jobs.models import OutboxRow
from accreditation.legacy.forgetting import forget_unanswered
from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.legacy.report import neutral
from accreditation.notifications.mail_folder import list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.worker import run_until_idle, session_factory
from tests import staging
from tests.walker import Walker

HEADINGS = (
    "Nombre completo",
    "Correo",
    "País",
    "Categoría",
    "Materia",
    "Idioma",
    "Acreditado el",
    "Válido hasta",
    "Certificado",
)
ANA = (
    "Ana Demo Ruiz",
    "ana@aduana.example",
    "Guatemala",
    "TOA",
    "Valoración",
    "español",
    date(2024, 3, 14),
    "14/03/2028",
    "ACE-17",
)
EVA = ("Demo Paz, Eva", "eva@aduana.example", "GT", "TOA", "PCA", "es", "", "2028-05-01", "+ACE-18")
BAD = (
    ("Sin Correo Demo", "", "GT", "TOA", "VAL", "es", "2024-01-01", "", ""),
    ("Otro País Demo", "o@x.example", "Francia", "TOA", "VAL", "es", "2024-01-01", "", ""),
    ("Mal Día Demo", "m@x.example", "GT", "TOA", "VAL", "es", "31/02/2024", "", ""),
    ("Ya Pasó Demo", "y@x.example", "GT", "TOA", "VAL", "es", "2018-01-01", "2022-01-01", ""),
    ("Qué Materia Demo", "q@x.example", "GT", "TOA", "Alquimia", "es", "2024-01-01", "", ""),
    ANA,
)


def book(*lines: tuple[Any, ...]) -> io.BytesIO:
    sheet = openpyxl.Workbook()
    sheet.active.title = "ACE"
    for line in (HEADINGS, *lines):
        sheet.active.append(line)
    kept = io.BytesIO()
    sheet.save(kept)
    kept.seek(0)
    return kept


@pytest.fixture
def house(make_app: Any, databases: Any) -> Iterator[Any]:
    """The region with its people, on SQLite: what the database does differently is tried by the first test."""
    with databases.copy("sqlite", "staffed") as url, clock.at(staging.TODAY):
        yield make_app(url)


def officer(house: Any) -> Walker:
    return Walker(house, "oficial@demo.example", "en")


def handed_in(house: Any, *lines: tuple[Any, ...]) -> Walker:
    """Looked through, with the columns as they are proposed."""
    walker = officer(house).open("/imports?lang=en").submit(having="file", file=(book(*lines), "expertos.xlsx"))
    return walker.submit(having="column-email")


def rows(house: Any) -> list[ImportedLine]:
    with house.app_context():
        return list(db.session.scalars(select(ImportedLine).order_by(ImportedLine.id)))


def count(house: Any, table: Any) -> int:
    with house.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def letter_to(house: Any, mailbox: Mailbox, email: str) -> str:
    run_until_idle(house)
    found = re.search(r"https?://[^/\s]+(/taken-over/\S+)", list(list_messages(mailbox.folder, email))[0].text)
    assert found
    return found[1]


def test_every_doubt_stands_beside_its_line_and_nobody_is_asked(house: Any) -> None:
    walker = handed_in(house, ANA, EVA, *BAD)
    for sentence in (
        "There is no e-mail address", "“Francia” is no Member of this region", "“31/02/2024” is no day",
        "It ended on 1 January 2022", "The subject “Alquimia” is not known", "It says the same as line 2",
        "“14/03/2028” is read as 14 March 2028", "the administration says it when it confirms",
        "given names “Eva”, family names “Demo Paz”",
    ):  # fmt: skip
        assert sentence in walker.text, (sentence, walker.text)
    assert count(house, OutboxRow) == 0 and count(house, Accreditation) == 0
    report = csv.reader(io.StringIO(walker.open(f"{walker.at}/report.csv").answer.get_data(as_text=True)))
    lines = list(report)
    assert len(lines) == 9 and lines[2][-1] == "'+ACE-18" and "es" in lines[2]


def test_two_words_make_an_accreditation_and_no_certificate(staffed: Any, mailbox: Mailbox) -> None:
    with clock.at(staging.TODAY):
        _confirmed_by_both(staffed, mailbox)


def _confirmed_by_both(house: Any, mailbox: Mailbox) -> None:
    walker = handed_in(house, ANA, EVA)
    walker.submit(having="act", act="take_in")
    assert "2 people are asked" in walker.text
    path = letter_to(house, mailbox, "ana@aduana.example")
    ana = Walker(house, lang="en").open(path)
    assert "ACE-17" in ana.text
    ana.submit(answer="yes", expect=422)
    ana.submit(answer="yes", consent="yes")
    assert "Gracias" in ana.text
    ana.open(path, expect=410)
    assert count(house, Accreditation) == 0
    contact = Walker(house, "contacto@demo.example", "en").open("/administration/GT/imported-experts?lang=en")
    ids = [row.public_id for row in rows(house)]
    contact.submit(line=[], act="confirm", expect=422)
    contact.submit(line=[ids[1]], act="confirm", expect=422)
    assert "Say when Eva Demo Paz was accredited." in contact.errors
    contact.submit(line=ids, act="confirm", **{f"granted-{ids[1]}": "2023-05-01"})
    with house.app_context():
        held = db.session.scalars(select(Accreditation)).one()
        assert (held.application_id, held.level, held.granted_on) == (None, "accredited", date(2024, 3, 14))
        assert held.expires_on == date(2028, 3, 14) and held.person.email == "ana@aduana.example"
        public_id = held.public_id
    assert count(house, Certificate) == 0
    run_until_idle(house, timers=True)
    head = Walker(house, "direccion@demo.example", "en").open(f"/accreditations/{public_id}?lang=en")
    assert "expertos.xlsx" in head.text and "ACE-17" in head.text
    head.send(
        next(form for form in head.page.select("form") if form.select_one('[value="suspend"]')),
        {"note": "x", "reasons": "complaint"},
    )
    assert "Suspended" in head.text and count(house, Certificate) == 0
    walker.open("/verify?lang=en").submit(number="ACE-17", name="Ana Demo Ruiz")
    assert "Valid" not in walker.page.select_one("h1").get_text()


def test_a_second_time_changes_nothing(house: Any) -> None:
    handed_in(house, ANA, EVA).submit(having="act", act="take_in")
    asked = count(house, OutboxRow)
    again = handed_in(house, ANA, EVA)
    assert "Taken over before: line 2 of “expertos.xlsx”" in again.text and "Take the list over" not in again.text
    assert count(house, OutboxRow) == asked


def test_whoever_says_no_is_forgotten_and_not_asked_again(house: Any, mailbox: Mailbox) -> None:
    handed_in(house, ANA).submit(having="act", act="take_in")
    Walker(house, lang="en").open(letter_to(house, mailbox, "ana@aduana.example")).submit(answer="no", reason="no")
    row = rows(house)[0]
    assert (row.display_name, row.email, row.cells, row.old_certificate) == ("", "", {}, "")
    assert "does not want to be taken over" in handed_in(house, ANA).text


def test_silence_is_forgotten_and_a_list_can_be_taken_back(house: Any, mailbox: Mailbox) -> None:
    walker = handed_in(house, ANA)
    walker.submit(having="act", act="take_in")
    path = letter_to(house, mailbox, "ana@aduana.example")
    walker.submit(having="act", act="take_back")
    Walker(house, lang="en").open(path, expect=410)
    assert rows(house)[0].email == ""
    handed_in(house, EVA).submit(having="act", act="take_in")
    with house.app_context():
        until = db.session.scalars(select(ExpertImport.answers_until).order_by(ExpertImport.id.desc())).first()
    for days, kept in ((-1, True), (1, False)):
        with clock.at(until + timedelta(days=days)):
            forget_unanswered(session_factory(house))
        assert bool(rows(house)[-1].email) is kept


def test_who_is_tied_learns_nothing_and_a_contact_point_not_of_others(house: Any) -> None:
    handed_in(house, (*ANA[:1], "contacto@demo.example", *ANA[2:]), EVA).submit(having="act", act="take_in")
    contact = Walker(house, "contacto@demo.example", "en").open("/administration/GT/imported-experts?lang=en")
    assert "Eva" in contact.text and "Ana" not in contact.text
    other = rows(house)[0].public_id
    contact.submit(line=[other], act="confirm", expect=422)
    Walker(house, "contacto@demo.example", "en").open("/imports", expect=404)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(" '\"\t\r\0=+-@＝＋－＠aé\u200b"), max_size=6))
def test_no_cell_of_a_report_is_a_formula(text: str) -> None:
    shown = neutral(text).lstrip(' "')
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
