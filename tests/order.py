"""In which order the tests of a run come: random, told at its end, and those that take long first."""

import os
from typing import Any

import pytest

# Houses full of cases, made once for all processes: while one process makes them, the others had better not wait.
PREPARED = {"peopled", "lived_in", "twinned", "toured"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules come in random order, the long tests of all of them first, so that nobody is left with one at the end.

    Each process of the run begins with its own part of the list: the modules with long tests are dealt out in turn. The
    first process begins with those that need a prepared house, the others with those that need none.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    long = [item for item in items if item.get_closest_marker("long")]
    short = [item for item in items if not item.get_closest_marker("long")]
    modules = list(dict.fromkeys(item.path for item in long))
    dealt = list[pytest.Item]()
    for turn in range(processes):
        size = (len(items) - len(dealt)) // (processes - turn)
        first = [item for item in long if modules.index(item.path) % processes == turn]
        first.sort(key=lambda item: bool(PREPARED & set(item.fixturenames)) is (turn > 0))
        dealt += [*first, *short[: size - len(first)]]
        del short[: max(0, size - len(first))]
    items[:] = [*dealt, *short]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """How to have the same order again."""
    terminalreporter.write_line(f"Order: --randomly-seed={config.getoption('randomly_seed', None)}")
