"""Changing an entry of the region's standing data, with a note of who did it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import NotPermitted
from accreditation.people.models import StaffNote
from accreditation.workflow.actors import Actor, Role


def change_entry(
    session: Session, actor: Actor, row: Any, *, names: Mapping[str, str], source: str, is_confirmed: bool
) -> None:
    """Names per language, source and confirmation of a member, centre, category or subject."""
    if not (actor.holds(Role.ROCB_OFFICER, row.region_id) or actor.holds(Role.ROCB_HEAD, row.region_id)):
        raise NotPermitted
    before = {"names": row.names, "source": row.source, "is_confirmed": row.is_confirmed}
    row.names, row.source, row.is_confirmed = dict(names), source.strip(), is_confirmed
    session.add(
        StaffNote(
            region_id=row.region_id,
            person_id=actor.person_id,
            what="change_standing_data",
            subject_id=row.id,
            details=before,
            at=clock.now(),
        )
    )
