"""The drawn certificate: one page, whole names, the right words, the same bytes again."""

import io
import json
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
import typst
from pikepdf import pdfa

from accreditation.certificates.content import (
    CertificateContent,
    as_record,
    content_from,
    printed_texts,
    wording_of,
)
from accreditation.certificates.drawing import Attachment, draw
from accreditation.certificates.letters import FONTS, printable_letters, unprintable_in
from accreditation.certificates.render import render
from accreditation.errors import Invalid
from accreditation.texts import LOCALES, say_day

NINETY = "María de los Ángeles Guadalupe Fernández-Etcheverría y Rodríguez de la Concepción Montalvo"
FOREIGN = "Ẽ g̃ Ỹ Đặng Ғалым Αλέξανδρος"


def words_of(pdf: bytes) -> str:
    """What a reader can copy from the document, spaces folded."""
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ["Li Wu", NINETY])
def test_names_of_5_and_90_characters_are_whole_in_each_language(
    locale: str, name: str, content: CertificateContent
) -> None:
    assert len(name) in (5, 90)
    words = words_of(render(replace(content, holder_name=name, locale=locale)))
    assert name in words.replace("- ", "-")
    for printed in (content.number, f"aval.example.org/verify/{content.number}", "Ana Ferreira", "Jean Desrosiers"):
        assert printed in words


def in_two_languages(content: CertificateContent, first: str, second: str, **changes: Any) -> CertificateContent:
    main = replace(content, locale=first, **changes)
    return replace(main, second=replace(main, locale=second, subject="Customs valuation", second=None))


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", ["Li Wu", NINETY])
def test_two_languages_stand_on_one_page_of_either_paper(name: str, paper: str, content: CertificateContent) -> None:
    three = tuple((name, post, "Organización Mundial de Aduanas") for name, post in content.signatories)
    told = {"holder_name": name, "paper": paper, "signatories": three, "wco_decision_reference": "PC/2026/114"}
    both = in_two_languages(content, "es", "en", **told)
    pdf = render(both)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (page,) = opened.pages
        size = tuple(round(float(side)) for side in page.mediabox[2:])
        assert size == {"a4": (842, 595), "letter": (792, 612)}[paper]
        languages = {
            str(each.Lang) for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each
        }
        assert {"es", "en"} <= languages
    words = words_of(pdf).replace("- ", "-")
    for printed in (
        name,
        "Certificado de acreditación",
        "Certificate of accreditation",
        "Valoración en aduana",
        "Customs valuation",
    ):
        assert printed in words


def test_content_in_two_languages_comes_back_whole(content: CertificateContent) -> None:
    both = in_two_languages(content, "es", "en", office_address="Brasília, Brasil", paper="letter")
    assert content_from(json.loads(json.dumps(as_record(both)))) == both
    assert printed_texts(both)["second.subject"] == "Customs valuation"


def test_what_was_released_before_there_were_papers_and_second_languages_is_drawn_as_then(
    content: CertificateContent,
) -> None:
    later = ("office_address", "paper", "second", "is_specimen")
    before = {name: value for name, value in as_record(content).items() if name not in later}
    assert render(content_from(before)) == render(content)


@pytest.mark.parametrize("name", ["W" * 90, " ".join(["WWWWWWWWW"] * 12), FOREIGN])
def test_wide_and_foreign_names_stay_whole_and_on_the_page(name: str, content: CertificateContent) -> None:
    pdf = render(replace(content, holder_name=name))
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) == 1
    assert name in words_of(pdf)


def test_the_same_content_gives_the_same_bytes(content: CertificateContent) -> None:
    first = render(content)
    assert first == render(content_from(json.loads(json.dumps(as_record(content)))))
    assert first != render(replace(content, holder_name="María Ñandú Peralte"))


def test_the_file_says_what_it_is(content: CertificateContent) -> None:
    with pikepdf.open(io.BytesIO(render(content))) as pdf:
        about = pdf.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("3", "A", "1")
        assert about["xmp:CreateDate"].startswith("2026-11-03")
        assert content.holder_name in about["dc:title"] and content.number in about["dc:title"]
        assert pdf.Root.Lang == "es" and pdf.Root.MarkInfo.Marked
        assert "/Names" not in pdf.Root and "/OpenAction" not in pdf.Root


