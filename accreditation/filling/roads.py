"""Which ways an application takes in a filling: steps of the rule book by name, with how often each way is taken."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from random import Random

Road = tuple[str, ...]

_REVIEWED: Road = ("submit", "endorse", "start_review", "close_review")
_ASKED: Road = ("submit", "endorse", "ask_for_information", "answer_to_screening", "start_review", "close_review")
_SELECTED: Road = (*_REVIEWED, "shortlist")
_SEATED: Road = (*_SELECTED, "invite", "confirm")
_FROM_WAITING_LIST: Road = (*_REVIEWED, "waitlist", "shortlist", "invite", "confirm")
_MARKED: Road = (*_SEATED, "take_seat", "complete_workshop")
_PRE: Road = (*_MARKED, "pre_accredit")
_REPORTED: Road = (*_PRE, "begin_mission", "complete_mission")
_SECOND: Road = (*_REPORTED, "order_second_mission", "begin_mission", "complete_mission")
# "grant" stands for what the call's track leads to: accredit or recognize.
GRANT = "grant"

_EARLY_ENDS: Mapping[Road, int] = {
    ("lapse",): 7,
    ("withdraw",): 2,
    ("submit", "withdraw"): 2,
    ("submit", "lapse"): 5,
    ("submit", "decline_to_endorse"): 8,
    ("submit", "endorse", "find_ineligible"): 12,
    ("submit", "endorse", "ask_for_information", "lapse"): 2,
    ("submit", "endorse", "withdraw_nomination"): 1,
    (*_REVIEWED, "not_select"): 30,
    (*_ASKED, "not_select"): 4,
}
_LATE_ENDS: Mapping[Road, int] = {
    (*_REVIEWED, "waitlist", "not_select"): 2,
    (*_SELECTED, "withdraw"): 2,
    (*_SEATED, "miss_workshop"): 1,
    (*_MARKED, "find_not_successful"): 6,
}

# How old a call is decides what can have become of its applications.
STAGES: Mapping[str, Mapping[Road, int]] = {
    "open": {
        (): 34,
        ("withdraw",): 2,
        ("submit",): 24,
        ("submit", "decline_to_endorse"): 4,
        ("submit", "endorse"): 20,
        ("submit", "endorse", "ask_for_information"): 9,
        ("submit", "endorse", "find_ineligible"): 3,
        ("submit", "endorse", "start_review"): 6,
    },
    "selection": {
        **{road: (weight + 1) // 2 for road, weight in _EARLY_ENDS.items()},
        ("submit", "endorse", "start_review"): 28,
        ("submit", "endorse", "ask_for_information", "answer_to_screening", "start_review"): 3,
        ("submit", "endorse", "start_review", "ask_for_information"): 3,
        _REVIEWED: 18,
        (*_REVIEWED, "return_to_review"): 1,
        (*_REVIEWED, "waitlist"): 5,
        _SELECTED: 6,
    },
    "workshop": {
        **_EARLY_ENDS,
        **_LATE_ENDS,
        (*_REVIEWED, "waitlist"): 5,
        _SELECTED: 6,
        (*_SELECTED, "invite"): 6,
        _SEATED: 6,
        (*_SEATED, "take_seat"): 9,
        _MARKED: 9,
    },
    "field": {
        **_EARLY_ENDS,
        **_LATE_ENDS,
        (*_FROM_WAITING_LIST, "take_seat", "complete_workshop", "pre_accredit"): 2,
        _PRE: 14,
        (*_PRE, "hold"): 1,
        (*_PRE, "begin_mission"): 8,
        _REPORTED: 7,
        (*_REPORTED, "order_second_mission"): 1,
        (*_REPORTED, "refuse_accreditation"): 2,
        (*_REPORTED, GRANT): 5,
    },
    "over": {
        **_EARLY_ENDS,
        **_LATE_ENDS,
        (*_PRE, "lapse"): 2,
        (*_REPORTED, "refuse_accreditation"): 2,
        (*_REPORTED, GRANT): 14,
        (*_SECOND, GRANT): 1,
    },
}
# Of ten calls, the newest first.
_SHARES = ("open", "selection", "workshop", "field", "over", "over", "over", "over", "over", "over")


def stage_of(place: int, calls: int) -> str:
    """The stage of the `place`-th newest of so many calls; each stage has one call at least."""
    first = list(STAGES)
    if calls < 2 * len(_SHARES):
        return first[min(place, len(first) - 1)]
    return _SHARES[place * len(_SHARES) // calls]


def roads_of(stage: str, count: int, dice: Random) -> Sequence[Road]:
    """So many roads, shuffled: one of each kind, the most frequent first, then in the stage's proportions."""
    weighed = sorted(STAGES[stage].items(), key=lambda item: -item[1])
    bag = [road for road, weight in weighed for _ in range(weight)]
    each = [road for road, _ in weighed][:count]
    rest = cycle(dice.sample(bag, len(bag)))
    roads = each + [next(rest) for _ in range(count - len(each))]
    dice.shuffle(roads)
    return roads


# Days that pass before a step, at least and at most.
DAYS: Mapping[str, tuple[float, float]] = {
    "submit": (2, 25),
    "lapse": (20, 40),
    "endorse": (1, 14),
    "decline_to_endorse": (2, 14),
    "start_review": (1, 8),
    "close_review": (8, 24),
    "not_select": (4, 20),
    "shortlist": (4, 20),
    "waitlist": (4, 20),
    "invite": (2, 12),
    "confirm": (1, 6),
    "begin_mission": (40, 150),
    "complete_mission": (8, 20),
}
OTHER_DAYS = (1.0, 10.0)
