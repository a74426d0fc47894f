"""A forgotten password: a link by mail, then a new one. An invitation ends on the same page."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.people import new_passwords, passwords
from accreditation.web.access import public
from accreditation.web.account import blueprint
from accreditation.web.account.forms import ForgottenForm, NewPasswordForm, show_refusal
from accreditation.web.account.sign_up import opened_link
from accreditation.web.limits import limited


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@public
@limited("reset")
def forgotten() -> Any:
    form = ForgottenForm()
    if form.validate_on_submit():
        new_passwords.ask_for_new_password(db.session(), form.email.data or "")
        db.session.commit()
        return redirect(url_for("account.forgotten_sent"))
    return render_template("account/forgotten.html", form=form)


@blueprint.get("/password/sent")
@public
def forgotten_sent() -> Any:
    return render_template("account/sent.html", purpose="password")


@blueprint.route("/password/new/<token>", methods=["GET", "POST"])
@public
@limited("confirm")
def new_password(token: str) -> Any:
    found = opened_link(token, "reset_password", "invitation")
    if found is None:
        return render_template("account/link_over.html"), 410
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            new_passwords.choose_password(db.session(), *found, form.password.data or "")
            db.session.commit()
            flash(_("Your new password is set. Sign in with it."), "success")
            return redirect(url_for("account.sign_in"))
        except Invalid as error:
            show_refusal(form, error)
    return render_template("account/new_password.html", form=form, email=found[1].email, shortest=passwords.SHORTEST)
