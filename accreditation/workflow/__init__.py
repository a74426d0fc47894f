"""The rule book: every state, step, actor, guard and effect of the six lifecycles, as tables to be read aloud."""

from accreditation.workflow.accreditation import ACCREDITATION
from accreditation.workflow.appeal import APPEAL
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.certificate import CERTIFICATE
from accreditation.workflow.machine import Lifecycle
from accreditation.workflow.mission import MISSION
from accreditation.workflow.workshop import WORKSHOP

LIFECYCLES: dict[str, Lifecycle] = {
    lifecycle.name: lifecycle for lifecycle in (APPLICATION, WORKSHOP, MISSION, ACCREDITATION, CERTIFICATE, APPEAL)
}
