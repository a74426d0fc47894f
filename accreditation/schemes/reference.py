"""The default scheme as a file, in the shape of `schemes.models.Scheme`. No database."""

import tomllib
from pathlib import Path
from typing import Any

STANDARD = Path(__file__).parent / "data" / "standard.toml"


def standard_scheme() -> dict[str, Any]:
    """code, edition, names, numbers, rubric, scoring, eligibility, reasons, sections, documents, declarations, reference, renewal."""
    return tomllib.loads(STANDARD.read_text(encoding="utf-8"))
