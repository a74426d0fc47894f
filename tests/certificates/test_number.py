"""Certificate numbers: the documented example, every slip of one character, and what people type."""

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.certificates.number import certificate_number, is_well_formed, normalise

numbers = st.builds(
    certificate_number,
    region=st.text(string.ascii_uppercase, min_size=2, max_size=7),
    year=st.integers(2020, 2100),
    sequence=st.integers(1, 999_999),
)


def test_the_documented_number() -> None:
    assert certificate_number("AMS", 2026, 123) == "AMS-2026-000123-53"


@given(numbers)
def test_every_number_is_well_formed_and_checks_lie_between_02_and_98(number: str) -> None:
    assert is_well_formed(number)
    assert 2 <= int(number[-2:]) <= 98


@given(numbers)
def test_no_other_check_digits_fit(number: str) -> None:
    others = [f"{number[:-2]}{check:02d}" for check in range(100) if f"{check:02d}" != number[-2:]]
    assert not any(map(is_well_formed, others))


@given(numbers)
def test_every_single_wrong_character_is_found(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in set(string.ascii_uppercase + string.digits + "-") - {right}:
            assert not is_well_formed(number[:place] + wrong + number[place + 1 :])


@given(numbers)
def test_every_swap_of_neighbours_is_found(number: str) -> None:
    places = [place for place, mark in enumerate(number) if mark != "-"]
    for one, two in pairwise(places):
        marks = list(number)
        marks[one], marks[two] = marks[two], marks[one]
        swapped = "".join(marks)
        assert swapped == number or not is_well_formed(swapped)


@given(numbers, st.sampled_from(["", " ", "-", "\u2013", "\u2011", " - ", "\u00a0"]))
def test_what_people_type_is_understood(number: str, between: str) -> None:
    assert normalise(f"  {number.lower().replace('-', between)}\n") == number


@given(st.text(max_size=80))
def test_anything_typed_gives_a_sound_number_or_none(typed: str) -> None:
    found = normalise(typed)
    assert found is None or is_well_formed(found)


@pytest.mark.parametrize(
    "typed", ["", "AMS-2026-000123-54", "AMS-2026-123-53", "AMS-2026-000123-53x", "AMS-2026-000123-53" * 9, "-", "٢"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert normalise(typed) is None


@pytest.mark.parametrize(
    ("region", "year", "sequence"),
    [("ams", 2026, 1), ("A", 2026, 1), ("AMS", 26, 1), ("AMS", 2026, 0), ("AMS", 2026, 10**6)],
)
def test_impossible_parts_are_refused(region: str, year: int, sequence: int) -> None:
    with pytest.raises(ValueError, match=r"certificate number|region code"):
        certificate_number(region, year, sequence)
