"""How far two written names are alike: words in any order, other letters, other spelling, a family name more or less. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from accreditation.people.matching import words_of
from accreditation.texts import N_, Text

LEAST = 25
_SHORTEST_WORD_WITH_A_SLIP = 5
# What is written in several ways for one sound in Spanish, Portuguese, French and English names, longest first.
_SOUNDS = (
    *(("tsch", "x"), ("sch", "x"), ("ph", "f"), ("sh", "x"), ("ch", "x"), ("qu", "k"), ("ck", "k"), ("nh", "n")),
    *(("ny", "n"), ("lh", "i"), ("ll", "i"), ("ce", "se"), ("ci", "si"), ("ge", "je"), ("gi", "ji"), ("c", "k")),
    *(("z", "s"), ("v", "b"), ("w", "b"), ("y", "i"), ("x", "j"), ("h", "")),
)


@dataclass(frozen=True)
class Named:
    """What is known of a person: a name in one line, a date of birth, a country."""

    name: str
    born_on: date | None = None
    nationality: str = ""


@dataclass(frozen=True)
class Likeness:
    """`points` of at least LEAST make a possible match; `evidence` says why, the weightiest first."""

    points: int
    evidence: tuple[Text, ...]


@lru_cache(maxsize=8192)
def sound_of(word: str) -> str:
    """A word as it may be heard: "gonzalez" and "gonsales" are one, "jimenez" and "ximenez" too."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return "".join(letter for place, letter in enumerate(word) if place == 0 or word[place - 1] != letter)


def is_near(one: str, other: str) -> bool:
    """Heard alike, or one slip apart in a word of some length: a letter too many, too few, another, or two exchanged."""
    if sound_of(one) == sound_of(other):
        return True
    if min(len(one), len(other)) < _SHORTEST_WORD_WITH_A_SLIP or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    mine, yours = one[start:], other[start:]
    slips = ((1, 1), (1, 0), (0, 1))
    exchanged = mine[:2] == yours[:2][::-1] and mine[2:] == yours[2:]
    return exchanged or any(mine[left:] == yours[right:] for left, right in slips)


def _paired(shorter: Sequence[str], longer: Sequence[str]) -> tuple[int, int]:
    """How many words of the shorter name are in the longer one as they are, and how many more come near."""
    left = list(longer)
    same = [word for word in shorter if word in left and not left.remove(word)]
    near = 0
    for word in shorter:
        if word in same:
            continue
        partner = next((each for each in left if is_near(word, each)), None)
        if partner is not None:
            left.remove(partner)
            near += 1
    return len(same), near


def likeness_of(one: Named, other: Named) -> Likeness | None:
    """None unless every word of the shorter name, and two at least, has its partner in the other."""
    mine, yours = words_of(one.name), words_of(other.name)
    shorter, longer = sorted((mine, yours), key=len)
    same, near = _paired(shorter, longer)
    if same + near < len(shorter) or len(shorter) < 2:
        return None
    found: list[tuple[int, Text]] = []
    if not near and len(mine) == len(yours):
        found.append((60, N_("The same name.") if mine == yours else N_("The same names in another order.")))
    else:
        found.append((60 - 7 * near, N_("Every word of the shorter name is in the other.")))
    if near:
        found.append((0, N_("Some words are written otherwise.")))
    if len(mine) != len(yours):
        found.append((-15, N_("One of the two names has more words.")))
    found += _of_birth(one, other)
    points = sum(weight for weight, _ in found)
    return Likeness(points, tuple(text for _, text in found)) if points >= LEAST else None


def _of_birth(one: Named, other: Named) -> list[tuple[int, Text]]:
    found = []
    if one.born_on and other.born_on:
        same = one.born_on == other.born_on
        found.append((40, N_("The same date of birth.")) if same else (-30, N_("Different dates of birth.")))
    if one.nationality and other.nationality:
        same = one.nationality == other.nationality
        found.append((10, N_("The same nationality.")) if same else (-10, N_("Different nationalities.")))
    return found
