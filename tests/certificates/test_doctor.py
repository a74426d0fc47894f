"""`accreditation doctor` on the keys that certificates rest on: what is in order, and what has to be done in time."""

from datetime import UTC, datetime
from typing import Any

import pytest

from accreditation import clock
from accreditation.commands.checks import Finding
from accreditation.commands.doctor import CHECKS


def test_a_key_is_reported_before_it_ends(make_app: Any) -> None:
    config = make_app("sqlite://").config
    assert "valid until" in CHECKS["signing key"](config)
    ends = int(CHECKS["signing key"](config)[-10:-6])
    with clock.at(datetime(ends, 11, 1, tzinfo=UTC)), pytest.raises(Finding, match="order another one now"):
        CHECKS["signing key"](config)
    with clock.at(datetime(ends + 1, 1, 1, tzinfo=UTC)), pytest.raises(Finding, match="nothing can be signed"):
        CHECKS["signing key"](config)


def test_an_authority_that_does_not_answer_is_named(make_app: Any) -> None:
    config = make_app("sqlite://", TIMESTAMP_URL="http://127.0.0.1:9/stamp").config
    with pytest.raises(Finding, match="http://127.0.0.1:9/stamp.*ACCREDITATION_TIMESTAMP_URL"):
        CHECKS["time-stamps"](config)


def test_a_key_file_that_is_none_is_wrong(make_app: Any, tmp_path: Any) -> None:
    file = tmp_path / "log.pem"
    file.write_text("nothing", encoding="ascii")
    assert "/log" in CHECKS["log and credentials"](make_app("sqlite://").config)
    with pytest.raises(ValueError, match=r"log.pem"):
        CHECKS["log and credentials"](make_app("sqlite://", LOG_KEY_FILE=str(file)).config)
