"""Cases opened again: by the office, or where an appeal overturned a decision."""

from accreditation.texts import N_
from accreditation.workflow import actors, dossier_guards, field_guards, screening_guards
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Transition
from accreditation.workflow.states import ApplicationState as S
from accreditation.workflow.two_keys import both_keys_are_turned
from accreditation.workflow.waivers import a_workshop_was_held

REOPEN_DRAFT = Transition(
    name="reopen_draft",
    label=N_("Reopen the draft after the call was extended"),
    done=N_("Draft reopened after the call was extended"),
    sources=frozenset({S.LAPSED}),
    target=S.DRAFT,
    who=actors.the_system,
    guards=(dossier_guards.the_call_is_open, dossier_guards.it_was_never_submitted),
    effects=(E.TELL_DRAFT_REOPENED,),
    on_hold=True,
)


REOPEN_SCREENING = Transition(
    name="reopen_screening",
    label=N_("Reopen the screening after an appeal"),
    done=N_("Screening reopened after an appeal"),
    sources=frozenset({S.NOT_SELECTED}),
    target=S.SCREENING,
    who=actors.the_system,
    guards=(screening_guards.it_was_not_reviewed,),
    effects=(E.TELL_REOPENED,),
    on_hold=True,
)


REOPEN_SELECTION = Transition(
    name="reopen_selection",
    label=N_("Reopen the selection after an appeal"),
    done=N_("Selection reopened after an appeal"),
    sources=frozenset({S.NOT_SELECTED}),
    target=S.AWAITING_SHORTLISTING,
    who=actors.the_system,
    guards=(screening_guards.it_was_reviewed,),
    effects=(E.TELL_REOPENED,),
    on_hold=True,
)


REOPEN_REVIEW = Transition(
    name="reopen_review",
    label=N_("Reopen the review after an appeal"),
    done=N_("Review reopened after an appeal"),
    sources=frozenset({S.NOT_SELECTED}),
    target=S.UNDER_REVIEW,
    who=actors.the_system,
    guards=(screening_guards.it_was_reviewed,),
    consequences=(C.END_REVIEWS,),
    effects=(E.TELL_REOPENED,),
    on_hold=True,
)


REOPEN_WORKSHOP_RESULT = Transition(
    name="reopen_workshop_result",
    label=N_("Reopen the workshop result after an appeal"),
    done=N_("Workshop result reopened after an appeal"),
    sources=frozenset({S.NOT_SUCCESSFUL}),
    target=S.AWAITING_PRE_ACCREDITATION,
    who=actors.the_system,
    effects=(E.TELL_REOPENED,),
    on_hold=True,
)


REOPEN_ACCREDITATION = Transition(
    name="reopen_accreditation",
    label=N_("Reopen the accreditation after an appeal"),
    done=N_("Accreditation reopened after an appeal"),
    sources=frozenset({S.NOT_ACCREDITED}),
    target=S.AWAITING_ACCREDITATION,
    who=actors.the_system,
    effects=(E.TELL_REOPENED,),
    on_hold=True,
)


_OVERTURNED = N_("The published decision is set aside, the person is told, and the case is decided again.")
OVERTURN_SELECTION = Transition(
    name="overturn_selection",
    label=N_("Overturn the selection"),
    done=N_("Selection overturned"),
    sources=frozenset({S.NOT_SELECTED, S.WAITLISTED, S.SHORTLISTED}),
    target=S.AWAITING_SHORTLISTING,
    who=actors.decision_maker_without_interest,
    guards=(screening_guards.it_was_reviewed, both_keys_are_turned),
    consequences=(C.SPEND_KEYS, C.SET_DECISION_ASIDE),
    effects=(E.TELL_OVERTURNED,),
    needs_note=True,
    harms=_OVERTURNED,
)


OVERTURN_WORKSHOP_RESULT = Transition(
    name="overturn_workshop_result",
    label=N_("Overturn the workshop result"),
    done=N_("Workshop result overturned"),
    sources=frozenset({S.NOT_SUCCESSFUL, S.PRE_ACCREDITED}),
    target=S.AWAITING_PRE_ACCREDITATION,
    who=actors.decision_maker_without_interest,
    guards=(a_workshop_was_held, field_guards.no_mission_is_arranged, both_keys_are_turned),
    consequences=(C.SPEND_KEYS, C.SET_DECISION_ASIDE),
    effects=(E.TELL_OVERTURNED,),
    needs_note=True,
    harms=_OVERTURNED,
)


OVERTURN_ACCREDITATION = Transition(
    name="overturn_accreditation",
    label=N_("Overturn the refusal of accreditation"),
    done=N_("Refusal of accreditation overturned"),
    sources=frozenset({S.NOT_ACCREDITED}),
    target=S.AWAITING_ACCREDITATION,
    who=actors.decision_maker_without_interest,
    guards=(both_keys_are_turned,),
    consequences=(C.SPEND_KEYS, C.SET_DECISION_ASIDE),
    effects=(E.TELL_OVERTURNED,),
    needs_note=True,
    harms=_OVERTURNED,
)
