"""The panel: nobody records alone, the votes are secret until one's own is given, and an interest takes one out."""

from datetime import timedelta

import pytest

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.people.models import Interest
from accreditation.reviews.panel_seats import end_seat, note_absence
from accreditation.reviews.voting import vote, votes_shown_to
from accreditation.transition import facts_of, perform_transition
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.deciding.conftest import CHAIR, DEPUTY, HEAD, MEMBER, Bench


def _all_vote(bench: Bench, choice: str = "shortlist") -> None:
    for key in (CHAIR, DEPUTY, MEMBER):
        bench.vote(key, choice)


def test_nobody_records_before_quorum_and_majority_stand(bench: Bench) -> None:
    for key in (CHAIR, HEAD, DEPUTY):
        with pytest.raises(TransitionRefused):
            bench.record(key)
    bench.vote(CHAIR, "shortlist")
    bench.vote(DEPUTY, "shortlist")
    with pytest.raises(TransitionRefused, match="took part"):
        bench.record(CHAIR)
    bench.vote(MEMBER, "abstain")
    bench.record(CHAIR)


def test_only_what_the_votes_carry_and_only_by_the_chair(bench: Bench) -> None:
    _all_vote(bench, "waitlist")
    with pytest.raises(TransitionRefused, match="carry"):
        bench.record(CHAIR, "shortlist")
    for key in (DEPUTY, HEAD):
        with pytest.raises(TransitionRefused, match="chair"):
            bench.record(key, "waitlist")
    bench.record(CHAIR, "waitlist")


def test_the_deputy_records_while_the_chair_is_away(bench: Bench) -> None:
    _all_vote(bench)
    chair = next(row for row in _seats(bench) if row.duty == "chair")
    note_absence(bench.session, bench.actor(CHAIR), chair, clock.today(), clock.today())
    with pytest.raises(TransitionRefused):
        bench.record(CHAIR)
    bench.record(DEPUTY)


def _seats(bench: Bench) -> list:
    from accreditation.reviews.panel_seats import seats_of

    return list(seats_of(bench.session, bench.case.call))


def test_an_interest_found_late_takes_the_vote_away_and_the_door_stays_shut(bench: Bench) -> None:
    _all_vote(bench)
    bench.record(CHAIR)
    case, member = bench.case, bench.person(MEMBER)
    tie = {"region_id": case.region_id, "person_id": member.id, "other_id": case.applicant_id, "kind": "close"}
    bench.session.add(Interest(**tie))
    bench.session.flush()
    facts = facts_of(bench.session, case)
    assert member.id in facts.panel.interested and member.id not in facts.panel.entitled
    with pytest.raises(TransitionRefused, match="took part"):
        perform_transition(bench.session, case, "shortlist", actor=bench.actor(CHAIR), seen_version=case.version)
    assert case.state is ApplicationState.AWAITING_SHORTLISTING


def test_a_voter_who_turns_out_to_be_a_friend_takes_the_decision_along_until_it_is_recorded_without_them(
    bench: Bench,
) -> None:
    """Also where the votes of the others would carry it: it was taken together with somebody who may not decide."""
    bench.demand_votes(2)
    _all_vote(bench)
    bench.record(CHAIR)
    case, member = bench.case, bench.person(MEMBER)
    tie = {"region_id": case.region_id, "person_id": member.id, "other_id": case.applicant_id, "kind": "close"}
    bench.session.add(Interest(**tie))
    bench.session.flush()
    with pytest.raises(TransitionRefused, match="voted on it now holds an interest"):
        perform_transition(bench.session, case, "shortlist", actor=bench.actor(CHAIR), seen_version=case.version)
    with clock.at(staging.TODAY + timedelta(minutes=5)):
        bench.record(CHAIR)
        assert facts_of(bench.session, case).deciders_conflicted == 0
        perform_transition(bench.session, case, "shortlist", actor=bench.actor(CHAIR), seen_version=case.version)
    assert case.state is ApplicationState.SHORTLISTED


def test_who_has_an_interest_cannot_even_open_the_vote(bench: Bench) -> None:
    case, member = bench.case, bench.person(MEMBER)
    tie = {"region_id": case.region_id, "person_id": member.id, "other_id": case.applicant_id, "kind": "close"}
    bench.session.add(Interest(**tie))
    bench.session.flush()
    with pytest.raises(NotPermitted):
        bench.vote(MEMBER, "shortlist")


def test_votes_are_secret_until_ones_own_is_given(bench: Bench) -> None:
    bench.vote(CHAIR, "shortlist")
    assert votes_shown_to(bench.session, bench.actor(DEPUTY), bench.case) is None
    assert votes_shown_to(bench.session, bench.actor(HEAD), bench.case) is None
    bench.vote(DEPUTY, "recused", "We studied together.")
    shown = votes_shown_to(bench.session, bench.actor(DEPUTY), bench.case)
    assert [(row.person_id, row.choice) for row in shown] == [
        (bench.person(CHAIR).id, "shortlist"), (bench.person(DEPUTY).id, "recused"),
    ]  # fmt: skip


