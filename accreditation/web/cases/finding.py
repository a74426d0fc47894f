"""The case of an address, for the person who asks: found, permitted, with its facts; or the page that is not here."""

from dataclasses import dataclass
from typing import Any

from flask import g, request
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from accreditation.applications.lists import case_by_number
from accreditation.applications.models import Application
from accreditation.blindness import reads_blind
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.schemes.call_lists import call_by_reference
from accreditation.schemes.models import Call
from accreditation.transition import facts_of, version_told
from accreditation.visibility import applications_visible_to
from accreditation.web.access import current_actor, current_region
from accreditation.workflow import permissions
from accreditation.workflow.application_facts import ApplicationFacts
from accreditation.workflow.permissions import Permission
from accreditation.workflow.states import BEYOND_ENDORSEMENT, OPEN


@dataclass(frozen=True)
class FoundCase:
    """A case with its facts, and what this person may do with it."""

    application: Application
    facts: ApplicationFacts

    def may(self, permission: Permission) -> bool:
        return permissions.may(permission, current_actor(), self.facts, self.application.state)

    @property
    def version(self) -> int:
        """What the page of this person says it saw; evidence that is hidden from them does not move it."""
        is_plain = self.application.state not in BEYOND_ENDORSEMENT and self.application.state in OPEN
        reads = self.may(permissions.READ_JUDGEMENTS)
        return version_told(self.application, reads_judgements=is_plain or reads)

    @property
    def reads_blind(self) -> bool:
        """Whether the person who asks must not learn whose case it is."""
        return reads_blind(current_actor(), self.application, self.facts)

    def require(self, permission: Permission) -> None:
        if not self.may(permission):
            raise NotPermitted


def found_case(number: str, permission: Permission = permissions.VIEW) -> FoundCase:
    """The visible case of that number, or NotPermitted, which is answered as a missing page."""
    session: Session = db.session()
    application = case_by_number(session, applications_visible_to(current_actor()), number)
    if application is None:
        raise NotPermitted
    g.subject_in_hand = application
    found = FoundCase(application, facts_of(session, application))
    found.require(permission)
    return found


def seen_version() -> int:
    """The version of the page the person looked at, from the form's hidden field; 0, which none has, for anything else."""
    typed = request.form.get("seen_version", "")
    return int(typed) if typed.isascii() and typed.removeprefix("-").isdigit() else 0


def visible_row(table: Any, public_id: str, visible: ColumnElement[bool]) -> Any:
    """The row of that random name if `visible` (a condition of accreditation/visibility.py) holds, else NotPermitted."""
    row = db.session.scalars(select(table).where(table.public_id == public_id, visible)).one_or_none()
    if row is None:
        raise NotPermitted
    g.subject_in_hand = row
    return row


def found_call(reference: str) -> Call:
    """The call of that reference in the person's region, published or not, or NotPermitted."""
    call = call_by_reference(db.session(), current_region().id, reference)
    if call is None:
        raise NotPermitted
    return call


def row_by_public_id(table: type, public_id: str) -> Any:
    """The row of that random name, or NotPermitted; whether it may be seen the view asks next."""
    row = db.session.query(table).filter_by(public_id=public_id).one_or_none()
    if row is None:
        raise NotPermitted
    return row
