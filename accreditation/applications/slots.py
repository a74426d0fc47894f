"""The places of a call for documents, as its scheme says: what belongs there, how many, and whether it is translated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accreditation.applications.models import Application
from accreditation.texts import N_, Text

# What a paper may be written in; "other" needs a translation wherever one is asked.
LANGUAGES: Mapping[str, Text] = {
    "es": N_("Spanish"),
    "en": N_("English"),
    "pt": N_("Portuguese"),
    "fr": N_("French"),
    "other": N_("Another language"),
}
LETTER = "letter"
DEFAULT_MOST = 5


@dataclass(frozen=True)
class Slot:
    """`read_in`: languages in which the paper is read as it is; any other needs a translation. Empty: never asked.

    `seen_by`: who of those who may read the dossier opens what lies in it, one of EYES.
    """

    key: str
    names: Mapping[str, str]
    hints: Mapping[str, str]
    required: bool
    most: int
    read_in: tuple[str, ...]
    seen_by: str

    def asks_translation_of(self, language: str) -> bool:
        return bool(self.read_in) and language not in ("", *self.read_in)


def slot_of(entry: Mapping[str, Any]) -> Slot:
    """One entry of `scheme.documents`; what an older edition does not say has a plain default."""
    return Slot(
        key=entry["key"],
        names=entry["names"],
        hints=entry.get("hints", {}),
        required=bool(entry.get("required", False)),
        most=int(entry.get("most", DEFAULT_MOST)),
        read_in=tuple(entry.get("read_in", ())),
        seen_by=entry.get("seen_by", "readers"),
    )


def slots_of(application: Application) -> dict[str, Slot]:
    """The places of the application's scheme, in its order."""
    return {entry["key"]: slot_of(entry) for entry in application.scheme.documents}
