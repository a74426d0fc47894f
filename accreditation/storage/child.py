"""Asking a child process that is limited before it reads a byte: bytes in, a line of JSON and bytes out."""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accreditation.errors import Invalid
from accreditation.storage.limits import limit, limits_of
from accreditation.texts import Text

# The folders of the libraries and of this package: told, because looking for them takes as long as drawing a document.
LIBRARIES = (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), str(Path(__file__).parents[2]))
TOO_HEAVY: dict[str, Any] = {"unfit": "heavy"}


def ask(script: Path, content: bytes, limits: dict[str, int]) -> tuple[dict[str, Any], bytes]:
    """What the child found, and the bytes behind its line; whatever breaks or stops it is TOO_HEAVY.

    It gets no environment but where the libraries lie, so that no secret of ours is in its reach, and runs nobody's start-up code.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-S", "-s", "-P", "-B", str(script), json.dumps(limits)],
            input=content,
            capture_output=True,
            timeout=limits["wall_seconds"],
            env={"PYTHONPATH": os.pathsep.join(dict.fromkeys(LIBRARIES))},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        return TOO_HEAVY, b""
    line, _, rest = done.stdout.partition(b"\n")
    if done.returncode != 0 or not line:
        return TOO_HEAVY, b""
    return json.loads(line), rest


def read_by(script: Path, content: bytes, place: str, sentence: Callable[[str], Text]) -> dict[str, Any]:
    """What such a child says of a handed-in file within the limits of `place`; Invalid ("file") where it refuses it.

    `sentence` turns a code into what the person reads: those of the child, and "nothing" and "large", for which no child is asked.
    """
    if not content:
        raise Invalid(sentence("nothing"), field="file")
    if len(content) > limit(place, "most_bytes"):
        raise Invalid(sentence("large"), field="file")
    said, _rest = ask(script, content, limits_of("child", place))
    if "unfit" in said:
        raise Invalid(sentence(said["unfit"]), field="file")
    return said
