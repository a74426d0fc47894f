"""Every page that somebody can reach by links: it answers, in each language, with one heading and no dead link."""

from typing import Any

import pytest

from accreditation import clock
from tests import staging
from tests.browser.pages import faults_in
from tests.walker import Walker
from tests.web.actors import cast, the_case
from tests.web.wandering import pages_reached


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "pt", "fr"])
def test_nobody_meets_a_broken_page(peopled: Any, lang: str) -> None:
    """In Spanish everybody does, in tests/browser/test_accessible.py."""
    with clock.at(staging.TODAY):
        people = cast(peopled)
        for name in ("nobody", "applicant", "rocb_officer"):
            browser = Walker(peopled, people[name], lang)
            start = "/" if people[name] is None else f"/tasks?lang={lang}"
            seen = {path: list(faults_in(browser.tree, lang)) for path in pages_reached(browser, start)}
            assert {path: faults for path, faults in seen.items() if faults} == {}, name
            assert len(seen) >= 4, f"{name} reaches only {sorted(seen)}"


def test_an_unknown_a_foreign_and_a_missing_case_look_the_same(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            number = the_case().number
        stranger = Walker(peopled, cast(peopled)["stranger"])
        pages = [
            stranger.open(path, expect=404).text
            for path in (f"/cases/{number}", "/cases/AMS-2031-VAL-9999", "/cases-unknown")
        ]
        assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize("path", ["/cases", "/tasks"])
def test_the_number_of_queries_does_not_grow_with_the_list(peopled: Any, query_count: Any, path: str) -> None:
    with clock.at(staging.TODAY):
        officer = Walker(peopled, cast(peopled)["rocb_officer"])
        short = next(row for row in _counts(officer) if row[1] <= 2)
        few = query_count(peopled, lambda: officer.open(f"/cases?state={short[0]}" if path == "/cases" else path))
        many = query_count(peopled, lambda: officer.open(path))
        assert many <= few + 2, (few, many)


def _counts(officer: Walker) -> list[tuple[str, int]]:
    """(state, cases) as the bar above the list has them."""
    found = []
    for tag in officer.open("/cases").page.select("a[href*='state=']"):
        digits = "".join(mark for mark in tag.get_text() if mark.isdigit())
        if digits:
            found.append((str(tag["href"]).split("state=")[1].split("&")[0], int(digits)))
    return sorted(found, key=lambda pair: pair[1])


def test_each_empty_field_of_a_new_account_has_its_own_sentence(staffed: Any) -> None:
    walker = Walker(staffed, lang="es").open("/sign-up?lang=es")
    walker.submit("/sign-up")
    said = [tag.get_text(" ", strip=True) for tag in walker.page.select(".govuk-error-summary a")]
    assert len(said) == len(set(said)) == 6, said
