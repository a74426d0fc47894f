"""What an installation stands on: settings, database and its tables, the clock."""

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from accreditation import clock
from accreditation.commands.checks import Finding

SAFE_SQLITE = (3, 51, 3)
MOST_SECONDS_APART = 5


def check_configuration(config: Mapping[str, Any]) -> str:
    from config import unsafe_settings

    findings = unsafe_settings(config) if config["ENV"] == "production" else []
    if findings:
        raise Finding(" ".join(findings))
    return f"{config['ENV']}, region {config['REGION']}, {config['BASE_URL']}"


def check_database(_config: Mapping[str, Any]) -> str:
    from accreditation.extensions import db

    with db.engine.connect() as connection:
        name = connection.dialect.name
        version = connection.dialect.server_version_info or ()
        if name == "sqlite":
            version = tuple(int(part) for part in str(connection.scalar(text("SELECT sqlite_version()"))).split("."))
            if version < SAFE_SQLITE:
                raise Finding("SQLite is older than 3.51.3 and may damage a shared file: install the pysqlite3 wheel.")
    return f"{name} {'.'.join(map(str, version))}"


def check_tables(_config: Mapping[str, Any]) -> str:
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


def check_clock(_config: Mapping[str, Any]) -> str:
    from accreditation.extensions import db

    with db.engine.connect() as connection:
        seconds = "extract(epoch from clock_timestamp())" if connection.dialect.name == "postgresql" else "unixepoch()"
        there = float(connection.scalar(text(f"SELECT {seconds}")) or 0)
    apart = abs(there - time.time())
    if apart > MOST_SECONDS_APART:
        raise Finding(f"The database's clock is {apart:.0f} s away from this one: start NTP on both machines.")
    return f"{clock.now():%Y-%m-%d %H:%M:%S} UTC"
