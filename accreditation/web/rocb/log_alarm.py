"""When the log is not what was published: what is missing, and the head's order to go on."""

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.certificates.models import Certificate
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.transparency.models import LogAlarm
from accreditation.transparency.settling import brought_back, order_settlement
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.web.public.log import EVENTS
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role


@blueprint.get("/log/alarm")
@needs(Role.ROCB_HEAD, Role.ADMINISTRATOR, Role.AUDITOR)
def log_alarm() -> str:
    """Every alarm, the latest first, with what came back."""
    ledger.note_reading("log_alarm", current_region().id)
    return _page()


def _page(error: str = "", note: str = "") -> str:
    session = db.session()
    alarms = session.scalars(select(LogAlarm).order_by(LogAlarm.noticed_at.desc()).limit(20)).all()
    leaves = {alarm.id: brought_back(session, alarm) for alarm in alarms if alarm.brought_back}
    ids = {leaf.certificate_id for each in leaves.values() for leaf in each if leaf.certificate_id}
    known = session.execute(
        select(Certificate.id, Certificate.number).where(
            Certificate.id.in_(ids), Certificate.region_id == current_region().id
        )
    )
    return render_template(
        "rocb/log_alarm.html",
        alarms=alarms,
        leaves=leaves,
        numbers={row.id: row.number for row in known},
        events=EVENTS,
        may_order=Role.ROCB_HEAD in current_actor().roles(),
        error=error,
        note=note,
    )


@blueprint.post("/log/alarm")
@needs(Role.ROCB_HEAD)
def settle_log_alarm() -> Response | tuple[str, int]:
    """The head's order; the worker carries it out within a minute."""
    note = request.form.get("note", "")
    try:
        order_settlement(db.session(), current_actor(), typed_text("note"))
    except Invalid as refusal:
        db.session.rollback()
        return _page(said(refusal.reasons[0]), note), 422
    db.session.commit()
    return redirect(url_for("rocb.log_alarm"))
