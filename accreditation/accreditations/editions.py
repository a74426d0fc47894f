"""By which edition of the rules an accreditation is held: that of its application, or the one by which it was taken over."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.schemes.models import Scheme


def edition_of(session: Session, accreditation: Accreditation) -> Scheme:
    """The edition whose numbers and reasons count for it."""
    if accreditation.scheme_id is not None:
        return session.get_one(Scheme, accreditation.scheme_id)
    return session.get_one(Application, accreditation.application_id).scheme


def editions_of(session: Session, accreditations: Sequence[Accreditation]) -> Mapping[uuid.UUID, Scheme]:
    """The same for many, by accreditation. One query."""
    query = (
        select(Accreditation.id, Scheme)
        .outerjoin(Application, Application.id == Accreditation.application_id)
        .join(Scheme, Scheme.id == func.coalesce(Accreditation.scheme_id, Application.scheme_id))
        .where(Accreditation.id.in_([each.id for each in accreditations]))
    )
    return {row[0]: row[1] for row in session.execute(query)}
