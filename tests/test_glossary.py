"""The glossary is kept: its words stand in the catalogues, its names in the code, and the words it gave up are gone."""

import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

from tests.test_translations import ROOT, catalogue

GLOSSARY = (Path(ROOT) / "docs/domain/glossary.md").read_text(encoding="utf-8")
LOCALES = ("en", "es", "pt", "fr")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its two head lines."""
    part = GLOSSARY.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


WORDS, GIVEN_UP = rows("Words"), rows("Words that are not used")


def said(locale: str) -> list[str]:
    """Every text of a catalogue in small letters, each form of a plural by itself."""
    found = (message.string for message in catalogue(locale) if message.id)
    return [text.casefold() for each in found for text in ([each] if isinstance(each, str) else each)]


def whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w’-]){re.escape(words.casefold())}(?![\w-])")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_the_glossary_is_said(locale: str) -> None:
    assert len(WORDS) > 80
    texts, column = "\n".join(said(locale)), LOCALES.index(locale)
    words = [re.sub(r" \(.*\)$", "", row[column]) for row in WORDS]
    told = [part for cell in words for part in re.split(r" / |, ", cell)]
    assert [word for word in told if word.casefold() not in texts] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_word_that_was_given_up_is_said(locale: str) -> None:
    given_up = [word for row in GIVEN_UP if row[0] == locale for word in row[1].split(", ")]
    assert given_up
    patterns = [(word, whole(word)) for word in given_up]
    assert [(word, text) for text in said(locale) for word, pattern in patterns if pattern.search(text)] == []


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row[0])
def test_every_thing_of_the_glossary_is_in_the_code(row: list[str]) -> None:
    names = re.findall(r"`([^`]+)`", row[5])
    assert names
    for name in names:
        resolve_name(f"accreditation.{name}")
