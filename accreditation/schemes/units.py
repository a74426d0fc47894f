"""The units of a scheme's numbers, alone and with an amount."""

from collections.abc import Mapping

from accreditation.texts import N_, N_plural, Text

UNIT_LABELS: Mapping[str, Text] = {
    "percent": N_("percent"),
    "hundredths": N_("hundredths of a level"),
    "people": N_("persons"),
    "cases": N_("cases"),
    "times": N_("times"),
    "levels": N_("levels"),
    "counting": N_("1 mean of all, 2 mean of the two closest, 3 median"),
    "missions": N_("missions"),
    "stations": N_("stations"),
    "allowed": N_("1 for yes, 0 for no"),
    "years": N_("years"),
    "hours": N_("hours"),
    "days": N_("days"),
    "working_days": N_("working days"),
    "months": N_("months"),
    "words": N_("words"),
    "reviews": N_("reviews"),
    "points": N_("points"),
}
_CHOICES: Mapping[str, Mapping[int, Text]] = {
    "counting": {1: N_("mean of all"), 2: N_("mean of the two closest"), 3: N_("median")},
    "allowed": {0: N_("no"), 1: N_("yes")},
}
_AMOUNTS: Mapping[str, Text] = {
    "percent": N_("%(num)s %%"),
    "hundredths": N_plural("%(num)s hundredth of a level", "%(num)s hundredths of a level"),
    "people": N_plural("%(num)s person", "%(num)s persons"),
    "cases": N_plural("%(num)s case", "%(num)s cases"),
    "times": N_plural("%(num)s time", "%(num)s times"),
    "levels": N_plural("%(num)s level", "%(num)s levels"),
    "stations": N_plural("%(num)s station", "%(num)s stations"),
    "missions": N_plural("%(num)s mission", "%(num)s missions"),
    "years": N_plural("%(num)s year", "%(num)s years"),
    "hours": N_plural("%(num)s hour", "%(num)s hours"),
    "days": N_plural("%(num)s day", "%(num)s days"),
    "working_days": N_plural("%(num)s working day", "%(num)s working days"),
    "months": N_plural("%(num)s month", "%(num)s months"),
    "words": N_plural("%(num)s word", "%(num)s words"),
    "reviews": N_plural("%(num)s review", "%(num)s reviews"),
    "points": N_plural("%(num)s point", "%(num)s points"),
}


def amount_in(unit: str, number: int) -> Text:
    """A number with its unit in words; of a number that stands for a choice, what is chosen."""
    if unit in _CHOICES:
        return _CHOICES[unit][number]
    return _AMOUNTS[unit].with_values(num=number)
