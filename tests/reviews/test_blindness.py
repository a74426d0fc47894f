"""A blind call: a reviewer walks everywhere and finds nothing that says whose application it is; the office reads everything."""

import io
import unicodedata

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from accreditation.applications.document_models import Document
from accreditation.blindness import HIDDEN, masked
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.jobs import outbox
from accreditation.notifications.models import Message
from accreditation.storage.blinding import nameless
from accreditation.worker import run_until_idle
from tests.reviews.blinded import EMAIL, NEEDLES, everything_reached, folded
from tests.reviews.reviewing import OFFICER, Desk


def test_a_reviewer_walks_everywhere_and_learns_nothing(blind: Desk) -> None:
    reached = everything_reached(blind, blind.one)
    assert any(path.endswith("/review") for path in reached) and sum("/documents/" in path for path in reached) > 1
    for path, content in reached.items():
        text = folded(content.decode("utf-8", "replace"))
        assert not [needle for needle in NEEDLES if needle in text], path
    review = folded(reached[f"/cases/{blind.number}/review"].decode())
    assert HIDDEN in review and "50–59" in review, "the age in groups stays, names are marked as hidden"


def test_the_pdf_is_sent_without_its_author_and_under_the_name_of_its_place(blind: Desk) -> None:
    with blind.app.app_context():
        document = db.session.scalars(
            select(Document).where(Document.application_id == blind.case().id, Document.kind == "cv")
        ).first()
        address = f"/documents/{document.public_id}"
    one, office = blind.walk(blind.one).client.get(address), blind.walk(OFFICER).client.get(address)
    assert "Zoraida" in office.headers["Content-Disposition"] and b"Zoraida" in office.data
    assert one.status_code == 200 and "Zoraida" not in one.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(one.data)) as pdf:
        assert len(pdf.pages) == 1 and "/Info" not in pdf.trailer and "/Metadata" not in pdf.Root


def test_a_name_finds_nothing_and_counts_nothing(blind: Desk) -> None:
    walker = blind.walk(blind.one)
    assert blind.number in walker.open("/cases").text
    by_name, by_nobody = walker.open("/cases?q=Quetzalpopoca").text, walker.open("/cases?q=Quetzalpopocb").text
    assert blind.number not in by_name
    assert by_name.replace("Quetzalpopoca", "") == by_nobody.replace("Quetzalpopocb", "")
    assert blind.number in walker.open(f"/cases?q={blind.number}").text
    assert blind.number in blind.walk(OFFICER).open("/cases?q=Quetzalpopoca").text


def test_the_office_reads_everything(blind: Desk) -> None:
    page = blind.walk(OFFICER).open(f"/cases/{blind.number}/dossier").text
    assert "Zoraída" in page and EMAIL in page and HIDDEN not in page


def test_mails_to_reviewers_name_nobody(blind: Desk) -> None:
    with blind.app.app_context(), writing():
        case = blind.case()
        for effect in ("invite_reviewers", "tell_information_provided"):
            outbox.put(
                db.session(),
                effect=effect,
                lifecycle="application",
                subject_id=case.id,
                region_id=case.region_id,
                payload={},
            )
        db.session.commit()
    run_until_idle(blind.app)
    with blind.app.app_context():
        letters = db.session.scalars(select(Message).where(Message.email.in_([blind.one, blind.other]))).all()
        told = [letter for letter in letters if blind.number in letter.subject + letter.body]
        assert len(told) >= 2
        for letter in told:
            text = folded(letter.subject + letter.body)
            assert not [needle for needle in NEEDLES if needle in text], letter.kind


def test_before_the_declaration_nothing_is_named_either(blind: Desk) -> None:
    with blind.app.app_context(), writing():
        blind.review(blind.one).declared_at = None
        db.session.commit()
    text = folded(blind.walk(blind.one).open(f"/cases/{blind.number}/review").text)
    assert not [needle for needle in NEEDLES if needle in text]


def test_a_call_is_blind_from_its_draft_and_stays_as_it_was_published(blind: Desk) -> None:
    with blind.app.app_context():
        reference = blind.case().call.reference
    officer = blind.walk(OFFICER).open(f"/office/calls/{reference}/edit")
    assert not officer.page.select('[name="is_blind"]')
    assert "Blind: reviewers do not learn" in officer.open(f"/office/calls/{reference}").text
    assert officer.open("/office/calls/new").page.select('[name="is_blind"]')


@given(
    st.sampled_from(["Zoraída", "ÑANDÚ", "O’Higgins", "Sáez-Peña"]), st.text("áéñ xyz.,", max_size=20), st.booleans()
)
def test_a_name_is_hidden_whatever_its_accents_and_capitals(name: str, around: str, upper: bool) -> None:
    plain = "".join(each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))
    written = f"{around} {plain.upper() if upper else plain} {around}"
    assert (
        masked(written, [name])
        == f"{unicodedata.normalize('NFC', around)} {HIDDEN} {unicodedata.normalize('NFC', around)}"
    )


def test_a_part_of_another_word_is_not_hidden() -> None:
    assert masked("Rosario, rosa y rosal", ["Rosa"]) == f"Rosario, {HIDDEN} y rosal"


def test_a_file_that_is_no_pdf_is_refused() -> None:
    with pytest.raises(Exception, match="without its author"):
        nameless(b"%PDF-1.4 broken")
