"""A blind call kept blind: the office's version of a file in its place, and a reviewer who recognises the applicant."""

import io
from typing import Any

import pikepdf
from sqlalchemy import select

from accreditation.applications.document_models import Document
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.storage.kept_file import Scan
from tests.reviews.blinded import NEEDLES, authored_pdf, everything_reached, folded
from tests.reviews.reviewing import HEAD, OFFICER, Desk
from tests.walker import Walker


def two_pages() -> bytes:
    pdf, kept = pikepdf.open(io.BytesIO(authored_pdf())), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(kept)
    return kept.getvalue()


def the_cv(table: Desk) -> str:
    with table.app.app_context():
        query = select(Document).where(Document.application_id == table.case().id, Document.kind == "cv")
        return str(db.session.scalars(query).first().public_id)


def form_for(office: Walker, public_id: str) -> Any:
    """The form that takes the version of one file."""
    forms = office.page.select('form[enctype="multipart/form-data"]')
    return next(form for form in forms if form.select_one(f'[name="document"][value="{public_id}"]'))


def the_applicant(table: Desk) -> str:
    """Put on the page of demo people, so that somebody can sign in as the person."""
    with table.app.app_context(), writing():
        table.case().applicant.email = email = "postulante.ciego@demo.example"
        db.session.commit()
    return email


def found_by_the_scanner(table: Desk, verdict: Scan) -> None:
    with table.app.app_context(), writing():
        db.session.scalars(select(Document).where(Document.redacts_id.is_not(None))).one().scan = verdict
        db.session.commit()


def test_the_office_puts_a_version_without_names_in_the_place_of_a_file(blind: Desk) -> None:
    cv, office, page = the_cv(blind), blind.walk(OFFICER), f"/cases/{blind.number}/blind-files"
    assert office.open(f"/cases/{blind.number}").page.select_one(f'a[href="{page}"]')
    office.open(page).send(form_for(office, cv), {"file": (io.BytesIO(b"MZ no paper"), "x.exe")})
    assert office.status == 422 and office.errors, "checked as every other file"
    office.send(form_for(office, cv), {"file": (io.BytesIO(two_pages()), "sin-nombre.pdf")})
    assert office.status == 200 and "sin-nombre.pdf" in office.text and "Olga" in office.text, "who put it is on record"
    with blind.app.app_context():
        version = db.session.scalars(select(Document).where(Document.redacts_id.is_not(None))).one().public_id
    reached = everything_reached(blind, blind.one)
    for path, content in reached.items():
        assert not [each for each in NEEDLES if each in folded(content.decode("utf-8", "replace"))], path
    review = reached[f"/cases/{blind.number}/review"].decode()
    assert f"/documents/{version}" in review and f"/documents/{cv}" not in review
    applicant = the_applicant(blind)
    one, head, owner = (blind.walk(email).client for email in (blind.one, HEAD, applicant))

    def answers(client: Any, public_id: str, end: str = "") -> int:
        return int(client.get(f"/documents/{public_id}{end}").status_code)

    with pikepdf.open(io.BytesIO(one.get(f"/documents/{version}").data)) as pdf:
        assert len(pdf.pages) == 2 and "/Info" not in pdf.trailer
    assert answers(one, cv) == answers(one, cv, "/preview") == 404
    assert answers(head, cv) == answers(head, version) == answers(owner, cv) == 200
    assert answers(owner, version) == 404, "the original stays for all others"
    blind.walk(blind.one).open(page, expect=404)
    for verdict in (Scan.WAITING, Scan.INFECTED):
        found_by_the_scanner(blind, verdict)
        assert answers(one, cv) == answers(one, version) == 404, verdict
    office.open(page).submit("/take-back")
    assert "Version without names taken back" in office.text
    assert answers(one, version) == 404 and answers(one, cv) == 200


def test_whoever_recognises_the_person_says_so_and_judges_on(blind: Desk) -> None:
    before = blind.walk(blind.other).open(f"/cases/{blind.number}").text
    one = blind.walk(blind.one).open(f"/cases/{blind.number}")
    address = f"/cases/{blind.number}/recognised"
    assert one.page.select_one(f'a[href="{address}"]')
    one.open(address).submit(having="words", expect=422)
    one.submit(having="words", words="Su proyecto del escáner es conocido.")
    told = folded(one.text)
    assert one.at == f"/cases/{blind.number}" and not [each for each in NEEDLES if each in told], "nothing is revealed"
    assert "You said so on" in one.open(address).text and not one.page.select("#words")
    blind.hand_in(blind.one, *[4] * len(blind.criteria()))
    assert blind.walk(blind.other).open(f"/cases/{blind.number}").text == before
    office = blind.walk(OFFICER).open(f"/cases/{blind.number}")
    assert "recognised the person and judges freely" in office.text and "Su proyecto del escáner" in office.text
    assert "Recognised the person and judges freely" in office.open(f"/cases/{blind.number}/conflicts").text
    assert "recognised the person and judged all the same" in office.open(f"/cases/{blind.number}/evidence").text
    with blind.app.app_context():
        reference = blind.case().call.reference
    assert "recognised the person in 1 and judged freely in 1" in office.open(f"/office/calls/{reference}").text


def test_whoever_recognises_a_relative_steps_back(blind: Desk) -> None:
    one = blind.walk(blind.one).open(f"/cases/{blind.number}/recognised")
    one.submit(having="kind", expect=422)
    one.submit(having="kind", kind="relative", note="Es mi prima.")
    blind.walk(blind.one).open(f"/cases/{blind.number}", expect=404)
    office = blind.walk(OFFICER).open(f"/cases/{blind.number}")
    assert "recognised the person and declared an interest" in office.text
    assert "Declared an interest" in office.open(f"/cases/{blind.number}/conflicts").text
    with blind.app.app_context(), writing():
        blind.case().call.is_blind = False
        db.session.commit()
    blind.walk(blind.other).open(f"/cases/{blind.number}/recognised", expect=404)
