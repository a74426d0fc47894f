"""What stands in a synthetic dossier: sections and documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import SimpleNamespace
from typing import Any

from accreditation.demonstration.answers import answers_of
from accreditation.filling.ink import as_json
from accreditation.filling.people import LOCALES, Somebody


@dataclass(frozen=True)
class Curriculum:
    """The one file that all filled applications share."""

    storage_key: str
    preview_storage_key: str
    sha256: str
    size: int


class Dossier:
    """Answers per section, written once per language and then shared; only the identity is each person's own."""

    def __init__(self, dice: Random, sections: Sequence[str]) -> None:
        self.sections = sections
        nobody: Any = SimpleNamespace(given_names="", first_family_name="", second_family_name="", display_name="")
        self._written = {
            (locale, variant): {
                key: as_json(answers)
                for key, answers in answers_of(nobody, locale, "es", "GT", 2024 - variant % 5, dice).items()
            }
            for locale in LOCALES
            for variant in range(12)
        }

    def of(self, person: Somebody, variant: int) -> Mapping[str, str]:
        given, first, second = person.names
        identity = {
            "given_names": given,
            "first_family_name": first,
            "second_family_name": second,
            "name_on_certificate": person.name,
            "nationality": person.member.iso2 if person.member else "GT",
            "birth_date": f"{1965 + variant * 2}-{variant + 1:02d}-11",
        }
        return {**self._written[person.locale, variant], "identity": as_json(identity)}
