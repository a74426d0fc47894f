"""When each step of a road is taken: plausible pauses, fitted between the call's opening, its workshop and today."""

from collections.abc import Sequence
from random import Random

from accreditation.filling.ink import DAY
from accreditation.filling.roads import DAYS, OTHER_DAYS

# An open case has stood in its state for so many days at most.
_FRESH = {"invite": 4, "draft": 6}
_FRESH_USUAL = 12


def spread(steps: Sequence[str], begin: int, end: int, dice: Random, *, stretched: bool) -> list[int]:
    """Moments between `begin` and `end`, in order. Stretched: the last one comes shortly before `end`."""
    if not steps:
        return []
    total, reached = 0.0, []
    for step in steps:
        least, most = DAYS.get(step, OTHER_DAYS)
        total += least + dice.random() * (most - least)
        reached.append(total * DAY)
    last = reached[-1]
    room = end - begin
    if stretched:
        room -= int(dice.random() * min(_FRESH.get(steps[-1], _FRESH_USUAL) * DAY, room / 3))
    factor = room / last if stretched or last > room else 1.0
    return [begin + int(moment * factor) for moment in reached]
