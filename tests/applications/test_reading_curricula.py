"""Europass CVs read in: each format with invented people, and files that want harm or are only broken."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pikepdf import AttachedFileSpec

from accreditation.applications.carrying.imports import Readings
from accreditation.applications.carrying.reading import readings_in
from accreditation.applications.europass.names import family_names
from accreditation.applications.europass.words import country_of, date_of, language_of, plain
from accreditation.applications.questions import SECTIONS
from accreditation.errors import Invalid
from accreditation.storage.reading import read
from accreditation.texts import say

CURRICULA = Path(__file__).with_name("curricula")
PERSON: Any = SimpleNamespace(first_family_name="Ejemplo", second_family_name="de la Cruz", locale="es")
SCHEME = SimpleNamespace(
    sections=[{"key": key, "names": {}} for key in SECTIONS if key not in ("self_assessment", "referees")],
    declarations=[],
    eligibility=[],
    numbers={},
)
DRAFT: Any = SimpleNamespace(applicant=PERSON, scheme=SCHEME)


def said_in(content: bytes) -> Readings:
    return readings_in(read(content), DRAFT)


def of(name: str) -> Readings:
    return said_in(CURRICULA.joinpath(name).read_bytes())


def test_a_skills_passport_in_xml() -> None:
    found = of("passport.xml")
    assert found.answers["identity"] == {
        "given_names": "María Fernanda", "first_family_name": "Ejemplo", "second_family_name": "de la Cruz",
        "gender": "woman", "nationality": "GT", "birth_date": "1985-03-27",
    }  # fmt: skip
    assert found.answers["contact"]["address"].endswith("01010 Ciudad de Guatemala\nGuatemala")
    assert found.answers["employment"] == {"position": "Jefa de valoración"}
    first, second = found.answers["experience"]["rows"]
    assert first == {
        "from_year": "2015", "to_year": "", "post": "Jefa de valoración, Aduana de Ejemplo",
        "duties": "Control posterior del valor\n– Guías & ejercicios\n– Talleres",
    }  # fmt: skip
    assert (second["from_year"], second["to_year"]) == ("2009", "2015")
    assert found.answers["education"]["rows"][0]["level"] == "bachelor"
    spanish, english, german = found.answers["languages"]["rows"]
    assert {spanish[skill] for skill in ("listening", "speaking", "reading", "writing")} == {"C2"}
    assert english["speaking"] == "B1" and english["test"] == "Examen inventado de inglés"
    assert [work["year"] for work in found.answers["publications"]["rows"]] == ["2021", "2023"]
    assert (german["language"], german["other"], german["reading"]) == ("other", "alemán", "A2")
    assert ("nationality", "GB") in found.left_over
    assert ("contact", "+502 5555 0102") in found.left_over and ("driving", "B A1") in found.left_over


def test_a_skills_passport_in_json_with_a_year_only() -> None:
    found = of("passport.json")
    assert found.answers["identity"]["birth_date"] == "1979--" and "second_family_name" not in found.answers["identity"]
    assert [row["language"] for row in found.answers["languages"]["rows"]] == ["pt", "es"]
    assert found.answers["languages"]["rows"][1]["test"] == "DELE inventado"
    assert found.answers["education"]["rows"][0]["level"] == "master"
    assert found.answers["publications"]["rows"][0]["kind"] == "project"


def test_a_candidate_in_xml_and_inside_a_pdf() -> None:
    found = of("candidate.xml")
    assert found.answers["identity"]["birth_date"] == "1988-04-"
    assert found.answers["contact"]["phone"] == "+18765550101"
    assert found.answers["experience"]["rows"][0]["duties"] == "– Advance rulings\n– Verification <5 % of cases"
    english, spanish, creole = found.answers["languages"]["rows"]
    assert english["writing"] == "C2" and spanish["speaking"] == "B1" and creole["language"] == "ht"
    made, kept = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    content = CURRICULA.joinpath("candidate.xml").read_bytes()
    made.attachments["attachment.xml"] = AttachedFileSpec(made, content, mime_type="text/xml")
    made.save(kept)
    assert said_in(kept.getvalue()).answers == found.answers


@pytest.mark.parametrize(
    ("written", "cut"),
    [
        ("García Márquez", ("García", "Márquez")),
        ("de la Cruz Pérez", ("de la Cruz", "Pérez")),
        ("Ejemplo de la Cruz", ("Ejemplo", "de la Cruz")),
        ("Ortega y Gasset", ("Ortega y Gasset", "")),
        ("García", ("García", "")),
        ("Silva dos Santos Pereira", ("Silva dos Santos Pereira", "")),
        ("van der Berg", ("van der Berg", "")),
        ("", ("", "")),
    ],
)
def test_two_surnames(written: str, cut: tuple[str, str]) -> None:
    assert family_names(written) == cut


def test_surnames_as_the_account_has_them() -> None:
    assert family_names("SILVA DOS SANTOS PEREIRA", ("Silva dos Santos", "Pereira")) == ("Silva dos Santos", "Pereira")


def test_words_of_a_curriculum() -> None:
    assert [date_of("2015", "--09", "---05"), date_of("2015", "13"), date_of("1985"), date_of("85")] == [
        "2015-09-05", "2015", "1985", "",
    ]  # fmt: skip
    assert [country_of(code) for code in ("UK", "el", "gt", "ZZZ", "")] == ["GB", "GR", "GT", "", ""]
    assert [language_of(name) for name in ("spa", "Español", "haitian creole", "EN", "klingonés")] == [
        "es", "es", "ht", "en", "",
    ]  # fmt: skip
    assert plain("<p>a &lt; b<br/>c</p>" + "<" * 50_000) == "a < b\nc\n" + "<" * 50_000


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
HEAVY = {
    "billion laughs": b'<!DOCTYPE l [<!ENTITY l0 "ha">' + LAUGHS + b"]><SkillsPassport>&l11;</SkillsPassport>",
    "a file of ours": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><SkillsPassport>&e;</SkillsPassport>',
    "a file from outside": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><SkillsPassport/>',
    "an unknown entity": b"<SkillsPassport>&name;</SkillsPassport>",
    "elements without end": b"<a>" * 200_000,
    "deep elements": b"<a>" * 100 + b"</a>" * 100,
    "many elements": b"<a>" + b"<b/>" * 200_000 + b"</a>",
    "many attributes": b"<a " + b" ".join(b'x%d="1"' % n for n in range(50_000)) + b" ></a",
    "deep json": b"[" * 200_000 + b"]" * 200_000,
    "deep members": b'{"a":' * 100 + b"1" + b"}" * 100,
    "many members": b"[" + b"[]," * 400_000 + b"[]]",
    "a number without end": b'{"SkillsPassport": ' + b"9" * 50_000 + b"}",
    "not a number": b'{"SkillsPassport": NaN}',
    "cut off": b'{"SkillsPassport": {"LearnerInfo"',
    "letters of another alphabet": '{"SkillsPassport": "ñ"}'.encode("latin-1"),
    "xml in other letters than it says": '<?xml version="1.0" encoding="UTF-8"?><a>ñ</a>'.encode("latin-1"),
    "an unheard-of alphabet": b'<?xml version="1.0" encoding="x-nothing"?><a>n</a>',
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "a page": b"<html><script>alert(1)</script></html>",
    "another json": b'{"resume": {"name": "Ana"}}',
    "a list": b"[1, 2, 3]",
    "nothing in it": b'<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"/>',
    "an empty file": b"",
    "fifty megabytes": b"<a>" + b" " * (50 << 20),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_file_that_is_no_curriculum_is_refused_in_plain_words(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        said_in(HEAVY[name])
    (sentence,) = refused.value.reasons
    assert refused.value.field == "file" and "%(" not in say(sentence, "en") and say(sentence, "en").endswith(".")


def _pdf(change: Callable[[pikepdf.Pdf], None], **save: Any) -> bytes:
    made, kept = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    change(made)
    made.save(kept, **save)
    return kept.getvalue()


def test_a_pdf_without_data_and_a_locked_one_are_told_apart() -> None:
    for content, words in (
        (_pdf(lambda _made: None), "carries no data"),
        (_pdf(lambda _made: None, encryption=pikepdf.Encryption(owner="o", user="u")), "password"),
        (b"%PDF-1.7 nothing", "damaged"),
    ):
        with pytest.raises(Invalid, match=words):
            read(content)


def test_other_letters_are_read_and_pictures_are_left_out() -> None:
    told = json.loads(CURRICULA.joinpath("passport.json").read_text(encoding="utf-8"))
    told["SkillsPassport"]["LearnerInfo"]["Identification"]["Photo"] = {"Data": "A" * 200_000}
    found = said_in(json.dumps(told, ensure_ascii=False).encode("utf-16"))
    assert found.answers["identity"]["given_names"] == "João" and ("pictures", "1") in found.left_over
    xml = CURRICULA.joinpath("passport.xml").read_text(encoding="utf-8").replace("UTF-8", "ISO-8859-1", 1)
    assert said_in(xml.replace("–", "-").encode("latin-1")).answers["identity"]["given_names"] == "María Fernanda"


def test_levels_that_the_form_does_not_offer_are_not_lost() -> None:
    xml = CURRICULA.joinpath("passport.xml").read_bytes().replace(b"<Listening>C1<", b"<Listening>good<")
    assert ("language", "inglés good") in said_in(xml).left_over
