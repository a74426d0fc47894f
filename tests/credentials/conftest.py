"""Tests that read data of others find it through REFERENCE_DATA; where that is not set they are deselected, and pytest says so."""

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("REFERENCE_DATA"):
        return
    without = [item for item in items if item.get_closest_marker("reference_data")]
    if without:
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]
