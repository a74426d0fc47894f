"""`accreditation doctor`: what is wrong with an installation, and how to mend it."""

import asyncio
import hashlib
import os
import smtplib
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from sqlalchemy import text

from accreditation import clock, create_app

SAFE_SQLITE = (3, 51, 3)
MOST_SECONDS_APART = 5


class Finding(Exception):
    """What is wrong, and the cure, in one sentence."""


def _configuration(config: Mapping[str, Any]) -> str:
    from config import unsafe_settings

    findings = unsafe_settings(config) if config["ENV"] == "production" else []
    if findings:
        raise Finding(" ".join(findings))
    return f"{config['ENV']}, region {config['REGION']}, {config['BASE_URL']}"


def _database(_config: Mapping[str, Any]) -> str:
    from accreditation.extensions import db

    with db.engine.connect() as connection:
        name = connection.dialect.name
        version = connection.dialect.server_version_info or ()
        if name == "sqlite":
            version = tuple(int(part) for part in str(connection.scalar(text("SELECT sqlite_version()"))).split("."))
            if version < SAFE_SQLITE:
                raise Finding("SQLite is older than 3.51.3 and may damage a shared file: install the pysqlite3 wheel.")
    return f"{name} {'.'.join(map(str, version))}"


def _tables(_config: Mapping[str, Any]) -> str:
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from flask import current_app

    from accreditation.extensions import db

    with db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    wanted = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    if present != wanted:
        raise Finding(f"The tables are at {present or 'nothing'}, not at {wanted}: run `accreditation db upgrade`.")
    return f"at {present}"


def _mail(config: Mapping[str, Any]) -> str:
    url = urlsplit(config["MAIL_URL"])
    if url.scheme not in ("smtp", "smtps"):
        return f"kept in {url.path}" if url.scheme == "file" else "none: set ACCREDITATION_MAIL_URL to send mail"
    opened = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    try:
        with opened(url.hostname or "", url.port or 0, timeout=10) as server:
            server.noop()
    except OSError as error:
        raise Finding(
            f"{url.hostname} does not answer ({error}): check ACCREDITATION_MAIL_URL and the firewall."
        ) from error
    return f"{url.hostname} answers"


def _storage(config: Mapping[str, Any]) -> str:
    url = urlsplit(config["STORAGE_URL"])
    if url.scheme != "file":
        return f"{url.scheme}://{url.netloc}"
    folder = Path(url.path)
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise Finding(f"{folder} cannot be written: give it to the user of this process.")
    return str(folder)


def _scanner(config: Mapping[str, Any]) -> str:
    from accreditation.storage import scanner

    if not config["CLAMD_URL"]:
        return "none: set ACCREDITATION_CLAMD_URL to have every file scanned"
    try:
        return scanner.ping()
    except scanner.ScannerAway as away:
        raise Finding(
            f"{away}: start clamd, or correct ACCREDITATION_CLAMD_URL. Files wait unseen until then."
        ) from away


def _clock(_config: Mapping[str, Any]) -> str:
    from accreditation.extensions import db

    with db.engine.connect() as connection:
        seconds = "extract(epoch from clock_timestamp())" if connection.dialect.name == "postgresql" else "unixepoch()"
        there = float(connection.scalar(text(f"SELECT {seconds}")) or 0)
    apart = abs(there - time.time())
    if apart > MOST_SECONDS_APART:
        raise Finding(f"The database's clock is {apart:.0f} s away from this one: start NTP on both machines.")
    return f"{clock.now():%Y-%m-%d %H:%M:%S} UTC"


def _secrets(config: Mapping[str, Any]) -> str:
    if len(config["SECRET_KEY"] or "") < 32:
        raise Finding(
            "ACCREDITATION_SECRET_KEY is shorter than 32 characters: make one with `openssl rand -base64 48`."
        )
    from accreditation.sealing import key_ring

    key_ring(config["DATA_KEY_FILE"], config["SECRET_KEY"])
    files = (Path(".env"), config["DATA_DIR"] / "secret_key", Path(config["DATA_KEY_FILE"] or ".env"))
    readable = [path for path in files if _is_open_to_all(path)]
    if readable:
        raise Finding(f"Everybody on this machine can read {', '.join(map(str, readable))}: chmod 600.")
    return "in place"


def _signing_key(config: Mapping[str, Any]) -> str:
    from accreditation.certificates.inventory import WARNED_BEFORE
    from accreditation.certificates.pipeline import signing_key

    key = signing_key(
        config["SIGNING_KEY_FILE"],
        config["DATA_DIR"],
        is_production=config["ENV"] == "production",
        secret_file=config["SIGNING_KEY_SECRET_FILE"],
    )
    ends = key.certificate.not_valid_after
    if ends <= clock.now():
        raise Finding(
            f"The certificate of {key.name} ended on {ends:%Y-%m-%d}: nothing can be signed. Configure another."
        )
    if ends - clock.now() <= WARNED_BEFORE:
        raise Finding(f"The certificate of {key.name} ends on {ends:%Y-%m-%d}: order another one now.")
    return f"{key.name}, valid until {ends:%Y-%m-%d}"


def _time_stamps(config: Mapping[str, Any]) -> str:
    from accreditation.certificates.timestamping import authority_at

    authority = authority_at(config["TIMESTAMP_URL"])
    if authority is None:
        return "none: set ACCREDITATION_TIMESTAMP_URL so that others vouch for the time of each signature"
    try:
        asyncio.run(authority.async_timestamp(hashlib.sha256(b"doctor").digest(), "sha256"))
    except OSError as error:
        raise Finding(
            f"{error}: check ACCREDITATION_TIMESTAMP_URL and the firewall. No certificate is signed."
        ) from error
    return f"{authority.url} answers"


def _published_keys(config: Mapping[str, Any]) -> str:
    from accreditation.credentials.keys import issuer_keys
    from accreditation.transparency.keys import log_signer

    is_production = config["ENV"] == "production"
    where = (config["BASE_URL"], config["DATA_DIR"])
    signer = log_signer(where[0], config["LOG_KEY_FILE"], where[1], is_production=is_production)
    keys = issuer_keys(where[0], config["CREDENTIAL_KEY_FILE"], where[1], is_production=is_production)
    return f"the log {signer.origin}, the credentials of {keys.did}"


def _is_open_to_all(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & 0o077)


CHECKS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "configuration": _configuration,
    "database": _database,
    "tables": _tables,
    "mail": _mail,
    "storage": _storage,
    "scanner": _scanner,
    "clock": _clock,
    "keys": _secrets,
    "signing key": _signing_key,
    "time-stamps": _time_stamps,
    "log and credentials": _published_keys,
}


@click.command("doctor")
def command() -> None:
    """Look at configuration, database, mail, storage, clock and keys; exit status 1 where something is wrong."""
    app = create_app()
    wrong = 0
    with app.app_context():
        for name, check in CHECKS.items():
            try:
                click.echo(f"ok     {name}: {check(app.config)}")
            except Exception as error:
                wrong += 1
                click.echo(
                    f"WRONG  {name}: {error if isinstance(error, Finding) else f'{type(error).__name__}: {error}'}"
                )
    if wrong:
        raise SystemExit(1)
