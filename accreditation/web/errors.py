"""What a person reads when something cannot be done: what happened, why, what to do, and nothing typed is lost."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from accreditation.errors import ChangedMeanwhile, HouseError, Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.texts import N_, Text, say
from accreditation.transition import refuse_if_stale
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import seen_version
from accreditation.web.language import said
from accreditation.web.receipts import NOT_CONTENT

SECRET_FIELDS = ("password", "token", "code")
# What the page itself put into the form.
NOT_TYPED = NOT_CONTENT | {"seen_version", "seen_mark", "version", "act", "step"}


def _typed() -> list[tuple[str, str]]:
    """What was sent, so that it can be copied; never a password."""
    return [
        (name.replace("_", " ").replace("-", " "), value)
        for name, value in request.form.items(multi=True)
        if value.strip() and name not in NOT_TYPED and not any(secret in name for secret in SECRET_FIELDS)
    ]


def page(status: int, title: str, sentences: Sequence[str], *, keep: bool = False) -> Response:
    """An error page, or the same as JSON for a script."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    if best == "application/json":
        answer = jsonify(message=" ".join(sentences), title=title)
    else:
        answer = make_response(
            render_template("errors/page.html", title=title, sentences=sentences, typed=_typed() if keep else [])
        )
    answer.status_code = status
    return answer


def missing(_error: Exception) -> Response:
    """Unknown, foreign and forbidden look the same."""
    return page(
        404,
        _("This page is not here"),
        [
            _("The address may be mistyped, or what it showed is not for you to see."),
            _("Check the address, or start again from the first page."),
        ],
        keep=True,
    )


def not_permitted(error: NotPermitted) -> Response:
    """A form that somebody else's step overtook is told who did what; everything else looks like a page that is not here."""
    subject = g.get("subject_in_hand")
    if subject is not None and "seen_version" in request.form:
        try:
            refuse_if_stale(db.session(), subject, current_actor(), seen_version())
        except ChangedMeanwhile as told:
            return changed(told)
    return missing(error)


def _said(reasons: Sequence[Text]) -> list[str]:
    return [said(reason) for reason in reasons]


def changed(error: ChangedMeanwhile) -> Response:
    again = _("Nothing was saved. Go back, open the page again and decide with what is there now.")
    return page(409, _("Something changed while you were reading"), [*_said(error.reasons), again], keep=True)


def stale(_error: StaleDataError) -> Response:
    return changed(ChangedMeanwhile(N_("Someone else changed this at the same moment.")))


def refused(error: HouseError) -> Response:
    return page(409, _("This cannot be done now"), [*_said(error.reasons), _("Nothing was saved.")], keep=True)


def form_expired(_error: CSRFError) -> Response:
    sentences = [
        _("The page was open for too long, or you signed in or out in another window."),
        _("Nothing was saved. Open the page again and send it once more; what you typed is below."),
    ]
    return page(403, _("This form has expired"), sentences, keep=True)


def forbidden(_error: HTTPException) -> Response:
    sentences = [_("You are not signed in any more."), _("Sign in, open the page again and send it once more.")]
    return page(403, _("Please sign in again"), sentences, keep=True)


def too_many(error: Any) -> Response:
    answer = page(429, _("Too many attempts"), [_("Wait a few minutes, then try again.")], keep=True)
    if error.retry_after:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def too_large(_error: HTTPException) -> Response:
    limit = current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024)
    return page(413, _("This is too large"), [_("At most %(limit)s MB can be sent at once.", limit=limit)])


def not_understood(error: HTTPException) -> Response:
    """Every other HTTP error keeps its status and headers (`Allow`), with a plain sentence."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    answer = page(
        error.code or 400, _("This request was not understood"), [_("Go back and try it from the page itself.")]
    )
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer


def busy(error: OperationalError) -> Response:
    """The database is locked or away: nothing was written."""
    current_app.logger.error("database not available: %s", type(error.orig).__name__)
    return _last_resort(503, N_("The house is busy"), N_("Nothing was saved. Try again in a moment."))


def failed(error: Exception) -> Response:
    identifier = secrets.token_hex(4)
    cause = getattr(error, "original_exception", None) or error
    current_app.logger.exception("error %s at %s", identifier, request.endpoint, exc_info=cause)
    told = N_(
        "Nothing was saved. If it happens again, tell the office this number: %(identifier)s.", identifier=identifier
    )
    return _last_resort(500, N_("Something went wrong here"), told)


def _last_resort(status: int, title: Text, sentence: Text) -> Response:
    """The page if it can still be drawn, else plain text."""
    try:
        db.session.rollback()
        return page(status, said(title), [said(sentence)], keep=True)
    except Exception:
        current_app.logger.exception("not even the error page could be drawn")
        return Response(f"{say(title, 'en')}. {say(sentence, 'en')}", status, mimetype="text/plain")


def init_app(app: Flask) -> None:
    handlers: dict[Any, Any] = {
        HTTPException: not_understood,
        403: forbidden,
        404: missing,
        413: too_large,
        429: too_many,
        CSRFError: form_expired,
        NotPermitted: not_permitted,
        ChangedMeanwhile: changed,
        StaleDataError: stale,
        TransitionRefused: refused,
        Invalid: refused,
        OperationalError: busy,
        500: failed,
    }
    for error, handler in handlers.items():
        app.register_error_handler(error, handler)
