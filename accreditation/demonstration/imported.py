"""Experts of before in the demo: a list that is half confirmed, and the next one that waits to be taken over."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.demonstration.stage import Stage
from accreditation.legacy.confirming import Asked, agree, confirm, decline, refuse
from accreditation.legacy.models import ImportedLine
from accreditation.legacy.taking_over import hand_in, name_columns, take_in
from accreditation.people.session_models import OneUseLink
from accreditation.storage.sheets import Sheet

HEADINGS = (
    "Nombre completo", "Correo", "País", "Categoría", "Materia", "Idioma", "Nivel", "Acreditado el", "Válido hasta",
    "Certificado",
)  # fmt: skip
_SCOPE = ("TOA", "PCA", "español", "acreditado")
FIRST = (
    ("Ana Demostración Guayaba", "antes.ana@demo.example", "Guatemala", *_SCOPE, "14/03/2024", "13/03/2029", "ACE 0117"),
    ("Bruno Demostración Nance", "antes.bruno@demo.example", "Guatemala", *_SCOPE, "2024-03-14", "2029-03-13", "ACE 0118"),
    ("Clara Demostración Zapote", "antes.clara@demo.example", "GT", *_SCOPE, "", "2029-03-13", ""),
    ("David Demostración Jocote", "antes.david@demo.example", "Guatemala", *_SCOPE, "2023-06-02", "", "ACE 0098"),
    ("Elisa Demostración Pitahaya", "antes.elisa@demo.example", "Costa Rica", *_SCOPE, "2024-03-14", "2029-03-13", ""),
    ("Félix Demostración Anona", "antes.felix@demo.example", "Perú", *_SCOPE, "2024-03-14", "2029-03-13", "ACE 0121"),
    ("Gloria Demostración Mamey", "", "Panamá", *_SCOPE, "2024-03-14", "2029-03-13", ""),
    ("Hugo Demostración Lulo", "antes.hugo@demo.example", "Francia", *_SCOPE, "2024-03-14", "2029-03-13", ""),
    ("Irene Demostración Cas", "antes.irene@demo.example", "Honduras", *_SCOPE, "2016-01-11", "2021-01-10", "ACE 0007"),
)  # fmt: skip
SECOND = (
    ("Jaime Demostración Icaco", "antes.jaime@demo.example", "Colombia", *_SCOPE, "31/02/2025", "", ""),
    ("Karla Demostración Arazá", "antes.karla@demo.example", "Ecuador", *_SCOPE, "2025-05-20", "2030-05-19", ""),
    ("Ana Demostración Guayaba", "antes.ana@demo.example", "Guatemala", *_SCOPE, "14/03/2024", "13/03/2029", "ACE 0117"),
)  # fmt: skip


def play_imports(stage: Stage, region_id: uuid.UUID) -> None:
    """Of the first list two are confirmed by both, others by one, one said no; the second was only looked through."""
    _hand_in(stage, region_id, -12, "expertos_ACE_2024.xlsx", FIRST, takes_in=True)
    for place in (0, 1, 4):
        _person(stage, FIRST[place][1], lambda session, asked: agree(session, asked, "es"))
    _person(stage, FIRST[5][1], lambda session, asked: refuse(session, asked, "left"))
    with stage.at(stage.moment(-6)) as session:
        contact = stage.actor(session, "contacto")
        confirm(session, contact, [_line(session, FIRST[place][1]) for place in (0, 1)])
        decline(session, contact, [_line(session, FIRST[3][1])], "Demo: ya no trabaja en la administración.")
    _hand_in(stage, region_id, -1, "expertos_ACE_2025.xlsx", SECOND, takes_in=False)


def _hand_in(
    stage: Stage, region_id: uuid.UUID, day: int, name: str, lines: Sequence[Sequence[str]], *, takes_in: bool
) -> None:
    with stage.at(stage.moment(day)) as session:
        officer = stage.actor(session, "oficial")
        sheet = Sheet("ACE", HEADINGS, list(enumerate(lines, 2)), uuid.uuid5(region_id, name).hex * 2)
        source = hand_in(session, officer, region_id, name, sheet)
        name_columns(session, officer, source, source.columns)
        if takes_in:
            take_in(session, officer, source)


def _line(session: Session, email: str) -> ImportedLine:
    return session.scalars(select(ImportedLine).where(ImportedLine.email == email)).one()


def _person(stage: Stage, email: str, answers: Callable[[Session, Asked], Any]) -> None:
    """By the link of the letter, whose token nobody keeps."""
    with stage.at(stage.moment(-9)) as session:
        line = _line(session, email)
        link = session.scalars(select(OneUseLink).where(OneUseLink.subject_id == line.id)).one()
        answers(session, Asked(link, [line]))
