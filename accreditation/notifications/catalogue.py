"""THE CATALOGUE of every message: its name, subject line, and who receives it. Its body stands in `templates/email/<name>/`."""

from collections import defaultdict
from collections.abc import Mapping

from accreditation.notifications import recipients as to
from accreditation.notifications.about_appeals import ABOUT_APPEALS, ABOUT_COMPLAINTS, APPEAL_STEPS
from accreditation.notifications.about_reviews import ABOUT_REVIEWS
from accreditation.notifications.kind import Kind
from accreditation.notifications.renewals import ABOUT_RENEWALS
from accreditation.texts import N_

ABOUT_CASES = (
    Kind("confirm_submission", N_("We received your application %(number)s"), (to.the_person,)),
    Kind("ask_for_endorsement", N_("Please endorse or decline: %(number)s"), (to.first_to_speak,), asks=True),
    Kind("ask_for_decision", N_("Your head of unit has spoken, please decide: %(number)s"), (to.endorsers,), asks=True),
    Kind(
        "see_to_endorsement", N_("Nobody endorses, please see to it: %(number)s"), (to.heads_and_officers,), asks=True
    ),
    Kind(
        "tell_endorsement_escalated",
        N_("The regional office sees to your endorsement: %(number)s"),
        (to.the_person,),
        of="see_to_endorsement",
    ),
    Kind("tell_in_reserve", N_("Your administration keeps you in reserve: %(number)s"), (to.the_person,)),
    Kind("tell_endorsed", N_("Your application %(number)s is endorsed"), (to.the_person,)),
    Kind("tell_not_endorsed", N_("Your application %(number)s was not endorsed"), (to.the_person,)),
    Kind(
        "ask_for_information", N_("Please answer: we need more information for %(number)s"), (to.the_person,), asks=True
    ),
    Kind(
        "tell_information_provided",
        N_("Answers are in: %(number)s"),
        (to.officers, to.reviewers_at_work),
    ),
    Kind("invite_reviewers", N_("Please review: %(number)s"), (to.reviewers,), asks=True),
    Kind("tell_scores_are_in", N_("For the selection panel: %(number)s"), (to.panel,), asks=True),
    Kind("announce_shortlisted", N_("You are short-listed: %(number)s"), (to.the_person,)),
    Kind("announce_waitlisted", N_("You are on the waiting list: %(number)s"), (to.the_person,)),
    Kind("announce_not_selected", N_("The result of your application %(number)s"), (to.the_person,)),
    Kind(
        "send_invitation", N_("You are invited to a workshop: please answer (%(number)s)"), (to.the_person,), asks=True
    ),
    Kind("tell_seat_confirmed", N_("Your seat is confirmed: %(number)s"), (to.the_person,)),
    Kind(
        "tell_centre_seat_confirmed",
        N_("A seat is confirmed: %(number)s"),
        (to.coordinators,),
        of="tell_seat_confirmed",
    ),
    Kind("tell_deferred", N_("Your seat was moved to a later workshop: %(number)s"), (to.the_person,)),
    Kind("announce_pre_accreditation", N_("You are pre-accredited: %(number)s"), (to.the_person,)),
    Kind("send_feedback_to_candidate", N_("Your feedback is ready: %(number)s"), (to.the_person,)),
    Kind("offer_resit", N_("You may take part in another workshop: %(number)s"), (to.the_person,)),
    Kind("announce_not_successful", N_("The result of your workshop: %(number)s"), (to.the_person,)),
    Kind("tell_workshop_waived", N_("You are pre-accredited without a workshop: %(number)s"), (to.the_person,)),
    Kind("tell_mission_waived", N_("You need no field mission: %(number)s"), (to.the_person,)),
    Kind("tell_extended", N_("Your time was extended: %(number)s"), (to.the_person,)),
    Kind("announce_accreditation", N_("You are accredited: %(number)s"), (to.the_person,)),
    Kind("announce_recognition", N_("You are recognized: %(number)s"), (to.the_person,)),
    Kind("tell_second_mission", N_("A second mission is needed: %(number)s"), (to.the_person,)),
    Kind("announce_not_accredited", N_("The decision on your accreditation: %(number)s"), (to.the_person,)),
    Kind("confirm_withdrawal", N_("You withdrew your application %(number)s"), (to.the_person,)),
    Kind(
        "tell_others_withdrawn",
        N_("An application was withdrawn: %(number)s"),
        (to.officials_and_officers_if_submitted,),
        of="confirm_withdrawal",
    ),
    Kind("tell_nomination_withdrawn", N_("Your nomination was withdrawn: %(number)s"), (to.the_person,)),
    Kind(
        "tell_office_nomination_withdrawn",
        N_("A nomination was withdrawn: %(number)s"),
        (to.officers,),
        of="tell_nomination_withdrawn",
    ),
    Kind("tell_lapsed", N_("Your application %(number)s lapsed"), (to.the_person,)),
    Kind("tell_draft_reopened", N_("The call was extended: finish your application %(number)s"), (to.the_person,)),
    Kind("tell_reopened", N_("Your application %(number)s is open again"), (to.the_person,)),
    Kind("tell_overturned", N_("A decision on your application %(number)s was set aside"), (to.the_person,)),
    Kind(
        "tell_workshop_open",
        N_("The workshop is open: %(title)s"),
        (
            to.trainers,
            to.coordinators,
            to.officers,
        ),
    ),
    Kind(
        "tell_workshop_postponed",
        N_("The workshop has new dates: %(title)s"),
        (
            to.candidates,
            to.trainers,
            to.coordinators,
        ),
    ),
    Kind("tell_workshop_cancelled", N_("The workshop will not take place: %(number)s"), (to.the_person,)),
    Kind("ask_for_marks", N_("Please give your marks: %(title)s"), (to.assessors,), asks=True),
    Kind("tell_marks_are_in", N_("All marks are in: %(title)s"), (to.heads,)),
    Kind("offer_mission", N_("We offer you a field mission: please answer (%(number)s)"), (to.the_person,), asks=True),
    Kind("ask_for_release", N_("Please release for a field mission: %(number)s"), (to.officials,), asks=True),
    Kind(
        "tell_released",
        N_("Released for the field mission: %(number)s"),
        (
            to.the_person,
            to.mentor,
            to.officers,
        ),
    ),
    Kind(
        "tell_mission_declined",
        N_("The field mission was not accepted: %(number)s"),
        (
            to.the_person,
            to.mentor,
            to.officers,
        ),
    ),
    Kind(
        "tell_mission_cancelled",
        N_("The field mission was cancelled: %(number)s"),
        (
            to.the_person,
            to.mentor,
            to.officials,
        ),
    ),
    Kind(
        "tell_mission_postponed",
        N_("The field mission has new dates: %(number)s"),
        (
            to.the_person,
            to.mentor,
            to.officials,
        ),
    ),
    Kind("ask_for_report", N_("Please report on the field mission: %(number)s"), (to.mentor,), asks=True),
    Kind("ask_for_feedback", N_("Please tell us about the field mission: %(number)s"), (to.beneficiary,), asks=True),
    Kind("tell_reported", N_("The report on the field mission is in: %(number)s"), (to.heads,)),
    Kind(
        "tell_candidate_reported",
        N_("The report on your field mission is in: %(number)s"),
        (to.the_person,),
        of="tell_reported",
    ),
    Kind("tell_expiring", N_("Your accreditation ends on %(expires)s"), (to.the_person,)),
    Kind("tell_expired", N_("Your accreditation has expired"), (to.the_person,)),
    Kind("tell_suspended", N_("Your accreditation is suspended"), (to.the_person,)),
    Kind("tell_host_suspended", N_("About the expert who leads a mission with you"), (to.hosts,), of="tell_suspended"),
    Kind("tell_host_paused", N_("About the expert who leads a mission with you"), (to.hosts,), of="tell_paused"),
    Kind("tell_paused", N_("Your accreditation is suspended, as you asked"), (to.the_person,)),
    Kind("tell_reinstated", N_("Your accreditation is active again"), (to.the_person,)),
    Kind("tell_accreditation_withdrawn", N_("Your accreditation was withdrawn"), (to.the_person,)),
    Kind("tell_ended", N_("Your accreditation has ended"), (to.the_person,)),
    Kind("tell_renewed", N_("Your accreditation is renewed"), (to.the_person,)),
    Kind("tell_name_corrected", N_("Your name is corrected"), (to.the_person,)),
    Kind("tell_scope_changed", N_("The scope of your accreditation was changed"), (to.the_person,)),
    Kind("send_certificate", N_("Your certificate %(certificate)s"), (to.the_person,)),
    Kind("tell_certificate_revoked", N_("The certificate %(certificate)s is revoked"), (to.the_person,)),
    Kind("tell_certificate_superseded", N_("The certificate %(certificate)s was replaced"), (to.the_person,)),
    *APPEAL_STEPS,
)

