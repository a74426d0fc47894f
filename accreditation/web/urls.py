"""Addresses: where to go back to, whole addresses for mails, and built files that may be kept for a year."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app, request, url_for

_PLAIN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*\Z", re.ASCII)


def is_safe_path(target: str) -> bool:
    """A path of this site: one leading slash, no host, no backslash, no control character, encoded or not."""
    if len(target) > 2000:
        return False
    once = unquote(target)
    for form in (target, once, unquote(once)):
        if not _PLAIN_PATH.match(form.replace(" ", "+") if form is not target else form):
            return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def safe_next(default: str) -> str:
    """Where `?next=` (or the form field) points if that is a path of this site, else `default`."""
    target = request.values.get("next", "")
    return target if is_safe_path(target) else default


def here() -> str:
    """The path of this request with its query."""
    return request.full_path.rstrip("?")


def absolute(endpoint: str, **values: Any) -> str:
    """A whole address for mails and codes: from the configured base, never from the request's Host."""
    return f"{current_app.config['BASE_URL']}{url_for(endpoint, _external=False, **values)}"


@cache
def _fingerprint(path: Path, _changed: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint != "static" or "filename" not in values or "v" in values:
        return
    path = Path(current_app.static_folder or "") / values["filename"]
    if path.is_file():
        values["v"] = _fingerprint(path, path.stat().st_mtime)


def init_app(app: Flask) -> None:
    app.url_defaults(_add_fingerprint)
