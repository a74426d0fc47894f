"""What every answer carries: headers that keep browsers from running, framing or keeping what they should not."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
YEAR = 365 * 24 * 3600

View = TypeVar("View", bound=Callable[..., Any])


def same_for_everyone(view: View) -> View:
    """What it answers depends neither on who asks nor on their language, and pages of other sites may read it.

    So caches on the way may keep it, for as long as the view itself says.
    """
    view.same_for_everyone = True  # type: ignore[attr-defined]
    return view


def _is_same_for_everyone() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "same_for_everyone", False)


def _guard(response: Response) -> Response:
    if _is_same_for_everyone() and response.status_code == 200:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["IS_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    if request.endpoint == "static":
        return _kept_for_long(response)
    if _is_same_for_everyone() and "Cache-Control" in response.headers:
        return response
    response.vary.update(("Cookie", "Accept-Language"))
    if current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache, private")
    return response


def _kept_for_long(response: Response) -> Response:
    """A built file whose address carries its fingerprint never changes (web/urls.py)."""
    if current_app.config["STATIC_IS_IMMUTABLE"] and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def init_app(app: Flask) -> None:
    app.after_request(_guard)
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