# A message on the case leaves no text in a mailbox: who may read it is asked again when the page is opened.
ABOUT_MESSAGES = (
    Kind("message_to_applicant", N_("The office wrote to you: %(number)s"), (to.the_person,), page="/messages"),
    Kind("tell_amendment_refused", N_("What you asked of the office: the answer"), (to.the_person,)),
    Kind("message_to_office", N_("An applicant wrote: %(number)s"), (to.correspondents,), page="/messages"),
)

# About the step that is waited for; the recipients follow from whose turn it is (`reminders.py`).
REMINDER_DUE = Kind("reminder_due", N_("This waits for you: %(number)s"), ())
REMINDER_LATE = Kind("reminder_late", N_("Over its time: %(number)s"), ())
DEADLINE_EARLIER = Kind("deadline_earlier", N_("The time ends earlier: %(number)s"), ())

# One effect for all of them: the row names the kind and the address.
ACCOUNT_MAIL = "account_mail"
ABOUT_ACCOUNTS = (
    Kind("confirm_address", N_("Please confirm your e-mail address"), ()),
    Kind("reset_password", N_("Choose a new password"), ()),
    Kind("address_in_use", N_("You already have an account"), ()),
    Kind("password_changed", N_("Your password was changed"), ()),
    Kind("address_changed", N_("The e-mail address of your account was changed"), ()),
    Kind("invitation", N_("You are invited"), ()),
    Kind("accounts_merged", N_("Your two accounts are one now"), ()),
    Kind("accounts_separated", N_("Your account is on its own again"), ()),
    Kind("invited_to_apply", N_("Your administration invites you to apply"), ()),
    Kind("practice_asked", N_("You are asked to score a practice dossier"), ()),
    Kind("experts_to_confirm", N_("Please confirm: experts of your administration"), ()),
    Kind("imported_confirmed", N_("You are registered as an expert"), ()),
    Kind("imported_not_confirmed", N_("You were not taken over as an expert"), ()),
    Kind("file_infected", N_("A file you handed in was locked away"), ()),
)

