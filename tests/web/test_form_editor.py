"""An officer edits the form of the next edition, sees it, and drafts in flight stay on theirs."""

from collections.abc import Iterator
from typing import Any

import pytest

from accreditation import clock
from tests import staging
from tests.walker import Walker, in_english
from tests.web.test_scheme_pages import DRAFT, head_of, prepared


@pytest.fixture
def house(staffed: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield staffed


@pytest.fixture
def officer(house: Any) -> Walker:
    """With a draft of the second edition."""
    walker = in_english(house, "oficial")
    prepared(walker)
    return walker


def sections_of(walker: Walker) -> list[str]:
    return [str(row["id"]).removeprefix("section-") for row in walker.page.select("#sections > li")]


def with_own_section(officer: Walker, draft: str = DRAFT) -> str:
    """Adds a section of the office's own with a choice, and a table asked only with one of its answers; its address."""
    officer.open(f"{draft}/sections/new").submit(having="names_es", names_es="Puertos", names_en="Ports")
    address = f"{draft}/sections/{sections_of(officer)[-1]}"
    officer.open(f"{address}/questions/new").submit(
        having="kind",
        names_es="¿Trabajó en un puerto?",
        names_en="Did you work in a port?",
        kind="choice",
        required="y",
        **{"rows-0-key": "yes", "rows-0-text_es": "Sí", "rows-1-key": "not", "rows-1-text_es": "No"},
    )
    officer.open(f"{address}/questions/new").submit(
        having="kind",
        names_es="¿En cuáles?",
        kind="table",
        required="y",
        shown_if="q_trabajo_en_un_puerto:yes",
        **{"rows-0-key": "port", "rows-0-text_es": "Puerto", "rows-0-kind": "text", "rows-0-required": "y"},
    )
    return address


@pytest.mark.parametrize("backend", ["sqlite"])
def test_sections_are_ordered_left_out_and_added(officer: Walker) -> None:
    officer.open(f"{DRAFT}/sections").submit(having="seen_mark", act="up:contact")
    assert sections_of(officer)[:2] == ["contact", "identity"]
    officer.submit(having="seen_mark", act="remove:advisory")
    assert "advisory" not in sections_of(officer)
    officer.submit(having="seen_mark", act="remove:identity", expect=422)
    assert "cannot be left out" in " ".join(officer.errors)
    officer.open(f"{DRAFT}/sections").submit(having="section", section="advisory", act="add")
    assert sections_of(officer)[-1] == "advisory"


def test_an_own_section_is_previewed_adopted_and_never_reaches_a_draft_in_flight(house: Any, officer: Walker) -> None:
    address = with_own_section(officer)
    officer.open(f"{DRAFT}/form/{address.rsplit('/', 1)[1]}")
    assert officer.page.select_one("h1").get_text(strip=True) == "Ports"
    assert "Did you work in a port?" in officer.text and "Only if you answered" in officer.text
    head = head_of(house).open(DRAFT).submit("/adopt")
    assert "Adopted" in head.text
    first = DRAFT.replace("/2", "/1")
    assert "Ports" not in officer.open(f"{first}/form").text and "Ports" in officer.open(f"{DRAFT}/form").text


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_cannot_be_asked_is_refused_and_kept(officer: Walker) -> None:
    address = with_own_section(officer)
    officer.open(f"{address}/questions/new")
    officer.submit(
        having="kind", names_es="¿Cuál?", kind="choice", expect=422, **{"rows-0-key": "one", "rows-0-text_es": "Uno"}
    )
    assert "at least two answers" in " ".join(officer.errors)
    assert officer.page.select_one('[name="rows-0-text_es"]')["value"] == "Uno"
    officer.submit(having="kind", kind="file", expect=422)
    assert "documents" in " ".join(officer.errors)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_empty_section_keeps_the_edition_from_being_adopted(officer: Walker) -> None:
    officer.open(f"{DRAFT}/sections/new").submit(having="names_es", names_es="Vacía")
    assert "has no question yet" in officer.open(DRAFT).text


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_stale_page_moves_nothing(house: Any, officer: Walker) -> None:
    other = in_english(house, "oficial").open(f"{DRAFT}/sections")
    officer.open(f"{DRAFT}/sections").submit(having="seen_mark", act="up:contact")
    other.submit(having="seen_mark", act="up:contact", expect=409)
    assert sections_of(officer.open(f"{DRAFT}/sections"))[:2] == ["contact", "identity"]
