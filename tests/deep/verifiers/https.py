"""A house on HTTPS under an address that is known before it is built, as did:web wants it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import make_server


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def on_https(house: Any, port: int) -> Iterator[None]:
    """Answers until the block ends, with a certificate of the moment."""
    server = make_server("127.0.0.1", port, house, threaded=True, ssl_context="adhoc")
    hand = threading.Thread(target=server.serve_forever)
    hand.start()
    try:
        yield
    finally:
        server.shutdown()
        hand.join()
        server.server_close()
