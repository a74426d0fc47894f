"""Asking for every page of the house, and sending every form of it, as one person."""

from collections.abc import Iterator
from typing import Any

from tests.walker import Walker
from tests.web.test_access_matrix import _asked

SESSIONS = (
    "/sign-out",
    "/account/sessions/end-others",
    "/account/sessions/<public_id>/end",
    "/demo/sign-in/<public_id>",
)
OWN = (
    "/uploads",
    "/account",
    "/applications",
    "/calls/<reference>/apply",
    "/call-alerts",
    "/complaints",
    "/link",
    "/taken-over",
    "/sign-",
    "/password",
    "/confirm",
    "/verify",
    "/demo",
    "/language",
)


def rules(app: Any, method: str) -> Iterator[tuple[str, str]]:
    """(rule, path) of everything that answers to `method`, with an existing object in each address."""
    for one, rule, path in _asked(app):
        if one == method and rule not in SESSIONS:
            yield rule, path


def token_of(browser: Walker) -> str:
    """The token of this browser's forms."""
    return str(browser.open("/account").page.select_one('input[name="csrf_token"]')["value"])


def is_ones_own(rule: str) -> bool:
    """A form about one's own account, address, links, applications or kept checkpoint, which no role opens or closes."""
    return rule.startswith(OWN) or rule == "/log"
