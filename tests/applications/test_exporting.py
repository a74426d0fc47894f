"""The form to take along: read in again it says the same; as a PDF it is tagged, whole, and without the passport."""

import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from accreditation import clock
from accreditation.applications.answers import sections_of
from accreditation.applications.carrying.fitting import fitting_answers
from accreditation.applications.carrying.offers import offer_for, with_taken
from accreditation.applications.carrying.reading import readings_in
from accreditation.applications.exporting import form_as_data, readings_of_form
from accreditation.applications.fields import LANGUAGES, Carried, Field
from accreditation.applications.models import Application, Section
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.printed_form import form_as_pdf
from accreditation.schemes.rules import CEFR
from accreditation.storage.reading import Read, read
from accreditation.texts import say_day
from accreditation.workflow.states import ApplicationState as S
from tests import staging

_TEXT = st.text(max_size=30)
_LISTED = {"level": CEFR, "language": LANGUAGES, "country": ("GT", "BR"), "zone": ("America/Lima",), "yes": ("yes", "")}


def answers_to(field: Field) -> st.SearchStrategy[Any]:
    """Anything that somebody may have kept under this question."""
    if field.kind == "table":
        row = st.fixed_dictionaries({column.key: answers_to(column) for column in field.columns})
        return st.lists(row, max_size=3)
    if field.kind == "several":
        return st.lists(st.sampled_from([key for key, _ in field.choices]), unique=True)
    if field.kind == "choice":
        return st.sampled_from(["", *(key for key, _ in field.choices)])
    return st.sampled_from(("", *_LISTED[field.kind])) if field.kind in _LISTED else _TEXT


@pytest.fixture
def draft(peopled: Any) -> Iterator[Application]:
    with peopled.app_context(), clock.at(staging.TODAY):
        yield db.session.scalars(select(Application).where(Application.state == S.DRAFT)).first()


@pytest.fixture
def submitted(peopled: Any) -> Iterator[Application]:
    with peopled.app_context(), clock.at(staging.TODAY):
        yield db.session.scalars(select(Application).where(Application.state == S.ON_MISSION)).first()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_form_taken_along_says_the_same_in_a_new_draft(draft: Application, data: st.DataObject) -> None:
    forms = sections_of(draft)
    said = {
        form.key: {field.key: data.draw(answers_to(field)) for field in form.fields if field.kind != "file"}
        for form in data.draw(st.lists(st.sampled_from(forms), max_size=4, unique_by=lambda form: form.key))
    }
    with db.session.begin_nested() as tried:
        db.session.execute(delete(Section).where(Section.application_id == draft.id))
        for key, answers in said.items():
            db.session.add(Section(application_id=draft.id, key=key, answers=answers))
        db.session.flush()
        written = json.dumps(form_as_data(db.session(), draft, "es"))
        tried.rollback()
    back = readings_of_form(json.loads(written), draft)
    for form in forms:
        offer = offer_for(form, {}, 0, back.answers.get(form.key, {}))
        expected = {} if form.carried is Carried.NEVER else fitting_answers(form, said.get(form.key, {}))
        taken = with_taken(offer, {item.name for item in offer.items}) if offer else {}
        assert {key: value for key, value in taken.items() if value} == expected, form.key


def test_what_the_file_says(submitted: Application) -> None:
    data = form_as_data(db.session(), submitted, "en")
    assert (data["format"], data["version"]) == ("accreditation-application-form", 1)
    assert data["application"]["number"] == submitted.number and data["application"]["state"] == "on_mission"
    assert [section["key"] for section in data["sections"]][:2] == ["identity", "contact"]
    assert all(len(document["sha256"]) == 64 and document["file_name"] for document in data["documents"])
    assert "passport" not in json.dumps(data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 2}, "newer version"),
        ({"version": "1"}, "damaged"),
        ({"version": True}, "damaged"),
        ({"sections": {"identity": {}}}, "damaged"),
        ({"sections": [None, {"key": "identity"}, {"key": 1, "answers": []}]}, "nothing that could be taken"),
    ],
)
def test_a_form_that_is_not_understood_is_refused(draft: Application, change: dict[str, Any], words: str) -> None:
    tree = {"format": "accreditation-application-form", "version": 1, "sections": [], **change}
    with pytest.raises(Invalid, match=words):
        readings_in(Read("json", tree, 0), draft)


