"""The stations of the road as a page draws them."""

from accreditation.workflow.states import GOOD_ENDS, ApplicationState

_S = ApplicationState


STATIONS = {
    "applied": (_S.DRAFT, _S.AWAITING_ENDORSEMENT),
    "endorsed": (_S.SCREENING, _S.INFORMATION_REQUESTED, _S.UNDER_REVIEW, _S.AWAITING_SHORTLISTING, _S.WAITLISTED),
    "selected": (_S.SHORTLISTED, _S.INVITED, _S.CONFIRMED),
    "workshop": (_S.IN_WORKSHOP, _S.AWAITING_PRE_ACCREDITATION),
    "mission": (_S.PRE_ACCREDITED, _S.ON_MISSION, _S.AWAITING_ACCREDITATION),
    "accredited": tuple(GOOD_ENDS),
}


def station_of(state: ApplicationState, states_before: list[str]) -> str:
    """The present station; for a case that ended otherwise, the last one it reached."""
    for station, states in STATIONS.items():
        if state in states:
            return station
    reached = [station for station, states in STATIONS.items() if set(states_before) & {each.value for each in states}]
    return reached[-1] if reached else "applied"
