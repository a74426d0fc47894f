"""What speaks for, and what against, two accounts being one person; the sentences that staff read and the log keeps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accreditation.people.matching import plain_local_part, words_of
from accreditation.people.models import Person
from accreditation.people.names import folded
from accreditation.texts import N_, Text

STRONG, LIKELY = 70, 45


@dataclass(frozen=True)
class Evidence:
    """One observation; `points` are below zero where it speaks against one person."""

    text: Text
    points: int


@dataclass(frozen=True)
class Strength:
    """How much all the evidence says together; `name` is strong, likely or weak."""

    name: str
    label: Text


_STRENGTHS = {
    "strong": Strength("strong", N_("Very likely one person")),
    "likely": Strength("likely", N_("Probably one person")),
    "weak": Strength("weak", N_("Perhaps one person")),
}


def evidence_of(one: Person, other: Person) -> Sequence[Evidence]:
    """Every observation, the weightiest first."""
    found = [*_of_names(one, other), *_of_birth(one, other), *_of_administration(one, other), *_of_address(one, other)]
    return sorted(found, key=lambda each: -abs(each.points))


def strength_of(evidence: Sequence[Evidence]) -> Strength:
    """The sum of the evidence in a word."""
    points = sum(each.points for each in evidence)
    return _STRENGTHS["strong" if points >= STRONG else "likely" if points >= LIKELY else "weak"]


def _of_names(one: Person, other: Person) -> Iterator[Evidence]:
    given, families = (
        [words_of(each.given_names) for each in (one, other)],
        [_families(each) for each in (one, other)],
    )
    if families[0] == families[1] and given[0] == given[1]:
        yield Evidence(N_("The same name."), 40)
    elif given[0] == given[1] and families[0] and set(families[0]) == set(families[1]):
        yield Evidence(N_("The same names in another order."), 35)
    elif set(families[0]) <= set(families[1]) or set(families[1]) <= set(families[0]):
        yield Evidence(N_("One account leaves a family name out."), 20)
        yield from _of_given(*given)
    elif set(families[0]) & set(families[1]):
        yield Evidence(N_("The second family names differ."), -10)
        yield from _of_given(*given)
    else:
        yield Evidence(N_("The family names differ."), -30)
    if folded(one.display_name) != folded(other.display_name) and (given[0], families[0]) == (given[1], families[1]):
        yield Evidence(N_("Written with other letters, signs or particles."), 0)


def _of_given(one: Sequence[str], other: Sequence[str]) -> Iterator[Evidence]:
    if one == other:
        yield Evidence(N_("The same given names."), 15)
    elif set(one) & set(other):
        yield Evidence(N_("A part of the given names is the same."), 10)
    else:
        yield Evidence(N_("The given names differ."), -20)


def _families(person: Person) -> Sequence[str]:
    return words_of(f"{person.first_family_name} {person.second_family_name}")


def _of_birth(one: Person, other: Person) -> Iterator[Evidence]:
    if one.born_on is None or other.born_on is None:
        return
    if one.born_on == other.born_on:
        yield Evidence(N_("The same date of birth."), 45)
    else:
        yield Evidence(N_("Different dates of birth."), -45)


def _of_administration(one: Person, other: Person) -> Iterator[Evidence]:
    if one.administration_id is None or other.administration_id is None:
        return
    if one.administration_id == other.administration_id:
        yield Evidence(N_("The same administration."), 15)
    else:
        yield Evidence(N_("Different administrations."), -10)


def _of_address(one: Person, other: Person) -> Iterator[Evidence]:
    local = plain_local_part(one.email, _families(one))
    if local and local == plain_local_part(other.email, _families(other)):
        yield Evidence(N_("Addresses that differ only in signs, digits or what follows the @."), 20)
