"""Names and words stand where a reader looks for them: Ñ, accents, capitals and particles, on any database alike."""

from typing import Any

import pytest
from sqlalchemy import select

from accreditation.alphabet import alphabetical, place_in_register
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.region.models import Region
from accreditation.web.places import countries, languages_to_choose, members_first, time_zones


def in_order(words: list[str], locale: str) -> list[str]:
    return sorted(words, key=lambda word: alphabetical(word, locale))


def test_enye_is_a_letter_of_its_own_where_spanish_is_read() -> None:
    words = ["Peña", "Penz", "Pena", "Pérez", "Ñandú", "Nutria", "Oso"]
    assert in_order(words, "es") == ["Nutria", "Ñandú", "Oso", "Pena", "Penz", "Peña", "Pérez"]
    assert in_order(words, "fr") == ["Ñandú", "Nutria", "Oso", "Pena", "Peña", "Penz", "Pérez"]


@pytest.mark.parametrize("locale", ["es", "en", "pt", "fr"])
def test_accents_and_capitals_decide_only_between_equals(locale: str) -> None:
    assert in_order(["Zambia", "Égypte", "España", "Åland", "Estonia"], locale) == [
        "Åland", "Égypte", "España", "Estonia", "Zambia",
    ]  # fmt: skip
    assert in_order(["ávila", "Avila", "Avilés"], locale)[-1] == "Avilés"


def test_decomposed_letters_stand_where_composed_ones_do() -> None:
    assert alphabetical("Pen\u0303a", "es") == alphabetical("Peña", "es")


NAMES = [
    ("Zoé", "Berg", ""),
    ("Anton", "van der Berg", ""),
    ("Juan", "de la Cruz", "Ñáñez"),
    ("Ana", "Cruz", "Zúñiga"),
    ("Luis", "La Fuente", ""),
    ("Jean", "L’Écuyer", ""),
    ("Rosa", "Núñez", "Ávila"),
    ("Rosa", "Nuñez", "Avila"),
    ("Inês", "da Silva", "e Souza"),
    ("Ana", "Silva", "Abreu"),
    ("Marc", "d’Ormesson", ""),
    ("Eva", "Nunez", "Yáñez"),
    ("Ñusta", "Del Valle", ""),
]
IN_ORDER = [
    "Anton van der Berg", "Zoé Berg", "Juan de la Cruz Ñáñez", "Ana Cruz Zúñiga", "Jean L’Écuyer", "Luis La Fuente",
    "Eva Nunez Yáñez", "Rosa Nuñez Avila", "Rosa Núñez Ávila", "Marc d’Ormesson", "Ana Silva Abreu", "Inês da Silva e Souza",
    "Ñusta Del Valle",
]  # fmt: skip


def test_a_register_passes_over_prepositions_but_not_articles() -> None:
    placed = sorted(NAMES, key=lambda name: place_in_register(name[0], name[1:], "es"))
    assert [" ".join(filter(None, name)) for name in placed] == IN_ORDER


def test_a_family_name_made_of_particles_alone_is_kept() -> None:
    assert place_in_register("Ana", ("De", ""), "es").startswith("de\t")


def test_the_database_gives_people_in_that_order(staffed: Any) -> None:
    with staffed.app_context():
        session = db.session()
        region_id = session.scalars(select(Region.id)).first()
        for number, (given, first, second) in enumerate(NAMES):
            names = {"given_names": given, "first_family_name": first, "second_family_name": second}
            session.add(Person(region_id=region_id, email=f"p{number}@ejemplo.example", **names))
        session.flush()
        query = (
            select(Person).where(Person.email.endswith("@ejemplo.example")).order_by(Person.register_name, Person.id)
        )
        assert [person.display_name for person in session.scalars(query)] == IN_ORDER
        session.scalars(query).first().first_family_name = "Zurita"
        session.flush()
        assert session.scalars(query).all()[-1].first_family_name == "Zurita"
        session.rollback()


def test_lists_to_choose_from_are_in_the_order_of_the_reader(app: Any) -> None:
    labels = {}
    for locale in ("es", "fr", "en", "pt"):
        with app.test_request_context(f"/?lang={locale}"):
            labels[locale] = [label for _code, label in countries()]
            zones = dict(time_zones())
            assert len(set(zones.values())) == len(zones)
            assert languages_to_choose()[-1][0] == "other"
            assert members_first()[0][0] == {"es": "AG", "fr": "AG", "en": "AG", "pt": "AG"}[locale]
    assert labels["fr"].index("Égypte") < labels["fr"].index("Espagne")
    assert labels["es"].index("España") < labels["es"].index("Estonia")
    assert labels["es"][-1] == "Zimbabue"
    with app.test_request_context("/?lang=es"):
        zones = dict(time_zones())
        assert zones["America/Argentina/Buenos_Aires"] == "Argentina, Buenos Aires"
        assert zones["America/Guatemala"] == "Guatemala"
        assert time_zones("America/Buenos_Aires")[0][0] == "America/Buenos_Aires"
