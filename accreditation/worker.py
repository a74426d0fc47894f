"""The job runner of an installation, put together from its settings: which handlers, which queue, which timers."""

import gc
import logging
import threading
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.accreditations.amending import SCAN_AMENDMENT_PAPER
from accreditation.accreditations.amendment_models import Amendment
from accreditation.appeals.files import SCAN_APPEAL_FILE
from accreditation.appeals.models import AppealFile
from accreditation.applications.document_models import Document
from accreditation.applications.scanning import SCAN_DOCUMENT, settle_document
from accreditation.calibration.running import HANDLERS as CALIBRATION_HANDLERS
from accreditation.certificates.drawing import Attachment as DrawnAttachment
from accreditation.certificates.log import recognise
from accreditation.certificates.models import Certificate
from accreditation.certificates.pipeline import Seal, producer, signing_key
from accreditation.certificates.timestamping import authority_at, roots_in
from accreditation.credentials.achievement import JSON_LD, credential_of
from accreditation.credentials.keys import issuer_keys
from accreditation.extensions import db
from accreditation.jobs import runner
from accreditation.jobs.carry_out import Handler, SessionFactory, run_all_waiting, run_row
from accreditation.jobs.models import OutboxRow
from accreditation.jobs.recurring import Timer, run_due
from accreditation.notifications.compose import Attachment, Sender
from accreditation.notifications.deliver import Mailer, handlers
from accreditation.notifications.postman import MailServer
from accreditation.publishing_on_time import publish_planned
from accreditation.renewals.activity_files import SCAN_ACTIVITY_FILE, settle_activity_file
from accreditation.renewals.activity_models import ActivityFile
from accreditation.reviewer_proposals import HANDLERS as PROPOSAL_HANDLERS
from accreditation.storage.files import storage_at
from accreditation.storage.verdicts import asks_scanner
from accreditation.stored_files import sweep
from accreditation.timers import DAY, FILES_EVERY, LOG_EVERY, NIGHT, SWEEP_EVERY, TIMERS
from accreditation.transparency.daily import pass_the_day
from accreditation.transparency.keeper import Keeper
from accreditation.transparency.keeping import keep, watched
from accreditation.transparency.keys import LogSigner, log_signer
from accreditation.transparency.settling import settle
from accreditation.workflow.effects import Effect

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger(__name__)

TICK_SECONDS = 5


def session_factory(app: "Flask") -> SessionFactory:
    """Sessions on the application's database, outside of any request."""
    with app.app_context():
        return sessionmaker(db.engine)


def mailer_of(app: "Flask") -> Mailer:
    config = app.config
    sender = Sender(config["BASE_URL"], config["SITE_NAME"], config["MAIL_FROM"], is_demo=config["ENV"] == "demo")
    storage = storage_at(config["STORAGE_URL"])

    def certificate_of(session: Session, row: OutboxRow) -> Attachment:
        certificate = session.get_one(Certificate, row.subject_id)
        assert certificate.storage_key is not None
        return Attachment(f"{certificate.number}.pdf", "application/pdf", storage.fetch(certificate.storage_key))

    return Mailer(MailServer(config["MAIL_URL"]), sender, certificate_of)


def handlers_of(app: "Flask") -> Mapping[str, Handler]:
    """Every effect's function."""
    config = app.config
    storage = storage_at(config["STORAGE_URL"])

    def seal() -> Seal:
        key = signing_key(
            config["SIGNING_KEY_FILE"],
            config["DATA_DIR"],
            is_production=config["ENV"] == "production",
            secret_file=config["SIGNING_KEY_SECRET_FILE"],
        )
        return Seal(key, authority_at(config["TIMESTAMP_URL"]), roots_in(config["SIGNING_ROOTS_FILE"]))

    return {
        **handlers(mailer_of(app)),
        Effect.PRODUCE_CERTIFICATE.value: watched(
            producer(storage, seal, lambda factory, row_id: _credential_to_attach(app, factory, row_id)),
            keeper_of(app),
            lambda: signer_of(app),
        ),
        SCAN_DOCUMENT: asks_scanner(storage, Document, settle_document),
        **CALIBRATION_HANDLERS,
        SCAN_APPEAL_FILE: asks_scanner(storage, AppealFile),
        SCAN_AMENDMENT_PAPER: asks_scanner(storage, Amendment),
        SCAN_ACTIVITY_FILE: asks_scanner(storage, ActivityFile, settle_activity_file),
        **PROPOSAL_HANDLERS,
    }


