"""What may be handed in: the numbers of `uploads.toml`, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("uploads.toml").read_text(encoding="utf-8"))


def limit(part: str, name: str) -> int:
    """One number, as `limit("file", "most_bytes")`."""
    return int(_content()[part][name])


def limits_of(*parts: str) -> dict[str, int]:
    """All numbers of these parts together."""
    return {name: int(value) for part in parts for name, value in _content()[part].items()}
