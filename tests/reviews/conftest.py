"""The case of a blind call, for the tests of what its reviewers learn."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reviews.blinded import blinded
from tests.reviews.reviewing import Desk


@pytest.fixture
def blind(peopled: Any) -> Iterator[Desk]:
    with blinded(peopled) as table:
        yield table
