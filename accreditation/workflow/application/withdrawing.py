"""What a withdrawal of support means in each state: what ends, what is kept, and who is told; read before it is done."""

from collections.abc import Mapping

from accreditation.texts import N_, Text
from accreditation.workflow.states import ApplicationState as S

ALWAYS = (
    N_("The case ends and cannot be taken up again; the person may apply in a later call if you nominate them again."),
    N_("The person receives a mail with your reason, and so does the regional office."),
    N_("What was recorded so far is kept, as the rules on records say."),
    N_("A place of your administration in this call becomes free."),
)
_EXAMINED = N_("The examination stops: reviewers and panel no longer see the application.")
_SEAT = N_("The seat in the workshop is given back and goes to somebody else.")
_MARKS = N_("Attendance and marks stay on record, but no result of the workshop is decided.")

BY_STATE: Mapping[S, tuple[Text, ...]] = {
    S.SCREENING: (_EXAMINED,),
    S.INFORMATION_REQUESTED: (_EXAMINED, N_("What was asked of the person need not be answered any more.")),
    S.UNDER_REVIEW: (_EXAMINED, N_("Scores given so far are kept and not shown to anybody new.")),
    S.AWAITING_SHORTLISTING: (_EXAMINED, N_("The panel takes no decision on the person.")),
    S.WAITLISTED: (N_("The place on the waiting list is given up."),),
    S.SHORTLISTED: (N_("The place on the short list is given up; the person is not invited to a workshop."),),
    S.INVITED: (_SEAT,),
    S.CONFIRMED: (_SEAT, N_("Journeys that are booked are not cancelled by this system.")),
    S.IN_WORKSHOP: (N_("The person leaves the workshop that is running."), _MARKS),
    S.AWAITING_PRE_ACCREDITATION: (_MARKS,),
    S.PRE_ACCREDITED: (
        N_("The pre-accreditation ends; the result of the workshop stays on record."),
        N_("A mission that is planned or offered is cancelled; mentor and beneficiary receive a mail."),
    ),
    S.ON_MISSION: (
        N_("The mission under way is cancelled; mentor and beneficiary receive a mail."),
        N_("The pre-accreditation ends; the result of the workshop stays on record."),
    ),
    S.AWAITING_ACCREDITATION: (N_("The report on the mission is kept, but nobody decides on the accreditation."),),
}


def consequences_of_withdrawal(state: S) -> tuple[Text, ...]:
    """Sentences for this very state, then those that hold in every one."""
    return (*BY_STATE.get(state, ()), *ALWAYS)
