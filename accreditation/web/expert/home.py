"""My applications, accreditations and certificates."""

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation.accreditations.models import Accreditation
from accreditation.applications.message_models import Side
from accreditation.applications.messages import standings_of
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.visibility import certificates_visible_to
from accreditation.web import ledger
from accreditation.web.access import current_actor, signed_in
from accreditation.web.expert import blueprint
from accreditation.web.files import as_attachment, storage
from accreditation.web.standing import badge_of, tone_of
from accreditation.workflow.application import APPLICATION


@blueprint.get("/applications")
@signed_in
def home() -> str:
    """My applications, accreditations and certificates."""
    me = current_actor().person_id
    applications = db.session.scalars(
        select(Application)
        .where(Application.applicant_id == me)
        .options(joinedload(Application.call))
        .order_by(Application.created_at.desc())
    ).all()
    held = db.session.execute(
        select(Accreditation, Certificate)
        .outerjoin(Certificate, Certificate.accreditation_id == Accreditation.id)
        .where(Accreditation.person_id == me)
        .options(joinedload(Accreditation.subject), joinedload(Accreditation.category))
        .order_by(Accreditation.granted_on.desc(), Certificate.id.desc())
    ).all()
    return render_template(
        "expert/home.html",
        applications=applications,
        talks=standings_of(db.session(), [application.id for application in applications], Side.APPLICANT),
        held=held,
        tone_of=tone_of,
        badge_of=badge_of,
        lifecycle=APPLICATION,
    )


@blueprint.get("/certificates/<number>.pdf")
@signed_in
def certificate(number: str) -> Response:
    """The signed document, for its holder and whoever may see the certificate."""
    found = db.session.execute(
        select(Certificate).where(Certificate.number == number, certificates_visible_to(current_actor()))
    ).scalar_one_or_none()
    if found is None or found.issued_at is None or found.storage_key is None:
        raise NotPermitted
    ledger.note_reading("certificate_file", found.region_id, found.id)
    return as_attachment(storage().fetch(found.storage_key), f"{found.number}.pdf", "application/pdf")
