"""The table of numbers in the README is that of the newest measurement, and does not hide what was missed."""

import json
from pathlib import Path

import pytest

from benchmarks.table import BEGIN, END, README, renew, table

LATEST = json.loads((README.parent / "benchmarks" / "latest.json").read_text(encoding="utf-8"))


def test_the_readme_carries_the_newest_numbers() -> None:
    told = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert told == table(LATEST)


def test_what_is_missed_is_said() -> None:
    slow = json.loads(json.dumps(LATEST))
    slow["issuing"]["row"]["seconds"] = 240.0
    (line,) = [line for line in table(slow).splitlines() if "drawn, signed and logged" in line]
    assert "| 240 s | at most 120 s |" in line and "200%, **missed**" in line


def test_a_readme_without_the_marks_is_left_alone(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# Nothing\n")
    with pytest.raises(ValueError, match="marks"):
        renew(LATEST, readme)
    assert readme.read_text() == "# Nothing\n"
