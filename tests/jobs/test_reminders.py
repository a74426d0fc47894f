"""Reminders of a deadline: before it to whoever's turn it is, after it to the office, and each once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.models import Message
from accreditation.notifications.reminders import remind
from accreditation.worker import run_until_idle, session_factory
from accreditation.workflow.states import ApplicationState as S

MINUTE = timedelta(minutes=1)
OFFICER, HEAD = "oficial@demo.example", "direccion@demo.example"


def _reminded(app: Any, case: Application, moment: datetime) -> list[tuple[str, str]]:
    """Kind and address of every reminder about the case, after three rounds at the moment."""
    mails = select(Message.kind, Message.email).join(OutboxRow, OutboxRow.id == Message.outbox_id)
    about = (OutboxRow.subject_id == case.id, Message.kind.in_(("reminder_due", "reminder_late")))
    with clock.at(moment):
        for _ in range(3):
            remind(session_factory(app))
            run_until_idle(app)
        db.session.rollback()
        return [(kind, email) for kind, email in db.session.execute(mails.where(*about).order_by(Message.email))]


def test_whoever_can_act_is_reminded_before_a_deadline_and_the_office_after_it_once(peopled: Any) -> None:
    with peopled.app_context():
        case = db.session.scalars(select(Application).where(Application.state == S.SCREENING)).first()
        known = _reminded(peopled, case, case.state_since + MINUTE)
        before = _reminded(peopled, case, case.due_at - MINUTE)
        assert known == [] and ("reminder_due", OFFICER) in before
        assert len(before) == len(set(before)) and {kind for kind, _ in before} == {"reminder_due"}
        after = _reminded(peopled, case, case.due_at + MINUTE)
        late = [email for kind, email in after if kind == "reminder_late"]
        assert {OFFICER, HEAD} <= set(late) and len(late) == len(set(late)) and len(after) == len(before) + len(late)
