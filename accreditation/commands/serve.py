"""`accreditation serve`: the web server of an installation."""

from typing import Any

import click
from gunicorn.app.base import BaseApplication

from accreditation import create_app


class Server(BaseApplication):
    """Gunicorn with threads, told its options here instead of in a file."""

    def __init__(self, **options: Any) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app()


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each process.")
def command(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages; put a proxy with TLS in front of it."""
    create_app()
    Server(
        bind=f"{host}:{port}",
        workers=workers,
        threads=threads,
        worker_class="gthread",
        graceful_timeout=30,
        timeout=60,
        keepalive=5,
        limit_request_line=8190,
        access_log_format='%(h)s "%(m)s %(U)s" %(s)s %(B)s %(L)s',
    ).run()
