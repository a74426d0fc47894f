"""Files that a question of the form asks for: the place of the documents is needed while the question is asked."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.forms import form_of
from accreditation.applications.models import Application, Section


def _asking(scheme: Any) -> list[str]:
    """Keys of the sections with a file that must be handed in."""
    return [
        entry["key"]
        for entry in scheme.sections
        if any(each["kind"] == "file" and each.get("required") for each in entry.get("questions", ()))
    ]


def places_asked(session: Session, applications: Sequence[Application]) -> Mapping[uuid.UUID, set[str]]:
    """Places of documents that the questions make necessary, by application; one query, none where no scheme asks so."""
    asking = {application.id: _asking(application.scheme) for application in applications}
    found: dict[uuid.UUID, set[str]] = {application.id: set() for application in applications}
    concerned = [application_id for application_id, keys in asking.items() if keys]
    if not concerned:
        return found
    query = select(Section.application_id, Section.key, Section.answers).where(Section.application_id.in_(concerned))
    answers = {(row.application_id, row.key): row.answers for row in session.execute(query)}
    for application in applications:
        for key in asking[application.id]:
            form = form_of(application.scheme, key)
            asked = form.asked(answers.get((application.id, key), {})) if form else ()
            found[application.id] |= {field.slot for field in asked if field.kind == "file" and field.required}
    return found
