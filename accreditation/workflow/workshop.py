"""The lifecycle of a workshop at a training centre, from the plan to the marks of its last candidate."""

from accreditation.texts import N_
from accreditation.workflow import actors
from accreditation.workflow.day_guards import it_has_dates
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Lifecycle, Transition
from accreditation.workflow.states import WorkshopState as S
from accreditation.workflow.workshop_guards import (
    attendance_is_recorded,
    every_mark_is_in,
    it_has_assessors,
    somebody_confirmed,
    the_first_day_has_come,
    the_last_day_has_come,
)
from accreditation.workflow.workshop_states import STATE_RULES

WORKSHOP = Lifecycle(
    name="workshop",
    label=N_("Workshop"),
    states=S,
    initial=S.PLANNED,
    rules=STATE_RULES,
    transitions=(
        Transition(
            name="open_workshop",
            label=N_("Open for candidates"),
            done=N_("Opened for candidates"),
            sources=frozenset({S.PLANNED}),
            target=S.OPEN,
            who=actors.coordinator_or_officer,
            guards=(it_has_dates, it_has_assessors),
            consequences=(C.REDATE_CANDIDATES,),
            effects=(E.TELL_WORKSHOP_OPEN,),
        ),
        Transition(
            name="postpone_workshop",
            label=N_("Move to other dates"),
            done=N_("Moved to other dates"),
            sources=frozenset({S.PLANNED, S.OPEN}),
            target=None,
            who=actors.coordinator_or_officer,
            guards=(it_has_dates,),
            consequences=(C.REDATE_CANDIDATES,),
            effects=(E.TELL_WORKSHOP_POSTPONED,),
            needs_note=True,
        ),
        Transition(
            name="start_workshop",
            label=N_("Start the workshop"),
            done=N_("Workshop started"),
            sources=frozenset({S.OPEN}),
            target=S.RUNNING,
            who=actors.centre_coordinator,
            guards=(the_first_day_has_come, somebody_confirmed, attendance_is_recorded),
            consequences=(C.SEAT_CANDIDATES,),
            harms=N_("Confirmed candidates who are recorded as absent lose their seat."),
        ),
        Transition(
            name="end_workshop",
            label=N_("End the workshop"),
            done=N_("Workshop ended"),
            sources=frozenset({S.RUNNING}),
            target=S.UNDER_ASSESSMENT,
            who=actors.centre_coordinator,
            guards=(the_last_day_has_come,),
            effects=(E.ASK_FOR_MARKS,),
        ),
        Transition(
            name="close_workshop",
            label=N_("Close the assessment"),
            done=N_("Assessment closed"),
            sources=frozenset({S.UNDER_ASSESSMENT}),
            target=S.CLOSED,
            who=actors.coordinator_or_officer,
            guards=(every_mark_is_in,),
            consequences=(C.COMPLETE_CANDIDATES,),
            effects=(E.TELL_MARKS_ARE_IN,),
        ),
        Transition(
            name="cancel_workshop",
            label=N_("Cancel the workshop"),
            done=N_("Workshop cancelled"),
            sources=frozenset({S.PLANNED, S.OPEN, S.RUNNING}),
            target=S.CANCELLED,
            who=actors.officer_without_interest,
            consequences=(C.RETURN_CANDIDATES,),
            needs_note=True,
            harms=N_("Every candidate goes back to the short list and is told."),
        ),
    ),
)
