"""`accreditation worker`: carries out jobs and recurring work; as many of them as wanted, on as many machines."""

import click

from accreditation import create_app
from accreditation.worker import run_worker


@click.command("worker")
@click.option("--threads", default=2, show_default=True, help="How many jobs at the same time.")
def command(threads: int) -> None:
    """Carries out jobs and recurring work until it is stopped."""
    run_worker(create_app(), threads)
