"""What the columns of a list can say, and which heading in four languages probably says it. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accreditation.people.names import folded
from accreditation.texts import N_, Text


@dataclass(frozen=True)
class Field:
    """One thing a column may say; `words` are folded headings of the four languages, the usual ones first."""

    label: Text
    words: tuple[str, ...]


FIELDS: Mapping[str, Field] = {
    "name": Field(
        N_("Whole name, in one column"),
        ("nombre completo", "nombre y apellidos", "full name", "name", "expert", "nombre", "nome completo", "nome",
         "nom complet", "nom et prenom", "experto", "perito", "especialista"),
    ),
    "given_names": Field(
        N_("Given names"),
        ("nombres", "given names", "first name", "forename", "nome proprio", "prenome", "prenom", "prenoms"),
    ),
    "first_family_name": Field(
        N_("First family name, or all of them"),
        ("primer apellido", "apellidos", "apellido", "apellido paterno", "family name", "family names", "last name",
         "surname", "sobrenome", "apelido", "nom de famille"),
    ),
    "second_family_name": Field(
        N_("Second family name"), ("segundo apellido", "apellido materno", "second family name", "segundo sobrenome"),
    ),
    "email": Field(
        N_("E-mail address"),
        ("correo electronico", "correo", "email", "e-mail", "mail", "e mail", "endereco eletronico", "courriel",
         "adresse electronique", "correio eletronico"),
    ),
    "country": Field(
        N_("Country or administration"),
        ("pais", "administracion", "country", "administration", "member", "administracao", "pays", "miembro", "membro",
         "membre", "aduana"),
    ),
    "category": Field(N_("Category"), ("categoria", "category", "categorie", "type of expert", "tipo de experto")),
    "subject": Field(
        N_("Subject"), ("materia", "tema", "subject", "topic", "area", "assunto", "matiere", "domaine", "especialidad"),
    ),
    "language": Field(N_("Language"), ("idioma", "lengua", "language", "lingua", "langue")),
    "level": Field(
        N_("Level: accredited or recognized"), ("nivel", "condicion", "level", "status", "estado", "niveau", "statut"),
    ),
    "granted_on": Field(
        N_("Accredited on"),
        ("fecha de acreditacion", "acreditado el", "fecha", "accredited on", "date of accreditation", "date",
         "data de acreditacao", "data de credenciamento", "data", "date d'accreditation", "accredite le"),
    ),
    "expires_on": Field(
        N_("Valid until"),
        ("valido hasta", "vigencia", "vencimiento", "vence", "valid until", "expires", "expiry", "expiry date",
         "valido ate", "validade", "valable jusqu'au", "expiration"),
    ),
    "old_certificate": Field(
        N_("What the old certificate was called"),
        ("certificado", "numero de certificado", "certificate", "certificate number", "certificado n", "certificat"),
    ),
}  # fmt: skip
# What a list must say of everybody, as alternatives.
NEEDED: Sequence[tuple[str, ...]] = (
    ("name", "first_family_name"), ("email",), ("country",), ("category",), ("subject",), ("language",),
)  # fmt: skip


def proposed(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Field -> heading: as the office said last time, else by the words; a column says one thing."""
    found: dict[str, str] = {}
    plain = {heading: folded(heading.replace("º", "").replace("°", "")).strip(" .:*") for heading in headings}
    for field, heading in remembered.items():
        if field in FIELDS and heading in plain:
            found[field] = heading
    for exactly in (True, False):
        for field, known in FIELDS.items():
            if field not in found:
                free = [heading for heading in headings if heading not in found.values()]
                heading = _first(free, plain, known.words, exactly)
                if heading is not None:
                    found[field] = heading
    if "first_family_name" in found and "given_names" not in found and "name" in found:
        found["given_names"] = found.pop("name")
    return found


def _first(free: Sequence[str], plain: Mapping[str, str], words: Sequence[str], exactly: bool) -> str | None:
    for word in words:
        for heading in free:
            if plain[heading] == word or (not exactly and len(word) > 4 and f" {word}" in f" {plain[heading]}"):
                return heading
    return None


def missing(columns: Mapping[str, str]) -> list[tuple[str, ...]]:
    """What the list needs and no column says."""
    return [either for either in NEEDED if not any(field in columns for field in either)]
