"""The numbers of series, counted on from where the database stands."""

from collections.abc import Mapping


class Numbers:
    """`given`: the last number of each series, as the table of sequences wants it back."""

    def __init__(self, last: Mapping[str, int]) -> None:
        self.given = dict(last)

    def next_in(self, series: str) -> int:
        self.given[series] = self.given.get(series, 0) + 1
        return self.given[series]
