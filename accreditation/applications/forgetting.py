"""What lies sealed is forgotten some time after the end of its case, and moved when the keys change."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications import sealed
from accreditation.applications.emergency import EmergencyContact
from accreditation.applications.identity import IdentityPaper
from accreditation.applications.models import Application
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.schemes.models import Scheme
from accreditation.sealing import KeyRing
from accreditation.workflow.states import DECIDED

TABLES: tuple[type[sealed.Sealed], ...] = (IdentityPaper, EmergencyContact)


def seal_again(session: Session, ring: KeyRing) -> int:
    """Moves all of it under the present key; returns how many rows."""
    return sealed.seal_again(session, ring, TABLES)


def forget_what_was_sealed(factory: SessionFactory) -> None:
    """Deletes what is not needed any more: the case ended so long ago."""
    with own_transaction(factory) as session:
        for scheme in session.scalars(select(Scheme)).all():
            last = clock.now() - timedelta(days=sealed.days_kept(scheme.numbers))
            ended = (Application.scheme_id == scheme.id, Application.state.in_(DECIDED), Application.state_since < last)
            for table in TABLES:
                over = table.application_id.in_(select(Application.id).where(*ended))
                session.execute(delete(table).where(over).execution_options(synchronize_session=False))
