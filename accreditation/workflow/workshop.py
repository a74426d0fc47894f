"""The lifecycle of a workshop at a training centre, from the plan to the marks of its last candidate."""

from accreditation.texts import N_
from accreditation.workflow import actors
from accreditation.workflow.day_guards import it_has_dates
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Deadline, Lifecycle, NoDeadline, Party, StateRule, Transition
from accreditation.workflow.states import WorkshopState as S
from accreditation.workflow.workshop_guards import (
    attendance_is_recorded,
    every_mark_is_in,
    it_has_assessors,
    somebody_confirmed,
    the_first_day_has_come,
    the_last_day_has_come,
)

_OFFICE_IS_REMINDED = N_("The regional office is reminded.")
_CLOSED = NoDeadline(N_("The workshop is over."))


WORKSHOP = Lifecycle(
    name="workshop",
    label=N_("Workshop"),
    states=S,
    initial=S.PLANNED,
    rules=(
        StateRule(
            S.PLANNED,
            N_("Planned"),
            Party.OFFICE,
            N_("Dates, place and assessors are settled."),
            Deadline("workshop_starts_at", _OFFICE_IS_REMINDED),
        ),
        StateRule(
            S.OPEN,
            N_("Open for candidates"),
            Party.CENTRE,
            N_("Candidates are invited and confirm; then the workshop begins."),
            Deadline("workshop_starts_at", N_("The training centre is reminded to start the workshop.")),
        ),
        StateRule(
            S.RUNNING,
            N_("Running"),
            Party.CENTRE,
            N_("The workshop takes place."),
            Deadline("workshop_ends_at", N_("The training centre is reminded to end the workshop.")),
        ),
        StateRule(
            S.UNDER_ASSESSMENT,
            N_("Under assessment"),
            Party.ASSESSORS,
            N_("The assessors mark every criterion of every candidate."),
            Deadline("marking", _OFFICE_IS_REMINDED),
        ),
        StateRule(S.CLOSED, N_("Closed"), Party.NOBODY, N_("Nothing: the results are with the office."), _CLOSED),
        StateRule(S.CANCELLED, N_("Cancelled"), Party.NOBODY, N_("Nothing: the workshop was cancelled."), _CLOSED),
    ),
    transitions=(
        Transition(
            name="open_workshop",
            label=N_("Open for candidates"),
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
            sources=frozenset({S.RUNNING}),
            target=S.UNDER_ASSESSMENT,
            who=actors.centre_coordinator,
            guards=(the_last_day_has_come,),
            effects=(E.ASK_FOR_MARKS,),
        ),
        Transition(
            name="close_workshop",
            label=N_("Close the assessment"),
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
            sources=frozenset({S.PLANNED, S.OPEN, S.RUNNING}),
            target=S.CANCELLED,
            who=actors.officer_without_interest,
            consequences=(C.RETURN_CANDIDATES,),
            needs_note=True,
            harms=N_("Every candidate goes back to the short list and is told."),
        ),
    ),
)
