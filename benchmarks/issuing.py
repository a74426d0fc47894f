"""Certificates drawn, signed, stored, logged and published by one worker, one after the other: 500 in two minutes.

Meanwhile somebody asks for a page ten times a second, and waits at most half as long again as before.
"""

import time
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import flask_migrate
from sqlalchemy import select, update

from accreditation import clock, create_app
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.consequences import reserve_certificate
from accreditation.certificates.content import as_record
from accreditation.certificates.models import Certificate
from accreditation.certificates.preparation import content_of
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.filling.filling import fill
from accreditation.history import timeline_of
from accreditation.jobs.models import OutboxRow
from accreditation.worker import handlers_of, session_factory, spare_the_collector
from accreditation.workflow.effects import Effect
from accreditation.workflow.states import AccreditationState, CertificateState
from benchmarks.checking import Line
from benchmarks.weights import serving

CERTIFICATES, AT_MOST_SECONDS, APPLICATIONS = 500, 120.0, 11000
PAGE, WORKERS, EVERY_SECONDS, AT_REST_SECONDS = "/calls", 2, 0.1, 10.0


@dataclass(frozen=True)
class Row:
    """`processor_seconds` are this process's alone; the documents are drawn by children.

    `page_ms` is the median of a page on the production server before, `page_ms_meanwhile` while it issues.
    """

    certificates: int
    seconds: float
    processor_seconds: float
    p50_ms: float
    p95_ms: float
    page_ms: float
    page_ms_meanwhile: float

    def said(self) -> str:
        fine = (
            "" if self.seconds <= AT_MOST_SECONDS * self.certificates / CERTIFICATES else "   above what was promised"
        )
        return (
            f"\n{self.certificates} certificates drawn, signed and logged on one worker: {self.seconds:.1f} s, p50"
            f" {self.p50_ms:.0f} ms, p95 {self.p95_ms:.0f} ms, {self.processor_seconds:.1f} s of this process{fine}"
            f"\na page meanwhile: {self.page_ms_meanwhile:.1f} ms instead of {self.page_ms:.1f} ms, "
            f"{self.page_ms_meanwhile / self.page_ms:.2f}x"
        )


class Reader:
    """Somebody in a process of their own who asks for a page again and again until the block ends; `times` in ms."""

    def __init__(self, base: str) -> None:
        spawning = get_context("spawn")
        self.times: list[float] = []
        self._stop, self._found = spawning.Event(), spawning.Queue()
        self._process = spawning.Process(target=_ask, args=(base, self._stop, self._found))

    def __enter__(self) -> "Reader":
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self.times = self._found.get(timeout=60)
        self._process.join()


def _ask(base: str, stop: Any, found: Any) -> None:
    line, times = Line(base), []
    while not stop.wait(EVERY_SECONDS):
        began = time.perf_counter()
        assert line.get(PAGE)[0] == 200
        times.append((time.perf_counter() - began) * 1000)
    found.put(times)


def released(count: int, *, after: int = 0) -> list[Any]:
    """Certificates as an officer left them, without the road before: their content is fixed, nothing is drawn yet.

    They take the place of those that the filling wrote, which never had a document; `after` so many others.
    """
    session = db.session()
    query = select(Accreditation).where(Accreditation.state == AccreditationState.ACTIVE).order_by(Accreditation.id)
    held = session.scalars(query.offset(after).limit(count)).all()
    filled = update(Certificate).where(Certificate.accreditation_id.in_([row.id for row in held]))
    session.execute(filled.values(state=CertificateState.SUPERSEDED))
    found = []
    for accreditation in held:
        certificate = reserve_certificate(session, accreditation, timeline_of(session, accreditation.id)[-1])
        content = content_of(session, certificate)
        certificate.content = as_record(replace(content, signatories=(("Demo", "Demo"),)))
        found.append(certificate.id)
    session.flush()
    linted = update(Certificate).where(Certificate.id.in_(found)).values(state=CertificateState.LINTED)
    session.execute(linted)
    return found


def report(folder: Path, count: int = CERTIFICATES) -> dict[str, Any]:
    """Prints the row and returns it as it goes into latest.json."""
    url = f"sqlite:///{folder / 'issuing.sqlite'}"
    storage, mail = f"file://{folder / 'files'}", f"file://{folder / 'mail'}"
    app = create_app("demo", SQLALCHEMY_DATABASE_URI=url, DATA_DIR=folder, STORAGE_URL=storage, MAIL_URL=mail)
    with app.app_context():
        flask_migrate.upgrade()
    fill(app, APPLICATIONS, 1, lambda _line: None)
    with app.app_context():
        with writing():
            ids = released(count)
            db.session.commit()
        db.session.remove()
        produce, factory = handlers_of(app)[Effect.PRODUCE_CERTIFICATE.value], session_factory(app)
        spare_the_collector()
        with serving(app, folder, workers=WORKERS) as base:
            with Reader(base) as before:
                time.sleep(AT_REST_SECONDS)
            with Reader(base) as reader:
                taken, began, used = [], time.perf_counter(), time.process_time()
                for certificate_id in ids:
                    one = time.perf_counter()
                    produce(factory, OutboxRow(subject_id=certificate_id, created_at=clock.now(), payload={}))
                    taken.append((time.perf_counter() - one) * 1000)
                seconds, used = time.perf_counter() - began, time.process_time() - used
        issued = select(Certificate.id).where(Certificate.id.in_(ids), Certificate.state == CertificateState.ISSUED)
        done = len(db.session.scalars(issued).all())
    assert done == len(ids) > 0, f"{done} of {len(ids)} were issued"
    row = Row(
        done,
        round(seconds, 1),
        round(used, 1),
        round(median(taken), 1),
        round(quantiles(taken, n=20)[18], 1),
        round(median(before.times), 2),
        round(median(reader.times), 2),
    )
    print(row.said(), flush=True)
    return asdict(row)
