"""The order of words and names: as a dictionary of the language has them, not as a computer counts letters."""

import re
import unicodedata
from collections.abc import Sequence

# Where Spanish is read, Ñ is a letter of its own; "~" stands behind every letter.
_LETTERS_OF_THEIR_OWN = {"es": {"ñ": "n~"}}
_SPELT_OUT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_NO_LETTER = re.compile(r"[^\w~]+")

_PREPOSITIONS = frozenset(["de", "del", "da", "das", "do", "dos", "di", "du", "d", "van", "von", "ter", "ten"])
_ARTICLES = frozenset(["la", "las", "lo", "los", "el", "le", "les", "l", "der", "den", "het"])
_APOSTROPHES = re.compile(r"\b([dl])['’]", re.IGNORECASE)


def alphabetical(text: str, locale: str) -> tuple[str, str]:
    """A key to sort by in a language: accents, capitals and signs decide between words that are the same without them."""
    return _letters(text, locale), unicodedata.normalize("NFC", text)


def _letters(text: str, locale: str) -> str:
    own = _LETTERS_OF_THEIR_OWN.get(locale, {})
    small = unicodedata.normalize("NFC", text).casefold()
    kept = "".join(own.get(letter, letter) for letter in small).translate(_SPELT_OUT)
    plain = "".join(each for each in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(each))
    return _NO_LETTER.sub(" ", plain).strip()


def place_in_register(given_names: str, families: Sequence[str], locale: str) -> str:
    """A key under which lists of people are in order on any database that compares it letter by letter.

    First family name, second, given names. As in Spanish and Portuguese registers a preposition at the head of a family
    name, with its article, is passed over: "de la Peña" stands under P, "van der Berg" under B; an article alone counts,
    "La Fuente" stands under L. Equal names are told apart by their accents.
    """
    whole = [*families, given_names]
    parts = [*(_without_particles(family, locale) for family in families), _letters(given_names, locale)]
    return "\t".join((*parts, *(unicodedata.normalize("NFC", name) for name in whole)))


def _without_particles(family: str, locale: str) -> str:
    words = _letters(_APOSTROPHES.sub(r"\1 ", family), locale).split()
    kept = words
    if words and words[0] in _PREPOSITIONS:
        kept = words[1:]
        while kept and kept[0] in _ARTICLES | _PREPOSITIONS:
            kept = kept[1:]
    return " ".join(kept or words)
