"""Passwords: kept as argon2id, measured against a list of common ones, compared in the same time for everybody."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from accreditation.people.models import Person
from accreditation.texts import N_, Text

SHORTEST = 12
LONGEST = 512
COMMON = Path(__file__).parent / "common_passwords.txt"

_hasher = PasswordHasher()


def set_cost(**cost: int) -> None:
    """Other argon2 parameters than the library's; the tests use cheap ones."""
    global _hasher
    _hasher = PasswordHasher(**cost)
    _nobodys_hash.cache_clear()


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())


def _normal(password: str) -> str:
    """One form for the same characters however a keyboard made them."""
    return unicodedata.normalize("NFKC", password)


def hash_of(password: str) -> str:
    """The argon2id hash to keep, with its salt and parameters."""
    return _hasher.hash(_normal(password))


def fits(person: Person | None, password: str) -> bool:
    """Whether it is this person's password; as slow for nobody, so that time tells nothing."""
    kept = (person.password_hash if person else "") or _nobodys_hash()
    try:
        _hasher.verify(kept, _normal(password)[:LONGEST])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return person is not None and bool(person.password_hash)


def renew(person: Person, password: str) -> None:
    """Hashes the password again where the kept hash was made with other parameters than today's."""
    if _hasher.check_needs_rehash(person.password_hash):
        person.password_hash = hash_of(password)


def _is_common(password: str) -> bool:
    """On the list, or a listed word with digits and signs around it, or listed words and one sign repeated."""
    plain = password.casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return plain in _common() or core in _common() or len(set(plain)) < 4


def reason_against(password: str, known: Iterable[str] = ()) -> Text | None:
    """Why this may not be a password, or None. `known`: the person's own words (names, address)."""
    password = _normal(password)
    if len(password) < SHORTEST:
        return N_("Use at least %(shortest)s characters. A short sentence is easy to remember.", shortest=SHORTEST)
    if len(password) > LONGEST:
        return N_("Use at most %(longest)s characters.", longest=LONGEST)
    if _is_common(password):
        return N_("Many people use this password, so it is guessed first. Choose another one.")
    words = {part for word in known for part in re.split(r"[\W_]+", word.casefold()) if len(part) > 3}
    rest = password.casefold()
    for word in words:
        rest = rest.replace(word, "")
    if len(rest) < SHORTEST - 4 and words and rest != password.casefold():
        return N_("Do not build the password from your name or address.")
    return None
