"""How far away a moment is, in few words."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta

from accreditation import clock
from accreditation.texts import N_, say
from accreditation.web.cases import blueprint
from accreditation.web.language import chosen_time_zone, current_locale


@blueprint.app_template_filter("moment_short")
def moment_short(value: datetime | None) -> str:
    """A day in few words, in the reader's time zone: for columns."""
    if value is None:
        return ""
    return _short(_day_there(value), current_locale())


def _day_there(value: datetime) -> date:
    return value.astimezone(ZoneInfo(chosen_time_zone())).date()


@blueprint.app_template_filter("how_far")
def how_far(value: datetime | None) -> str:
    """In how many days a deadline comes, or since how many it is over, by the reader's calendar: "in 8 days"; "today"."""
    if value is None:
        return ""
    return _far((_day_there(value) - _day_there(clock.now())).days, current_locale())


@lru_cache(maxsize=8192)
def _far(days: int, locale: str) -> str:
    if days == 0:
        return say(N_("today"), locale)
    return format_timedelta(timedelta(days=days), "day", 1000, add_direction=True, locale=locale)


@lru_cache(maxsize=8192)
def _short(value: date, locale: str) -> str:
    return format_date(value, "d MMM y", locale=locale)
