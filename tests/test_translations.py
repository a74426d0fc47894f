"""The catalogues hold every sentence of code and templates, keep its places, and each is whole."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from accreditation.texts import CATALOGUES, N_, say

ROOT = Path(__file__).parents[1]
WHOLE = ("es", "en", "pt", "fr")
KEYWORDS = {**DEFAULT_KEYWORDS, **parse_keywords(["N_", "N_plural:1,2", "_l", "_", "ngettext:1,2"])}
PLACE = re.compile(r"%\(\w+\)[sd]")


def catalogue(locale: str) -> Catalog:
    with (CATALOGUES / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def spoken() -> set[str]:
    """Every sentence that code and templates mark."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    kept = ("accreditation", "templates")
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT,
        methods,
        options,
        KEYWORDS,
        directory_filter=lambda folder: Path(folder).relative_to(ROOT).parts[:1][0] in kept,
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


@pytest.mark.parametrize(("locale", "word"), [("es", "Iniciar sesión"), ("pt", "Entrar"), ("fr", "Se connecter")])
def test_the_compiled_catalogues_speak(locale: str, word: str) -> None:
    """The catalogues that the pages read are compiled from these, none left out as doubtful."""
    assert say(N_("Sign in"), locale) == word
