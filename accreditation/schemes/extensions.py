"""The record of a call's extensions: why each was made, and what the public is told."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation.schemes.models import Call, CallExtension
from accreditation.texts import N_, Text

REASONS: Mapping[str, Text] = {
    "outage": N_("This site could not be reached for some time."),
    "emergency": N_("An emergency kept people in one or more countries from applying."),
    "few": N_("Too few applications had arrived."),
    "other": N_("Another reason, given below."),
}


def extensions_of(session: Session, call: Call) -> Sequence[CallExtension]:
    """Every extension of the call, the latest first, with who made it. One query."""
    query = select(CallExtension).where(CallExtension.call_id == call.id).options(joinedload(CallExtension.extended_by))
    return session.scalars(query.order_by(CallExtension.extended_at.desc(), CallExtension.id.desc())).all()
