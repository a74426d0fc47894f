"""Documents at the edge: places, editions, translations, refusals beside the field, previews, and who may open what."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.storage.files import storage_at
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.storage.hostile import HTML, archive, pdf, picture
from tests.walker import Walker
from tests.web.applicant import a_file, walker_in

ASKING = [
    {"key": "cv", "required": True, "most": 1, "names": {"es": "Currículum", "en": "Curriculum vitae"}},
    {
        "key": "diploma",
        "required": False,
        "most": 2,
        "read_in": ["es", "en"],
        "names": {"es": "Título", "en": "Degree"},
    },
]


@pytest.fixture
def drafting(peopled: Any) -> Iterator[tuple[Any, Walker, str]]:
    """The application, somebody with an empty draft, and its number; the scheme asks for translations of degrees."""
    with clock.at(staging.TODAY):
        walker, number = walker_in(peopled, S.DRAFT)
        with peopled.app_context():
            case = db.session.scalars(select(Application).where(Application.number == number)).one()
            case.scheme.documents = ASKING
            for document in db.session.scalars(select(Document).where(Document.application_id == case.id)):
                document.removed_at = clock.now()
            db.session.commit()
        yield peopled, walker.open(f"/applications/{number}/documents"), number


def place(walker: Walker, slot: str) -> Any:
    return walker.page.select_one(f"#slot-{slot}")


def hand_in(walker: Walker, slot: str, file: Any, **typed: Any) -> Walker:
    """Fills in the form of a place that has no hidden tie to another file."""
    form = next(form for form in place(walker, slot).select("form[enctype]") if not form.select("[name=replaces]"))
    return walker.send(form, {"file": file, **typed})


def rows(app: Any, number: str) -> list[Document]:
    with app.app_context():
        query = select(Document).join(Application, Application.id == Document.application_id)
        return list(db.session.scalars(query.where(Application.number == number).order_by(Document.id)))


def test_a_file_is_handed_in_seen_and_fetched(drafting: Any) -> None:
    app, walker, number = drafting
    hand_in(walker, "cv", a_file(name="currículum\u202e ☃.pdf"))
    assert "Handed in" in place(walker, "cv").text and "1 page" in place(walker, "cv").text
    kept = [row for row in rows(app, number) if row.removed_at is None][0]
    assert kept.file_name == "currículum ☃.pdf" and kept.sha256 in walker.text
    answer = walker.client.get(f"/documents/{kept.public_id}")
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.data == a_file()[0].read()
    drawn = walker.client.get(f"/documents/{kept.public_id}/preview")
    assert drawn.mimetype == "image/png" and drawn.data.startswith(b"\x89PNG")
    for served in (answer, drawn):
        assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert served.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Choose another one."),
        (HTML, "Only PDF, JPEG and PNG"),
        (archive(), "Only PDF, JPEG and PNG"),
        (pdf()[:180], "damaged"),
        (pdf(pages=201), "200 pages"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "damaged"),
    ],
    ids=["empty", "page", "archive", "half", "long", "hollow"],
)
def test_a_refusal_stands_beside_its_field_and_nothing_is_kept(drafting: Any, content: bytes, sentence: str) -> None:
    app, walker, number = drafting
    before = len(rows(app, number))
    hand_in(walker, "cv", a_file(content, "innocent.pdf"))
    assert walker.status == 422
    assert any(sentence in error for error in walker.errors) and sentence in place(walker, "cv").text
    assert sentence not in place(walker, "diploma").text
    link = walker.page.select_one(".govuk-error-summary a")
    assert walker.page.select_one(str(link["href"])) is not None
    assert len(rows(app, number)) == before


def test_without_a_file_the_form_asks_for_one(drafting: Any) -> None:
    _, walker, _ = drafting
    hand_in(walker, "cv", a_file(b"", ""))
    assert walker.status == 422 and "Choose a file first." in place(walker, "cv").text


def test_a_newer_edition_keeps_the_earlier(drafting: Any) -> None:
    app, walker, number = drafting
    hand_in(walker, "cv", a_file(name="first.pdf"))
    walker.submit(having="replaces", file=a_file(picture("PNG"), "second.png"))
    text = place(walker, "cv").text
    assert "second.png" in text and "first.pdf" in text and "1 earlier version" in text
    first, second = [row for row in rows(app, number) if row.removed_at is None]
    assert (first.edition, second.edition, first.paper_id) == (1, 2, second.paper_id)
    assert walker.client.get(f"/documents/{first.public_id}").status_code == 200


def test_a_place_holds_no_more_than_the_scheme_says(drafting: Any) -> None:
    app, walker, number = drafting
    hand_in(walker, "cv", a_file())
    form = walker.form(having="replaces")
    form.select_one("[name=replaces]").decompose()
    walker.send(form, {"file": a_file(picture("PNG"), "more.png")})
    assert walker.status == 422 and any("This place is full." in error for error in walker.errors)


def test_another_language_asks_for_a_translation_tied_to_its_original(drafting: Any) -> None:
    app, walker, number = drafting
    hand_in(walker, "diploma", a_file(name="grado.pdf"), language="")
    assert walker.status == 422 and any("language" in error for error in walker.errors)
    hand_in(walker, "diploma", a_file(name="diplom.pdf"), language="other")
    assert "Translation missing" in place(walker, "diploma").text
    walker.open(f"/applications/{number}/submit")
    assert "Degree" in walker.text
    walker.open(f"/applications/{number}/documents")
    walker.submit(having="translates", file=a_file(picture("JPEG"), "translation.jpg"), language="en")
    assert "Translation missing" not in place(walker, "diploma").text
    original, translation = [row for row in rows(app, number) if row.removed_at is None]
    assert original.paper_id == translation.paper_id and translation.part.value == "translation"
    walker.submit("/documents/remove", document=original.public_id)
    assert all(row.removed_at for row in rows(app, number))


def test_a_removed_file_is_fetched_by_nobody(drafting: Any) -> None:
    app, walker, number = drafting
    hand_in(walker, "cv", a_file())
    kept = [row for row in rows(app, number) if row.removed_at is None][0]
    walker.submit("/documents/remove")
    assert "Required" in place(walker, "cv").text
    for address in (f"/documents/{kept.public_id}", f"/documents/{kept.public_id}/preview"):
        assert walker.client.get(address).status_code == 404


def test_nobody_hands_in_for_another(drafting: Any) -> None:
    app, walker, number = drafting
    other, _ = walker_in(app, S.ON_MISSION)
    other.open("/account")
    token = other.page.select_one("[name=csrf_token]")["value"]
    sent = {"csrf_token": token, "kind": "cv", "file": a_file()}
    assert other.client.post(f"/applications/{number}/documents", data=sent).status_code == 404


def test_a_file_that_acts_is_kept_without_its_act(drafting: Any) -> None:
    import pikepdf

    def script(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))

    app, walker, number = drafting
    hand_in(walker, "cv", a_file(pdf(script)))
    assert "We took out what can run" in walker.text
    kept = [row for row in rows(app, number) if row.removed_at is None][0]
    assert kept.received_sha256 in walker.text and kept.received_sha256 != kept.sha256
    assert b"JavaScript" not in storage_at(app.config["STORAGE_URL"]).fetch(kept.storage_key)


def test_all_files_together_have_a_limit(drafting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from accreditation.applications import documents

    _, walker, _ = drafting
    monkeypatch.setattr(documents, "limit", lambda part, name: 1)
    hand_in(walker, "cv", a_file())
    assert walker.status == 422 and any("earlier versions included" in error for error in walker.errors)


def test_what_was_replaced_in_the_draft_is_nobody_elses_business(peopled: Any) -> None:
    """Staff see the editions from after the submission on."""
    with clock.at(staging.TODAY), peopled.app_context():
        case = db.session.scalars(select(Application).where(Application.state == S.SCREENING)).first()
        one = db.session.scalars(select(Document).where(Document.application_id == case.id)).first()
        one.replaced_at = case.submitted_at
        db.session.commit()
        number, public_id = case.number, one.public_id
    with clock.at(staging.TODAY):
        officer = Walker(peopled, "oficial@demo.example", "en")
        assert officer.client.get(f"/documents/{public_id}").status_code == 404
        officer.open(f"/cases/{number}/dossier")
        assert public_id not in str(officer.page)


def test_the_documents_page_asks_little_of_the_database(drafting: Any, query_count: Any) -> None:
    app, walker, number = drafting
    few = query_count(app, lambda: walker.open(f"/applications/{number}/documents"))
    hand_in(walker, "cv", a_file())
    hand_in(walker, "diploma", a_file(), language="es")
    assert query_count(app, lambda: walker.open(f"/applications/{number}/documents")) <= few
    assert few < 25


def test_every_file_field_names_its_place(drafting: Any) -> None:
    """For whoever hears the page: labels are told apart."""
    _, walker, _ = drafting
    hand_in(walker, "diploma", a_file(name="grado.pdf"), language="es")
    labels = [
        re.sub(r"\s+", " ", walker.page.select_one(f"label[for={field['id']}]").text)
        for field in walker.page.select("input[type=file]")
    ]
    assert len(set(labels)) >= 2 and all(":" in label for label in labels)


def test_nobody_waits_while_a_file_is_opened(drafting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child takes seconds; meanwhile somebody else must be able to write."""
    from accreditation.people.session_models import LimitHit
    from accreditation.storage import inspection
    from accreditation.web.ledger import own_transaction

    app, walker, _ = drafting
    opened = []

    def inspect(content: bytes) -> Any:
        with own_transaction() as session:
            session.add(LimitHit(bucket="somebody else", at=clock.now()))
        opened.append(content)
        return inspection.inspect(content)

    for view in app.view_functions.values():
        if "file" in getattr(view, "file_fields", ()):
            monkeypatch.setitem(view.file_fields, "file", inspect)
    hand_in(walker, "cv", a_file())
    assert len(opened) == 1 and "Handed in" in place(walker, "cv").text


def test_the_same_form_sent_twice_is_one_file(drafting: Any) -> None:
    app, walker, number = drafting
    form, before = place(walker, "cv").select_one("form[enctype]"), len(rows(app, number))
    for _time in range(2):
        walker.send(form, {"file": a_file()})
        assert "Handed in" in place(walker, "cv").text
    assert len(rows(app, number)) == before + 1


def test_an_edition_is_replaced_once(drafting: Any) -> None:
    """A second window that still shows the first edition is told."""
    app, walker, number = drafting
    hand_in(walker, "cv", a_file(name="first.pdf"))
    old = walker.form(having="replaces")
    walker.submit(having="replaces", file=a_file(picture("PNG"), "second.png"))
    old.select_one("[name=form_key]")["value"] = "another-window"
    walker.send(old, {"file": a_file(picture("JPEG"), "third.jpg")})
    assert walker.status == 409 and "replaced or removed in the meantime" in walker.text
    assert "third.jpg" not in {row.file_name for row in rows(app, number)}
