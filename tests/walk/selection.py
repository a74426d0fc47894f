"""Witnesses of the guards from draft to short list: call, dossier, questions, checks, reviews, decisions."""

from typing import Any

from tests.walk.look import Look
from tests.walk.statements import guard
from tests.walk.who import belongs, holder_of, is_party, is_tied, took_part, vouches

OUTCOMES = (
    *("shortlist", "waitlist", "not_select", "pre_accredit", "offer_resit", "find_not_successful"),
    *("accredit", "recognize", "order_second_mission", "refuse_accreditation"),
)


@guard(
    "it_is_not_on_hold",
    *("application.submit", "application.endorse", "application.decline_to_endorse", "application.recommend"),
    *("application.advise_against", "application.keep_in_reserve", "application.escalate"),
    *("application.ask_administration_again", "application.endorse_on_paper"),
    *("application.ask_for_information", "application.answer_to_screening", "application.answer_to_review"),
    *("application.start_review", "application.find_ineligible", "application.close_review"),
    *("application.return_to_review", "application.shortlist", "application.waitlist", "application.not_select"),
    *("application.invite", "application.confirm", "application.defer", "application.pre_accredit"),
    *("application.offer_resit", "application.find_not_successful", "application.begin_mission"),
    *("application.accredit", "application.recognize", "application.order_second_mission"),
    *("application.refuse_accreditation", "application.lapse", "application.hold", "application.extend"),
    *("application.end_deferral", "application.pass_over_workshop", "application.pass_over_mission"),
    *("application.overturn_selection", "application.overturn_workshop_result", "application.overturn_accreditation"),
)
def the_case_was_not_held(look: Look) -> bool:
    return not look.case.on_hold


@guard("it_is_on_hold", "application.release_hold")
def the_case_was_held(look: Look) -> bool:
    return bool(look.case.on_hold)


@guard("the_call_is_open", "application.submit", "application.reopen_draft")
def the_call_was_open(look: Look) -> bool:
    return look.call.opens_at <= look.now <= look.call.closes_at


@guard("it_was_never_submitted", "application.reopen_draft")
def it_had_lapsed_as_a_draft(look: Look) -> bool:
    return look.case.submitted_at is None and not look.taken_before("submit")


def required(entries: list[dict[str, Any]]) -> set[str]:
    return {entry["key"] for entry in entries if entry.get("required")}


@guard("every_section_is_complete", "application.submit")
def no_section_was_left(look: Look) -> bool:
    written = look.rows("section", application_id=look.case.id, is_complete=True)
    return required(look.scheme.sections) <= {row.key for row in written}


@guard("every_document_is_there", "application.submit")
def no_document_was_left(look: Look) -> bool:
    kept = look.rows("document", application_id=look.case.id, removed_at=None)
    return required(look.scheme.documents) <= {row.kind for row in kept}


@guard("the_declaration_is_signed", "application.submit")
def the_applicant_had_signed(look: Look) -> bool:
    return look.case.signed_at is not None


def _open_items(look: Look) -> list[Any]:
    asked = {row.id for row in look.rows("information_request", application_id=look.case.id, closed_at=None)}
    return list(look.rows("information_item", request_id=asked)) if asked else []


@guard("something_is_asked", "application.ask_for_information")
def something_was_asked(look: Look) -> bool:
    return bool(_open_items(look))


@guard("everything_is_answered", "application.answer_to_screening", "application.answer_to_review")
def no_item_was_left(look: Look) -> bool:
    return all(item.answered_at for item in _open_items(look))


def _asked_from(look: Look) -> str:
    return max(look.taken_before("ask_for_information"), key=lambda link: link.sequence).from_state


@guard("it_was_asked_at_screening", "application.answer_to_screening")
def the_office_had_asked(look: Look) -> bool:
    return _asked_from(look) == "screening"


@guard("it_was_asked_in_review", "application.answer_to_review")
def the_reviewers_had_asked(look: Look) -> bool:
    return _asked_from(look) == "under_review"


@guard("every_criterion_is_checked", "application.start_review", "application.find_ineligible")
def no_condition_was_left(look: Look) -> bool:
    checked = {row.criterion for row in look.rows("eligibility_check", application_id=look.case.id)}
    return {condition["key"] for condition in look.scheme.eligibility} <= checked


@guard("every_check_is_passed", "application.start_review")
def no_condition_had_failed(look: Look) -> bool:
    return not look.rows("eligibility_check", application_id=look.case.id, passed=False)


@guard("a_check_has_failed", "application.find_ineligible")
def some_condition_had_failed(look: Look) -> bool:
    return bool(look.rows("eligibility_check", application_id=look.case.id, passed=False))


def _reviewers(look: Look) -> list[Any]:
    return list(look.rows("review_assignment", application_id=look.case.id, ended_at=None))


@guard("enough_reviewers_are_assigned", "application.start_review")
def there_were_reviewers(look: Look) -> bool:
    return len(_reviewers(look)) >= look.numbers["reviewers"]


@guard(
    "no_reviewer_has_an_interest",
    *("application.start_review", "application.close_review", "application.shortlist", "application.waitlist"),
    "application.not_select",
)
def every_reviewer_was_a_stranger(look: Look) -> bool:
    people = [row.reviewer_id for row in _reviewers(look)]
    barred = (is_tied, belongs, vouches)
    return not any(one == holder_of(look) or any(bar(look, one) for bar in barred) for one in people)


