"""The numbers of renewal: when it is asked for and reminded of, whose word it needs, how much of its evidence is audited."""

from accreditation.schemes.number import Group, Number, days, months
from accreditation.texts import N_, Text

REMINDERS = tuple(f"renewal_{which}_reminder_months" for which in ("first", "second", "third", "last"))
_LONGEST = 120


def _reminder(key: str, label: Text) -> Number:
    return Number(f"renewal_{key}_reminder_months", label, "months", 0, _LONGEST)


RENEWAL = Group(
    N_("Renewal"),
    (
        months("renewal_opens", N_("Renewal is asked for at the earliest before the end")),
        Number("renewal_endorsement", N_("The administration endorses a renewal anew"), "allowed", 0, 1),
        Number("practice_day_hours", N_("A day of practice counts as"), "hours", 1, 24),
        Number("renewal_audit_percent", N_("Share of renewals whose evidence is audited"), "percent", 0, 100),
        days("renewal_draw", N_("A draw is held after it is announced")),
        days("renewal_originals", N_("To hand in originals for an audit")),
        _reminder("first", N_("First reminder before the end (0: none)")),
        _reminder("second", N_("Second reminder before the end (0: none)")),
        _reminder("third", N_("Third reminder before the end (0: none)")),
        _reminder("last", N_("Last reminder before the end (0: none)")),
    ),
)
