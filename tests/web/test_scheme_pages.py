"""The office prepares the next edition of a scheme on pages, and the head adopts it there."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.schemes.models import Scheme
from tests import staging
from tests.walker import Walker, in_english

DRAFT = "/office/schemes/STD/2"


@pytest.fixture
def officer(staffed: Any) -> Iterator[Walker]:
    with clock.at(staging.TODAY):
        yield in_english(staffed, "oficial")


def prepared(officer: Walker) -> Walker:
    return officer.open("/office/schemes").submit("/next")


def head_of(app: Any) -> Walker:
    return in_english(app, "direccion")


def test_from_a_copy_to_an_adopted_edition_that_a_call_can_use(officer: Walker, staffed: Any) -> None:
    prepared(officer)
    assert officer.at == DRAFT
    officer.open(f"{DRAFT}/numbers").submit(having="pass_mark_percent", pass_mark_percent="80")
    assert "was 70" in officer.text
    officer.open(f"{DRAFT}/rubric").submit(having="weight_tools", weight_tools="10", weight_technical="25")
    officer.open(f"{DRAFT}/reasons/hold").submit(
        having="rows-0-key", **{"rows-2-key": "health", "rows-2-text_es": "Hay una cuestión de salud por aclarar."}
    )
    assert "Hay una cuestión de salud" in officer.text
    assert "Adopt this edition" not in officer.text

    assert _offered_editions(officer) == ["1"]
    head = head_of(staffed).open(DRAFT).submit("/adopt")
    assert "Adopted" in head.text and not head.page.select('form[action$="/discard"]')
    assert _offered_editions(officer) == ["2", "1"]
    officer.open(f"{DRAFT}/numbers", expect=409)


def _offered_editions(officer: Walker) -> list[str]:
    options = officer.open("/office/calls/new").page.select("#scheme option")
    return [option.get_text(strip=True).split()[-1] for option in options]


def test_a_declaration_whose_words_change_has_a_version_of_its_own(officer: Walker, staffed: Any) -> None:
    prepared(officer)
    words = "Me comprometo a respetar el código de conducta y a declarar todo interés."
    officer.open(f"{DRAFT}/declarations").submit(
        having="rows-1-key", **{"rows-1-text_es": words, "rows-2-required": "1"}
    )
    with staffed.app_context():
        draft = db.session.scalars(select(Scheme).where(Scheme.code == "STD", Scheme.edition == 2)).one()
        versions = {each["key"]: each["version"] for each in draft.declarations}
        needed = {each["key"] for each in draft.declarations if each["required"]}
    assert versions.pop("conduct") == staging.TODAY.date().isoformat()
    assert set(versions.values()) == {"2026-11"} and needed == {"privacy", "conduct", "register"}
    assert words in officer.open(f"{DRAFT}?lang=es").text


def test_a_criterion_is_added_weighed_and_taken_out(officer: Walker, staffed: Any) -> None:
    prepared(officer)
    officer.open(f"{DRAFT}/scoring/new")
    levels = {f"level_{level}_es": f"Nivel {level}." for level in (1, 2, 3, 4, 5)}
    officer.submit(having="names_es", names_es="Ética", meaning_es="Actúa con rectitud.", **levels)
    assert "Every criterion needs a weight" in officer.text
    assert "Adopt this edition" not in head_of(staffed).open(DRAFT).text
    officer.open(f"{DRAFT}/scoring").submit(having="weight_etica", weight_etica="5", weight_experience="30")
    assert "Complete." in officer.text
    officer.open(f"{DRAFT}/scoring/criteria/etica").submit("/remove")
    officer.open(DRAFT)
    assert "The weights make 95" in officer.text


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("numbers", {"pass_mark_percent": "101"}),
        ("numbers", {"endorsement_working_days": "fifteen"}),
        ("numbers", {"validity_months": ""}),
        ("numbers", {"name_es": ""}),
        ("rubric", {"weight_tools": "99"}),
        ("rubric", {"floor_tools": "6"}),
        ("rubric/criteria/tools", {"names_es": ""}),
        ("rubric/criteria/tools", {"level_3_es": "x" * 601}),
        ("eligibility", {"rows-0-key": "Two Words"}),
        ("documents", {"rows-5-key": "passport", "rows-5-text_en": "Passport"}),
        ("declarations", {"rows-0-key": "conduct"}),
        ("reasons/hold", {"rows-1-key": "integrity"}),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_does_not_serve_is_refused_beside_its_field_and_kept(
    officer: Walker, page: str, typed: dict[str, str]
) -> None:
    prepared(officer)
    officer.open(f"{DRAFT}/{page}").submit(having=next(iter(typed)), expect=422, **typed)
    assert officer.errors
    for name, value in typed.items():
        field = officer.page.select_one(f'[name="{name}"]')
        assert field is not None
        assert (field.get_text().strip() if field.name == "textarea" else field.get("value", "")) == value
    officer.open(DRAFT)
    assert "was" not in [tag.get_text() for tag in officer.page.select(".was")]


def test_a_stale_page_saves_nothing_and_loses_nothing(officer: Walker, staffed: Any) -> None:
    prepared(officer)
    other = in_english(staffed, "oficial").open(f"{DRAFT}/numbers")
    officer.open(f"{DRAFT}/numbers").submit(having="pass_mark_percent", pass_mark_percent="80")
    other.submit(having="pass_mark_percent", pass_mark_percent="75", validity_months="47", expect=409)
    assert "Someone else changed this part" in other.text and "47" in other.text
    assert "80 %" in officer.open(DRAFT).text


def test_only_officers_edit_and_only_the_head_adopts(officer: Walker, staffed: Any) -> None:
    prepared(officer)
    head = head_of(staffed).open(DRAFT)
    assert [link["href"] for link in head.page.select(f'a[href^="{DRAFT}/"]')] == [
        f"{DRAFT}/what-if",
        f"{DRAFT}/form",
        f"{DRAFT}/form/reference",
    ]
    head.open(f"{DRAFT}/numbers", expect=404)
    auditor = in_english(staffed, "auditoria").open(DRAFT)
    assert not auditor.page.select("main form")
    in_english(staffed, "revisor").open("/office/schemes", expect=404)
