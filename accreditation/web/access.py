"""Who may open a page: every view declares it, one place asks. What concerns one case, the view asks by `require`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask_login import UserMixin, current_user
from sqlalchemy import select
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.people import sessions
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.people.session_models import SignInSession
from accreditation.region.models import Region
from accreditation.web.urls import here
from accreditation.workflow import permissions
from accreditation.workflow.actors import NOBODY, Actor, Role
from accreditation.workflow.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """`kind`: public, signed_in or needs. With `roles` one of them must be held, in any scope.

    `acts` names what the view itself asks of the rule book for the case at hand: permissions or transitions.
    """

    kind: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    acts: tuple[str, ...] = ()


class SignedIn(UserMixin):
    """Flask-Login's view of a person: `get_id` is the token of this browser's session."""

    def __init__(self, token: str, row: SignInSession, person: Person, region: Region, actor: Actor) -> None:
        self.token, self.person, self.region, self.actor = token, person, region, actor
        self.row_id, self.seen_at = row.id, row.seen_at

    def get_id(self) -> str:
        return self.token


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Anybody may open it."""
    return _declare(Access("public"))(view)


def signed_in(view: View) -> View:
    """Anybody with an account; the view shows only what is the person's own."""
    return _declare(Access("signed_in"))(view)


def needs(*rules: Role | Permission | str) -> Callable[[View], View]:
    """Roles (one must be held, asked here); permissions and names of transitions (asked by the view, for its case)."""
    roles = frozenset(rule for rule in rules if isinstance(rule, Role))
    acts = tuple(rule.name if isinstance(rule, Permission) else rule for rule in rules if not isinstance(rule, Role))
    return _declare(Access("needs", roles, acts))


def repeatable(view: View) -> View:
    """A POST that may safely happen twice and opens its own transaction: signing in and out."""
    view.repeatable = True  # type: ignore[attr-defined]
    return view


def require(permission: Permission, facts: Any, state: Any = None) -> None:
    """Raises NotPermitted (answered as a missing page) unless the rule book permits it to the person who asks."""
    if not permissions.may(permission, current_actor(), facts, state):
        raise NotPermitted


# The region comes along in the same query: every page speaks of it.
_OPEN = sessions.OPEN_SESSION.join(Region, Region.id == Person.region_id).add_columns(Region)


def signed_in_by(token: str) -> SignedIn | None:
    """Flask-Login's loader: the person behind a cookie's token, or None when that session is over."""
    found = db.session.execute(_OPEN, {"token_hash": sessions.hash_of(token)}).first()
    if found is None:
        return None
    row, person, region = found
    actor = actor_of(db.session(), person)
    name = "STAFF_SESSION" if sessions.is_staff(actor) else "OTHER_SESSION"
    return None if sessions.is_over(row, *current_app.config[name]) else SignedIn(token, row, person, region, actor)


def current_person() -> Person | None:
    """The signed-in person, or None."""
    return current_user.person if current_user.is_authenticated else None


def current_actor() -> Actor:
    """The signed-in person with roles and interests, loaded once a request; NOBODY when nobody is signed in."""
    user = current_user._get_current_object()  # asked dozens of times a page: through the proxy once, not twice
    return user.actor if user.is_authenticated else NOBODY


def current_region() -> Region:
    """The region whose pages are shown: the person's own, else the installation's."""
    if current_user.is_authenticated:
        return current_user.region
    if "region" not in g:
        g.region = db.session.scalars(select(Region).where(Region.code == current_app.config["REGION"])).one()
    return g.region


def init_app(app: Flask) -> None:
    app.before_request(_enforce)


def _enforce() -> Response | None:
    view = None if request.endpoint is None else _view_of(request.endpoint)
    if view is None or view.access.kind == "public":
        return None
    if not current_user.is_authenticated:
        wants_page = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html") == "text/html"
        if request.method in ("GET", "HEAD") and wants_page:
            return redirect(url_for("account.sign_in", next=here()))
        raise Forbidden
    if view.access.roles and not view.access.roles & current_actor().roles():
        raise NotPermitted
    return None


def _view_of(endpoint: str) -> Any:
    return current_app.view_functions[endpoint]


def refuse_undeclared_views(app: Flask) -> None:
    """Fails at the start where a view does not say who may open it."""
    public(app.view_functions["static"])
    undeclared = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    if undeclared:
        raise RuntimeError(f"no declaration of access (web/access.py) on: {', '.join(sorted(undeclared))}")
