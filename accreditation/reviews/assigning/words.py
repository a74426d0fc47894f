"""Why a case cannot be given all its reviewers, in words that the office reads."""

from collections.abc import Mapping
from typing import Any

from accreditation.reviews.assigning.plain import Binding
from accreditation.texts import N_, N_plural, Text

_NOT_ENOUGH = N_plural(
    "Only %(num)s other reviewer masters the subject and the language of the call.",
    "Only %(num)s other reviewers master the subject and the language of the call.",
)
_NOBODY = N_("Nobody else masters the subject and the language of the call.")
_BINDING: Mapping[Binding, Text] = {
    Binding.ADMINISTRATION: N_("The others belong to the applicant’s administration."),
    Binding.CONFLICT: N_("The others have a conflict of interest."),
    Binding.STOOD_BACK: N_("The others declined or were taken off this case."),
    Binding.AWAY: N_("The others are away."),
    Binding.CEILING: N_("Everybody else has as many reviews as may be."),
    Binding.SUB_REGION: N_("Nobody from another group of countries can be had."),
}
_COUNTS: Mapping[Binding, Text] = {
    Binding.ADMINISTRATION: N_("of the applicant’s administration: %(num)s"),
    Binding.CONFLICT: N_("with a conflict of interest: %(num)s"),
    Binding.STOOD_BACK: N_("declined or taken off: %(num)s"),
    Binding.AWAY: N_("away: %(num)s"),
    Binding.CEILING: N_("no room for more: %(num)s"),
    Binding.SUB_REGION: N_("of the applicant’s own group of countries: %(num)s"),
}


def binding_in_words(short: Mapping[str, Any]) -> Text:
    """The constraint that binds, from the stored figures of one case."""
    binding = Binding(short["binding"])
    if binding is not Binding.MASTERY:
        return _BINDING[binding]
    return _NOT_ENOUGH.with_values(num=short["able"]) if short["able"] else _NOBODY


def counts_in_words(short: Mapping[str, Any]) -> list[Text]:
    """What takes away those who master it, each with its number."""
    counts = short["counts"]
    return [text.with_values(num=counts[step.value]) for step, text in _COUNTS.items() if counts.get(step.value)]
