"""A browser cut down to what costs nothing: it calls an application as WSGI, reads the whole answer and closes it."""

import io
import secrets
from collections.abc import Mapping
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from flask import session
from flask_wtf.csrf import generate_csrf
from werkzeug.test import EnvironBuilder

from accreditation.database import writing
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.sessions import open_session


class Answer:
    __slots__ = ("body", "location", "milliseconds", "status")

    def __init__(self, status: int, location: str, body: bytes, milliseconds: float) -> None:
        self.status, self.location, self.body, self.milliseconds = status, location, body, milliseconds


class Browser:
    """One person, signed in by a session like any other, or nobody. Times run from the call to the closed body."""

    def __init__(self, app: Any, person: Person | None = None) -> None:
        self.app, self.cookie, self.token = app, "", ""
        if person is not None:
            self._sign_in(person)

    def _sign_in(self, person: Person) -> None:
        """Outside of any other context of the application, which would lend it another browser's token."""
        with self.app.test_request_context(), writing():
            session["_user_id"] = open_session(db.session(), person, "benchmark")
            session["_fresh"] = True
            db.session.commit()
            self.token = generate_csrf()
            sealed = self.app.session_interface.get_signing_serializer(self.app).dumps(dict(session))
        self.cookie = f"{self.app.config['SESSION_COOKIE_NAME']}={sealed}"

    def environ(self, method: str, path: str, form: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What a server hands over; made ready outside of the measured time."""
        builder = EnvironBuilder(path, method=method, base_url="http://127.0.0.1:8000")
        found = dict(builder.get_environ())
        found["HTTP_ACCEPT_LANGUAGE"] = "es"
        if self.cookie:
            found["HTTP_COOKIE"] = self.cookie
        if form is not None:
            sent = {"csrf_token": self.token, "form_key": secrets.token_urlsafe(16), **form}
            body = urlencode(sent, doseq=True).encode()
            found.update({"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))})
            found["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        return found

    def ask(self, environ: dict[str, Any]) -> Answer:
        heard: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
            heard.update(status=int(status[:3]), headers=headers)

        began = perf_counter()
        parts = self.app.wsgi_app(environ, start)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        milliseconds = (perf_counter() - began) * 1000
        location = next((value for name, value in heard["headers"] if name.lower() == "location"), "")
        return Answer(heard["status"], location, body, milliseconds)

    def get(self, path: str) -> Answer:
        return self.ask(self.environ("GET", path))
