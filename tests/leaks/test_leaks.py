"""Two worlds that differ in one hidden fact answer whoever must not know it byte for byte alike, in as many questions."""

import os
import re

import pytest

from tests.leaks.facts import FACTS, Fact
from tests.leaks.stage import Case, addresses, who_is
from tests.leaks.worlds import Worlds

# Every fact takes a walk by a dozen people through both worlds: the quick run takes the first, the deep run all.
LOOKED_AT = FACTS if os.environ.get("DEEP") == "leaks" else FACTS[:3]
named = pytest.mark.parametrize("fact", LOOKED_AT, ids=[fact.words.replace(" ", "-") for fact in LOOKED_AT])


def test_there_are_enough() -> None:
    assert len(FACTS) >= 20
    assert len({fact.words for fact in FACTS}) == len(FACTS)


@named
def test_a_hidden_fact_changes_no_byte(worlds: Worlds, fact: Fact) -> None:
    case = worlds.cases[fact.case]
    paths = list(dict.fromkeys(addresses(worlds.app, case)))
    parts = {who_is(part, case): part for part in fact.hidden_from}
    for who in parts:
        worlds.baseline(who, paths)
    worlds.second(fact.happen)
    found = [f"{parts[who]}: {line}" for who in parts for line in worlds.differences(who, paths)]
    found += [f"{parts[who]}: a mail {mail}" for who in parts if who != "public" for mail in worlds.mails_to(who)]
    assert not found, "\n".join([f"{fact.words}: {len(found)} differences", *found[:12]])


@named
def test_whoever_may_know_it_reads_it(worlds: Worlds, fact: Fact) -> None:
    """Else the test above could not fail."""
    case = worlds.cases[fact.case]
    part, address = fact.witness
    who, path = who_is(part, case), placed(address, case)
    worlds.baseline(who, [path])
    worlds.second(fact.happen)
    (difference,) = worlds.differences(who, [path])
    assert "questions to the database" not in difference and "status" not in difference, difference


def placed(address: str, case: Case) -> str:
    """The address with this case in it."""
    if kind := re.fullmatch(r"<(\w+)>", address):
        return next(path for path in case.subjects if path.startswith(f"/{kind[1]}"))
    filled = address.replace("<number>", case.number).replace("<iso2>", case.administration)
    return filled.replace("<call>", case.call)


def test_the_same_world_answers_the_same_twice(worlds: Worlds) -> None:
    """What is drawn by chance or told by another clock would hide a difference, or make one."""
    case = worlds.cases["reviewed"]
    paths = list(dict.fromkeys(addresses(worlds.app, case)))
    for part in ("applicant", "administration", "officer", "head"):
        who = who_is(part, case)
        worlds.baseline(who, paths)
    worlds.second()
    found = [
        line
        for part in ("applicant", "administration", "officer", "head")
        for line in worlds.differences(who_is(part, case), paths)
    ]
    assert found == []
