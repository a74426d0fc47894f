"""Being told of calls without an account: asking for it, confirming the address, and ending it, each by a mailed link."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField
from wtforms.validators import InputRequired

from accreditation import clock
from accreditation.extensions import db
from accreditation.people.links import link_by_token, use_link
from accreditation.people.session_models import OneUseLink
from accreditation.region.models import Subject
from accreditation.region.standing_data import in_use
from accreditation.schemes import alerts
from accreditation.schemes.models import CallAlert
from accreditation.web.access import current_person, current_region, public
from accreditation.web.account.forms import ADDRESS
from accreditation.web.language import current_locale, said
from accreditation.web.limits import limited
from accreditation.web.places import pairs_in_order
from accreditation.web.public import blueprint


class AlertForm(FlaskForm):
    subject = SelectField(_l("Subject"), validators=[InputRequired()])
    email = EmailField(
        _l("E-mail address"), description=_l("We send a link there to confirm that it is yours."), validators=ADDRESS
    )


@blueprint.route("/call-alerts", methods=["GET", "POST"])
@public
@limited("call_alert")
def ask_for_alert() -> Any:
    """The subject and the address; what follows is the same whether the address is known or not."""
    person = current_person()
    subjects = {row.code: row for row in in_use(db.session(), current_region().id, Subject)}
    form = AlertForm(subject=request.args.get("subject"), email=person.email if person else None)
    named = pairs_in_order((code, said(row.names)) for code, row in subjects.items())
    form.subject.choices = [("", _("Choose one")), *named]
    if form.validate_on_submit():
        alerts.ask_to_be_told(db.session(), subjects[form.subject.data], form.email.data or "", current_locale())
        db.session.commit()
        return redirect(url_for("public.alert_done"))
    return render_template("public/call_alert.html", form=form)


@blueprint.get("/call-alerts/done")
@public
def alert_done() -> str:
    """What was done: asked for (a mail is on its way), confirmed or ended."""
    return render_template("public/call_alert_done.html", what=request.args.get("what", "asked"))


def _opened(token: str) -> tuple[OneUseLink, CallAlert] | None:
    """The link, if it can still be used, and what it is about."""
    for purpose in (alerts.CONFIRM, alerts.END):
        link = link_by_token(db.session(), purpose, token)
        if link is not None and link.used_at is None and link.expires_at > clock.now():
            alert = db.session.get(CallAlert, link.subject_id)
            return (link, alert) if alert is not None else None
    return None


@blueprint.route("/call-alerts/<token>", methods=["GET", "POST"])
@public
@limited("link")
def alert_link(token: str) -> Any:
    """One button: to confirm the address, or to have it forgotten. A program that opens links changes nothing."""
    found = _opened(token)
    if found is None:
        return render_template("public/call_alert_done.html", what="over"), 410
    link, alert = found
    if request.method == "GET":
        return render_template("public/call_alert_link.html", alert=alert, is_end=link.purpose == alerts.END)
    use_link(db.session(), link)
    is_end = link.purpose == alerts.END
    if is_end:
        alerts.end(db.session(), alert)
    else:
        alerts.confirm(alert)
    db.session.commit()
    return redirect(url_for("public.alert_done", what="ended" if is_end else "confirmed"))
