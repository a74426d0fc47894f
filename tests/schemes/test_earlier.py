"""What held before editions said a number: only of numbers that there are, and the edition's own word comes first."""

from accreditation.schemes.earlier import EARLIER, number_in
from accreditation.schemes.numbers import every_number


def test_only_numbers_that_there_are_have_a_past() -> None:
    assert set(EARLIER) <= {number.name for number in every_number()}


def test_an_edition_is_asked_first() -> None:
    assert number_in({"sealed_days": 7}, "sealed_days") == 7
    assert number_in({}, "sealed_days") == EARLIER["sealed_days"]
