"""/account: one's own name, language, time zone, password, address, and where one is signed in."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.accreditations.models import Accreditation
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.people import accounts, feeds, new_passwords, sessions
from accreditation.people.models import Person
from accreditation.people.queries import other_addresses_of
from accreditation.web.access import current_person, signed_in
from accreditation.web.account import blueprint
from accreditation.web.account.browsers import browser_named
from accreditation.web.account.forms import ChangeAddressForm, ChangePasswordForm, DetailsForm, show_refusal
from accreditation.web.account.sign_up import names_in
from accreditation.web.language import current_locale, remember
from accreditation.web.limits import limited
from accreditation.web.places import time_zones
from accreditation.workflow.states import HELD


def me() -> Person:
    """The signed-in person."""
    person = current_person()
    if person is None:
        raise RuntimeError("the page was opened to anonymous people")
    return person


def _details_form(**options: Any) -> DetailsForm:
    """Filled with what is kept, or with what was sent."""
    person = me()
    kept = {
        "given_names": person.given_names,
        "first_family_name": person.first_family_name,
        "second_family_name": person.second_family_name,
        "locale": person.locale or current_locale(),
        "time_zone": person.time_zone or "UTC",
    }
    form = DetailsForm(prefix="details-", data=kept, **options)
    form.time_zone.choices = time_zones(person.time_zone)
    return form


def _page(**refused: Any) -> str:
    """The whole page; a refused form takes the place of its fresh one."""
    forms = {
        "details": refused.get("details") or _details_form(formdata=None),
        "password": refused.get("password") or ChangePasswordForm(formdata=None, prefix="password-"),
        "address": refused.get("address") or ChangeAddressForm(formdata=None, prefix="address-"),
    }
    return render_template(
        "account/account.html",
        **forms,
        open_sessions=sessions.open_sessions_of(db.session(), me().id),
        browser_named=browser_named,
        this_session=current_user.row_id,
        feed=feeds.feed_of(db.session(), me().id),
        other_addresses=other_addresses_of(db.session(), me()),
    )


@blueprint.get("/account")
@signed_in
def account() -> Any:
    return _page()


@blueprint.post("/account/details")
@signed_in
def change_details() -> Any:
    form = _details_form()
    if not form.validate_on_submit():
        return _page(details=form)
    if _stands_on_a_certificate() and names_in(form) != names_in(_details_form(formdata=None)):
        refusal = _("This name stands on a certificate. Ask for a correction on the page of your accreditation.")
        form.given_names.errors = [refusal]
        return _page(details=form)
    accounts.change_details(db.session(), me(), names_in(form), locale=form.locale.data, time_zone=form.time_zone.data)
    db.session.commit()
    flash(_("Saved."), "success")
    answer = redirect(url_for("account.account"))
    remember(answer, None)
    return answer


def _stands_on_a_certificate() -> bool:
    """Whoever is accredited has the name put right there, so that account and certificates say the same."""
    held = select(Accreditation.id).where(Accreditation.person_id == me().id, Accreditation.state.in_(HELD))
    return db.session.scalar(held.limit(1)) is not None


@blueprint.post("/account/password")
@signed_in
@limited("own_password")
def change_password() -> Any:
    form = ChangePasswordForm(prefix="password-")
    if form.validate_on_submit():
        try:
            old, new = form.present_password.data or "", form.password.data or ""
            new_passwords.change_password(db.session(), me(), old, new, keep=current_user.row_id)
            db.session.commit()
            flash(_("Your password is changed. Everywhere else you are signed out."), "success")
            return redirect(url_for("account.account"))
        except Invalid as error:
            show_refusal(form, error)
    return _page(password=form)


@blueprint.post("/account/address")
@signed_in
@limited("change_address")
def change_address() -> Any:
    form = ChangeAddressForm(prefix="address-")
    if form.validate_on_submit():
        try:
            accounts.ask_to_change_address(db.session(), me(), form.email.data or "", form.password.data or "")
            db.session.commit()
            flash(_("We sent a link to the new address. Until you use it, the present one counts."), "success")
            return redirect(url_for("account.account"))
        except Invalid as error:
            show_refusal(form, error)
    return _page(address=form)


@blueprint.post("/account/sessions/<public_id>/end")
@signed_in
def end_session(public_id: str) -> Response:
    sessions.end_sessions(db.session(), me().id, only=public_id)
    db.session.commit()
    flash(_("Signed out there."), "success")
    return redirect(url_for("account.account"))


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> Response:
    sessions.end_sessions(db.session(), me().id, but=current_user.row_id)
    db.session.commit()
    flash(_("Everywhere else you are signed out."), "success")
    return redirect(url_for("account.account"))
