"""What lies sealed is forgotten some time after the end of its case, and moved when the keys change."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications import sealed
from accreditation.applications.emergency import EmergencyContact
from accreditation.applications.identity import KEPT_AFTER_THE_END, IdentityPaper
from accreditation.applications.models import Application
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.sealing import KeyRing
from accreditation.workflow.states import DECIDED

TABLES: tuple[type[sealed.Sealed], ...] = (IdentityPaper, EmergencyContact)


def seal_again(session: Session, ring: KeyRing) -> int:
    """Moves all of it under the present key; returns how many rows."""
    return sealed.seal_again(session, ring, TABLES)


def forget_what_was_sealed(factory: SessionFactory) -> None:
    """Deletes what is not needed any more: the case ended so long ago."""
    ended = (Application.state.in_(DECIDED), Application.state_since < clock.now() - KEPT_AFTER_THE_END)
    with own_transaction(factory) as session:
        for table in TABLES:
            over = table.application_id.in_(select(Application.id).where(*ended))
            session.execute(delete(table).where(over).execution_options(synchronize_session=False))
