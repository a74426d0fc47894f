"""Waived stations: which stations of the road may be waived, on what ground, while the case stands where, and by whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accreditation.texts import N_, Text
from accreditation.workflow import actors
from accreditation.workflow.application_facts import ApplicationFacts
from accreditation.workflow.permissions import Permission
from accreditation.workflow.states import ApplicationState as S


class Station(StrEnum):
    """What a waiver stands for. Nomination, selection and the final decision are never waived."""

    WORKSHOP = "workshop"
    MISSION = "mission"


class Ground(StrEnum):
    """Why. OURS names an accreditation in this system; the others name their source and its reference."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    TRAINING = "training"
    MISSION_DONE = "mission_done"


STATION_LABELS: Mapping[Station, Text] = {
    Station.WORKSHOP: N_("Accreditation workshop"),
    Station.MISSION: N_("Field mission"),
}
GROUND_LABELS: Mapping[Ground, Text] = {
    Ground.OURS: N_("Holds an accreditation of ours in another scope"),
    Ground.ELSEWHERE: N_("Accredited by the WCO or another region"),
    Ground.TRAINING: N_("Equivalent training"),
    Ground.MISSION_DONE: N_("Equivalent mission"),
}
_UNTIL_SHORTLISTED = frozenset(
    {S.SCREENING, S.INFORMATION_REQUESTED, S.UNDER_REVIEW, S.AWAITING_SHORTLISTING, S.WAITLISTED, S.SHORTLISTED}
)
_UNTIL_PRE_ACCREDITED = _UNTIL_SHORTLISTED | {
    S.INVITED,
    S.CONFIRMED,
    S.IN_WORKSHOP,
    S.AWAITING_PRE_ACCREDITATION,
    S.PRE_ACCREDITED,
}


@dataclass(frozen=True)
class Passing:
    """`ahead`: while the station may still be waived; `step`: the transition that passes it over."""

    ahead: frozenset[S]
    step: str


PASSINGS: Mapping[Station, Passing] = {
    Station.WORKSHOP: Passing(_UNTIL_SHORTLISTED, "pass_over_workshop"),
    Station.MISSION: Passing(_UNTIL_PRE_ACCREDITED, "pass_over_mission"),
}
PROPOSE_WAIVER = Permission(
    "propose_waiver", N_("Propose that a station be waived"), actors.officer_without_interest, _UNTIL_PRE_ACCREDITED
)
DECIDE_WAIVER = Permission(
    "decide_waiver", N_("Decide on a waiver"), actors.decision_maker_without_interest, _UNTIL_PRE_ACCREDITED
)


# Whoever has sat in a workshop, or had a mentor report, is judged by what was seen there.
JUDGED: Mapping[Station, Callable[[ApplicationFacts], bool]] = {
    Station.WORKSHOP: lambda facts: facts.resits_used > 0,
    Station.MISSION: lambda facts: facts.report_is_positive is not None,
}


def somebody_waived(station: Station) -> Callable[[ApplicationFacts], bool]:
    """In most cases nobody thinks of passing over a station."""
    return lambda facts: station in facts.waived


def the_workshop_is_waived(facts: ApplicationFacts) -> Text | None:
    """Not for whoever failed in a workshop and may sit in another."""
    if JUDGED[Station.WORKSHOP](facts):
        return N_("The candidate has sat in a workshop already, and what was seen there counts.")
    return None if Station.WORKSHOP in facts.waived else N_("The workshop is not waived, or what that rests on ended.")


def the_mission_is_waived(facts: ApplicationFacts) -> Text | None:
    """Not for whoever was on a mission of which a mentor reported."""
    if JUDGED[Station.MISSION](facts):
        return N_("A mentor has reported on this candidate already, and what was seen on the mission counts.")
    return None if Station.MISSION in facts.waived else N_("The mission is not waived, or what that rests on ended.")


def a_workshop_was_held(facts: ApplicationFacts) -> Text | None:
    """Whoever was passed over the workshop has no result of it that could be overturned."""
    passed = Station.WORKSHOP in facts.passed_over
    return N_("The workshop was waived, so there is no result of it.") if passed else None
