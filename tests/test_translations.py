"""The catalogues hold every sentence of code and templates, keep its places, and Spanish is whole."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from accreditation.texts import CATALOGUES

ROOT = Path(__file__).parents[1]
WHOLE = ("es",)
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "_l": None, "lazy_gettext": None, "N_": (1, 2),
}  # fmt: skip
PLACE = re.compile(r"%\(\w+\)[sd]")


def catalogue(locale: str) -> Catalog:
    with (CATALOGUES / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def spoken() -> set[str]:
    """Every sentence that code and templates mark."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = set()
    for folder in ("accreditation", "templates"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder,
            [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods],
            options,
            KEYWORDS,
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


@pytest.mark.parametrize("locale", ["es", "en", "pt", "fr"])
def test_every_sentence_stands_in_the_catalogue(locale: str) -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(locale)}
    sentences = spoken()
    assert len(sentences) > 1000
    assert sorted(sentences - known) == [], "run `make translations`"


@pytest.mark.parametrize("locale", WHOLE)
def test_no_sentence_is_left_empty(locale: str) -> None:
    empty = [
        message.id
        for message in catalogue(locale)
        if message.id and not (message.string if isinstance(message.string, str) else all(message.string))
    ]
    assert empty == []


@pytest.mark.parametrize("locale", ["es", "en", "pt", "fr"])
def test_the_places_in_a_sentence_stay(locale: str) -> None:
    for message in catalogue(locale):
        pairs = zip(
            [message.id] if isinstance(message.id, str) else [message.id[1]] * 2,
            [message.string] if isinstance(message.string, str) else message.string,
            strict=False,
        )
        for original, translated in pairs:
            if message.id and translated:
                assert sorted(PLACE.findall(original)) == sorted(PLACE.findall(translated)), message.id