@guard("every_score_is_in", "application.close_review")
def every_reviewer_had_handed_in(look: Look) -> bool:
    rows = _reviewers(look)
    return len(rows) >= look.numbers["reviewers"] and all(row.handed_in_at for row in rows)


@guard("enough_references_are_in", "application.close_review")
def the_references_were_in(look: Look) -> bool:
    rows = look.rows("referee_request", application_id=look.case.id)
    return sum(row.answered_at is not None for row in rows) >= look.numbers.get("references_needed", 0)


def _given(look: Look) -> dict[Any, dict[str, int]]:
    """Reviewer's assignment -> criterion -> level, of what was handed in and stands."""
    handed = {row.id for row in _reviewers(look) if row.handed_in_at}
    scores = look.rows("score", assignment_id=handed) if handed else []
    given: dict[Any, dict[str, int]] = {}
    for row in scores:
        given.setdefault(row.assignment_id, {})[row.criterion] = row.level
    return given


@guard("the_scores_agree", "application.close_review")
def the_scores_lay_close_together_or_another_was_asked(look: Look) -> bool:
    if look.rows("score_discussion", application_id=look.case.id, closed_at=None):
        return False
    weights = {criterion["key"]: criterion["weight"] for criterion in look.scheme.scoring}
    given = list(_given(look).values())
    means = [
        sum(weights[key] * level for key, level in own.items()) / sum(weights[key] for key in own) for own in given
    ]
    apart = [[own[key] for own in given if key in own] for key in weights]
    near = len(given) < 2 or (
        100 * (max(means) - min(means)) <= look.numbers["score_spread_hundredths"]
        and all(max(one) - min(one) <= look.numbers.get("criterion_spread_levels", 4) for one in apart if one)
    )
    settled = look.numbers.get("third_reviewer", 1) and len(_reviewers(look)) > look.numbers["reviewers"]
    return near or bool(settled)


@guard("no_floor_of_the_desk_review_bars", "application.shortlist")
def no_criterion_lay_below_its_floor_where_that_bars(look: Look) -> bool:
    """Cases of the walk have two reviewers, so what counts is their mean."""
    given = list(_given(look).values())
    if not look.numbers.get("desk_floor_bars") or not given:
        return True
    return all(sum(own[one["key"]] for own in given) / len(given) >= one.get("floor", 0) for one in look.scheme.scoring)


def _recorded(look: Look) -> Any:
    """The decision that waits for its publication, the latest if there are several."""
    waiting = look.rows("decision", application_id=look.case.id, released_at=None, set_aside_at=None)
    return max(waiting, key=lambda row: row.decided_at, default=None)


@guard("whoever_decided_is_impartial", *(f"application.{outcome}" for outcome in OUTCOMES))
def whoever_decided_had_no_part_since(look: Look) -> bool:
    decision = _recorded(look)
    if decision is None:
        return True
    votes = look.rows("panel_vote", application_id=look.case.id, replaced_at=None)
    voters = {vote.person_id for vote in votes if vote.choice != "recused" and vote.cast_at >= look.case.state_since}
    return not any(is_party(look, person) or belongs(look, person) for person in {decision.decided_by_id, *voters})


def _says(outcome: str) -> None:
    @guard(f"the_decision_says_{outcome}", f"application.{outcome}")
    def this_had_been_decided(look: Look) -> bool:
        decision = _recorded(look)
        return decision is not None and decision.outcome == outcome


for _outcome in OUTCOMES:
    _says(_outcome)


@guard(
    "reasons_are_given",
    *("application.waitlist", "application.not_select", "application.offer_resit", "application.find_not_successful"),
    *("application.order_second_mission", "application.refuse_accreditation"),
)
def the_decision_had_reasons(look: Look) -> bool:
    decision = _recorded(look)
    return decision is not None and bool(decision.reasons)


@guard("it_was_reviewed", "application.reopen_selection", "application.reopen_review", "application.overturn_selection")
def somebody_had_reviewed_it(look: Look) -> bool:
    return any(row.handed_in_at for row in _reviewers(look))


@guard("it_was_not_reviewed", "application.reopen_screening")
def nobody_had_reviewed_it(look: Look) -> bool:
    return not somebody_had_reviewed_it(look)


@guard("the_panel_agrees", "application.shortlist", "application.waitlist", "application.not_select")
def enough_of_the_panel_had_voted_for_it(look: Look) -> bool:
    quorum = look.numbers.get("panel_quorum", 1)
    decision = _recorded(look)
    if quorum == 1 or decision is None:
        return True
    seats = look.rows("panel_seat", call_id=look.case.call_id, ended_at=None)
    barred = (is_tied, belongs, took_part)
    sitting = {seat.person_id for seat in seats if not any(bar(look, seat.person_id) for bar in barred)}
    votes = look.rows("panel_vote", application_id=look.case.id, replaced_at=None)
    valid = [row.choice for row in votes if row.person_id in sitting and row.choice != "recused"]
    cast = [choice for choice in valid if choice != "abstain"]
    return len(valid) >= quorum and 100 * cast.count(decision.outcome) > look.numbers["panel_majority_percent"] * len(
        cast
    )
