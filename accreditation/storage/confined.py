"""What confines a child process that opens a file of others: time, memory, no file, no process, no network."""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any


class Unfit(Exception):
    """The file cannot be taken; the code says why."""


def limit_this_process(limits: dict[str, int]) -> None:
    """Processor time, memory, no file written, no process begun; as whoever started us asks."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_mb"] << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def open_nothing_more() -> None:
    """From here on no file and no socket can be opened: no handle is left for one."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def tell(find: Callable[[bytes, dict[str, int]], dict[str, Any]]) -> None:
    """The whole child of whoever only reads: limited first, then what `find` says of standard input, as one line of JSON."""
    limits = json.loads(sys.argv[1])
    limit_this_process(limits)
    content = sys.stdin.buffer.read()
    try:
        said = find(content, limits)
    except Unfit as unfit:
        said = {"unfit": str(unfit)}
    except MemoryError:
        said = {"unfit": "heavy"}
    sys.stdout.write(json.dumps(said) + "\n")
