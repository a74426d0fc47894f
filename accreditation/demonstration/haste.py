"""What the filling of a demo may leave out: waiting for the disk, and looking for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from accreditation.extensions import db

if TYPE_CHECKING:
    from flask import Flask

_FEW, _USUAL = (50_000, 20, 20), gc.get_threshold()


@contextmanager
def in_haste(app: "Flask") -> Iterator[None]:
    """A machine that fails meanwhile loses an unfinished demo, which begins again anyhow."""
    with app.app_context():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "connect", _without_waiting_for_the_disk)
    gc.set_threshold(*_FEW)
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
        event.remove(engine, "connect", _without_waiting_for_the_disk)
        engine.dispose()


def _without_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    if "sqlite" in type(connection).__module__:
        connection.execute("PRAGMA synchronous = OFF")
