"""`accreditation demo`: the whole house on one machine with fictitious people: web, worker and a local mailbox."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import click

from accreditation import create_app
from accreditation.notifications.mailbox import Mailbox

_PATIENCE_SECONDS = 60


@click.command("demo")
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--data-dir", default="instance/demo", show_default=True, type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--reset", is_flag=True, help="Throw the data of an earlier demo away and begin again.")
def command(port: int, data_dir: Path, reset: bool) -> None:
    """A working demo of the Americas and the Caribbean; a second start keeps the data."""
    data_dir = data_dir.absolute()
    if reset:
        shutil.rmtree(data_dir, ignore_errors=True)
    data_dir.mkdir(parents=True, exist_ok=True)
    mailbox = Mailbox(data_dir / "mail")
    mailbox.start()
    try:
        _settle(port, data_dir, mailbox.url)
        _fill(port)
        _run(port)
    finally:
        mailbox.stop()


def _settle(port: int, data_dir: Path, mail_url: str) -> None:
    """The settings of this process and of the two it starts."""
    os.environ.update(
        ACCREDITATION_ENV="demo",
        ACCREDITATION_DATA_DIR=str(data_dir),
        ACCREDITATION_BASE_URL=f"http://127.0.0.1:{port}",
        ACCREDITATION_MAIL_URL=mail_url,
        PYTHONUNBUFFERED="1",
    )


def _fill(port: int) -> None:
    """Tables up to date, and the fictitious history where there is none yet."""
    import flask_migrate

    from accreditation.demonstration.performance import is_played, play

    app = create_app("demo")
    with app.app_context():
        flask_migrate.upgrade()
    if is_played(app):
        click.echo("Demo: the data of the last time are kept (--reset begins again).")
        return
    click.echo("Demo: about 135 applications take their way through six calls. This takes two to three minutes, once;")
    click.echo(f"      then http://127.0.0.1:{port} answers.")
    began = time.monotonic()
    play(app, click.echo)
    click.echo(f"Demo: filled in {time.monotonic() - began:.0f} s.")


def _run(port: int) -> None:
    """Web and worker, until one ends or this process is told to stop."""
    program = [sys.executable, "-m", "accreditation.cli"]
    parts = [
        subprocess.Popen([*program, "serve", "--port", str(port), "--workers", "1", "--threads", "8"]),
        subprocess.Popen([*program, "worker"]),
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _wait_for(port, parts)
        _say_ready(port)
        while all(part.poll() is None for part in parts):
            time.sleep(0.5)
        raise click.ClickException("A part of the demo has ended; see the lines above.")
    except KeyboardInterrupt:
        click.echo("Demo: stopped. The data are kept.")
    finally:
        for part in parts:
            part.terminate()
        for part in parts:
            part.wait(timeout=30)


def _wait_for(port: int, parts: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and all(part.poll() is None for part in parts):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise click.ClickException(f"The web server does not answer on port {port}. Is another program using it?")


def _say_ready(port: int) -> None:
    from accreditation.demonstration.cast import STAFF
    from accreditation.texts import say
    from accreditation.workflow.actors import ROLE_LABELS

    address = f"http://127.0.0.1:{port}"
    click.echo(f"\nReady: {address}")
    click.echo(f"Sign in as anybody with one click: {address}/demo · the mails sent: {address}/demo/mailbox\n")
    for part in STAFF:
        roles = ", ".join(say(ROLE_LABELS[role], "en") for role, _scope, _where in part.roles)
        click.echo(f"  {part.email:<32} {roles}")
    click.echo("  postulante@demo.example          Applicant (draft)  ·  candidata@demo.example  Candidate (invited)")
    click.echo("  enmision@demo.example            Candidate on mission  ·  experto@demo.example  Accredited expert\n")
