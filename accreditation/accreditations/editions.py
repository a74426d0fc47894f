"""By which edition of the rules an accreditation is held: that of its application, or the one by which it was taken over."""

from sqlalchemy.orm import Session

from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.schemes.models import Scheme


def edition_of(session: Session, accreditation: Accreditation) -> Scheme:
    """The edition whose numbers and reasons count for it."""
    if accreditation.scheme_id is not None:
        return session.get_one(Scheme, accreditation.scheme_id)
    return session.get_one(Application, accreditation.application_id).scheme
