"""Rounds in which a page and the bare one take turns, call by call, so that a busy machine slows both alike."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from statistics import mean, median, quantiles
from typing import Any

from sqlalchemy import event

from benchmarks.browser import Answer

ROUNDS, WARMING = 9, 5


@dataclass(frozen=True)
class Row:
    """One line of `latest.json`; `spread` the lowest and highest ratio of a round."""

    name: str
    kind: str
    applications: int
    concurrency: int
    p50_ms: float
    p95_ms: float
    rps: float
    queries: int
    ratio: float
    spread: tuple[float, float]
    bare_p50_ms: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def said(self) -> str:
        return (
            f"{self.applications:>8}  {self.name:<16} {self.kind:<6} {self.p50_ms:>7.2f} {self.p95_ms:>7.2f}"
            f" {self.rps:>7.0f} {self.queries:>5}   {self.ratio:>5.2f}x  ({self.spread[0]:.2f} to {self.spread[1]:.2f})"
        )


HEAD = "   cases  what             kind    p50 ms  p95 ms     rps queries  ratio  (spread)"


def counted(engine: Any, act: Callable[[], Answer]) -> int:
    """How many statements the database is asked."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def alternate(
    name: str,
    kind: str,
    applications: int,
    engine: Any,
    page: Callable[[], Answer],
    bare: Callable[[], Answer],
    calls: int,
) -> Row:
    """ROUNDS rounds of so many calls each, the bare one and the page in turn. Collections happen between rounds."""
    queries = counted(engine, page)
    for _ in range(WARMING):
        bare(), page()
    rounds = [list(_round(page, bare, calls)) for _ in range(ROUNDS)]
    times = [own for each in rounds for own, _ in each]
    ratios = [median(own for own, _ in each) / median(other for _, other in each) for each in rounds]
    return Row(
        name=name,
        kind=kind,
        applications=applications,
        concurrency=1,
        p50_ms=round(median(times), 3),
        p95_ms=round(quantiles(times, n=20)[-1], 3),
        rps=round(1000 / mean(times), 1),
        queries=queries,
        ratio=round(median(ratios), 2),
        spread=(round(min(ratios), 2), round(max(ratios), 2)),
        bare_p50_ms=round(median(other for each in rounds for _, other in each), 3),
    )


def _round(page: Callable[[], Answer], bare: Callable[[], Answer], calls: int) -> Iterator[tuple[float, float]]:
    gc.collect()
    for _ in range(calls):
        other = bare().milliseconds
        yield page().milliseconds, other
