"""Counts attempts before a view runs, in a transaction of its own, so that a failed attempt counts too."""

import hashlib
import ipaddress
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, current_app, request, session
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.people import limits
from accreditation.web.ledger import own_transaction
from accreditation.web.security import YEAR

View = TypeVar("View", bound=Callable[..., Any])


def limited(name: str, *, account: str = "email", methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """Counts each request against `people.limits.LIMITS[name]`; `account` names the form field with the address."""

    def mark(view: View) -> View:
        view.limited = (name, account, methods)  # type: ignore[attr-defined]
        return view

    return mark


def _network() -> str:
    """The caller's address; of IPv6 the /64, which one household has to itself."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def _cookie_name() -> str:
    return "__Host-device" if current_app.config["IS_SECURE"] else "device"


def _mark_of(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="known device")


def remember_device(response: Response, account: str) -> None:
    """So that a flood of wrong passwords from elsewhere does not lock the owner out of a browser used before."""
    secure = current_app.config["IS_SECURE"]
    mark = _signer().dumps(_mark_of(account))
    response.set_cookie(_cookie_name(), mark, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")


def _knows_device(account: str) -> bool:
    try:
        return bool(_signer().loads(request.cookies.get(_cookie_name(), "")) == _mark_of(account))
    except BadSignature:
        return False


def spend(name: str, account: str = "") -> datetime | None:
    """Counts one attempt now; returns from when it is allowed again, or None. Never inside a writing transaction."""
    known = bool(account) and _knows_device(account)
    keys = {
        "account": f"known:{account}" if known else account,
        "address": f"known:{_mark_of(account)}" if known else _network(),
        "session": _mark_of(session.get("_user_id", "")) if "_user_id" in session else _network(),
        "all": "" if known else "all",
    }
    with own_transaction() as own:
        return limits.spend(own, name, keys)


def refuse_beyond(name: str, account: str = "") -> None:
    """Counts one attempt now; TooManyRequests, with the time to wait, where it is one too many."""
    again = spend(name, account)
    if again is not None:
        raise TooManyRequests(retry_after=max(1, int((again - clock.now()).total_seconds())))


def _enforce() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    name, field, methods = getattr(view, "limited", ("", "", ()))
    if not name or request.method not in methods:
        return
    refuse_beyond(name, request.form.get(field, "").strip().lower())


def init_app(app: Flask) -> None:
    app.before_request(_enforce)
