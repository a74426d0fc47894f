"""The virus scanner: clamd's own protocol over TCP or a local socket. It answers "clean" or names what it found."""

import socket
import struct
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

CHUNK = 1 << 16
SECONDS = 60
DEFAULT_PORT = 3310
_url = ""


class ScannerAway(OSError):
    """The scanner cannot be reached, does not answer, or answers something that is neither clean nor found."""


@dataclass(frozen=True)
class Verdict:
    """`finding`: the name of what was found, "" where nothing was."""

    finding: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.finding


def use_scanner(url: str) -> None:
    """`tcp://host:3310` or `unix:///run/clamav/clamd.ctl`; "" where an installation has none. Raises ValueError."""
    global _url
    parts = urlsplit(url)
    if url and not (parts.scheme == "tcp" and parts.hostname or parts.scheme == "unix" and parts.path):
        raise ValueError("ACCREDITATION_CLAMD_URL: use tcp://host:3310 or unix:///path/of/the/socket.")
    _url = url


def is_configured() -> bool:
    return bool(_url)


def _connected() -> socket.socket:
    parts = urlsplit(_url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or DEFAULT_PORT), SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(SECONDS)
    try:
        line.connect(unquote(parts.path))
    except OSError:
        line.close()
        raise
    return line


def _answer(command: bytes, content: bytes = b"") -> str:
    """What the scanner says to one command; INSTREAM sends the content in pieces, each after its length."""
    try:
        with _connected() as line:
            line.sendall(b"z" + command + b"\0")
            for start in range(0, len(content), CHUNK):
                piece = content[start : start + CHUNK]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            if content:
                line.sendall(struct.pack(">I", 0))
            said = b""
            while not said.endswith(b"\0") and (more := line.recv(4096)):
                said += more
    except OSError as error:
        raise ScannerAway(f"the virus scanner does not answer: {type(error).__name__}") from error
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def scan(content: bytes) -> Verdict:
    """Raises ScannerAway unless the scanner clearly says OK or FOUND."""
    said = _answer(b"INSTREAM", content)
    if said == "stream: OK":
        return Verdict()
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Verdict(said.removeprefix("stream: ").removesuffix(" FOUND")[:200] or "unnamed")
    raise ScannerAway(f"the virus scanner said: {said[:200] or 'nothing'}")


def ping() -> str:
    """Its version, for the doctor. Raises ScannerAway."""
    return _answer(b"VERSION")
