"""What happens by the clock: the list of recurring work. A new nightly job is one more line here."""

from datetime import timedelta

from accreditation.appeals.complaining import forget_unconfirmed
from accreditation.applications.forgetting import forget_what_was_sealed
from accreditation.applications.referees.chasing import chase_referees
from accreditation.applications.scanning import scan_older_files
from accreditation.applications.tally import fold_changes
from accreditation.calibration.running import calibrate_all
from accreditation.jobs.recurring import Timer, forget_old_rounds
from accreditation.legacy.forgetting import forget_unanswered
from accreditation.notifications.asked_reviewers import remind_reviewers
from accreditation.notifications.reminders import remind
from accreditation.notifications.renewals import remind_of_renewal
from accreditation.overdue import end_deferrals, escalate_unanswered, pass_deadlines
from accreditation.renewals.drawing import hold_draws
from accreditation.schemes.alerts import forget_call_alerts

_MINUTE, _QUARTER = timedelta(minutes=1), timedelta(minutes=15)
_HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Night in the Americas.
NIGHT = timedelta(hours=7)

TIMERS = (
    Timer("deadlines", _MINUTE, pass_deadlines),
    Timer("deferrals", _HOUR, end_deferrals),
    Timer("unanswered_nominations", _HOUR, escalate_unanswered),
    Timer("reminders", _HOUR, remind),
    Timer("referees", _HOUR, chase_referees),
    Timer("reviewers", _HOUR, remind_reviewers),
    Timer("renewals", DAY, remind_of_renewal, offset=NIGHT),
    Timer("renewal_draws", _HOUR, hold_draws),
    Timer("older_files", _QUARTER, scan_older_files),
    Timer("tallies", _HOUR, fold_changes),
    Timer("calibration", DAY, calibrate_all, offset=NIGHT),
    Timer("identity_papers", DAY, forget_what_was_sealed, offset=NIGHT),
    Timer("call_alerts", DAY, forget_call_alerts, offset=NIGHT),
    Timer("unconfirmed_complaints", DAY, forget_unconfirmed, offset=NIGHT),
    Timer("imported_experts", DAY, forget_unanswered, offset=NIGHT),
    Timer("old_rounds", DAY, forget_old_rounds, offset=NIGHT),
)
SWEEP_EVERY = _MINUTE
FILES_EVERY = _QUARTER
LOG_EVERY = _MINUTE
