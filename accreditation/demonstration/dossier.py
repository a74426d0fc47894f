"""What the demo's applicants hand in: pages that say they are a demonstration."""

from functools import cache
from typing import Any

import typst
from sqlalchemy.orm import Session

from accreditation.applications.documents import attach
from accreditation.applications.models import Application
from accreditation.storage.files import Storage
from accreditation.storage.inspection import Inspected, inspect


@cache
def page(title: str) -> bytes:
    """A PDF of one page under this title."""
    source = f'#set document(title: "Demo")\n#set page(paper: "a4")\n= {title}\nDemo · Demostración · Demonstração'
    return typst.compile(source.encode(), timestamp=0)


def curriculum() -> bytes:
    return page("Curriculum vitae")


@cache
def inspected(title: str) -> Inspected:
    """The page, opened once by the limited child."""
    return inspect(page(title))


def inspected_curriculum() -> Inspected:
    return inspected("Curriculum vitae")


def hand_in_everything(session: Session, actor: Any, application: Application, storage: Storage) -> None:
    """A curriculum in its second edition, and a diploma in another language with its translation."""
    first = attach(
        session, actor, application, storage, "cv", "curriculum-2024.pdf", inspected("Curriculum vitae 2024")
    )
    attach(session, actor, application, storage, "cv", "curriculum.pdf", inspected_curriculum(), replaces=first)
    diploma = attach(
        session, actor, application, storage, "diploma", "diploma.pdf", inspected("Universiteit"), language="other"
    )
    attach(
        session,
        actor,
        application,
        storage,
        "diploma",
        "diploma-traduccion.pdf",
        inspected("Universidad"),
        language="es",
        translates=diploma,
    )
