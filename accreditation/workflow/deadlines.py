"""Until when: a moment of the case, or so many days, working days or months of the scheme after the state began."""

import calendar
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from accreditation.workflow.facts import Facts
from accreditation.workflow.machine import Deadline, Lifecycle

UNITS = ("days", "working_days", "months")


def add_months(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day."""
    index = moment.month - 1 + months
    year, month = moment.year + index // 12, index % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def add_working_days(moment: datetime, days: int, holidays: frozenset[date]) -> datetime:
    """The end (23:59:59 UTC) of the n-th day that is neither Saturday, Sunday nor holiday."""
    day = moment.date()
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            days -= 1
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


def working_days_left(now: datetime, due: datetime, holidays: frozenset[date]) -> int:
    """How many working days come after today until the day of `due` (UTC); 0 when it has come."""
    days, day = 0, now.date()
    while day < due.date():
        day += timedelta(days=1)
        days += day.weekday() < 5 and day not in holidays
    return days


def number_of(numbers: Mapping[str, int], key: str) -> tuple[int, str]:
    """Amount and unit of a scheme's deadline: its number is called `<key>_<unit>`; KeyError when there is none."""
    for unit in UNITS:
        name = f"{key}_{unit}"
        if name in numbers:
            return numbers[name], unit
    raise KeyError(key)


def due_at(lifecycle: Lifecycle, state: object, since: datetime, facts: Facts) -> datetime | None:
    """When the present state's time is over (UTC), or None where the rule book gives a reason for no deadline.

    `facts.moments` wins over the scheme's number, so an extension is a moment of the same key. A key that ends in "_at"
    is a moment only: it is None while the date is not settled.
    """
    deadline = lifecycle.rule(state).deadline
    if not isinstance(deadline, Deadline):
        return None
    if deadline.key in facts.moments:
        return facts.moments[deadline.key]
    if deadline.key.endswith("_at"):
        return None
    amount, unit = number_of(facts.numbers, deadline.key)
    if unit == "working_days":
        return add_working_days(since, amount, facts.holidays)
    return add_months(since, amount) if unit == "months" else since + timedelta(days=amount)
