"""Whoever types a part of a name finds it, whatever signs are in it; signs of the search itself mean nothing."""

from typing import Any

import pytest
from sqlalchemy import select

from accreditation.applications.lists import Filter, cases
from accreditation.applications.models import Application
from accreditation.extensions import db

NAMES = ("O’Higgins D'Ávila", "Cien%Uno", "Raya_Baja", "Barra/Doble", "Contra\\Barra", "Dos:Puntos", "Raíz")


@pytest.fixture
def named(filled: Any) -> Any:
    with filled.app_context():
        applications = db.session.scalars(select(Application).order_by(Application.id).limit(len(NAMES))).all()
        for application, name in zip(applications, NAMES, strict=True):
            application.applicant.first_family_name = name
        db.session.commit()
        yield filled


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("d'avila", {NAMES[0]}),
        ("cien%", {NAMES[1]}),
        ("n%u", {NAMES[1]}),
        ("c%o", set()),
        ("a_b", {NAMES[2]}),
        ("r_y", set()),
        ("a/d", {NAMES[3]}),
        ("a\\b", {NAMES[4]}),
        ("s:p", {NAMES[5]}),
        ("raiz", {NAMES[6]}),
        ("raiz' or 'a'='a", set()),
    ],
)
def test_what_is_typed_is_found_as_it_stands(named: Any, typed: str, found: set[str]) -> None:
    rows = db.session.scalars(cases(Application.id == Application.id, Filter(typed=typed)))
    assert {row.applicant.first_family_name for row in rows} & set(NAMES) == found
