"""Where the line of stations says that somebody stands, or stopped."""

import pytest

from accreditation.web.stations import STATIONS, station_of
from accreditation.workflow.states import GOOD_ENDS
from accreditation.workflow.states import ApplicationState as S

ROAD = [
    S.DRAFT,
    S.AWAITING_ENDORSEMENT,
    S.SCREENING,
    S.UNDER_REVIEW,
    S.AWAITING_SHORTLISTING,
    S.SHORTLISTED,
    S.IN_WORKSHOP,
    S.AWAITING_PRE_ACCREDITATION,
    S.PRE_ACCREDITED,
    S.ON_MISSION,
    S.AWAITING_ACCREDITATION,
]


@pytest.mark.parametrize(
    ("end", "after", "station"),
    [
        (S.LAPSED, S.DRAFT, "applied"),
        (S.NOT_ENDORSED, S.AWAITING_ENDORSEMENT, "endorsed"),
        (S.WITHDRAWN, S.SCREENING, "selected"),
        (S.NOT_SELECTED, S.AWAITING_SHORTLISTING, "selected"),
        (S.WITHDRAWN, S.SHORTLISTED, "workshop"),
        (S.NOT_SUCCESSFUL, S.AWAITING_PRE_ACCREDITATION, "workshop"),
        (S.LAPSED, S.PRE_ACCREDITED, "mission"),
        (S.NOT_ACCREDITED, S.AWAITING_ACCREDITATION, "accredited"),
    ],
)
def test_a_case_that_ended_stopped_at_the_station_it_did_not_get_past(end: S, after: S, station: str) -> None:
    """What was reached before stands as done, so nobody who was endorsed reads that they were not."""
    before = [state.value for state in ROAD[: ROAD.index(after) + 1]]
    assert station_of(end, [*before, end.value]) == station


def test_the_last_state_counts_when_a_case_went_back() -> None:
    assert station_of(S.WITHDRAWN, ["awaiting_shortlisting", "under_review", "withdrawn"]) == "selected"


def test_every_state_of_the_road_has_its_station() -> None:
    assert {station_of(state, []) for state in (*ROAD, *GOOD_ENDS)} == set(STATIONS)
