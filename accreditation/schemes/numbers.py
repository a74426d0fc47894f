"""What each number of a scheme means: its group, label, unit and the values it may have. No database."""

from collections.abc import Iterator, Mapping

from accreditation.schemes.number import Group, Number
from accreditation.schemes.number import days as _days
from accreditation.schemes.number import months as _months
from accreditation.schemes.number import working as _working
from accreditation.schemes.renewal_numbers import RENEWAL
from accreditation.schemes.units import UNIT_LABELS as UNIT_LABELS
from accreditation.schemes.units import amount_in as amount_in
from accreditation.texts import N_, Text

GROUPS = (
    Group(
        N_("Marks of the workshop"),
        (
            Number("pass_mark_percent", N_("Pass mark of the workshop"), "percent", 1, 100),
            Number("resits", N_("How often a workshop may be sat again"), "times", 0, 5),
        ),
    ),
    Group(
        N_("Scores of the desk review"),
        (
            Number("score_spread_hundredths", N_("Widest distance between two reviewers"), "hundredths", 1, 400),
            Number("criterion_spread_levels", N_("Widest distance on one criterion"), "levels", 1, 4),
            Number("third_reviewer", N_("A further reviewer may settle scores that differ"), "allowed", 0, 1),
            Number("score_discussion", N_("The reviewers may discuss scores that differ"), "allowed", 0, 1),
            _working("discussion", N_("To discuss scores that differ")),
            Number("scores_counting", N_("What counts with more than two reviewers"), "counting", 1, 3),
            Number("scores_shown_after", N_("Reviewers see the others’ scores after handing in"), "allowed", 0, 1),
            Number("desk_floor_bars", N_("A mean below a floor bars from short-listing"), "allowed", 0, 1),
        ),
    ),
    Group(
        N_("People"),
        (
            Number("reviewers", N_("Reviewers of an application"), "people", 1, 9),
            Number("assessors", N_("Assessors of a workshop, at least"), "people", 1, 9),
            Number(
                "panel_quorum", N_("Members of the selection panel who must take part in a decision"), "people", 1, 9
            ),
            Number("panel_majority_percent", N_("Of the votes cast a decision needs more than"), "percent", 50, 90),
            Number(
                "panel_chair_breaks_ties", N_("The vote of the chair counts where votes are equal"), "allowed", 0, 1
            ),
            Number("appeal_panel", N_("Members of an appeals panel"), "people", 1, 9),
            Number("workshop_tie_years", N_("Trainer and trainee are apart after"), "years", 1, 10),
            Number("mission_tie_years", N_("Those who were on a mission together are apart after"), "years", 1, 10),
        ),
    ),
    Group(
        N_("Figures about those who judge"),
        (
            Number("agreement_cases", N_("Cases read by two before agreement counts as known"), "cases", 2, 500),
            Number("severity_cases", N_("Cases read before a severity counts as known"), "cases", 2, 500),
            Number("small_group_people", N_("Smallest group of persons whose figures are told"), "people", 2, 50),
        ),
    ),
    Group(
        N_("Assigning reviewers"),
        (
            Number("open_reviews", N_("Open reviews of one reviewer, at most"), "reviews", 1, 60),
            Number("reviewers_elsewhere", N_("Reviewers from another group of countries, at least"), "people", 0, 3),
            _working("review_answer", N_("To accept or decline a review")),
            Number("load_weight", N_("How much an even load counts"), "points", 1, 100),
            Number("administration_weight", N_("How much it counts to change administrations"), "points", 0, 100),
            Number("together_weight", N_("How much it counts to change who reviews together"), "points", 0, 100),
        ),
    ),
    Group(
        N_("The form"),
        (
            Number("motivation_least_words", N_("Shortest statement of motivation"), "words", 0, 2000),
            Number("motivation_most_words", N_("Longest statement of motivation"), "words", 50, 2000),
        ),
    ),
    Group(
        N_("From the application to the workshop"),
        (
            _working("endorsement", N_("To endorse, for the administration")),
            _working("endorsement_silence", N_("Silence of the administration after which the office sees to it")),
            _working("reserve", N_("A nominee waits in reserve for")),
            Number("paper_letters", N_("The office may take a nomination letter on paper"), "allowed", 0, 1),
            _days("invitation_pause", N_("Before a trained person is invited again to apply")),
            _working("screening", N_("To screen, for the office")),
            _working("information", N_("To answer a request for information")),
            _working("review", N_("To review and score")),
            _working("shortlisting", N_("To short-list, for the panel")),
            _working("invitation", N_("To invite, for the office")),
            _days("invitation_answer", N_("To answer an invitation")),
            _days("waitlist_closes", N_("The waiting list closes before the workshop")),
            _months("deferral", N_("A deferred candidate keeps the result of the desk review for")),
            _days("hold", N_("To clear a case on hold, for the head of the office")),
        ),
    ),
    Group(
        N_("Referees"),
        (
            Number("referees", N_("Referees to be named, at least"), "people", 0, 5),
            Number("referees_outside", N_("Of them outside the direct line of command"), "people", 0, 5),
            Number("references_needed", N_("References without which a case does not go to the panel"), "people", 0, 5),
            _working("reference", N_("To give a reference")),
            _working("reference_reminder", N_("Between reminders")),
            Number("referee_reminders", N_("Reminders that the applicant may send to each"), "times", 0, 9),
            _working("reference_late", N_("Further time for a referee who is late")),
            _working("referee_replacement", N_("To name another referee, from the submission")),
        ),
    ),
    Group(
        N_("After the workshop"),
        (
            _working("marking", N_("To hand in the marks")),
            _working("decision", N_("To decide on a candidate")),
            _months("mission", N_("To carry out a mission after pre-accreditation")),
            Number("extensions", N_("How often this time may be extended"), "times", 0, 5),
            _months("extension", N_("Length of an extension")),
        ),
    ),
    Group(
        N_("Stations waived for those accredited already"),
        (
            Number("waiver_workshop", N_("The workshop may be waived"), "allowed", 0, 1),
            Number("waiver_mission", N_("The field mission may be waived"), "allowed", 0, 1),
            Number("waivers_most", N_("Stations waived in one case, at most"), "stations", 0, 2),
        ),
    ),
    Group(
        N_("Release by the administration"),
        (
            Number("release_missions_least", N_("Missions a year, at least"), "missions", 1, 12),
            Number("release_missions_most", N_("Missions a year, at most"), "missions", 1, 12),
            Number("release_days_least", N_("Days a year, at least"), "days", 1, 250),
            Number("release_days_most", N_("Days a year, at most"), "days", 1, 250),
            Number("release_years_least", N_("Years, at least"), "years", 1, 10),
            Number("release_years_most", N_("Years, at most"), "years", 1, 10),
        ),
    ),
    Group(
        N_("Missions"),
        (
            _working("mission_planning", N_("To offer a planned mission")),
            _working("mission_offer", N_("To answer an offer")),
            _working("mission_report", N_("To report, for the mentor")),
            _days("mission_feedback", N_("To give feedback, for the beneficiary")),
        ),
    ),
    Group(
        N_("Certificate and accreditation"),
        (
            _working("certificate_issue", N_("To begin a certificate")),
            _days("certificate_step", N_("Between the steps of a certificate")),
            _months("validity", N_("An accreditation is valid for")),
            _days("mission_grace", N_("An accreditation that ends during a mission lasts with it for at most")),
            _days("expiry_warning", N_("Warning before the end")),
            _months("reinstatement", N_("Reinstatement is possible after the end for")),
            _months("suspension", N_("Longest suspension")),
        ),
    ),
    RENEWAL,
    Group(
        N_("Records"),
        (
            Number("record_years", N_("The file of a case is kept after its end, at least"), "years", 1, 30),
            _days("second_key", N_("A request for a second key is open for")),
            _days("sealed", N_("Passport and emergency contact are kept after the end of a case for")),
            _days("import_answer", N_("People on an earlier list who do not answer are deleted after")),
        ),
    ),
    Group(
        N_("Appeals"),
        (
            _days("appeal_window", N_("To file an appeal")),
            _working("appeal_acknowledgement", N_("To acknowledge an appeal")),
            _working("appeal_admission", N_("To admit an appeal")),
            _days("appeal_decision", N_("To decide on an appeal")),
            _working("hearing", N_("To answer a complaint, for the person concerned")),
        ),
    ),
)