UNKNOWN_TO_THE_CHECKER = ("6.6.2.3.1-1", "6.6.2.3.1-2", "6.6.4-3")


def test_two_checkers_of_others_find_nothing(content: CertificateContent, tmp_path: Path) -> None:
    """pikepdf's rules for PDF/A-3b know neither level A nor a schema that the file declares; pdfua checks PDF/UA-1."""
    file = tmp_path / "certificate.pdf"
    for drawn in (content, in_two_languages(content, "es", "fr", paper="letter", holder_name=NINETY)):
        file.write_bytes(draw(drawn, Attachment(b"{}", "credential.json", "application/json")))
        with pikepdf.open(file) as pdf:
            found = [each for each in pdfa.check(pdf, "3b").findings if each.kind == "violation"]
        assert [each for each in found if not each.rule.endswith(UNKNOWN_TO_THE_CHECKER)] == []
        assert pdfua.validate(str(file)).findings == ()
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


def test_every_letter_in_the_list_is_in_every_font() -> None:
    letters = "".join(sorted(printable_letters()))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    for family, weight in (("Inter", 400), ("Inter", 600), ("Inter Display", 600)):
        source = f'#set text(font: "{family}", weight: {weight}, fallback: false)\n#sys.inputs.letters'
        # PDF/A refuses a document with a letter that has no glyph.
        for part in (letters[: len(letters) // 2], letters[len(letters) // 2 :]):
            typst.compile(source.encode(), font_paths=fonts, sys_inputs={"letters": part}, pdf_standards="a-2u")


@pytest.mark.parametrize("name", ["ᏣᎳᎩ", "ⵣⴰⵏ", "María\u202eX", "A\u00adB", "🙂 Smith"])
def test_a_name_with_letters_we_lack_is_refused_not_printed_as_boxes(name: str, content: CertificateContent) -> None:
    with pytest.raises(Invalid) as refusal:
        render(replace(content, holder_name=name))
    assert refusal.value.field == "holder_name"
    assert "U+" in refusal.value.reasons[0].values["codes"]


def test_texts_that_do_not_fit_are_refused(content: CertificateContent) -> None:
    with pytest.raises(Invalid):
        render(replace(content, subject="Valoración " * 150))
    with pytest.raises(Invalid):
        render(replace(content, holder_name="W" * 200))


def test_markup_in_a_text_is_only_text(content: CertificateContent) -> None:
    name = '#panic("x") $a$ *b* _c_ @d <e> \\ "q"'
    assert name in words_of(render(replace(content, holder_name=name)))


def test_regional_unless_a_decision_of_the_wco_is_recorded(content: CertificateContent) -> None:
    english = replace(content, locale="en")
    plain, confirmed = wording_of(english), wording_of(replace(english, wco_decision_reference="PC/2026/114"))
    assert plain["kind"] == "Regional certificate"
    assert "World Customs Organization" not in json.dumps(plain)
    assert "World Customs Organization" in confirmed["kind"]
    assert ["WCO decision", ["PC/2026/114"]] in confirmed["facts"]


def test_the_scope_is_one_sentence_with_its_names_strong(content: CertificateContent) -> None:
    assert wording_of(replace(content, locale="en", level="recognized"))["scope"] == [
        ("is recognized as ", False),
        ("Experto/a formador/a", True),
        (" in the subject ", False),
        ("Valoración en aduana", True),
        (", having been assessed in español.", False),
    ]


@pytest.mark.parametrize(
    ("locale", "first", "later"),
    [
        ("es", "1 de marzo de 2026", "14 de marzo de 2026"),
        ("en", "1 March 2026", "14 March 2026"),
        ("pt", "1º de março de 2026", "14 de março de 2026"),
        ("fr", "1er mars 2026", "14 mars 2026"),
    ],
)
def test_days_are_written_as_the_language_does(locale: str, first: str, later: str) -> None:
    assert (say_day(date(2026, 3, 1), locale), say_day(date(2026, 3, 14), locale)) == (first, later)


def test_what_cannot_be_printed_is_named_once() -> None:
    assert unprintable_in("Wu Ꮳ Ꮳ Ꮃ 李") == ("Ꮳ", "Ꮃ")
