"""Pages and built files travel compressed, and a built file is asked for once a year."""

import gzip
import re
from typing import Any

import pytest

from tests.walker import Walker

PACKED = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def backend() -> str:
    """No matter which database."""
    return "sqlite"


def test_a_page_is_a_fifth_as_long_and_the_same(staffed: Any) -> None:
    walker = Walker(staffed)
    plain = walker.client.get("/help")
    packed = walker.client.get("/help", headers=PACKED)
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data) / 3
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]
    assert "</html>" in gzip.decompress(packed.data).decode()


def test_the_length_of_a_page_does_not_betray_what_is_in_it(staffed: Any) -> None:
    """Twenty times the same page: the name of random length in gzip's header hides a difference of a letter or two."""
    client = Walker(staffed).client
    assert len({len(client.get("/sign-in", headers=PACKED).data) for _ in range(20)}) > 5


def test_a_built_file_is_compressed_and_kept_for_a_year(staffed: Any) -> None:
    client = Walker(staffed).client
    page = client.get("/").get_data(as_text=True)
    for name in ("aval.css", "aval.js"):
        address = re.search(rf'"(/static/{name}\?v=[0-9a-f]+)"', page)[1]  # type: ignore[index]
        answer = client.get(address, headers=PACKED, buffered=True)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"] and "max-age=31536000" in answer.headers["Cache-Control"]
        again = client.get(address, headers=PACKED | {"If-None-Match": answer.headers["ETag"]}, buffered=True)
        assert again.status_code == 304 and not again.data
    assert "immutable" not in client.get("/static/aval.css", buffered=True).headers["Cache-Control"]


def test_what_is_compressed_already_stays_as_it_is(staffed: Any) -> None:
    answer = Walker(staffed).client.get("/static/fonts/inter-latin.woff2", headers=PACKED, buffered=True)
    assert "Content-Encoding" not in answer.headers
