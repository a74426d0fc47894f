"""Signing in and out."""

from typing import Any

from flask import redirect, render_template, request, session
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from accreditation.database import begin_writing
from accreditation.extensions import db
from accreditation.people import passwords, sessions
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.people.queries import person_by_email
from accreditation.web.access import public, repeatable, signed_in_by
from accreditation.web.account import blueprint
from accreditation.web.account.forms import SignInForm
from accreditation.web.limits import limited, remember_device
from accreditation.web.start import start_page_of
from accreditation.web.urls import safe_next


def let_in(person: Person, where: str) -> Response:
    """Opens a session with a new token and a new form token, whatever the browser brought; commits."""
    token = sessions.open_session(db.session(), person, request.user_agent.string)
    email = person.email
    db.session.commit()
    session.clear()
    login_user(signed_in_by(token))
    answer = redirect(where)
    remember_device(answer, email)
    return answer


def _recognise(form: SignInForm) -> Person | None:
    """The person, if address and password fit. The slow comparison holds no lock; the person is read again after it."""
    reading = person_by_email(db.session(), form.email.data)
    fits, kept = passwords.fits(reading, form.password.data), reading and reading.password_hash
    db.session.rollback()
    begin_writing()
    person = person_by_email(db.session(), form.email.data) if fits else None
    if person is None or person.password_hash != kept or person.disabled_at is not None:
        return None
    return person


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@repeatable
@limited("sign_in")
def sign_in() -> Any:
    form = SignInForm()
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(safe_next(start_page_of(current_user.actor)))
    if form.validate_on_submit():
        person = _recognise(form)
        if person is not None and person.email_confirmed_at is not None:
            passwords.renew(person, form.password.data)
            return let_in(person, safe_next(start_page_of(actor_of(db.session(), person))))
        form.form_errors.append(
            _("E-mail address and password do not fit together. Try again, or choose a new password.")
            if person is None
            else _("This address is not confirmed yet. Use the link we sent you, or ask for a new password.")
        )
    return render_template("account/sign_in.html", form=form, next=safe_next(""))


@blueprint.post("/sign-out")
@public
@repeatable
def sign_out() -> Response:
    begin_writing()
    if current_user.is_authenticated:
        sessions.end_session(db.session(), current_user.row_id)
        db.session.commit()
    logout_user()
    session.clear()
    answer = redirect("/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
