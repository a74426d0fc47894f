"""What renewal asks, as an edition says it, and what is met and missing of it: one pure function. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accreditation.schemes.earlier import number_in
from accreditation.texts import N_, N_plural, Text

MOST_WAYS = 3
LARGEST = 999
# What an edition without conditions of its own asks: a mission, as it was before editions said it.
_EARLIER: Sequence[Mapping[str, Any]] = ({"any_of": [{"of": "missions", "least": 1}]},)


@dataclass(frozen=True)
class Measure:
    """Something that is counted: how so much of it is called, and so much more."""

    label: Text
    amount: Text
    more: Text


MEASURES: Mapping[str, Measure] = {
    "missions": Measure(
        N_("Missions, in the system or confirmed"),
        N_plural("%(num)s mission", "%(num)s missions"),
        N_plural("%(num)s more mission", "%(num)s more missions"),
    ),
    "refreshers": Measure(
        N_("Refreshers"),
        N_plural("%(num)s refresher", "%(num)s refreshers"),
        N_plural("%(num)s more refresher", "%(num)s more refreshers"),
    ),
    "activities": Measure(
        N_("Activities of practice"),
        N_plural("%(num)s activity of practice", "%(num)s activities of practice"),
        N_plural("%(num)s more activity of practice", "%(num)s more activities of practice"),
    ),
    "publications": Measure(
        N_("Publications"),
        N_plural("%(num)s publication", "%(num)s publications"),
        N_plural("%(num)s more publication", "%(num)s more publications"),
    ),
    "refresher_hours": Measure(
        N_("Hours of refreshers"),
        N_plural("%(num)s hour of refreshers", "%(num)s hours of refreshers"),
        N_plural("%(num)s more hour of refreshers", "%(num)s more hours of refreshers"),
    ),
    "hours": Measure(
        N_("Hours of practice of any kind"),
        N_plural("%(num)s hour of practice", "%(num)s hours of practice"),
        N_plural("%(num)s more hour of practice", "%(num)s more hours of practice"),
    ),
}


@dataclass(frozen=True)
class Known:
    """What is known of one accreditation in its present cycle.

    `amounts`: measure -> how much is confirmed. `is_endorsed`: the administration's word, None while it has not spoken.
    `is_drawn`: for the audit, None before the draw; `has_passed`: what the audit found, None before it is over.
    """

    amounts: Mapping[str, int] = field(default_factory=dict)
    is_asked: bool = False
    is_endorsed: bool | None = None
    is_checked: bool = False
    is_drawn: bool | None = None
    has_passed: bool | None = None


@dataclass(frozen=True)
class Way:
    """One way to meet a condition: at least so much of a measure, and how much there is."""

    of: str
    least: int
    has: int

    @property
    def is_met(self) -> bool:
        return self.has >= self.least

    @property
    def share(self) -> int:
        """How far, in percent."""
        return min(100, 100 * self.has // self.least)

    @property
    def wanted(self) -> Text:
        return MEASURES[self.of].amount.with_values(num=self.least)

    @property
    def present(self) -> Text:
        return MEASURES[self.of].amount.with_values(num=self.has)

    @property
    def lacking(self) -> Text:
        """So much more; all of it where there is nothing yet."""
        if not self.has:
            return self.wanted
        return MEASURES[self.of].more.with_values(num=max(0, self.least - self.has))


@dataclass(frozen=True)
class Finding:
    """One condition of renewal. `lacking` is a whole sentence, and counts only where it is not `met`."""

    name: str
    met: bool
    wanted: Text
    lacking: Text
    ways: tuple[Way, ...] = ()

    @property
    def share(self) -> int:
        """How far its best way has come, in percent."""
        return max((way.share for way in self.ways), default=100 if self.met else 0)


def conditions_of(scheme: Any) -> Sequence[Mapping[str, Any]]:
    return scheme.renewal or _EARLIER


def judge(scheme: Any, known: Known) -> tuple[Finding, ...]:
    """Every condition in its order: practice, the request, the administration's word, the office's check, the audit."""
    found = [_practised(condition, known) for condition in conditions_of(scheme)]
    found.append(_request(known))
    if number_in(scheme.numbers, "renewal_endorsement"):
        found.append(_endorsement(known))
    found.append(_check(known))
    if number_in(scheme.numbers, "renewal_audit_percent"):
        found.append(_audit(known))
    return tuple(found)


def missing_of(findings: Sequence[Finding]) -> tuple[Text, ...]:
    return tuple(finding.lacking for finding in findings if not finding.met)


def said_together(parts: Sequence[Text]) -> Text:
    """ "1 mission or 1 refresher"."""
    whole = parts[0]
    for part in parts[1:]:
        whole = N_("%(first)s or %(second)s", first=whole, second=part)
    return whole


def wanted_by(condition: Mapping[str, Any]) -> Text:
    """A condition in words, for whoever reads the edition."""
    return said_together([Way(each["of"], each["least"], 0).wanted for each in condition["any_of"]])


def condition_fault(condition: Mapping[str, Any]) -> Text | None:
    """Why this condition cannot be judged, or None."""
    ways = condition.get("any_of") or []
    if not 1 <= len(ways) <= MOST_WAYS or any(way.get("of") not in MEASURES for way in ways):
        return N_("Choose what is counted.")
    if len({way["of"] for way in ways}) < len(ways):
        return N_("Two ways of one condition count the same.")
    if not all(isinstance(way.get("least"), int) and 1 <= way["least"] <= LARGEST for way in ways):
        return N_("Give a whole number from %(least)s to %(most)s.", least=1, most=LARGEST)
    return None


def _practised(condition: Mapping[str, Any], known: Known) -> Finding:
    ways = tuple(Way(each["of"], each["least"], known.amounts.get(each["of"], 0)) for each in condition["any_of"])
    lacking = N_("Missing: %(what)s.", what=said_together([way.lacking for way in ways]))
    return Finding("practice", any(way.is_met for way in ways), wanted_by(condition), lacking, ways)


def _request(known: Known) -> Finding:
    lacking = N_("The expert has not asked for renewal yet.")
    return Finding("request", known.is_asked, N_("The expert asks for renewal"), lacking)


def _endorsement(known: Known) -> Finding:
    lacking = (
        N_("The administration does not endorse the renewal.")
        if known.is_endorsed is False
        else N_("The administration has not endorsed the renewal yet.")
    )
    return Finding("endorsement", known.is_endorsed is True, N_("The administration endorses it anew"), lacking)


def _check(known: Known) -> Finding:
    lacking = N_("The office has not checked the request yet.")
    return Finding("check", known.is_checked, N_("The office checks the evidence"), lacking)


def _audit(known: Known) -> Finding:
    if known.is_drawn is None:
        lacking = N_("The draw for the audit has not been held yet.")
    elif known.has_passed is None:
        lacking = N_("The evidence was drawn for an audit that is not over yet.")
    else:
        lacking = N_("The audit found that the evidence does not hold.")
    met = known.is_drawn is False or known.has_passed is True
    return Finding("audit", met, N_("Where it is drawn: its evidence passes an audit"), lacking)
