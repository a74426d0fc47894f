"""The stations of the road as a page draws them."""

from collections.abc import Sequence

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
# The station that a case did not get past, by the last state it was in.
STOPS = {
    "applied": (_S.DRAFT,),
    "endorsed": (_S.AWAITING_ENDORSEMENT,),
    "selected": STATIONS["endorsed"],
    "workshop": (*STATIONS["selected"], *STATIONS["workshop"]),
    "mission": (_S.PRE_ACCREDITED, _S.ON_MISSION),
    "accredited": (_S.AWAITING_ACCREDITATION,),
}


def station_of(state: ApplicationState, states_before: Sequence[str]) -> str:
    """The present station; for a case that ended otherwise, the one it did not get past. `states_before`: oldest first."""
    for station, states in STATIONS.items():
        if state in states:
            return station
    stops = {last.value: station for station, states in STOPS.items() for last in states}
    return next((stops[before] for before in reversed(states_before) if before in stops), "applied")