def every_number() -> Iterator[Number]:
    """All numbers a scheme needs, in the order in which they are read."""
    for group in GROUPS:
        yield from group.numbers


_NUMBERS = {number.name: number for number in every_number()}
# Moments that a number of the scheme fixes, and those that a date of the calendar does.
_OF_MOMENTS = {
    "waitlist_closes_at": "waitlist_closes_days",
    "expiry_warning_at": "expiry_warning_days",
    "expires_at": "validity_months",
}
_MOMENTS: Mapping[str, Text] = {
    "call_closes_at": N_("The time ends when the call closes."),
    "workshop_starts_at": N_("The time ends on the first day of the workshop."),
    "workshop_ends_at": N_("The time ends on the last day of the workshop."),
    "mission_starts_at": N_("The time ends on the first day of the mission."),
}


def time_allowed(key: str, numbers: Mapping[str, int]) -> Text:
    """How long a deadline of the rule book lasts in an edition: "To screen, for the office: 5 working days"."""
    if key in _MOMENTS:
        return _MOMENTS[key]
    names = (_OF_MOMENTS.get(key, ""), *(f"{key}_{unit}" for unit in ("days", "working_days", "months")))
    number = next(_NUMBERS[name] for name in names if name in _NUMBERS)
    if number.name not in numbers:
        return number.label
    amount = amount_in(number.unit, numbers[number.name])
    return N_("%(what)s: %(amount)s.", what=number.label, amount=amount)


REASON_LISTS: Mapping[str, Text] = {
    "not_endorsed": N_("The administration does not endorse"),
    "ineligible": N_("The conditions of the call are not met"),
    "waitlisted": N_("On the waiting list"),
    "not_selected": N_("Not selected"),
    "not_successful": N_("Not successful in the workshop"),
    "not_accredited": N_("Not accredited"),
    "hold": N_("The case is put on hold"),
    "review_declined": N_("A reviewer declines"),
    "suspension": N_("The accreditation is suspended"),
    "revocation": N_("The accreditation or a certificate is withdrawn"),
    "ending": N_("The accreditation ends"),
    "inadmissible": N_("The appeal or complaint is inadmissible"),
    "appeal_grounds": N_("Grounds of an appeal"),
    "complaint_kinds": N_("What a complaint is about"),
}
