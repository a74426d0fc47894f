"""Settings of the four kinds of installation; the environment (and a `.env` file) fills them. See docs/operations."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from dotenv import load_dotenv

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", ""})


class UnsafeSettings(SystemExit):
    """The installation refuses to start; the message names each setting and the cure."""


def _kept_secret(data_dir: Path) -> str:
    """A secret of this folder, made once: for the demo and for development, never for production."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text().strip()


class Settings:
    """What every installation has. Attributes in capitals become `app.config`."""

    ENV = ""
    TESTING = False
    IS_SECURE = False
    STATIC_IS_IMMUTABLE = True
    MAX_CONTENT_LENGTH = 30 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
    MAX_FORM_PARTS = 2000
    WTF_CSRF_TIME_LIMIT = 24 * 3600
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    STAFF_SESSION = (timedelta(hours=2), timedelta(hours=12))
    OTHER_SESSION = (timedelta(hours=24), timedelta(days=7))
    SEEN_EVERY = timedelta(minutes=5)
    PASSWORD_COST: Mapping[str, int] = MappingProxyType({})
    PRIVACY_NOTICE_VERSION = "2026-11"

    def __init__(self) -> None:
        load_dotenv(os.environ.get("ACCREDITATION_ENV_FILE", ".env"))
        self.DATA_DIR = Path(self._read("DATA_DIR", "instance")).absolute()
        self.SQLALCHEMY_DATABASE_URI = self._read("DATABASE_URL", f"sqlite:///{self.DATA_DIR / 'accreditation.sqlite'}")
        self.SECRET_KEY = self._read("SECRET_KEY", "")
        self.BASE_URL = self._read("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        self.STORAGE_URL = self._read("STORAGE_URL", f"file://{self.DATA_DIR / 'files'}")
        self.SIGNING_KEY_FILE = self._read("SIGNING_KEY_FILE", "")
        self.CREDENTIAL_KEY_FILE = self._read("CREDENTIAL_KEY_FILE", "")
        self.LOG_KEY_FILE = self._read("LOG_KEY_FILE", "")
        self.LOG_COPY_DIR = self._read("LOG_COPY_DIR", "")
        self.SIGNING_KEY_SECRET_FILE = self._read("SIGNING_KEY_SECRET_FILE", "")
        self.SIGNING_ROOTS_FILE = self._read("SIGNING_ROOTS_FILE", "")
        self.TIMESTAMP_URL = self._read("TIMESTAMP_URL", "")
        self.DATA_KEY_FILE = self._read("DATA_KEY_FILE", "")
        self.CLAMD_URL = self._read("CLAMD_URL", "")
        self.MAIL_URL = self._read("MAIL_URL", "")
        self.MAIL_FROM = self._read("MAIL_FROM", "")
        self.JOBS_URL = self._read("JOBS_URL", "")
        self.REGION = self._read("REGION", "AMS")
        self.SITE_NAME = self._read("SITE_NAME", "Aval")
        self.TIME_ZONE = self._read("TIME_ZONE", "America/Guatemala")
        self.TRUSTED_PROXIES = int(self._read("TRUSTED_PROXIES", "0"))

    @staticmethod
    def _read(name: str, default: str) -> str:
        return os.environ.get(f"ACCREDITATION_{name}", default)


class Development(Settings):
    ENV = "development"
    DEBUG = True
    STATIC_IS_IMMUTABLE = False

    def __init__(self) -> None:
        super().__init__()
        self.SECRET_KEY = self.SECRET_KEY or _kept_secret(self.DATA_DIR)
        self.MAIL_URL = self.MAIL_URL or f"file://{self.DATA_DIR / 'mail'}"
        self.MAIL_FROM = self.MAIL_FROM or "aval@example.org"


class Demo(Development):
    """`make run`: fictitious people, one click to sign in, a local mailbox."""

    ENV = "demo"
    DEBUG = False
    STATIC_IS_IMMUTABLE = True


class Test(Settings):
    ENV = "test"
    TESTING = True
    PASSWORD_COST = MappingProxyType({"time_cost": 1, "memory_cost": 8, "parallelism": 1})

    def __init__(self) -> None:
        super().__init__()
        self.SECRET_KEY = self.SECRET_KEY or "only-for-tests-" + "x" * 32
        self.BASE_URL = "http://localhost"
        self.MAIL_FROM = "aval@example.org"


class Production(Settings):
    ENV = "production"
    IS_SECURE = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    PREFERRED_URL_SCHEME = "https"

    def __init__(self) -> None:
        super().__init__()
        self.TRUSTED_HOSTS = [urlsplit(self.BASE_URL).hostname or "localhost"]


KINDS: dict[str, type[Settings]] = {kind.ENV: kind for kind in (Development, Demo, Test, Production)}


def settings_of(kind: Any) -> Any:
    """The settings named "production", "Demo" ..., or the object itself; None: ACCREDITATION_ENV, else production."""
    if kind is None:
        load_dotenv(os.environ.get("ACCREDITATION_ENV_FILE", ".env"))
        kind = os.environ.get("ACCREDITATION_ENV") or "production"
    if not isinstance(kind, str):
        return kind
    if kind.lower() not in KINDS:
        raise UnsafeSettings(f"ACCREDITATION_ENV: there is no {kind!r}; choose one of {', '.join(sorted(KINDS))}.")
    return KINDS[kind.lower()]()


def unsafe_settings(config: Any) -> list[str]:
    """What keeps a production installation from starting, one sentence a setting; `config` is a mapping."""
    database, mail = urlsplit(config["SQLALCHEMY_DATABASE_URI"]), urlsplit(config["MAIL_URL"])
    base, stamps = urlsplit(config["BASE_URL"]), urlsplit(config.get("TIMESTAMP_URL") or "")
    server = database.scheme.startswith("postgresql")
    remote_database = server and database.hostname not in LOCAL_HOSTS | {None}
    findings = (
        (len(config["SECRET_KEY"] or "") < 32, "ACCREDITATION_SECRET_KEY: set at least 32 random characters."),
        (base.scheme != "https" or not base.hostname, "ACCREDITATION_BASE_URL: set the public https:// address."),
        (bool(base.path or base.query), "ACCREDITATION_BASE_URL: leave out everything after the host."),
        (
            not (server or database.scheme.startswith("sqlite")),
            "ACCREDITATION_DATABASE_URL: use postgresql:// or sqlite://.",
        ),
        (
            remote_database and "sslmode=" not in database.query,
            "ACCREDITATION_DATABASE_URL: the database is on another machine, so add ?sslmode=verify-full (or require).",
        ),
        (mail.scheme not in {"smtp", "smtps"}, "ACCREDITATION_MAIL_URL: set smtp://user:password@host:587."),
        (not config["MAIL_FROM"], "ACCREDITATION_MAIL_FROM: set the address mails come from."),
        (
            bool(stamps.scheme) and stamps.scheme != "https" and stamps.hostname not in LOCAL_HOSTS,
            "ACCREDITATION_TIMESTAMP_URL: use the https:// address of the time-stamp authority.",
        ),
        (bool(config.get("DEBUG")) or bool(config.get("TESTING")), "DEBUG and TESTING must be off."),
    )
    return [sentence for wrong, sentence in findings if wrong]
