"""Asking a child process that is limited before it reads a byte: bytes in, a line of JSON and bytes out."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

TOO_HEAVY: dict[str, Any] = {"unfit": "heavy"}


def ask(script: Path, content: bytes, limits: dict[str, int]) -> tuple[dict[str, Any], bytes]:
    """What the child found, and the bytes behind its line; whatever breaks or stops it is TOO_HEAVY.

    It gets no environment, so that no secret of ours is in its reach.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", str(script), json.dumps(limits)],
            input=content,
            capture_output=True,
            timeout=limits["wall_seconds"],
            env={},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        return TOO_HEAVY, b""
    line, _, rest = done.stdout.partition(b"\n")
    if done.returncode != 0 or not line:
        return TOO_HEAVY, b""
    return json.loads(line), rest
