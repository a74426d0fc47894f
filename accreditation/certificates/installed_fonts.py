"""The further fonts that are installed on this machine, and which letters each has."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

PLACES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def forget_fonts() -> None:
    """Looks for installed fonts again: after a package was installed."""
    _index.cache_clear()
    letters_of.cache_clear()


@cache
def _index() -> Mapping[str, Path]:
    """The installed Noto fonts by the beginning of their names. Read once, and only when a name needs one."""
    found: dict[str, Path] = {}
    for place in PLACES:
        for file in sorted(place.rglob("NotoS*-*.tt[fc]")):
            found.setdefault(file.stem, file)
    return found


def files_of(stem: str) -> tuple[Path, ...]:
    """Regular and bold, as far as they are installed."""
    return tuple(_index()[name] for name in (f"{stem}-Regular", f"{stem}-Bold") if name in _index())


@cache
def letters_of(stem: str, place: int) -> frozenset[int]:
    """What regular and bold both have; empty where they are not installed."""
    sets = [_letters_in(file, place) for file in files_of(stem)]
    return frozenset.intersection(*sets) if sets else frozenset()


def _letters_in(file: Path, place: int) -> frozenset[int]:
    with TTFont(file, lazy=True, fontNumber=place if file.suffix == ".ttc" else -1) as font:
        return frozenset(font.getBestCmap())