def test_a_vote_may_change_until_the_decision_is_recorded_and_stays_on_record(bench: Bench) -> None:
    first = bench.vote(CHAIR, "waitlist")
    with clock.at(staging.TODAY + timedelta(minutes=5)):
        bench.vote(CHAIR, "shortlist")
        assert first.replaced_at == clock.now() and first.choice == "waitlist"
        bench.vote(DEPUTY, "shortlist")
        bench.vote(MEMBER, "shortlist")
        bench.record(CHAIR)
        with pytest.raises(TransitionRefused, match="recorded"):
            bench.vote(CHAIR, "waitlist")


def test_a_stale_page_an_unknown_choice_and_stepping_back_without_a_word_are_refused(bench: Bench) -> None:
    case = bench.case
    with pytest.raises(ChangedMeanwhile):
        vote(bench.session, bench.actor(CHAIR), case, "shortlist", "", seen_version=case.version - 1)
    for choice, reason in (("accredit", ""), ("", ""), ("recused", " ")):
        with pytest.raises(Invalid):
            bench.vote(CHAIR, choice, reason)


def test_who_has_no_seat_has_no_vote_and_an_ended_seat_no_longer_counts(bench: Bench) -> None:
    with pytest.raises(TransitionRefused, match="no vote"):
        bench.vote(HEAD, "shortlist")
    _all_vote(bench)
    end_seat(bench.session, bench.actor(HEAD), next(row for row in _seats(bench) if row.duty == "member"))
    with pytest.raises(TransitionRefused, match="took part"):
        bench.record(CHAIR)


def test_votes_before_a_return_to_review_count_no_longer(bench: Bench) -> None:
    _all_vote(bench)
    case = bench.case
    with clock.at(staging.TODAY + timedelta(hours=1)):
        perform_transition(
            bench.session, case, "return_to_review", actor=bench.actor("oficial"), note="x", seen_version=case.version
        )
    with clock.at(staging.TODAY + timedelta(hours=2)):
        perform_transition(bench.session, case, "close_review", actor=bench.actor("oficial"), seen_version=case.version)
        with pytest.raises(TransitionRefused, match="took part"):
            bench.record(CHAIR)


def test_whoever_voted_took_part_in_the_decision(bench: Bench) -> None:
    """And so sits on no panel of an appeal against it."""
    bench.vote(MEMBER, "abstain")
    bench.vote(DEPUTY, "recused", "A friend.")
    facts = facts_of(bench.session, bench.case)
    assert Involvement.DECIDER in facts.involvement_of(bench.person(MEMBER).id)
    assert Involvement.DECIDER not in facts.involvement_of(bench.person(DEPUTY).id)


def test_seats_are_given_by_the_head_once_to_each_and_one_chair(bench: Bench) -> None:
    for key, duty in ((CHAIR, "member"), ("oficial2", "chair")):
        with pytest.raises(Invalid):
            bench.seat(key, duty)


def test_by_browser(peopled: object, walk: object) -> None:
    from accreditation.extensions import db
    from tests.deciding.conftest import before_the_panel

    with clock.at(staging.TODAY):
        with peopled.app_context():  # type: ignore[attr-defined]
            case = before_the_panel(db.session())
            Bench(db.session(), case).demand_votes(2)
            number, reference = case.number, case.call.reference
            db.session.commit()
        head = walk(peopled, f"{HEAD}@demo.example", "en")  # type: ignore[operator]
        panel = f"/office/calls/{reference}/panel?lang=en"
        head.open(panel).submit(having="duty", person="nobody@demo.example", duty="chair", expect=422)
        for key, duty in ((CHAIR, "chair"), (DEPUTY, "deputy")):
            head.open(panel).submit(having="duty", person=f"{key}@demo.example", duty=duty)
        chair, deputy = (walk(peopled, f"{key}@demo.example", "en") for key in (CHAIR, DEPUTY))  # type: ignore[operator]
        for browser in (chair, deputy):
            browser.open(f"/cases/{number}/decide?lang=en")
            assert "You see the votes of the others when" in browser.text
            browser.submit("/vote", choice="shortlist")
            assert "Your vote is recorded" in browser.text
            votes = [row.get_text(strip=True) for row in browser.page.select("#vote .rows__title")]
            assert votes and all(vote.endswith(": Application short-listed") for vote in votes)
        assert deputy.page.find("input", {"name": "outcome"}) is None
        chair.open(f"/cases/{number}/decide").submit(having="outcome", outcome="shortlist", words="Welcome.")
        assert "Recorded, not yet published" in chair.text
