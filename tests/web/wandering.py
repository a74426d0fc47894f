"""Walks from page to page by the links that a person sees, a few of each kind."""

from collections.abc import Iterator

from tests.walker import Walker

MOST = 45
SKIPPED = ("/sign-out", "/demo", "/static", "/documents", "mailto:", "http", "#")


LINKS = "//a[ancestor::main or ancestor::nav or ancestor::header or ancestor::footer]/@href"


def _links(browser: Walker) -> list[str]:
    found = []
    for address in browser.tree.xpath(LINKS):
        target = str(address).split("#")[0]
        if (
            target
            and not target.startswith(SKIPPED)
            and not target.endswith((".pdf", ".csv", ".xlsx", ".ics", ".json", "/casefile"))
            and "lang=" not in target
        ):
            found.append(target)
    return found


def _shape(path: str) -> str:
    """Pages of the same kind are looked at once or twice, not thirty times."""
    return "/".join(
        "*" if any(mark.isdigit() for mark in part) or len(part) > 18 else part
        for part in path.split("?")[0].split("/")
    )


def pages_reached(browser: Walker, start: str) -> Iterator[str]:
    """Opens one page after the other; yields the path of the page that the browser shows."""
    waiting, seen, shapes = [start], set(), {}
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        shape = _shape(path)
        if path in seen or shapes.get(shape, 0) >= 2:
            continue
        seen.add(path)
        shapes[shape] = shapes.get(shape, 0) + 1
        answer = browser.open(path).answer
        if answer.mimetype != "text/html" or "attachment" in answer.headers.get("Content-Disposition", ""):
            continue
        waiting += _links(browser)
        yield path
