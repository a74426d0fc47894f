"""The lifecycle of an application: one person in one call, from draft to accreditation or another end."""

from accreditation.texts import N_
from accreditation.workflow.application.exits import EXITS
from accreditation.workflow.application.field import FIELD
from accreditation.workflow.application.formation import FORMATION
from accreditation.workflow.application.nomination import NOMINATION
from accreditation.workflow.application.selection import SELECTION, SUBMIT
from accreditation.workflow.application.state_rules import STATE_RULES
from accreditation.workflow.application.waiving import WAIVING
from accreditation.workflow.guards import it_is_not_on_hold
from accreditation.workflow.machine import Lifecycle
from accreditation.workflow.states import ApplicationState

APPLICATION = Lifecycle(
    name="application",
    label=N_("Application"),
    states=ApplicationState,
    initial=ApplicationState.DRAFT,
    rules=STATE_RULES,
    transitions=(SUBMIT, *NOMINATION, *SELECTION, *FORMATION, *FIELD, *WAIVING, *EXITS),
    common_guards=(it_is_not_on_hold,),
)
