"""The name that a certificate prints: as applied for, or as corrected since."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.accreditations.amendment_models import Amendment, Kind
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.people.models import Person


def name_to_print(session: Session, accreditation: Accreditation) -> str:
    """The newest name that was approved for the person since the application was signed, else the one it asked for.

    Whoever was taken over from a list of before never signed one: then it is the name of the account.
    """
    application = session.get(Application, accreditation.application_id) if accreditation.application_id else None
    since = (application.signed_at or application.created_at) if application else accreditation.created_at
    corrected = (
        select(Amendment.after)
        .join(Accreditation, Accreditation.id == Amendment.accreditation_id)
        .where(
            Accreditation.person_id == accreditation.person_id,
            Amendment.kind == Kind.NAME,
            Amendment.outcome == "approved",
            Amendment.decided_at > since,
        )
        .order_by(Amendment.decided_at.desc(), Amendment.id.desc())
    )
    after = session.scalars(corrected.limit(1)).first()
    if after is not None:
        return str(after["printed"])
    wished = application.name_on_certificate if application else ""
    return wished or session.get_one(Person, accreditation.person_id).display_name
