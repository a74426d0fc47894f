"""The place in a list as a sealed cursor, so that nothing of a row stands in an address."""

import base64
import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app


def _cipher() -> Fernet:
    """Cursors are sealed: they carry ids, which never leave the house."""
    digest = hashlib.sha256(b"keyset cursor:" + str(current_app.secret_key).encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def _plain(value: Any) -> list[Any]:
    if isinstance(value, datetime | date):
        return [type(value).__name__, value.isoformat()]
    if isinstance(value, uuid.UUID):
        return ["uuid", str(value)]
    return ["", value]


_READERS = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "uuid": uuid.UUID}


def sealed_place(order: str, values: Sequence[Any], backwards: bool = False) -> str:
    """A cursor: a place in an order of that name."""
    content = json.dumps([backwards, order, [_plain(value) for value in values]])
    return _cipher().encrypt(content.encode()).decode()


def opened_place(cursor: str, order: str) -> tuple[bool, list[Any]] | None:
    """Direction and values of a cursor; None when it is not ours, or of another order."""
    try:
        backwards, named, plain = json.loads(_cipher().decrypt(cursor.encode()))
    except InvalidToken:
        return None
    if named != order:
        return None
    return backwards, [_READERS[kind](value) if kind else value for kind, value in plain]
