"""Applicants of the tests: somebody with a draft, and a file or two to hand in."""

import io
from typing import Any

from sqlalchemy import select

from accreditation.applications.models import Application
from accreditation.demonstration.dossier import curriculum
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.workflow.states import ApplicationState
from tests.walker import Walker


def applicant_in(app: Any, state: ApplicationState) -> tuple[str, str]:
    """E-mail and number of the first demo person's application in that state."""
    with app.app_context():
        query = select(Person.email, Application.number).join(Person, Person.id == Application.applicant_id)
        found = query.where(Application.state == state, Person.email.like("%@demo.example"))
        email, number = db.session.execute(found.order_by(Application.number)).first()
    return email, number


def walker_in(app: Any, state: ApplicationState, lang: str = "en") -> tuple[Walker, str]:
    email, number = applicant_in(app, state)
    return Walker(app, email, lang).open(f"/applications/{number}?lang={lang}"), number


def a_file(content: bytes | None = None, name: str = "curriculum.pdf") -> tuple[io.BytesIO, str]:
    """What a browser sends of a chosen file."""
    return io.BytesIO(curriculum() if content is None else content), name
