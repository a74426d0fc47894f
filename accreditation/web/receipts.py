"""One POST, one transaction, one effect: the same form sent twice is answered as the first time."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app, g, make_response, redirect, request
from flask_login import current_user
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.database import begin_writing, end_writing, new_id
from accreditation.errors import ChangedMeanwhile
from accreditation.extensions import db
from accreditation.people.receipt_models import FormReceipt
from accreditation.texts import N_

WRITING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
NOT_CONTENT = frozenset({"csrf_token", "form_key"})


def form_key() -> str:
    """A fresh name for one filled-in form; every POST form carries it in a hidden field of that name."""
    return secrets.token_urlsafe(16)


def _content_hash() -> str:
    """Where it was sent and all that was typed or attached, as HMAC-SHA-256 (hex).

    With a key, because a plain hash of a password or of a passport's number could be found out by trying.
    """
    key = str(current_app.secret_key).encode()
    digest = hmac.new(key, f"{request.method} {request.path}".encode(), hashlib.sha256)
    for name in sorted(request.form.keys() - NOT_CONTENT):
        digest.update(repr((name, request.form.getlist(name))).encode())
    for name in sorted(request.files):
        for file in request.files.getlist(name):
            digest.update(repr((name, file.filename)).encode())
            while chunk := file.stream.read(1 << 20):
                digest.update(chunk)
            file.stream.seek(0)
    return digest.hexdigest()


def _actor() -> str:
    return str(current_user.actor.person_id) if current_user.is_authenticated else "anonymous"


def _claim(values: dict[str, Any]) -> FormReceipt | None:
    """Writes the receipt, waiting while another request holds it; returns the earlier one if that was committed."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    written = insert(FormReceipt).values(**values).on_conflict_do_nothing().returning(FormReceipt.id)
    if db.session.scalar(written) is not None:
        return None
    same = (getattr(FormReceipt, name) == values[name] for name in ("actor", "route", "form_key"))
    return db.session.scalars(select(FormReceipt).where(*same)).one()


def _perform(view: Callable[..., Any], arguments: dict[str, Any]) -> Response:
    key = request.form.get("form_key", "")[:64]
    receipt_id = new_id()
    if key:
        values = {
            "id": receipt_id,
            "actor": _actor(),
            "route": request.endpoint,
            "form_key": key,
            "request_hash": _content_hash(),
            "redirect": "",
            "at": clock.now(),
        }
        earlier = _claim(values)
        if earlier is not None and earlier.request_hash != values["request_hash"]:
            raise ChangedMeanwhile(
                N_("This form was already sent with other content. Open the page again to send more.")
            )
        if earlier is not None:
            return redirect(earlier.redirect)
    g.commit_waits = True
    response = make_response(view(**arguments))
    g.commit_waits = False
    if g.pop("commit_asked", False):
        _keep_or_drop(receipt_id, response)
        db.session.commit()
    return response


def _keep_or_drop(receipt_id: Any, response: Response) -> None:
    """Only an act answered by a redirect is remembered: a page with refusals, or a draft kept by script, may recur."""
    mine = FormReceipt.id == receipt_id
    if response.location:
        db.session.execute(update(FormReceipt).where(mine).values(redirect=response.location))
    else:
        db.session.execute(delete(FormReceipt).where(mine))


def _once(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answered_once(**arguments: Any) -> Any:
        if request.method not in WRITING_METHODS:
            return view(**arguments)
        try:
            return _perform(view, arguments)
        finally:
            g.commit_waits = False
            db.session.rollback()
            end_writing()

    return answered_once


def guard_all_posts(app: Flask) -> None:
    """Wraps every view that writes, unless it is marked repeatable."""
    writing = {rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) & WRITING_METHODS}
    for endpoint in writing:
        view = app.view_functions[endpoint]
        if not hasattr(view, "repeatable"):
            app.view_functions[endpoint] = _once(view)


def _open_for_writing() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in WRITING_METHODS and not hasattr(view, "repeatable"):
        begin_writing()


def init_app(app: Flask) -> None:
    app.before_request(_open_for_writing)
    app.teardown_request(lambda _error: end_writing())
    app.jinja_env.globals["form_key"] = form_key
