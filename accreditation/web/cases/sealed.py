"""What the pages of the applicant and of the office share about passports and emergency contacts."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from accreditation.applications.fields import OTHER_LANGUAGE
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.people.receipt_models import ReadingReceipt
from accreditation.sealing import KeyRing, key_ring
from accreditation.training.models import Workshop
from accreditation.web.language import language_name

IDENTITY_PAPER, EMERGENCY_CONTACT = "identity_paper", "emergency_contact"


def ring() -> KeyRing:
    """The keys of this installation."""
    return key_ring(current_app.config["DATA_KEY_FILE"], current_app.config["SECRET_KEY"])


def readings_of(application: Application, what: str) -> Sequence[datetime]:
    """When it was opened, the latest first."""
    read = select(ReadingReceipt.at).where(ReadingReceipt.subject_id == application.id, ReadingReceipt.what == what)
    return db.session.scalars(read.order_by(ReadingReceipt.at.desc()).limit(20)).all()


def end_of_workshop(application: Application) -> date | None:
    """The last day of the workshop the person is seated in; before there is one, the day the call names."""
    if application.workshop_id is None:
        return application.call.workshop_on
    return db.session.get_one(Workshop, application.workshop_id).ends_on


def name_of_language(code: str) -> str:
    """A language of the form, or another one."""
    return _("Another language") if code == OTHER_LANGUAGE else language_name(code)
