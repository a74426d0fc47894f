"""Witnesses of the guards of accreditations, certificates, and appeals."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tests.walk.look import Look
from tests.walk.statements import guard
from tests.walk.who import belongs, decided, examined, holder_of, holds_now, is_tied, took_part

RENEWALS = ("accreditation.renew", "accreditation.reinstate_expired")


def today_in_the_region(look: Look) -> date:
    return look.now.astimezone(ZoneInfo(look.row("region", look.case.region_id).time_zone)).date()


@guard("the_expiry_is_near", "accreditation.warn_of_expiry")
def its_end_was_near(look: Look) -> bool:
    warning = timedelta(days=look.numbers["expiry_warning_days"])
    return look.case.expires_on <= today_in_the_region(look) + warning


@guard("the_last_day_has_passed", "accreditation.expire")
@guard("the_last_day_has_passed", "certificate.expire_certificate")
def its_last_day_was_over(look: Look) -> bool:
    return today_in_the_region(look) > last_day_with_a_mission(look)


def last_day_with_a_mission(look: Look) -> date:
    """A mission in the subject that began before the end carries it on, for so many days at most."""
    held = look.accreditation if look.lifecycle == "certificate" else look.case
    if look.case.expires_on != held.expires_on:
        return look.case.expires_on
    most = held.expires_on + timedelta(days=look.numbers.get("mission_grace_days", 0))
    led = look.rows("mission", mentor_id=held.person_id, state={"under_way", "reported", "evaluated"})
    across = [row for row in led if row.starts_on and row.starts_on <= held.expires_on < row.ends_on]
    cases = [(row, look.row("application", row.application_id)) for row in across]
    ends = [row.ends_on for row, case in cases if look.row("call", case.call_id).subject_id == held.subject_id]
    return max([held.expires_on, *(min(end, most) for end in ends)])


@guard("it_has_not_expired", "accreditation.reinstate", "accreditation.resume")
def its_last_day_was_not_over(look: Look) -> bool:
    return not its_last_day_was_over(look)


@guard("nothing_is_missing_for_renewal", *RENEWALS)
def the_expert_had_practised_and_everybody_had_looked(look: Look) -> bool:
    """As the standard edition has it: a mission or a refresher, three days or a publication, three looks, and the draw."""
    asked = look.rows("renewal_request", accreditation_id=look.case.id, outcome="")
    if not asked:
        return False
    request = max(asked, key=lambda row: row.asked_at)
    began, held = request.cycle_began_on, look.case
    led = look.rows("mission", mentor_id=held.person_id, state={"reported", "evaluated"})
    led = [row for row in led if row.ends_on is not None and row.ends_on >= began]
    calls = [look.row("call", look.row("application", row.application_id).call_id) for row in led]
    logged = look.rows("logged_activity", accreditation_id=held.id, is_confirmed=True, withdrawn_at=None)
    kinds = [row.kind for row in logged if row.ended_on >= began]
    hours = sum(row.amount * (8 if row.unit == "days" else 1) for row in logged if row.ended_on >= began)
    out = any(call.subject_id == held.subject_id for call in calls) or {"mission", "refresher"} & set(kinds)
    looked = request.is_endorsed and request.checked_at is not None
    spared = request.is_drawn is False or request.has_passed is True
    return bool(out and (hours >= 24 or "publication" in kinds) and looked and spared)


@guard("no_complaint_is_open", *RENEWALS)
def nobody_was_examining_a_complaint(look: Look) -> bool:
    pending = {"filed", "acknowledged", "under_examination"}
    about = look.rows("appeal", about_id=look.case.person_id, kind="complaint", state=pending)
    return not [row for row in about if row.circle != "liaison"]


@guard("a_name_is_approved", "accreditation.correct_name")
@guard("a_scope_is_decided", "accreditation.change_scope")
@guard("a_pause_is_approved", "accreditation.suspend_on_request")
def it_was_approved_for_this_step(look: Look) -> bool:
    kind = {"correct_name": "name", "change_scope": "scope", "suspend_on_request": "pause"}[look.step]
    kept = look.rows("amendment", accreditation_id=look.case.id, kind=kind, outcome="approved")
    return any(row.change_id is None for row in kept)


@guard("the_own_pause_lasts", "accreditation.resume")
def the_pause_was_asked_and_not_over(look: Look) -> bool:
    until = look.case.paused_until
    return until is not None and today_in_the_region(look) <= until


@guard("reinstatement_is_in_time", "accreditation.reinstate_expired")
def it_was_asked_in_time(look: Look) -> bool:
    """The day of the month on which the time is over no longer counts."""
    end, today = look.case.expires_on, today_in_the_region(look)
    whole = (today.year - end.year) * 12 + (today.month - end.month) - (1 if today.day < end.day else 0)
    return whole < look.numbers["reinstatement_months"]


@guard(
    "issuing_is_not_stopped",
    *("certificate.approve_content", "certificate.sign", "certificate.issue"),
)
def nobody_had_stopped_issuing(look: Look) -> bool:
    return look.row("region", look.case.region_id).issuing_stopped_at is None


@guard("the_person_is_accredited", "certificate.approve_content", "certificate.sign")
def the_accreditation_stood(look: Look) -> bool:
    return look.accreditation.state in ("active", "expiring", "unavailable")


@guard("the_content_has_no_fault", "certificate.approve_content")
def the_plainest_faults_were_absent(look: Look) -> bool:
    """Not every fault that the check of contents knows: the name, the validity, somebody else to sign it, whoever decided."""
    person = look.row("person", look.accreditation.person_id)
    written = (person.given_names, person.first_family_name, person.second_family_name)
    name = corrected_since(look) or look.application.name_on_certificate or " ".join(part for part in written if part)
    months = look.numbers["validity_months"]
    days = (look.case.expires_on - look.case.effective_on).days + 1
    heads = holds_now(look, look.case.region_id, "rocb_head")
    return (
        look.case.holder_name == name
        and max(look.case.effective_on, today_in_the_region(look)) <= look.case.expires_on
        and days <= 31 * months
        and any(head.person_id != person.id for head in heads)
        and not whoever_decided_was_tied_since(look)
    )


def corrected_since(look: Look) -> str:
    """The newest name that was approved for the person after the application was signed."""
    held = look.rows("accreditation", person_id=look.accreditation.person_id)
    found = [row for one in held for row in look.rows("amendment", accreditation_id=one.id, kind="name")]
    signed_at = look.application.signed_at or look.application.created_at
    approved = [row for row in found if row.outcome == "approved" and row.decided_at > signed_at]
    return str(max(approved, key=lambda row: row.decided_at).after["printed"]) if approved else ""


def whoever_decided_was_tied_since(look: Look) -> bool:
    granted = {"accredit", "recognize"}
    decisions = look.rows("decision", application_id=look.application.id, outcome=granted, set_aside_at=None)
    released = [row for row in decisions if row.released_at is not None]
    if not released:
        return True
    last = max(released, key=lambda row: row.released_at)
    ties = look.rows("interest", person_id=last.decided_by_id, other_id=look.accreditation.person_id, dismissed_at=None)
    return any(row.created_at > last.decided_at for row in ties)


@guard("the_document_is_stored", "certificate.sign", "certificate.issue")
def the_document_was_stored(look: Look) -> bool:
    return bool(look.case.storage_key)


@guard("the_log_has_it", "certificate.log", "certificate.issue")
def the_log_had_it(look: Look) -> bool:
    return bool(look.rows("log_leaf", certificate_id=look.case.id, event=look.case.occasion))


@guard("a_successor_exists", "certificate.supersede")
def another_took_its_place(look: Look) -> bool:
    return look.case.successor_id is not None and look.case.successor_id != look.case.id


@guard("it_was_filed_in_time", "appeal.open_examination")
def it_came_in_time(look: Look) -> bool:
    published = look.case.decision_published_at
    window = timedelta(days=look.numbers["appeal_window_days"])
    return published is None or look.case.filed_at - published <= window


@guard("the_panel_is_complete", "appeal.open_examination")
def the_panel_was_complete(look: Look) -> bool:
    seats = look.rows("appeal_panelist", appeal_id=look.case.id, ended_at=None)
    return len(seats) >= look.numbers["appeal_panel"] and any(seat.is_chair for seat in seats)


@guard("it_says_whom_it_concerns", "appeal.open_examination")
def somebody_said_whom_it_concerns(look: Look) -> bool:
    return look.case.kind == "appeal" or look.case.linked_at is not None


@guard("the_person_was_heard", "appeal.open_examination")
def whoever_is_blamed_had_a_word(look: Look) -> bool:
    hearings = look.rows("appeal_hearing", appeal_id=look.case.id)
    spoken = any(row.answered_at or row.answer_by < look.now for row in hearings)
    return look.case.kind == "appeal" or look.case.about_id is None or spoken


@guard(
    "the_panel_has_no_interest",
    *("appeal.open_examination", "appeal.uphold", "appeal.uphold_partly", "appeal.dismiss"),
)
def the_whole_panel_was_fresh(look: Look) -> bool:
    return not any(
        seat.person_id == holder_of(look)
        or is_tied(look, seat.person_id)
        or belongs(look, seat.person_id)
        or took_part(look, seat.person_id)
        or examined(look, seat.person_id)
        or decided(look, seat.person_id)
        or seat.person_id == look.case.filed_by_id
        for seat in look.rows("appeal_panelist", appeal_id=look.case.id, ended_at=None)
    )


@guard("reasons_are_written", "appeal.uphold", "appeal.uphold_partly", "appeal.dismiss")
def the_panel_had_written_its_reasons(look: Look) -> bool:
    findings = look.case.findings
    return bool(look.case.conclusion.strip()) and all(findings.get(kind, {}).get("reason") for kind in look.case.kinds)


@guard("the_panel_agrees", "appeal.uphold", "appeal.uphold_partly", "appeal.dismiss")
def most_of_the_panel_agreed(look: Look) -> bool:
    seats = look.rows("appeal_panelist", appeal_id=look.case.id, ended_at=None)
    return 2 * sum(seat.agreed_at is not None for seat in seats) > len(seats)


@guard("what_follows_is_named", "appeal.uphold", "appeal.uphold_partly")
def the_panel_said_what_follows(look: Look) -> bool:
    return bool(look.case.remedy if look.case.kind == "appeal" else look.case.measure)


@guard("the_part_is_named", "appeal.uphold_partly")
def the_panel_said_which_part(look: Look) -> bool:
    return bool(look.case.upheld_part.strip())


@guard("the_decision_still_stands", "appeal.uphold", "appeal.uphold_partly")
def there_was_a_refusal_to_undo(look: Look) -> bool:
    refused = {"not_selected", "not_successful", "not_accredited"}
    return look.case.kind == "complaint" or look.application.state in refused


@guard(
    "both_keys_are_turned",
    *("accreditation.withdraw_accreditation", "application.overturn_selection"),
    *("application.overturn_workshop_result", "application.overturn_accreditation"),
)
def two_offices_had_agreed_and_nothing_changed_since(look: Look) -> bool:
    """The step itself raises the version once, and it may be looked at just after that."""
    asked = look.rows("key_request", subject_id=look.case.id, act=look.step, used_at=None, dropped_at=None)
    return any(
        row.turned_at is not None
        and row.expires_at > look.now
        and look.case.version - row.subject_version in (0, 1)
        and row.turned_by_id != row.asked_by_id
        and row.turned_office != row.asked_office
        for row in asked
    )
