"""Further scripts of names, and where Debian's packages put a font for each; a font is opened only when a name needs it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from accreditation.certificates.installed_fonts import files_of, letters_of
from accreditation.texts import N_, Text

CORE, CJK = "fonts-noto-core", "fonts-noto-cjk"


@dataclass(frozen=True)
class Script:
    """`letters` matches one character of it. `stem`: the files `<stem>-Regular` and `<stem>-Bold`; `place` of them in a collection."""

    label: Text
    letters: re.Pattern[str]
    family: str
    stem: str
    package: str = CORE
    place: int = 0

    @property
    def files(self) -> tuple[Path, ...]:
        """Regular and bold, as far as they are installed."""
        return files_of(self.stem)


def _noto(name: str, label: Text, letters: str, style: str = "Sans") -> Script:
    return Script(label, re.compile(f"[{letters}]"), f"Noto {style} {name}", f"Noto{style}{name}")


def _cjk(code: str, place: int, label: Text, letters: str) -> Script:
    return Script(label, re.compile(f"[{letters}]"), f"Noto Sans CJK {code}", "NotoSansCJK", CJK, place)


_HAN = "\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA, _HANGUL = "\u3040-\u30ff\u31f0-\u31ff\uff00-\uffef", "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
CHINESE = _cjk("SC", 2, N_("Chinese"), _HAN)
JAPANESE = _cjk("JP", 0, N_("Japanese"), _KANA)
KOREAN = _cjk("KR", 1, N_("Korean"), _HANGUL)
ARABIC = _noto("Arabic", N_("Arabic"), "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff")
HEBREW = _noto("Hebrew", N_("Hebrew"), "\u0590-\u05ff\ufb1d-\ufb4f")
SCRIPTS = (
    ARABIC,
    HEBREW,
    _noto("Devanagari", N_("Devanagari"), "\u0900-\u097f\ua8e0-\ua8ff"),
    _noto("Bengali", N_("Bengali"), "\u0980-\u09ff"),
    _noto("Gurmukhi", N_("Gurmukhi"), "\u0a00-\u0a7f"),
    # Here the marks stay with their letters when the text is copied; those of the sans serif are doubled.
    _noto("Gujarati", N_("Gujarati"), "\u0a80-\u0aff", "Serif"),
    _noto("Tamil", N_("Tamil"), "\u0b80-\u0bff"),
    _noto("Kannada", N_("Kannada"), "\u0c80-\u0cff"),
    _noto("Malayalam", N_("Malayalam"), "\u0d00-\u0d7f"),
    _noto("Thai", N_("Thai"), "\u0e00-\u0e7f", "Serif"),
    _noto("Lao", N_("Lao"), "\u0e80-\u0eff"),
    _noto("Myanmar", N_("Burmese"), "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"),
    _noto("Georgian", N_("Georgian"), "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f"),
    _noto("Armenian", N_("Armenian"), "\u0530-\u058f\ufb13-\ufb17"),
    _noto("Ethiopic", N_("Ethiopic"), "\u1200-\u139f\u2d80-\u2ddf\uab00-\uab2f"),
    KOREAN,
    JAPANESE,
    CHINESE,
)
RIGHT_TO_LEFT = (ARABIC, HEBREW)
# Marks that join or part letters within a word, without which some names cannot be written: only behind such a letter.
JOINERS = "\u200c\u200d"


def script_of(mark: str) -> Script | None:
    """The further script this character belongs to; None for the ones the certificate's own fonts have."""
    return next((script for script in SCRIPTS if script.letters.match(mark)), None)


def scripts_of(text: str) -> tuple[Script, ...]:
    """The further scripts of a text, in the order in which their fonts are asked. Han with kana or Hangul is of that language."""
    found = list(dict.fromkeys(script for mark in text if (script := script_of(mark)) is not None))
    if CHINESE in found and (others := [each for each in (JAPANESE, KOREAN) if each in found]):
        found = [*others, *(each for each in found if each not in others and each is not CHINESE)]
    return tuple(found)


def covered_by(scripts: tuple[Script, ...]) -> frozenset[int]:
    """The code points that the installed fonts of these scripts have, all weights alike."""
    return frozenset().union(*(letters_of(script.stem, script.place) for script in scripts))


def joins(text: str, place: int) -> bool:
    """Whether the character there is a joiner inside a word of a script that needs it."""
    return text[place] in JOINERS and place > 0 and script_of(text[place - 1]) is not None and place + 1 < len(text)


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter of a text begins at the right."""
    first = next((mark for mark in text if mark.isalpha()), "")
    return bool(first) and any(script.letters.match(first) for script in RIGHT_TO_LEFT)


@contextmanager
def folders_of(scripts: Sequence[Script]) -> Iterator[list[Path]]:
    """A folder with the fonts of these scripts and no others, so that no more than these is opened; none for none."""
    if not scripts:
        yield []
        return
    with TemporaryDirectory(prefix="certificate-fonts-") as folder:
        for file in {file for script in scripts for file in script.files}:
            (Path(folder) / file.name).symlink_to(file)
        yield [Path(folder)]
