"""Which function answers for which name: lifecycle to table, facts and parents; consequence to action."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from accreditation import transition
from accreditation.accreditations.amending import CONSEQUENCES as AMENDING_CONSEQUENCES
from accreditation.accreditations.granting import CONSEQUENCES as ACCREDITATION_CONSEQUENCES
from accreditation.accreditations.models import Accreditation
from accreditation.appeal_facts import appeal_facts
from accreditation.appeals.models import Appeal
from accreditation.appeals.remedying import CONSEQUENCES as APPEAL_CONSEQUENCES
from accreditation.applications.consequences import CONSEQUENCES as APPLICATION_CONSEQUENCES
from accreditation.applications.models import Application
from accreditation.applications.nominating import CONSEQUENCES as NOMINATION_CONSEQUENCES
from accreditation.applications.pauses import CONSEQUENCES as PAUSE_CONSEQUENCES
from accreditation.case_facts import application_facts
from accreditation.certificates.consequences import CONSEQUENCES as CERTIFICATE_CONSEQUENCES
from accreditation.certificates.models import Certificate
from accreditation.conflicts.finding import conflicts_between
from accreditation.deadline_facts import DEADLINES
from accreditation.missions.consequences import CONSEQUENCES as MISSION_CONSEQUENCES
from accreditation.missions.facts import mission_facts
from accreditation.missions.models import Mission
from accreditation.reviews.consequences import CONSEQUENCES as REVIEW_CONSEQUENCES
from accreditation.schemes.models import Call
from accreditation.status_facts import accreditation_facts, certificate_facts
from accreditation.training.consequences import CONSEQUENCES as TRAINING_CONSEQUENCES
from accreditation.training.facts import workshop_facts
from accreditation.training.models import Workshop
from accreditation.two_keys.turning import CONSEQUENCES as KEY_CONSEQUENCES
from accreditation.workflow.machine import Transition

TABLES: Mapping[str, type] = {
    "application": Application,
    "workshop": Workshop,
    "mission": Mission,
    "accreditation": Accreditation,
    "certificate": Certificate,
    "appeal": Appeal,
}

Parents = Sequence[tuple[type, uuid.UUID]]


def _call_if_counted(application: Application, step: Transition) -> Parents:
    """The call's row guards both its quotas and the seats of its workshops."""
    return ((Call, application.call_id),) if step.counts else ()


def _call_first(workshop: Workshop, _step: Transition) -> Parents:
    """So that nobody is invited into a workshop while it is being started or cancelled."""
    return ((Call, workshop.call_id),)


def _application_first(subject: Any, _step: Transition) -> Parents:
    return ((Application, subject.application_id),) if subject.application_id else ()


def _accreditation_first(certificate: Certificate, _step: Transition) -> Parents:
    return ((Accreditation, certificate.accreditation_id),)


PARENTS: Mapping[str, Callable[[Any, Transition], Parents]] = {
    "application": _call_if_counted,
    "workshop": _call_first,
    "mission": _application_first,
    "accreditation": _application_first,
    "certificate": _accreditation_first,
    "appeal": _application_first,
}


def subject_of(session: Session, lifecycle: str, row_id: uuid.UUID) -> Any:
    """The row of a lifecycle by its id, or None."""
    return session.get(TABLES[lifecycle], row_id)


SWITCHBOARD = transition.Switchboard(
    tables=TABLES,
    loaders={
        "application": application_facts,
        "workshop": workshop_facts,
        "mission": mission_facts,
        "accreditation": accreditation_facts,
        "certificate": certificate_facts,
        "appeal": appeal_facts,
    },
    deadlines=DEADLINES,
    parents=PARENTS,
    consequences={
        **APPLICATION_CONSEQUENCES,
        **NOMINATION_CONSEQUENCES,
        **PAUSE_CONSEQUENCES,
        **REVIEW_CONSEQUENCES,
        **TRAINING_CONSEQUENCES,
        **MISSION_CONSEQUENCES,
        **ACCREDITATION_CONSEQUENCES,
        **AMENDING_CONSEQUENCES,
        **CERTIFICATE_CONSEQUENCES,
        **APPEAL_CONSEQUENCES,
        **KEY_CONSEQUENCES,
    },
    subject_of=subject_of,
    conflicts=conflicts_between,
)


def connect_all() -> None:
    """Hands the switchboard to the door; called once by the application, the worker and each command."""
    transition.connect(SWITCHBOARD)
