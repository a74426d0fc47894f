"""Witnesses of the guards of an administration's word: levels, first word, places, silence, and what the office may do."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from tests.walk.look import Look
from tests.walk.statements import guard
from tests.walk.who import administration_of, somebody_can_be

ENDORSED = frozenset(
    {
        *("screening", "information_requested", "under_review", "awaiting_shortlisting", "waitlisted", "shortlisted"),
        *("invited", "confirmed", "in_workshop", "awaiting_pre_accreditation", "pre_accredited", "on_mission"),
        *("awaiting_accreditation", "accredited", "recognized"),
    }
)
OFFICIALS = ("contact_point", "director_general")


def _nomination(look: Look) -> Any:
    rows = look.rows("nomination", application_id=look.case.id)
    return rows[0] if rows else None


def _said(look: Look, column: str) -> Any:
    row = _nomination(look)
    return getattr(row, column) if row is not None else None


def _two_levels(look: Look) -> bool:
    return bool(look.row("administration", administration_of(look)).endorsement_levels == 2)


@guard("the_administration_has_two_levels", "application.recommend", "application.advise_against")
def it_speaks_at_two_levels(look: Look) -> bool:
    return _two_levels(look)


@guard("the_first_word_is_open", "application.recommend", "application.advise_against")
def nobody_had_spoken(look: Look) -> bool:
    return _said(look, "recommended") is None and not look.taken_before("recommend")


@guard("the_first_word_is_given", "application.endorse")
def the_head_of_unit_had_spoken_or_cannot(look: Look) -> bool:
    return not _two_levels(look) or _said(look, "recommended") is not None or not somebody_can_be(look, "head_of_unit")


@guard("the_letter_is_there", "application.endorse", "application.endorse_on_paper")
def a_letter_or_signature_was_there(look: Look) -> bool:
    return any(row.letter_id or row.signed_at for row in look.rows("endorsement", application_id=look.case.id))


@guard("release_is_promised", "application.endorse", "application.endorse_on_paper")
def missions_days_and_years_were_promised(look: Look) -> bool:
    written = look.rows("endorsement", application_id=look.case.id)
    return any(min(row.missions_per_year, row.days_per_year, row.years) > 0 for row in written)


def _places_left(look: Look) -> int:
    case = look.case
    same = look.rows("application", call_id=case.call_id, administration_id=case.administration_id)
    return int(look.call.quota) - sum(row.id != case.id and row.state in ENDORSED for row in same)


@guard("the_quota_is_not_used_up", "application.endorse", "application.endorse_on_paper")
def the_administration_had_a_place_left(look: Look) -> bool:
    return _places_left(look) > 0


@guard("the_quota_is_used_up", "application.keep_in_reserve")
def the_administration_had_no_place_left(look: Look) -> bool:
    return _places_left(look) <= 0


@guard("the_call_keeps_a_reserve", "application.keep_in_reserve")
def the_call_had_a_reserve(look: Look) -> bool:
    return bool(look.call.below_quota == "reserve")


@guard("it_is_not_in_reserve", "application.keep_in_reserve")
def it_had_not_been_put_there(look: Look) -> bool:
    return _said(look, "reserved_at") is None


def _silent_at(look: Look) -> datetime:
    """The end of the last working day of the scheme's patience, since the administration was asked."""
    asked = _said(look, "asked_again_at") or look.case.state_since
    days, left = asked.date(), look.numbers["endorsement_silence_working_days"]
    holidays = {row.day for row in look.rows("holiday", region_id=look.case.region_id, administration_id=None)}
    while left:
        days += timedelta(days=1)
        left -= days.weekday() < 5 and days not in holidays
    return datetime.combine(days, time(23, 59, 59), tzinfo=UTC)


@guard("the_administration_does_not_answer", "application.escalate")
def nobody_could_or_did_answer(look: Look) -> bool:
    silent = look.now > _silent_at(look) and _said(look, "reserved_at") is None
    return silent or not somebody_can_be(look, *OFFICIALS)


@guard("it_is_not_with_the_office", "application.escalate")
def the_office_had_not_got_it(look: Look) -> bool:
    return _said(look, "escalated_at") is None


@guard("it_is_with_the_office", "application.ask_administration_again", "application.endorse_on_paper")
def the_office_had_got_it(look: Look) -> bool:
    return _said(look, "escalated_at") is not None


@guard("somebody_can_endorse", "application.ask_administration_again", "application.lapse")
def somebody_there_could_speak(look: Look) -> bool:
    return look.case.state != "awaiting_endorsement" or somebody_can_be(look, *OFFICIALS)


@guard("letters_on_paper_are_taken", "application.endorse_on_paper")
def the_scheme_took_paper(look: Look) -> bool:
    return bool(look.numbers["paper_letters"])