def test_nothing_that_no_database_keeps_comes_in(draft: Application) -> None:
    tree = {
        "format": "accreditation-application-form", "version": 1,
        "sections": [
            {"key": "identity", "answers": {"given_names": "A\x00na", "conduct": "yes", "gone\ud800": "t\x00ext"}},
            {"key": "retired", "answers": {"old": "answer", "more": ["x"]}},
        ],
    }  # fmt: skip
    found = readings_in(Read("json", json.loads(json.dumps(tree)), 0), draft)
    assert found.answers == {"identity": {"given_names": "Ana"}}
    assert found.left_over[-1] == ("old", "answer") and ("gone", "text") in found.left_over
    json.dumps([found.answers, found.left_over]).encode()


def pdf_of(application: Application, locale: str = "es", **more: Any) -> bytes:
    given = {"time_zone": "America/Guatemala", "house": "Aval", "eyes": "applicant", **more}
    return form_as_pdf(db.session(), application, locale=locale, **given)


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("locale", ["es", "en", "pt", "fr"])
def test_the_pdf_is_tagged_in_the_reader_s_language_and_reads_back(submitted: Application, locale: str) -> None:
    content = pdf_of(submitted, locale)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == locale and pdf.Root.StructTreeRoot
        told = pdf.open_metadata()
        assert told["pdfuaid:part"] == "1" and submitted.applicant.display_name in told["dc:title"]
    text = " ".join(text_of(content).split())
    assert submitted.number in text and submitted.applicant.display_name in text
    found = readings_in(read(content), submitted)
    assert found.origin == "form_file" and found.answers["education"]["rows"]


def test_a_reader_s_pdf_carries_no_data_and_nothing_kept_from_those_who_judge(submitted: Application) -> None:
    answers = next(
        form for form in form_as_data(db.session(), submitted, "es")["sections"] if form["key"] == "identity"
    )
    born = say_day(date.fromisoformat(answers["answers"]["birth_date"]), "es")
    assert born in text_of(pdf_of(submitted))
    for eyes in ("office", "readers"):
        content = pdf_of(submitted, eyes=eyes)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert not pdf.attachments
    assert born not in text_of(content)


def test_long_words_many_rows_and_foreign_letters_are_printed(draft: Application) -> None:
    rows = [
        {"topic": f"Módulo {at} " + "w" * 400 * (at == 7), "audience": "Todos", "year": "2020", "language": "es"}
        for at in range(50)
    ]
    for key, answers in {
        "trainings": {"rows": rows},
        "identity": {"given_names": "Ñandú 山田 😀 \u202e", "birth_date": "1985--", "title": "king"},
        "motivation": {"statement": '# = $x$ #import "x" <b> \\ ' * 800},
    }.items():
        query = select(Section).where(Section.application_id == draft.id, Section.key == key)
        section = db.session.scalars(query).one_or_none() or Section(application_id=draft.id, key=key)
        section.answers = answers
        db.session.add(section)
    db.session.flush()
    content = pdf_of(draft, "en")
    text = text_of(content)
    assert "Módulo 49" in text and text.count("w") >= 190 and "end with “[…]”" in text and "Ñandú ??" in text
    assert "stand as “?”" in text and "Draft, not submitted" in text and '#import "x"' in text
    document = pypdfium2.PdfDocument(content)
    for page in document:
        assert all(box[2] <= page.get_width() for box in (each.get_bounds() for each in page.get_objects()))
    document.close()
    found = readings_in(read(content), draft)
    assert len(found.answers["trainings"]["rows"]) == 50 and found.answers["identity"]["given_names"].startswith(
        "Ñandú 山田 😀"
    )