def _credential_to_attach(app: "Flask", factory: SessionFactory, certificate_id: uuid.UUID) -> DrawnAttachment:
    """The credential that travels inside the PDF, signed on its own."""
    config = app.config
    is_production = config["ENV"] == "production"
    keys = issuer_keys(
        config["BASE_URL"], config["CREDENTIAL_KEY_FILE"], config["DATA_DIR"], is_production=is_production
    )
    with factory() as session:
        certificate = session.get_one(Certificate, certificate_id)
        content = credential_of(session, certificate, config["BASE_URL"], keys, clock.now())
        return DrawnAttachment(content, f"{certificate.number}.json", JSON_LD)


def keeper_of(app: "Flask") -> Keeper:
    """The copy of the log: in the configured folder, else in the data folder."""
    config = app.config
    return Keeper(Path(config["LOG_COPY_DIR"] or config["DATA_DIR"] / "log"))


def signer_of(app: "Flask") -> LogSigner:
    config = app.config
    is_production = config["ENV"] == "production"
    return log_signer(config["BASE_URL"], config["LOG_KEY_FILE"], config["DATA_DIR"], is_production=is_production)


def _watch_the_log(app: "Flask", factory: SessionFactory) -> None:
    """Carries out what was ordered after an alarm, then looks again and takes the newest entries into the copy."""
    settle(factory, keeper_of(app), recognise)
    keep(factory, keeper_of(app), signer_of(app))


def runner_of(app: "Flask") -> runner.Runner:
    """Hands rows over and carries them out. A web process uses only its first half."""
    config = app.config
    factory, work = session_factory(app), handlers_of(app)

    def carry_out(row_id: uuid.UUID) -> None:
        run_row(factory, row_id, work)

    return runner.Runner(lambda: runner.open_queue(config["JOBS_URL"], config["DATA_DIR"]), carry_out)


def timers_of(app: "Flask") -> tuple[Timer, ...]:
    """The recurring work of this installation: what needs no settings, the sweep of its storage, and the log."""
    storage = storage_at(app.config["STORAGE_URL"])
    sender = mailer_of(app).sender
    return (
        *TIMERS,
        Timer("planned_publications", SWEEP_EVERY, lambda factory: publish_planned(factory, sender)),
        Timer("files", FILES_EVERY, lambda factory: sweep(factory, storage)),
        Timer("log", LOG_EVERY, lambda factory: _watch_the_log(app, factory)),
        Timer("day_of_the_log", DAY, lambda factory: pass_the_day(factory, keeper_of(app), signer_of(app)), NIGHT),
    )


def spare_the_collector() -> None:
    """What is loaded by now stays until the end: the collector of garbage need not look at it again for every job."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def run_worker(app: "Flask", threads: int = 2) -> None:
    """Carries out jobs and timers until the process is told to stop (SIGTERM, or SIGINT after the jobs in hand)."""
    factory, jobs = session_factory(app), runner_of(app)
    runner.connect(jobs)
    spare_the_collector()
    consumer = jobs.queue().create_consumer(workers=threads, periodic=False, max_delay=1.0)
    stop = threading.Event()
    timers = (Timer("sweep", SWEEP_EVERY, jobs.sweep), *timers_of(app))
    clockwork = threading.Thread(target=_tick, args=(factory, timers, stop), name="timers", daemon=True)
    clockwork.start()
    try:
        consumer.run()
    finally:
        stop.set()
        clockwork.join(timeout=30)


def _tick(factory: SessionFactory, timers: tuple[Timer, ...], stop: threading.Event) -> None:
    while not stop.is_set():
        run_due(factory, timers)
        stop.wait(TICK_SECONDS)


def run_until_idle(app: "Flask", *, timers: bool = False) -> int:
    """Carries out in this process, at the present moment of the clock, all that waits; returns how many hand-overs.

    With `timers` the recurring work that is due comes first. For tests.
    """
    factory = session_factory(app)
    if timers:
        run_due(factory, timers_of(app))
    return run_all_waiting(factory, handlers_of(app))
