"""Which case a step of the history concerns: its number or title, its person and its page, where the reader may know them."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.history import StateChange
from accreditation.missions.models import Mission
from accreditation.switchboard import TABLES
from accreditation.visibility import VISIBLE_TO
from accreditation.web.written import written
from accreditation.workflow.actors import Actor


@dataclass(frozen=True)
class Concerned:
    """One case as a line of the log names it."""

    name: str
    href: str
    whose: str = ""


_NAMED: Mapping[str, Callable[[Any], Concerned]] = {
    "application": lambda case: Concerned(
        case.number, url_for("cases.show", number=case.number), case.applicant.display_name
    ),
    "workshop": lambda held: Concerned(written(held.titles), url_for("trainer.workshop", public_id=held.public_id)),
    "mission": lambda held: Concerned(
        held.title,
        url_for("mentor.mission", public_id=held.public_id),
        held.application.applicant.display_name,
    ),
    "accreditation": lambda held: Concerned(
        held.person.display_name, url_for("rocb.accreditation", public_id=held.public_id)
    ),
    "certificate": lambda paper: Concerned(
        paper.number, url_for("rocb.certificate", number=paper.number), paper.holder_name
    ),
    "appeal": lambda filed: Concerned(filed.reference, url_for("appeals.show", public_id=filed.public_id)),
}
_WITH = {
    "application": (joinedload(Application.applicant),),
    "mission": (joinedload(Mission.application).joinedload(Application.applicant),),
    "accreditation": (joinedload(Accreditation.person),),
    "appeal": (joinedload(Appeal.application),),
}


def concerned_by(actor: Actor, changes: Sequence[StateChange]) -> dict[uuid.UUID, Concerned]:
    """Id of the subject -> how it is named; without those that the actor may not see. One query for each lifecycle there is."""
    found: dict[uuid.UUID, Concerned] = {}
    for lifecycle, named in _NAMED.items():
        table: Any = TABLES[lifecycle]
        ids = {change.subject_id for change in changes if change.lifecycle == lifecycle}
        query = select(table).where(table.id.in_(ids), VISIBLE_TO[lifecycle](actor)).options(*_WITH.get(lifecycle, ()))
        found |= {row.id: named(row) for row in db.session.scalars(query)}
    return found
