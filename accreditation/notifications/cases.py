"""The case that a message is about, whichever lifecycle it belongs to: its person, dossier, call, places and step."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal, Kind
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.history import StateChange
from accreditation.jobs.models import OutboxRow
from accreditation.missions.models import Mission
from accreditation.people.models import Person
from accreditation.region.models import Administration, Region
from accreditation.schemes.models import Call
from accreditation.training.models import Workshop
from accreditation.transition import board
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.machine import StateRule, Transition
from accreditation.workflow.present import present_rule


@dataclass(frozen=True)
class Case:
    """`change` is the step that caused the message; None for a reminder. `assignment_id`: of a message to one reviewer alone."""

    subject: Any
    lifecycle: str
    change: StateChange | None
    region: Region
    application: Application | None = None
    person: Person | None = None
    administration: Administration | None = None
    call: Call | None = None
    workshop: Workshop | None = None
    mission: Mission | None = None
    accreditation: Accreditation | None = None
    certificate: Certificate | None = None
    appeal: Appeal | None = None
    assignment_id: uuid.UUID | None = None

    @property
    def rule(self) -> StateRule:
        return present_rule(LIFECYCLES[self.lifecycle], self.subject)

    @property
    def step(self) -> Transition | None:
        """The transition that caused the message."""
        if self.change is None or not self.change.from_state:
            return None
        return LIFECYCLES[self.lifecycle].transition(self.change.transition)

    @property
    def has_left_the_state(self) -> bool:
        """The case is no longer in the state to which the step of this message led."""
        return self.change is not None and self.subject.state != self.change.to_state


def case_of(session: Session, row: OutboxRow) -> Case | None:
    """The case of an outbox row as it is now; None when it no longer exists."""
    if row.subject_id is None:
        return None
    subject = session.get(board().tables[row.lifecycle], row.subject_id)
    if subject is None:
        return None
    change = session.get(StateChange, row.change_id) if row.change_id else None
    return Case(
        subject=subject,
        lifecycle=row.lifecycle,
        change=change,
        region=session.get_one(Region, subject.region_id),
        assignment_id=uuid.UUID(row.payload["assignment"]) if "assignment" in row.payload else None,
        **_around(session, row.lifecycle, subject),
    )


def _around(session: Session, lifecycle: str, subject: Any) -> dict[str, Any]:
    """Everything the messages of this lifecycle speak of, besides the row itself."""
    if lifecycle == "workshop":
        return {"workshop": subject, "call": subject.call}
    if lifecycle == "application":
        return _dossier(session, subject)
    if lifecycle == "certificate":
        accreditation = subject.accreditation
        return {**_held(session, accreditation), "certificate": subject}
    if lifecycle == "accreditation":
        return _held(session, subject)
    if lifecycle == "appeal":
        return _matter(session, subject)
    return {**_dossier(session, subject.application), lifecycle: subject}


def _matter(session: Session, appeal: Appeal) -> dict[str, Any]:
    """Of an appeal its case; of a complaint whom it is about, who need not be the person of the case it rests on."""
    dossier = _dossier(session, appeal.application) if appeal.application else {}
    if appeal.kind == Kind.APPEAL:
        return {**dossier, "appeal": appeal}
    home_id = appeal.about.administration_id if appeal.about else None
    home = session.get(Administration, home_id) if home_id else None
    return {"appeal": appeal, "person": appeal.about, "administration": home, "mission": appeal.mission}


def _held(session: Session, accreditation: Accreditation) -> dict[str, Any]:
    """One that was taken over from a list has no application behind it."""
    application = session.get(Application, accreditation.application_id) if accreditation.application_id else None
    dossier = _dossier(session, application) if application else {"administration": accreditation.administration}
    return {**dossier, "accreditation": accreditation, "person": accreditation.person}


def _dossier(session: Session, application: Application) -> dict[str, Any]:
    workshop_id: uuid.UUID | None = application.workshop_id
    return {
        "application": application,
        "person": application.applicant,
        "administration": application.administration,
        "call": application.call,
        "workshop": session.get(Workshop, workshop_id) if workshop_id else None,
    }
