"""Somebody at a browser without JavaScript: opens pages, follows links, fills in the forms that the pages offer."""

from functools import cached_property
from typing import Any

import lxml.html
from bs4 import BeautifulSoup, Tag
from flask import session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from accreditation.extensions import db
from accreditation.people.models import Person


class Walker:
    """One person's browser. `page` is the last answer parsed, `status` its code, `at` its address."""

    def __init__(self, app: Any, email: str | None = None, lang: str = "es") -> None:
        self.client = app.test_client()
        self.lang, self.status, self.at = lang, 0, ""
        self.answer: Any = None
        if email is not None:
            self.sign_in(email)

    @cached_property
    def page(self) -> BeautifulSoup:
        """The last answer parsed, once somebody looks: it takes as long as answering did."""
        if self.answer is not None and self.answer.status_code == 302:
            self.open(self.at)
        return BeautifulSoup(self.answer.get_data() if self.answer else "", "lxml")

    @property
    def tree(self) -> Any:
        """The last answer as lxml reads it, ten times as quick: for whoever looks at many pages and asks little of each."""
        return lxml.html.document_fromstring(self.answer.get_data())

    def sign_in(self, email: str) -> None:
        """The click on the page of demo people. Neither that page nor the one it leads to is drawn before somebody looks."""
        with self.client.application.test_request_context():
            asked = select(Person.public_id).where(Person.email == email, Person.is_demo)
            address, token = f"/demo/sign-in/{db.session.scalars(asked).first()}", generate_csrf()
            kept = session["csrf_token"]
        with self.client.session_transaction() as own:
            own["csrf_token"] = kept
        answer = self.client.post(address, data={"csrf_token": token}, headers={"Accept-Language": self.lang})
        assert answer.status_code == 302, f"{email} was not signed in: {answer.status_code}"
        self._take(answer).at = answer.location

    def _take(self, answer: Any) -> "Walker":
        self.answer, self.status, self.at = answer, answer.status_code, answer.request.full_path.rstrip("?")
        answer.get_data()
        self.__dict__.pop("page", None)
        return self

    def open(self, path: str, expect: int = 200) -> "Walker":
        headers = {"Accept-Language": self.lang}
        self._take(self.client.get(path, follow_redirects=True, headers=headers))
        assert self.status == expect, f"{path}: {self.status}, not {expect}: {self.text[:400]}"
        return self

    @property
    def text(self) -> str:
        return self.page.get_text(" ", strip=True)

    @property
    def errors(self) -> list[str]:
        """The sentences beside fields and in the summary."""
        return [
            tag.get_text(" ", strip=True) for tag in self.page.select(".govuk-error-message, .govuk-error-summary li")
        ]

    def form(self, action: str = "", having: str = "") -> Tag:
        """The form of this page whose address ends so, or that has a field of this name; else the first of the content."""
        for form in self.page.select("main form"):
            target = str(form.get("action") or self.at).split("?")[0]
            fits = (not action or target.endswith(action)) and (not having or form.select_one(f'[name="{having}"]'))
            if fits:
                return form
        raise AssertionError(f"{self.at} has no form {action or having or '(any)'}: {self.text[:600]}")

    def take_step(self, place: str, step: str, **typed: Any) -> "Walker":
        """A step that the page of a workshop, mission, accreditation, certificate or appeal offers."""
        self.open(place)
        for form in self.page.select("main form"):
            field = form.select_one('input[name="step"]')
            if field is not None and field["value"] == step:
                self.send(form, typed)
                assert self.status == 200, self.text[:400]
                return self
        raise AssertionError(f"{place} does not offer {step}: {self.text[:3000]}")

    def submit(self, action: str = "", *, having: str = "", expect: int = 200, **typed: Any) -> "Walker":
        """Fills in and sends a form; `typed` names its fields (`__` stands for `-`), files as (stream, name)."""
        self.send(self.form(action, having), typed)
        assert self.status == expect, f"{self.at}: {self.status}, not {expect}: {self.errors or self.text[:500]}"
        return self

    def send(self, form: Any, typed: dict[str, Any] | None = None) -> "Walker":
        values = MultiDict(_values(form))
        for name, value in (typed or {}).items():
            # A random name of the form's own may have both marks in it.
            key = name if name in values else name.replace("__", "-")
            values.setlist(key, value if isinstance(value, list) else [value])
        target = str(form.get("action") or self.at)
        headers = {"Accept-Language": self.lang}
        if str(form.get("method", "get")).lower() == "get":
            return self._take(self.client.get(target, query_string=values, follow_redirects=True, headers=headers))
        return self._take(self.client.post(target, data=values, follow_redirects=True, headers=headers))


def _values(form: Tag) -> list[tuple[str, str]]:
    """What a browser would send if nobody typed anything."""
    values = []
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), str(field.get("type", ""))
        if field.name == "textarea":
            values.append((name, field.get_text()))
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            values.append((name, str(chosen.get("value", "")) if chosen else ""))
        elif kind in ("radio", "checkbox"):
            if field.has_attr("checked"):
                values.append((name, str(field.get("value", "on"))))
        elif kind != "file":
            values.append((name, str(field.get("value", ""))))
    return values


def in_english(app: Any, key: str) -> Walker:
    """A person of the demo's staff who reads English."""
    return Walker(app, f"{key}@demo.example").open("/help?lang=en")
