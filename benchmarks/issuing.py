"""Certificates drawn, signed, stored, logged and published by one worker, one after the other: 500 in two minutes."""

import time
from dataclasses import asdict, dataclass, replace
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
from accreditation.worker import handlers_of, session_factory
from accreditation.workflow.effects import Effect
from accreditation.workflow.states import AccreditationState, CertificateState

CERTIFICATES, AT_MOST_SECONDS, APPLICATIONS = 500, 120.0, 4000


@dataclass(frozen=True)
class Row:
    """`processor_seconds` are this process's alone; the documents are drawn by children."""

    certificates: int
    seconds: float
    processor_seconds: float
    p50_ms: float
    p95_ms: float

    def said(self) -> str:
        fine = (
            "" if self.seconds <= AT_MOST_SECONDS * self.certificates / CERTIFICATES else "   above what was promised"
        )
        return (
            f"\n{self.certificates} certificates drawn, signed and logged on one worker: {self.seconds:.1f} s, p50"
            f" {self.p50_ms:.0f} ms, p95 {self.p95_ms:.0f} ms, {self.processor_seconds:.1f} s of this process{fine}"
        )


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
        taken, began, used = [], time.perf_counter(), time.process_time()
        for certificate_id in ids:
            one = time.perf_counter()
            produce(factory, OutboxRow(subject_id=certificate_id, created_at=clock.now(), payload={}))
            taken.append((time.perf_counter() - one) * 1000)
        seconds, used = time.perf_counter() - began, time.process_time() - used
        issued = select(Certificate.id).where(Certificate.id.in_(ids), Certificate.state == CertificateState.ISSUED)
        done = len(db.session.scalars(issued).all())
    assert done == len(ids) > 0, f"{done} of {len(ids)} were issued"
    row = Row(done, round(seconds, 1), round(used, 1), round(median(taken), 1), round(quantiles(taken, n=20)[18], 1))
    print(row.said(), flush=True)
    return asdict(row)
