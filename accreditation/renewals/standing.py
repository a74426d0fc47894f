"""What is waited for on the way to a renewal, from whom and until when: derived from the facts of the cycle."""

from dataclasses import dataclass
from datetime import date, datetime

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.renewals.queries import Renewal, opens_on
from accreditation.texts import N_, Moment, Text

# Who is waited for; the last is nobody.
EXPERT, ADMINISTRATION, OFFICE, DRAW, AUDITOR, DECIDER, NOBODY = (
    "expert", "administration", "office", "draw", "auditor", "decider", "nobody",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """`party` is one of the names above; `until` where a day or moment ends it."""

    party: str
    sentence: Text
    until: date | datetime | None = None


def standing_of(accreditation: Accreditation, renewal: Renewal, today: date) -> Standing:
    """The one thing that is waited for now."""
    request = renewal.request
    if request is None:
        return _before_asking(accreditation, renewal, today)
    missing = {finding.name for finding in renewal.findings if not finding.met}
    if "endorsement" in missing:
        if request.is_endorsed is False:
            return Standing(DECIDER, N_("The administration does not endorse; the head of the office decides."))
        return Standing(ADMINISTRATION, N_("The administration says whether it endorses the renewal."))
    if "check" in missing:
        return Standing(OFFICE, N_("An officer checks the evidence."))
    if "audit" in missing:
        return _in_the_audit(renewal)
    if "practice" in missing:
        return Standing(EXPERT, N_("Something that was confirmed does not count any more; record what is missing."))
    return Standing(DECIDER, N_("Nothing is missing. The head of the office decides."))


def _before_asking(accreditation: Accreditation, renewal: Renewal, today: date) -> Standing:
    opens, end = opens_on(accreditation, renewal.scheme), accreditation.expires_on
    if renewal.practice_missing:
        return Standing(EXPERT, N_("The expert still has to show practice until the last day."), end)
    if today < opens:
        return Standing(NOBODY, N_("Practice is complete. Renewal may be asked for from %(day)s on.", day=opens))
    return Standing(EXPERT, N_("Practice is complete. The expert asks for renewal."), end)


def _in_the_audit(renewal: Renewal) -> Standing:
    request = renewal.request
    assert request is not None
    if request.is_drawn is None:
        draw = request.draw
        if draw is None:
            return Standing(DRAW, N_("The next draw for the audit is announced within the hour."))
        return Standing(DRAW, N_("The draw for the audit is held on %(moment)s.", moment=Moment(draw.draws_at)))
    if request.has_passed is False:
        return Standing(DECIDER, N_("The audit found that the evidence does not hold; the head of the office decides."))
    late = request.originals_by is not None and request.originals_by < clock.now()
    return Standing(
        AUDITOR,
        N_("The time for originals is over; the auditor concludes.")
        if late
        else N_("The request was drawn: the expert hands in originals, and an auditor looks at them."),
        request.originals_by,
    )
