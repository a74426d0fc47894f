"""Certificates checked on the production server with two processes: how many a second, kept, unchanged and made anew."""

import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

import flask_migrate
from sqlalchemy import select

from accreditation import create_app
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.filling.filling import fill
from accreditation.workflow.states import CertificateState
from benchmarks.weights import serving

APPLICATIONS, CERTIFICATES, WORKERS, CALLERS, SECONDS = 2000, 100, 2, 8, 5.0
PROMISED = 500.0
_LENGTH, _TAG = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE), re.compile(rb"\r\netag: (\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """`name`: unchanged (304, as a browser or a cache asks again), kept (the page again), anew (never asked before)."""

    name: str
    checks_a_second: float
    p50_ms: float
    p95_ms: float

    def said(self) -> str:
        short = self.name == "unchanged" and self.checks_a_second < PROMISED
        fine = "   below what was promised" if short else ""
        return f"{self.name:10} {self.checks_a_second:8.0f} checks/s  p50 {self.p50_ms:6.2f} ms  p95 {self.p95_ms:6.2f} ms{fine}"


class Line:
    """One connection that stays open, read by hand: the caller shares the machine with what it measures."""

    def __init__(self, base: str) -> None:
        place = urlsplit(base)
        self.host = place.netloc
        self.socket = socket.create_connection((place.hostname, place.port), timeout=30)

    def get(self, path: str, etag: bytes = b"") -> tuple[int, bytes]:
        """Status and ETag; the body is read and thrown away."""
        tag = b"If-None-Match: " + etag + b"\r\n" if etag else b""
        head = f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nAccept-Language: es\r\n".encode()
        self.socket.sendall(head + tag + b"\r\n")
        seen = b""
        while b"\r\n\r\n" not in seen:
            seen += self._more()
        top, _, body = seen.partition(b"\r\n\r\n")
        length = int(found[1]) if (found := _LENGTH.search(top)) else 0
        status = int(top.split(b" ", 2)[1])
        while status == 200 and len(body) < length:
            body += self._more()
        tagged = _TAG.search(top)
        return status, tagged[1] if tagged else b""

    def _more(self) -> bytes:
        part = self.socket.recv(1 << 16)
        if not part:
            raise ConnectionError("the server hung up")
        return part


def _timed(base: str, name: str, ask: Callable[[Line, int], int], wanted: int) -> Row:
    """CALLERS threads ask, one question after the other, for so many seconds."""
    times: list[float] = []
    numbers = count()
    until = time.perf_counter() + SECONDS

    def call() -> None:
        line = Line(base)
        while (began := time.perf_counter()) < until:
            status = ask(line, next(numbers))
            assert status == wanted, f"{name}: {status}"
            times.append((time.perf_counter() - began) * 1000)

    callers = [threading.Thread(target=call) for _ in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return Row(name, round(len(times) / SECONDS, 1), round(median(times), 2), round(quantiles(times, n=20)[18], 2))


def _filled(folder: Path) -> tuple[Any, list[str]]:
    """An installation on SQLite, and the addresses of certificates of it."""
    url = f"sqlite:///{folder / 'checking.sqlite'}"
    app = create_app(
        "demo", SQLALCHEMY_DATABASE_URI=url, DATA_DIR=folder, STORAGE_URL=f"file://{folder / 'files'}", MAIL_URL=""
    )
    with app.app_context():
        flask_migrate.upgrade()
    fill(app, APPLICATIONS, 1, lambda _line: None)
    with app.app_context():
        issued = select(Certificate.number, Certificate.code).where(Certificate.state == CertificateState.ISSUED)
        found = db.session.execute(issued.order_by(Certificate.id).limit(CERTIFICATES)).all()
        db.session.remove()
    return app, [f"/verify/{number}?code={code}" for number, code in found]


def report(folder: Path) -> list[dict[str, Any]]:
    """Prints the rows and returns them as they go into latest.json."""
    app, paths = _filled(folder)
    with serving(app, folder, workers=WORKERS) as base:
        tags = [Line(base).get(path)[1] for path in paths for _process in range(WORKERS)][::WORKERS]
        many = len(paths)
        rows = [
            _timed(base, "unchanged", lambda line, place: line.get(paths[place % many], tags[place % many])[0], 304),
            _timed(base, "kept", lambda line, place: line.get(paths[place % many])[0], 200),
            _timed(base, "anew", lambda line, place: line.get(f"{paths[place % many]}&n={place}")[0], 200),
        ]
    for row in rows:
        print(row.said(), flush=True)
    return [asdict(row) for row in rows]
