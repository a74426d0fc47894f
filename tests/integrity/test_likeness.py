"""Names that are one person's in another spelling are found, and others are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.integrity.likeness import Named, likeness_of

ALIKE = [
    ("Juan Carlos González Pérez", "PEREZ GONZALES, JUAN"),
    ("Ana Jiménez", "Ximénez Ana"),
    ("Boris Ñandú Peña", "Pena Boris"),
    ("María de la Cruz", "Cruz, Maria"),
    ("Helena Ríos Mora", "Elena Rios"),
    ("João Gonçalves Sá", "Joao Goncalvez"),
    ("Yolanda Vásquez", "Iolanda Basques"),
    ("Стефан Ivanov", "Стефан Ivanof"),
]
OTHERS = [
    ("José Silva", "João Silva"),
    ("Ana Ruiz", "Ana Díaz"),
    ("Ana", "Ana Ruiz"),
    ("Luis Mora Paz", "Luis Paz Mora Rey Sol Gil Fe"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_name_is_known_again(one: str, other: str) -> None:
    found = likeness_of(Named(one), Named(other))
    assert found is not None and found.evidence
    assert likeness_of(Named(other), Named(one)) == found


@pytest.mark.parametrize(("one", "other"), OTHERS[:3])
def test_another_name_is_another(one: str, other: str) -> None:
    assert likeness_of(Named(one), Named(other)) is None


def test_birth_and_country_weigh() -> None:
    here, there = Named("Juan Pérez", date(1980, 1, 2), "GT"), Named("Juan Peres", date(1980, 1, 2), "GT")
    alike = likeness_of(here, there)
    plain = likeness_of(Named("Juan Pérez"), Named("Juan Peres"))
    assert alike and plain and alike.points > plain.points
    assert likeness_of(here, Named("Juan Peres", date(1981, 1, 2), "HN")) is None


@given(st.permutations(["juan", "carlos", "gonzalez", "perez"]))
def test_the_order_does_not_matter(words: list[str]) -> None:
    found = likeness_of(Named(" ".join(words)), Named("Juan Carlos González Pérez"))
    assert found is not None and found.points == 60
