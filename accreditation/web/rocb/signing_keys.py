"""The inventory of signing keys: what is in use, until when, what to see to, and reporting one that fell into other hands."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateTimeLocalField, TextAreaField
from wtforms.validators import Optional

from accreditation import clock
from accreditation.certificates.inventory import keys_of, report_lost, signed_since, signed_with, warnings_about
from accreditation.certificates.models import SigningKeyRecord
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.forms import PageForm
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role

READERS = (Role.ROCB_HEAD, Role.ROCB_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)


class LostForm(PageForm):
    since = DateTimeLocalField(
        _l("Since when others may have had it"),
        [Optional()],
        description=_l("In UTC. The earliest moment that is possible: what is proven to be older still counts."),
    )
    note = TextAreaField(_l("What happened"))


@blueprint.get("/certificates/keys")
@needs(*READERS)
def signing_keys() -> str:
    """Every key that signed, with its days and what should be seen to."""
    session, region, now = db.session(), current_region(), clock.now()
    return render_template(
        "rocb/signing_keys.html",
        keys=[(row, list(warnings_about(row, now))) for row in keys_of(session, region.id)],
        counts=signed_with(session, region.id),
        authority=current_app.config["TIMESTAMP_URL"],
    )


@blueprint.route("/certificates/keys/<public_id>", methods=["GET", "POST"])
@needs(*READERS)
def signing_key(public_id: str) -> Response | str | tuple[str, int]:
    """One key with its certificate; the head reports it here when others may have it."""
    session, actor = db.session(), current_actor()
    row: SigningKeyRecord = row_by_public_id(SigningKeyRecord, public_id)
    if row.region_id != current_region().id:
        raise NotPermitted
    form: Any = LostForm.typed()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            since = form.since.data and form.since.data.replace(tzinfo=clock.now().tzinfo)
            try:
                report_lost(session, actor, row, since, form.note.data or "")
            except Invalid as refusal:
                session.rollback()
                row = row_by_public_id(SigningKeyRecord, public_id)
                form.refuse(refusal)
            else:
                session.commit()
                flash(_("Reported. It signs no more; what is proven to be older still counts."), "success")
                return redirect(url_for("rocb.signing_key", public_id=public_id))
    page = render_template(
        "rocb/signing_key.html",
        row=row,
        warnings=list(warnings_about(row, clock.now())),
        count=signed_with(session, row.region_id).get(row.key_id, 0),
        doubtful=signed_since(session, row),
        form=form if actor.holds(Role.ROCB_HEAD, row.region_id) else None,
        reads_certificates=bool(actor.roles() & {Role.ROCB_HEAD, Role.ROCB_OFFICER, Role.AUDITOR}),
    )
    return page, status
