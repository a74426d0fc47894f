"""Opening an account, and confirming an address by a mailed link."""

from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.people import links, signing_up
from accreditation.people.accounts import Names
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.people.session_models import OneUseLink
from accreditation.people.signing_up import Newcomer
from accreditation.region.models import Administration
from accreditation.web.access import current_region, public
from accreditation.web.account import blueprint
from accreditation.web.account.forms import ConfirmForm, NamesForm, SignUpForm, show_refusal
from accreditation.web.account.sign_in import let_in
from accreditation.web.language import country, current_locale
from accreditation.web.limits import limited
from accreditation.web.places import pairs_in_order
from accreditation.web.start import start_page_of
from accreditation.web.urls import safe_next

NO_ADMINISTRATION = "none"


def names_in(form: NamesForm) -> Names:
    return Names(form.given_names.data, form.first_family_name.data, form.second_family_name.data or "")


def _administrations() -> dict[str, Administration]:
    """The region's Members today, by the name that stands in the address."""
    here = or_(Administration.left_on.is_(None), Administration.left_on > clock.today())
    query = select(Administration).where(Administration.region_id == current_region().id, here)
    return {found.public_id: found for found in db.session.scalars(query)}


def _choices(administrations: dict[str, Administration]) -> list[tuple[str, str]]:
    named = pairs_in_order((key, country(found.iso2)) for key, found in administrations.items())
    return [("", _("Choose one")), *named, (NO_ADMINISTRATION, _("I do not work for an administration of the region"))]


def _newcomer(form: SignUpForm, administration: Administration | None) -> Newcomer:
    return Newcomer(
        names=names_in(form),
        email=form.email.data or "",
        password=form.password.data or "",
        region_id=current_region().id,
        administration_id=administration.id if administration else None,
        locale=current_locale(),
        time_zone=administration.time_zone if administration else current_app.config["TIME_ZONE"],
        privacy_version=current_app.config["PRIVACY_NOTICE_VERSION"],
        leads_to=safe_next(""),
    )


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
@limited("sign_up")
def sign_up() -> Any:
    form = SignUpForm()
    administrations = _administrations()
    form.administration.choices = _choices(administrations)
    if form.validate_on_submit():
        try:
            signing_up.sign_up(db.session(), _newcomer(form, administrations.get(form.administration.data)))
            db.session.commit()
            return redirect(url_for("account.sign_up_sent"))
        except Invalid as error:
            show_refusal(form, error)
    return render_template("account/sign_up.html", form=form, next=safe_next(""))


@blueprint.get("/sign-up/sent")
@public
def sign_up_sent() -> Any:
    return render_template("account/sent.html", purpose="confirm")


def opened_link(token: str, *purposes: str) -> tuple[OneUseLink, Person] | None:
    return links.open_link(db.session(), token, *purposes)


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
@public
@limited("confirm")
def confirm(token: str) -> Any:
    found = opened_link(token, "confirm_address", "change_address")
    if found is None:
        return render_template("account/link_over.html"), 410
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            signing_up.confirm_address(db.session(), *found, form.password.data or "")
            return let_in(found[1], safe_next(start_page_of(actor_of(db.session(), found[1]))))
        except Invalid as error:
            show_refusal(form, error)
    return render_template("account/confirm.html", form=form, email=found[0].email)
