"""Which accounts meet as one person, what is said of them, and that fifty thousand people cost no more than one query."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.database import new_id, new_public_id
from accreditation.duplicates.candidates import ONE, OTHER, candidates
from accreditation.duplicates.evidence import evidence_of, strength_of
from accreditation.duplicates.merging import say_two_people
from accreditation.people.matching import keys_of
from accreditation.people.models import Person, PersonKey
from accreditation.people.names import skeleton
from accreditation.region.models import Region
from accreditation.texts import say
from accreditation.workflow.actors import Actor, Grant, Role, Scope
from tests.conftest import NOON

HERE, ELSEWHERE = uuid.uuid4(), uuid.uuid4()
Names = tuple[str, str, str]


def _meet(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    return any(a == b and (x == y or not x or not y) for a, x in one for b, y in other)


def _keys(names: Names, home: uuid.UUID | None = HERE, email: str = "x@y.example", born: Any = None) -> Any:
    return keys_of(names, email, home, born)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ana Lucía", "García", "López"), ("ANA LUCIA", "Garcia", "")),
        (("Ana Lucía", "García", "López"), ("Lucía", "García", "López")),
        (("Ana", "García López", ""), ("Ana", "García", "López")),
        (("María", "de la Peña", "Ruiz"), ("Maria", "Peña", "Ruiz")),
        (("João", "Exemplo", "Arara"), ("João", "Arara", "")),
        (("Ana", "López", "García"), ("Ana", "García", "López")),
        (("Ana", "Gаrcíа", ""), ("Ana", "García", "")),  # Cyrillic а
        (("José", "Mun\u0303oz", ""), ("José", "Muñoz", "")),
        (("  José ", "Muñoz\u00a0 ", "Paz"), ("José", "Muñoz", "Paz")),
    ],
)
def test_the_same_person_written_otherwise_meets(one: Names, other: Names) -> None:
    assert _meet(_keys(one), _keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ana", "García", "López"), ("Ana", "García", "Pérez")),
        (("Ana", "García", "López"), ("Berta", "García", "López")),
        (("Ana", "García", "López"), ("Ana", "Núñez", "")),
    ],
)
def test_two_people_with_a_name_in_common_do_not(one: Names, other: Names) -> None:
    assert not _meet(_keys(one), _keys(other))


def test_across_administrations_more_is_needed_than_a_part_of_the_name() -> None:
    part, whole = ("Ana", "García", ""), ("Ana Lucía", "García", "López")
    assert not _meet(_keys(whole), _keys(part, ELSEWHERE))
    assert _meet(_keys(whole), _keys(whole, ELSEWHERE))
    born = date(1985, 3, 27)
    assert _meet(_keys(whole, born=born), _keys(part, ELSEWHERE, born=born))
    assert _meet(
        _keys(("A.", "García", ""), email="ana.garcia2@aduana.example"),
        _keys(whole, ELSEWHERE, email="anagarcia@correo.example"),
    )
    assert not _meet(
        _keys(("A.", "García", ""), email="info@a.example"), _keys(whole, ELSEWHERE, email="info@b.example")
    )


def test_letters_that_look_alike_are_one_for_matching_only() -> None:
    assert skeleton("Аndré 0’Brien") == skeleton("Andre O'Brien") == "andre o brien"


def _region(session: Session) -> Region:
    region = Region(code="AMS", names={}, office_name={}, issuing_body={})
    session.add(region)
    session.flush()
    return region


def _person(session: Session, region: Region, names: Names, email: str, born: Any = None) -> Person:
    given, first, second = names
    person = Person(
        region_id=region.id, email=email, given_names=given, first_family_name=first, second_family_name=second,
        born_on=born,
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def _officer(region: Region) -> Actor:
    grant = Grant(Role.ROCB_OFFICER, region.id, Scope.REGION, region.id)
    return Actor(person_id=uuid.uuid4(), grants=frozenset({grant}))


def _pairs(session: Session, region: Region, actor: Actor) -> Sequence[Any]:
    return session.execute(candidates(region.id, actor).order_by(ONE.key, ONE.person_id, OTHER.person_id)).all()


def test_a_pair_is_listed_once_until_somebody_says_two_people(memory: sessionmaker[Session]) -> None:
    with memory() as session, clock.at(NOON):
        region = _region(session)
        born = date(1985, 3, 27)
        one = _person(session, region, ("Ana Lucía", "García", "López"), "ana.garcia@a.example", born)
        other = _person(session, region, ("Ana", "García", ""), "anagarcia1@b.example", born)
        third = _person(session, region, ("Ana", "Núñez", ""), "nunez@b.example", born)
        officer = _officer(region)
        assert _pairs(session, region, officer) == [tuple(sorted((one.id, other.id)))]
        officer = Actor(person_id=one.id, grants=officer.grants)
        assert _pairs(session, region, officer) == []
        officer = replace(_officer(region), person_id=third.id)
        say_two_people(session, officer, other, one, "Hermanas.")
        assert _pairs(session, region, officer) == []


def test_two_dates_of_birth_are_two_people_unless_the_addresses_agree(memory: sessionmaker[Session]) -> None:
    with memory() as session, clock.at(NOON):
        region = _region(session)
        name = ("Ana Lucía", "García", "López")
        first = _person(session, region, name, "ana.garcia@a.example", date(1985, 3, 27))
        _person(session, region, name, "otra@b.example", date(1991, 1, 1))
        assert _pairs(session, region, _officer(region)) == []
        mistyped = _person(session, region, name, "anagarcia2@b.example", date(1985, 3, 28))
        assert _pairs(session, region, _officer(region)) == [(first.id, mistyped.id)]


def test_a_changed_name_is_compared_anew(memory: sessionmaker[Session]) -> None:
    with memory() as session, clock.at(NOON):
        region = _region(session)
        _person(session, region, ("Ana Lucía", "García", "López"), "ana@a.example")
        other = _person(session, region, ("Berta", "García", "López"), "berta@a.example")
        assert _pairs(session, region, _officer(region)) == []
        other.given_names = "Ana Lucía"
        session.flush()
        assert len(_pairs(session, region, _officer(region))) == 1


def test_what_speaks_for_and_against_is_said() -> None:
    def said(one: Person, other: Person) -> tuple[list[str], str]:
        evidence = evidence_of(one, other)
        return [say(each.text, "en") for each in evidence], strength_of(evidence).name

    def account(names: Names, **more: Any) -> Person:
        given, first, second = names
        values = {"email": "x@y.example", "administration_id": HERE, **more}
        return Person(given_names=given, first_family_name=first, second_family_name=second, **values)

    ana = account(("Ana Lucía", "García", "López"), born_on=date(1985, 3, 27))
    sentences, strength = said(ana, account(("Ana", "Garcia", ""), born_on=date(1985, 3, 27)))
    assert strength == "strong" and sentences[0] == "The same date of birth."
    assert "One account leaves a family name out." in sentences
    sentences, strength = said(ana, account(("Ana Lucía", "García", "López"), born_on=date(1991, 1, 1)))
    assert strength == "weak" and "Different dates of birth." in sentences
    assert said(ana, account(("Ana Lucía", "García", "")))[1] == "likely"


def test_fifty_thousand_people_are_one_query_and_no_comparison_of_all(memory: sessionmaker[Session]) -> None:
    with memory() as session, clock.at(NOON):
        region = _region(session)
        made = [
            {
                "id": new_id(), "public_id": new_public_id(), "region_id": region.id, "email": f"{number}@a.example",
                "given_names": "", "first_family_name": "", "second_family_name": "", "password_hash": "",
                "search_name": "", "register_name": "", "is_demo": False, "created_at": NOON, "updated_at": NOON,
            }
            for number in range(50_000)
        ]  # fmt: skip
        session.execute(insert(Person.__table__), made)
        session.execute(
            insert(PersonKey.__table__),
            [
                {"id": new_id(), "region_id": region.id, "person_id": row["id"], "key": key, "rest": rest}
                for number, row in enumerate(made)
                for key, rest in ((f"2{number % 40_000:016x}", f"{number:x}"), (f"4{number:016x}", ""))
            ],
        )
        twins = sorted((made[7]["id"], made[49_000]["id"]))
        for person in session.scalars(select(Person).where(Person.id.in_(twins))):
            person.given_names, person.first_family_name, person.administration_id = "Ana", "García", None
            person.born_on = date(1985, 3, 27)
        session.flush()
        began = time.process_time()
        assert _pairs(session, region, _officer(region)) == [tuple(twins)]
        assert time.process_time() - began < 2
