"""Every page that somebody can reach by links: it answers, in each language, with one heading and no dead link."""

from typing import Any

import pytest

from accreditation import clock
from tests import staging
from tests.walker import Walker
from tests.web.actors import cast, the_case
from tests.web.wandering import pages_reached


@pytest.mark.long
@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_nobody_meets_a_broken_page(peopled: Any, lang: str) -> None:
    with clock.at(staging.TODAY):
        people = cast(peopled)
        if lang != "es":
            people = {name: people[name] for name in ("nobody", "applicant", "rocb_officer")}
        for name, email in people.items():
            browser = Walker(peopled, email, lang)
            seen = set()
            for path in pages_reached(browser, "/" if email is None else f"/tasks?lang={lang}"):
                page = browser.tree
                assert page.get("lang") == lang, f"{name}: {path}"
                assert len(page.xpath("//h1")) == 1, f"{name}: {path}"
                text = page.text_content()
                assert "%(" not in text and "{{" not in text, f"{name}: {path}"
                seen.add(path)
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
