"""Answers that fit: for any question, whatever its kind and limits, so that tests fill in forms without knowing them."""

from functools import cache
from types import SimpleNamespace

from accreditation.applications.fields import Field, SectionForm
from accreditation.applications.forms import forms_of
from accreditation.demonstration.statements import STATEMENTS
from accreditation.schemes.reference import standard_scheme

SPECIAL = {
    "given_names": "Ana Lucía",
    "first_family_name": "Ejemplo",
    "second_family_name": "Quetzal",
    "name_on_certificate": "Ana Lucía Ejemplo Quetzal",
    "years_in_customs": "11",
    "days_per_year": "20",
}
_BY_KIND = {
    "year": "2015",
    "country": "GT",
    "level": "C1",
    "zone": "America/Guatemala",
    "email": "jefatura@aduana.example",
    "phone": "+502 2222 3333",
    "yes": "yes",
    "date": "2015-03-27",
}


@cache
def standard_forms() -> list[SectionForm]:
    """The sections of the scheme that the house brings, in its order."""
    return forms_of(SimpleNamespace(**standard_scheme()))


def asked_of(form: SectionForm) -> tuple[Field, ...]:
    """The questions asked when every choice has its first answer; of the tables those that show a row at once."""
    first = {field.key: field.choices[0][0] for field in form.fields if field.choices}
    return tuple(
        field for field in form.asked(first) if field.kind != "file" and (field.kind != "table" or field.required)
    )


def answer_to(field: Field, lang: str, row: int | None = None) -> str:
    """A fitting answer to one question that is neither a table nor a file; two rows have two addresses."""
    if field.kind == "email" and row is not None:
        return f"colega{row}@camara.example"
    if field.words is not None:
        return STATEMENTS[lang]
    if field.kind in ("choice", "several"):
        return field.choices[0][0]
    if field.kind == "number":
        return SPECIAL.get(field.key, str(field.least or 12))
    if field.kind == "language":
        return lang
    return SPECIAL.get(field.key, _BY_KIND.get(field.kind, "Texto de prueba"))


def typed_into(form: SectionForm, lang: str = "es") -> dict[str, str]:
    """Names of inputs -> what is typed, with as many rows in each table as it wants."""
    typed: dict[str, str] = {}
    for field in asked_of(form):
        if field.kind == "table":
            for at in range(field.least or 1):
                for column in field.columns:
                    typed |= _input(column, f"{field.key}-{at}-{column.key}", lang, at)
        else:
            typed |= _input(field, field.key, lang)
    return typed


def _input(field: Field, name: str, lang: str, row: int | None = None) -> dict[str, str]:
    answer = answer_to(field, lang, row)
    if field.kind != "date":
        return {name: answer}
    year, month, day = answer.split("-")
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
