"""`accreditation doctor`: what is wrong with an installation, and how to mend it."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from accreditation import create_app
from accreditation.commands.checks import Finding
from accreditation.commands.checks.secrets import (
    check_published_keys,
    check_secrets,
    check_signing_key,
    check_time_stamps,
)
from accreditation.commands.checks.services import check_mail, check_scanner, check_storage
from accreditation.commands.checks.surroundings import check_clock, check_configuration, check_database, check_tables

CHECKS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "configuration": check_configuration,
    "database": check_database,
    "tables": check_tables,
    "mail": check_mail,
    "storage": check_storage,
    "scanner": check_scanner,
    "clock": check_clock,
    "keys": check_secrets,
    "signing key": check_signing_key,
    "time-stamps": check_time_stamps,
    "log and credentials": check_published_keys,
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
