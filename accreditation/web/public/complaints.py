"""Complaining: in public with an address that is confirmed by a mailed link, or signed in for an administration."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from werkzeug.wrappers import Response
from wtforms import BooleanField, EmailField, SelectField, StringField, TextAreaField

from accreditation.appeals import complaining
from accreditation.appeals.files import keep_file
from accreditation.appeals.filing import CONCERNS, MAY_COMPLAIN, file_complaint, newest_edition
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.storage.inspection import ACCEPTED
from accreditation.storage.limits import MEGABYTE, limit
from accreditation.visibility import scopes
from accreditation.web.access import current_actor, current_region, public
from accreditation.web.account.forms import ADDRESS
from accreditation.web.files import handed_in, storage, takes_files
from accreditation.web.forms import PageForm
from accreditation.web.language import current_locale
from accreditation.web.limits import limited
from accreditation.web.public import blueprint
from accreditation.web.written import plain, written
from accreditation.workflow.states import MissionState

FILES = ("file-1", "file-2")
_RECEIVED = (MissionState.UNDER_WAY, MissionState.REPORTED, MissionState.EVALUATED, MissionState.CANCELLED)
Page = str | Response | tuple[str, int]


class ComplaintForm(PageForm):
    kind = SelectField(_l("What is it about?"))
    subject = StringField(
        _l("Whom or what does it concern?"),
        description=_l("The number of a certificate, the name of a person, or the mission, as far as you know it."),
    )
    text = TextAreaField(_l("What happened?"), description=_l("What happened, where and when, and who can confirm it."))
    name = StringField(_l("Your name"))
    email = EmailField(
        _l("Your e-mail address"),
        description=_l("We send a link there. Your complaint counts once you opened it."),
        validators=ADDRESS,
    )
    mission = SelectField(_l("Mission in your administration"))
    sensitive = BooleanField(_l("Treat it as sensitive: only the head of the office and whoever the head names see it"))


def _missions() -> list[Mission]:
    """Those that the administration of the person who is signed in has received, the latest first."""
    received = scopes(current_actor(), *MAY_COMPLAIN)
    here = or_(Mission.beneficiary_id.in_(received), Mission.id.in_(received))
    query = select(Mission).where(here, Mission.state.in_(_RECEIVED))
    return list(db.session.scalars(query.order_by(Mission.starts_on.desc(), Mission.id.desc()).limit(50)))


def _form(speaks: bool) -> Any:
    form: Any = ComplaintForm.typed()
    kinds = newest_edition(db.session(), current_region().id).reasons.get(CONCERNS, [])
    form.kind.choices = [("", _l("Choose one")), *((each["code"], plain(written(each["texts"]))) for each in kinds)]
    if speaks:
        del form.name, form.email
        missions = _missions()
        form.mission.choices = [("", _l("None in particular")), *((row.public_id, row.title) for row in missions)]
    else:
        del form.mission, form.sensitive
    return form


@blueprint.route("/complaints", methods=["GET", "POST"])
@public
@limited("complaint")
@takes_files(*FILES)
def complain() -> Page:
    """The same answer whether or not what is named exists."""
    speaks = bool(scopes(current_actor(), *MAY_COMPLAIN))
    form = _form(speaks)
    if request.method == "GET":
        return _page(form, speaks)
    if not form.validate():
        return _page(form, speaks), 422
    try:
        filed = _filed_for_administration(form) if speaks else _written(form)
    except Invalid as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return _page(form, speaks), 422
    db.session.commit()
    return redirect(filed)


def _filed_for_administration(form: Any) -> str:
    missions = {row.public_id: row for row in _missions()}
    complaint = file_complaint(
        db.session(),
        current_actor(),
        current_region(),
        kind=form.kind.data or "",
        named=form.subject.data or "",
        text=form.text.data or "",
        is_sensitive=form.sensitive.data,
        mission=missions.get(form.mission.data or ""),
    )
    _keep_files(appeal=complaint)
    return url_for("appeals.show", public_id=complaint.public_id)


def _written(form: Any) -> str:
    wrote = complaining.ask_to_complain(
        db.session(),
        current_region(),
        name=form.name.data or "",
        email=form.email.data or "",
        locale=current_locale(),
        kind=form.kind.data or "",
        subject=form.subject.data or "",
        text=form.text.data or "",
    )
    _keep_files(complainant=wrote)
    return url_for("public.complaint_done")


def _keep_files(**owner: Any) -> None:
    for field in FILES:
        file = handed_in(field)
        if file is not None:
            keep_file(db.session(), storage(), file.name, file.found, **owner)


def _page(form: Any, speaks: bool) -> str:
    return render_template(
        "public/complaint.html",
        form=form,
        speaks=speaks,
        file_fields=FILES,
        accepted=ACCEPTED,
        most_megabytes=limit("file", "most_bytes") // MEGABYTE,
    )


@blueprint.get("/complaints/done")
@public
def complaint_done() -> str:
    """A mail is on its way, or the address is confirmed."""
    return render_template("public/complaint_done.html", what=request.args.get("what", "asked"))


@blueprint.route("/complaints/confirm/<token>", methods=["GET", "POST"])
@public
@limited("link")
def confirm_complaint(token: str) -> Page:
    """One button. A program that opens links changes nothing."""
    if request.method == "GET":
        waiting = complaining.to_confirm(db.session(), token)
        if waiting is None:
            return render_template("public/complaint_done.html", what="over"), 410
        return render_template("public/complaint_link.html", written=waiting)
    if complaining.confirm(db.session(), token) is None:
        return render_template("public/complaint_done.html", what="over"), 410
    db.session.commit()
    return redirect(url_for("public.complaint_done", what="confirmed"))
