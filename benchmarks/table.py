"""The table in the README, made from latest.json: what was measured, beside what is promised."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import assigning, checking, issuing
from benchmarks.weights import FIRST_AT_MOST, LATER_AT_MOST

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- numbers: written by `make bench` -->\n", "<!-- end of numbers -->\n"
HEAD = "| What | Measured | Promised | Of what is promised |\n|---|---:|---:|---|\n"
PAGE_AT_MOST, PAGES = 3.0, {"list": "the list of cases", "case": "a case", "tasks": "the task list"}
MEANWHILE_AT_MOST = 1.5
_BAR = 10


def table(content: dict[str, Any]) -> str:
    """The section between the marks: one row for every number that is promised, drawn as a bar and said."""
    return HEAD + "".join(_rows(content)) + f"\n{_said_of(content)}\n"


def renew(content: dict[str, Any], readme: Path = README) -> None:
    """Writes the table between the marks of the README. ValueError where a mark is missing."""
    put_between(readme, BEGIN, END, table(content))


def put_between(page: Path, begin: str, end: str, text: str) -> None:
    """Another text between two marks of a page. ValueError where a mark is missing; the page stays as it is."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{page.name}: the marks of the table are missing")
    page.write_text(before + begin + text + end + after, encoding="utf-8")


def _rows(content: dict[str, Any]) -> Iterator[str]:
    for row in content["rows"]:
        if row["name"] in PAGES:
            name = f"{PAGES[row['name']]} among {row['applications']:,} cases, to a bare Flask page"
            yield _at_most(name, row["ratio"], PAGE_AT_MOST, "x")
    weights = content["weights"]["rows"]
    for visit, most, said in (("first", FIRST_AT_MOST, "a first visit"), ("later", LATER_AT_MOST, "a later page")):
        heaviest = max((row for row in weights if row["visit"] == visit), key=lambda row: row["bytes"])
        yield _at_most(f"{said}, the heaviest ({heaviest['page']})", heaviest["bytes"] / 1000, most / 1000, " kB")
    issued = content["issuing"]["row"]
    name = f"{issued['certificates']} certificates drawn, signed and logged by one worker"
    yield _at_most(name, issued["seconds"], issuing.AT_MOST_SECONDS, " s")
    yield _at_most(
        "a page meanwhile, to before", issued["page_ms_meanwhile"] / issued["page_ms"], MEANWHILE_AT_MOST, "x"
    )
    checked = next(row for row in content["checking"]["rows"] if row["name"] == "unchanged")
    yield _at_least("certificates checked by two processes", checked["checks_a_second"], checking.PROMISED, " a second")
    slowest = max(content["assigning"]["rows"], key=lambda row: row["seconds"])
    name = f"reviewers proposed for {slowest['cases']:,} cases, the slowest of {len(content['assigning']['rows'])}"
    yield _at_most(name, slowest["seconds"], assigning.AT_MOST_SECONDS, " s")


def _at_most(name: str, measured: float, promised: float, unit: str) -> str:
    return _row(
        name, measured, f"at most {_number(promised)}{unit}", measured / promised, unit, kept=measured <= promised
    )


def _at_least(name: str, measured: float, promised: float, unit: str) -> str:
    return _row(
        name, measured, f"at least {_number(promised)}{unit}", measured / promised, unit, kept=measured >= promised
    )


def _row(name: str, measured: float, promised: str, share: float, unit: str, *, kept: bool) -> str:
    bar = "█" * max(1, round(min(share, 2.0) * _BAR))
    said = f"{share:.0%}" if kept else f"{share:.0%}, **missed**"
    return f"| {name} | {_number(measured)}{unit} | {promised} | {bar} {said} |\n"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _said_of(content: dict[str, Any]) -> str:
    machine = content["machine"]
    return (
        f"Measured {content['made_at'][:10]} on {machine['cores']} cores ({machine['processor']}), Python {machine['python']}, "
        "PostgreSQL and SQLite as they come. `make bench` measures all of it anew and writes this table; what stands behind each row: "
        "[benchmarks/README.md](benchmarks/README.md)."
    )


if __name__ == "__main__":
    renew(json.loads((Path(__file__).parent / "latest.json").read_text(encoding="utf-8")))