# One effect for all of them as well: to the referee, or to the applicant about one (`references.py`).
ABOUT_REFERENCES = (
    Kind("ask_referee", N_("Please give a reference for %(person)s"), (), asks=True),
    Kind("remind_referee", N_("Reminder: the reference for %(person)s"), (), asks=True),
    Kind("renew_referee_link", N_("Your new link: the reference for %(person)s"), (), asks=True),
    Kind("referee_not_needed", N_("Your reference for %(person)s is not needed any more"), ()),
    Kind("thank_referee", N_("We received your reference for %(person)s"), ()),
    Kind("tell_reference_in", N_("A reference is in: %(number)s"), (to.the_person,)),
    Kind("ask_for_another_referee", N_("Please name another referee: %(number)s"), (to.the_person,)),
)

# Without an account: who asked to be told of calls (`call_alerts.py`), and experts of before (`imported_experts.py`).
WITHOUT_ACCOUNT = (
    Kind("confirm_call_alert", N_("Please confirm: shall we tell you of calls in %(subject)s?"), (), asks=True),
    Kind("call_announced", N_("A call is announced: %(title)s"), ()),
    Kind("ask_imported_expert", N_("Please look: are you an accredited expert?"), (), asks=True),
)

# To the administrations, who keep what the log was, and to the office when it is not that any more (`about_the_log.py`).
ABOUT_THE_LOG = (
    Kind("log_checkpoint", N_("Please keep: the log of certificates today, %(size)s entries"), ()),
    Kind("log_alarm", N_("Issuing is locked: the log of certificates is not what was published"), ()),
)

EVERY_KIND: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        *ABOUT_CASES,
        *ABOUT_MESSAGES,
        *ABOUT_APPEALS,
        *ABOUT_REVIEWS,
        *ABOUT_RENEWALS,
        REMINDER_DUE,
        REMINDER_LATE,
        DEADLINE_EARLIER,
        *ABOUT_ACCOUNTS,
        *ABOUT_REFERENCES,
        *WITHOUT_ACCOUNT,
        *ABOUT_COMPLAINTS,
        *ABOUT_THE_LOG,
    )
}


def _by_effect() -> Mapping[str, tuple[Kind, ...]]:
    found: dict[str, tuple[Kind, ...]] = defaultdict(tuple)
    for kind in (*ABOUT_CASES, *ABOUT_MESSAGES, *ABOUT_APPEALS, *ABOUT_REVIEWS, *ABOUT_RENEWALS):
        found[kind.effect] += (kind,)
    return dict(found)


BY_EFFECT = _by_effect()
