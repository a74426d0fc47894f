"""Keys under which the records of one human being meet, although names or addresses differ; pure, for matching only."""

import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b

from accreditation.people.names import skeleton

_PARTICLES = frozenset(["da", "das", "de", "del", "di", "do", "dos", "du", "e", "el", "la", "las", "le", "los", "y"])
_SHORTEST_NAME_IN_ADDRESS = 4


class Match(IntEnum):
    """What two records share, the strongest first: the first digit of a key."""

    BIRTH = 1
    NAME_AND_ADMINISTRATION = 2
    ADDRESS = 3
    WHOLE_NAME = 4


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in the form in which they are compared, without particles: "de la Peña" becomes "pena"."""
    words = tuple(skeleton(name).split())
    return tuple(word for word in words if word not in _PARTICLES) or words


def plain_local_part(email: str, families: Sequence[str]) -> str:
    """What stands before the @ without signs, digits and +tag, if a family name is in it; else "": desks share addresses."""
    local = re.sub(r"[\W\d_]", "", email.partition("@")[0].partition("+")[0].casefold())
    named = any(len(word) >= _SHORTEST_NAME_IN_ADDRESS and word in skeleton(local) for word in families)
    return skeleton(local) if named else ""


def _key(match: Match, *parts: str) -> str:
    return f"{match.value}{blake2b('|'.join(parts).encode(), digest_size=8).hexdigest()}"


def keys_of(
    names: tuple[str, str, str], email: str, administration_id: uuid.UUID | None, born_on: date | None
) -> set[tuple[str, str]]:
    """(key, rest) of a person. Two records with a key in common meet if their rests are equal or one has none.

    `names`: given names, first and second family name. The rest are the family names outside of the key, so that "García
    López" meets "García" but not "García Pérez".
    """
    given, families = words_of(names[0]), words_of(f"{names[1]} {names[2]}")
    return set(_keys(given, families, email, administration_id, born_on)) if given and families else set()


def keys_of_written_name(name: str, email: str) -> set[str]:
    """The keys that a name in one line and an address give: who wrote which part is a family name is not known."""
    words = words_of(name)
    found = {_key(Match.WHOLE_NAME, *sorted(words))} if len(words) > 2 else set()
    if local := plain_local_part(email, words):
        found.add(_key(Match.ADDRESS, local))
    return found


def _keys(
    given: Sequence[str],
    families: tuple[str, ...],
    email: str,
    administration_id: uuid.UUID | None,
    born_on: date | None,
) -> Iterator[tuple[str, str]]:
    for place in {0, len(families) - 1}:
        family, others = families[place], families[:place] + families[place + 1 :]
        if born_on is not None:
            yield _key(Match.BIRTH, born_on.isoformat(), family), ""
        if administration_id is not None:
            rest = _key(Match.NAME_AND_ADMINISTRATION, *others) if others else ""
            for word in given:
                yield _key(Match.NAME_AND_ADMINISTRATION, administration_id.hex, word, family), rest
    if local := plain_local_part(email, families):
        yield _key(Match.ADDRESS, local), ""
    if len(given) + len(families) > 2:
        yield _key(Match.WHOLE_NAME, *sorted((*given, *families))), ""
