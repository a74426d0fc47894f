"""Two keys, one transaction, an exact log, and the way back; after a merge nobody has a part in what is now their own case."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.database import Base
from accreditation.duplicates.columns import ENDS, MOVES, STAYS
from accreditation.duplicates.conflicts import reasons_against_merging
from accreditation.duplicates.merging import confirm_merge, drop_proposal, propose_merge
from accreditation.duplicates.models import PersonMerge
from accreditation.duplicates.moving import from_log, rows_of
from accreditation.duplicates.separating import separate
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.history import StateChange, breaks_in, timeline_of
from accreditation.invariants import broken_rows
from accreditation.people import feeds, links, passwords, sessions
from accreditation.people.actor import actor_of
from accreditation.people.deputizing import name_deputy
from accreditation.people.models import Consent, Interest, Person, PersonKey, RoleGrant
from accreditation.people.new_passwords import ask_for_new_password
from accreditation.people.queries import other_addresses_of, person_by_email
from accreditation.people.session_models import OneUseLink, SignInSession
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.tasks import tasks_of
from accreditation.texts import say
from accreditation.transition import facts_of, perform_transition
from accreditation.workflow import permissions
from accreditation.workflow.actors import OWN_CASE, Role, Scope
from accreditation.workflow.states import HELD
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.duplicates.conftest import HEAD, LIAISON, OFFICER, OTHER_OFFICER, Office


def _case(office: Office, state: S) -> Application:
    query = select(Application).where(Application.state == state).order_by(Application.number)
    return office.session.scalars(query).first()


def _whole(office: Office) -> list[str]:
    office.session.flush()
    return list(broken_rows(office.session))


def test_every_column_that_names_a_person_is_provided_for(office: Office) -> None:
    named = {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    provided = [*(reference.name for reference in MOVES), *ENDS, *STAYS]
    assert sorted(provided) == sorted(named), "say in duplicates/columns.py what a merge does with it"


def test_everything_moves_and_is_logged_and_the_past_stays(office: Office, twins: tuple[Person, Person]) -> None:
    second, kept = twins  # the account with the cases is the one that ends
    case = _case_of(office, second)
    version, before = case.version, [(step.actor_id, step.hash) for step in timeline_of(office.session, case.id)]
    planned = rows_of(office.session, second.id, kept.id)
    merge = office.merge(kept, second)
    assert from_log(merge.moved) == {reference: list(ids) for reference, ids in planned.items()}
    assert case.applicant_id == kept.id and case.version > version
    assert rows_of(office.session, second.id, kept.id) == {}
    assert [(step.actor_id, step.hash) for step in timeline_of(office.session, case.id)] == before
    assert breaks_in(timeline_of(office.session, case.id)) == []
    assert second.disabled_at == clock.now() and second.merged_into_id == kept.id
    assert _whole(office) == []


def test_what_a_person_agreed_to_keeps_its_wording(office: Office, twins: tuple[Person, Person]) -> None:
    second, kept = twins
    office.session.add(Consent(person_id=second.id, kind="privacy", version="2026-1", given_at=clock.now()))
    office.session.flush()
    office.merge(kept, second)
    moved = office.session.scalars(select(Consent).where(Consent.person_id == kept.id, Consent.kind == "privacy")).all()
    assert "2026-1" in {consent.version for consent in moved}


def _case_of(office: Office, person: Person) -> Application:
    return office.session.scalars(select(Application).where(Application.applicant_id == person.id)).first()


def test_two_keys_of_two_offices(office: Office, twins: tuple[Person, Person]) -> None:
    kept, second = twins
    with pytest.raises(NotPermitted):
        propose_merge(office.session, office.actor("auditoria@demo.example"), kept, second, "x")
    with pytest.raises(Invalid):
        propose_merge(office.session, office.actor(HEAD), kept, second, "  ")
    merge = propose_merge(office.session, office.actor(OFFICER), kept, second, "Llamada.")
    with pytest.raises(TransitionRefused):
        propose_merge(office.session, office.actor(HEAD), second, kept, "Llamada.")
    for email in (OFFICER, OTHER_OFFICER, HEAD):
        with pytest.raises(TransitionRefused):
            confirm_merge(office.session, office.actor(email), merge)
    assert merge.waits and second.disabled_at is None
    confirm_merge(office.session, office.actor(LIAISON), merge)
    assert merge.stands


def test_a_second_key_is_turned_in_time_or_not_at_all(office: Office, twins: tuple[Person, Person]) -> None:
    kept, second = twins
    merge = propose_merge(office.session, office.actor(HEAD), kept, second, "Llamada.")
    with clock.at(staging.TODAY + timedelta(days=14)):
        with pytest.raises(TransitionRefused):
            confirm_merge(office.session, office.actor(LIAISON), merge)
        again = propose_merge(office.session, office.actor(HEAD), kept, second, "Otra llamada.")
        confirm_merge(office.session, office.actor(LIAISON), again)
    assert again.stands and not merge.stands


def test_the_proposers_deputy_is_no_second_key(office: Office, twins: tuple[Person, Person]) -> None:
    kept, second = twins
    head = office.person(HEAD)
    grant = office.session.scalars(select(RoleGrant).where(RoleGrant.person_id == head.id)).first()
    trainer = office.person("formador@demo.example")
    today = clock.today()
    name_deputy(
        office.session, office.actor("administracion@demo.example"), grant, trainer, starts_on=today, ends_on=today
    )
    merge = propose_merge(office.session, office.actor(HEAD), kept, second, "Llamada.")
    with pytest.raises(TransitionRefused):
        confirm_merge(office.session, actor_of(office.session, trainer), merge)


def test_nobody_of_the_office_merges_themselves_or_a_relative(office: Office) -> None:
    officer = office.person(OFFICER)
    second = office.second_account(officer)
    with pytest.raises(NotPermitted):
        propose_merge(office.session, office.actor(OFFICER), officer, second, "Soy yo.")
    office.session.add(
        Interest(region_id=officer.region_id, person_id=office.person(HEAD).id, other_id=officer.id, kind="family")
    )
    office.session.flush()
    with pytest.raises(NotPermitted):
        propose_merge(office.session, office.actor(HEAD), officer, second, "Es ella.")


def test_a_proposal_taken_back_moves_nothing(office: Office, twins: tuple[Person, Person]) -> None:
    kept, second = twins
    merge = propose_merge(office.session, office.actor(HEAD), kept, second, "Llamada.")
    drop_proposal(office.session, office.actor(OFFICER), merge)
    assert not merge.stands and second.merged_into_id is None
    propose_merge(office.session, office.actor(HEAD), kept, second, "Otra vez.")


def test_sessions_links_and_calendar_end_and_the_address_leads_to_the_account_kept(
    office: Office, twins: tuple[Person, Person]
) -> None:
    kept, second = twins
    session = office.session
    kept.password_hash = passwords.hash_of("una frase bastante larga")
    calendar = feeds.make_feed(session, second)
    sessions.open_session(session, second, "x")
    _link, link_token = links.make_link(session, "reset_password", second, second.email)
    office.merge(kept, second)
    assert session.scalars(select(SignInSession.ended_at).where(SignInSession.person_id == second.id)).all() == [
        clock.now()
    ]
    assert feeds.person_by_feed(session, calendar) is None
    assert links.open_link(session, link_token, "reset_password") is None
    assert person_by_email(session, second.email.upper()) is kept
    assert other_addresses_of(session, kept) == [second.email]
    ask_for_new_password(session, second.email)
    newest = session.scalars(select(OneUseLink).order_by(OneUseLink.created_at.desc(), OneUseLink.id.desc())).first()
    assert (newest.person_id, newest.email) == (kept.id, kept.email)
    assert session.scalars(select(PersonKey).where(PersonKey.person_id == second.id)).first() is None


def _give_role(office: Office, person: Person, role: Role) -> None:
    office.session.add(
        RoleGrant(
            region_id=person.region_id, person_id=person.id, role=role, scope=Scope.REGION,
            scope_id=person.region_id, starts_on=clock.today(),
        )
    )  # fmt: skip
    office.session.flush()


@pytest.mark.parametrize(
    ("state", "step"), [(S.AWAITING_ACCREDITATION, "accredit"), (S.AWAITING_PRE_ACCREDITATION, "pre_accredit")]
)
def test_after_a_merge_nobody_decides_on_what_is_now_their_own_case(office: Office, state: S, step: str) -> None:
    case = _case(office, state)
    applicant = case.applicant
    judge = office.second_account(applicant, administration_id=None)
    _give_role(office, judge, Role.ROCB_HEAD)
    actor = actor_of(office.session, judge)
    assert case.number in {task.address for task in tasks_of(office.session, actor, 200)}
    assert permissions.may(permissions.DECIDE, actor, facts_of(office.session, case), case.state)
    office.merge(applicant, judge)
    actor = actor_of(office.session, applicant)
    assert actor.holds(Role.ROCB_HEAD, applicant.region_id)
    assert case.number not in {task.address for task in tasks_of(office.session, actor, 200)}
    assert not permissions.may(permissions.DECIDE, actor, facts_of(office.session, case), case.state)
    assert not permissions.may(permissions.READ_JUDGEMENTS, actor, facts_of(office.session, case), case.state)
    with pytest.raises(TransitionRefused) as refused:
        perform_transition(office.session, case, step, actor=actor, note="x", seen_version=case.version)
    assert OWN_CASE in refused.value.reasons


def test_ties_of_both_hold_after_the_merge(office: Office) -> None:
    case = _case(office, S.AWAITING_ACCREDITATION)
    head = office.person(HEAD)
    second = office.second_account(case.applicant)
    office.session.add(Interest(region_id=head.region_id, person_id=head.id, other_id=second.id, kind="family"))
    office.session.flush()
    assert permissions.may(permissions.DECIDE, office.actor(HEAD), facts_of(office.session, case), case.state)
    proposed = propose_merge(office.session, office.actor(OFFICER), case.applicant, second, "Llamada.")
    confirm_merge(office.session, office.actor(LIAISON), proposed)
    assert case.applicant_id in office.actor(HEAD).related_to
    assert not permissions.may(permissions.DECIDE, office.actor(HEAD), facts_of(office.session, case), case.state)


def _sentences(office: Office, one: Person, other: Person) -> str:
    return " ".join(say(reason, "en") for reason in reasons_against_merging(office.session, one, other))


def test_two_live_applications_in_a_call_are_refused(office: Office) -> None:
    first = _case(office, S.ON_MISSION)
    query = select(Application).where(
        Application.call_id == first.call_id, Application.state == S.AWAITING_ACCREDITATION
    )
    second = office.session.scalars(query).first()
    said = _sentences(office, first.applicant, second.applicant)
    assert first.number in said and second.number in said
    with pytest.raises(TransitionRefused):
        propose_merge(office.session, office.actor(HEAD), first.applicant, second.applicant, "x")


def test_a_reviewer_of_ones_own_case_is_refused_whichever_account_is_kept(office: Office) -> None:
    assignment = office.session.scalars(
        select(ReviewAssignment).where(ReviewAssignment.declared_at.is_not(None)).order_by(ReviewAssignment.id)
    ).first()
    case, reviewer = assignment.application, assignment.reviewer
    for pair in ((case.applicant, reviewer), (reviewer, case.applicant)):
        assert case.number in _sentences(office, *pair)


def test_whoever_took_a_step_in_a_case_of_the_other_is_refused(office: Office) -> None:
    step = office.session.scalars(
        select(StateChange).where(StateChange.transition == "start_review").order_by(StateChange.id)
    ).first()
    case = office.session.get_one(Application, step.subject_id)
    actor = office.session.get_one(Person, step.actor_id)
    assert case.number in _sentences(office, case.applicant, actor)


def test_reviewer_and_decider_of_the_same_case_stay_two(office: Office) -> None:
    query = select(Decision, ReviewAssignment).join(
        ReviewAssignment, ReviewAssignment.application_id == Decision.application_id
    )
    decision, assignment = office.session.execute(query.where(ReviewAssignment.declared_at.is_not(None))).first()
    number = office.session.get_one(Application, decision.application_id).number
    assert number in _sentences(office, decision.decided_by, assignment.reviewer)


def test_both_accredited_in_the_same_scope_are_refused(office: Office) -> None:
    held = office.session.scalars(
        select(Accreditation).where(Accreditation.state.in_(list(HELD))).order_by(Accreditation.id)
    ).all()
    one, other = held[0], next(each for each in held if each.person_id != held[0].person_id)
    assert "accredited for" not in _sentences(office, one.person, other.person)
    other.subject_id, other.category_id, other.language = one.subject_id, one.category_id, one.language
    office.session.flush()
    assert "accredited for" in _sentences(office, one.person, other.person)


def test_separated_again_everything_is_as_before(office: Office, twins: tuple[Person, Person]) -> None:
    second, kept = twins
    case = _case_of(office, second)
    mine, yours = _holdings(office, second, kept), _holdings(office, kept, second)
    merge = office.merge(kept, second)
    with pytest.raises(NotPermitted):
        separate(office.session, office.actor(OFFICER), merge, "Son dos.")
    separate(office.session, office.actor(HEAD), merge, "Son dos: lo mostró el pasaporte.")
    assert (_holdings(office, second, kept), _holdings(office, kept, second)) == (mine, yours)
    assert case.applicant_id == second.id and second.disabled_at is None
    assert person_by_email(office.session, second.email) is second
    assert office.session.scalars(select(PersonKey).where(PersonKey.person_id == second.id)).first() is not None
    with pytest.raises(ChangedMeanwhile):
        separate(office.session, office.actor(HEAD), merge, "Otra vez.")
    assert breaks_in(timeline_of(office.session, case.id)) == [] and _whole(office) == []


def _holdings(office: Office, one: Person, other: Person) -> Any:
    return {reference.name: set(ids) for reference, ids in rows_of(office.session, one.id, other.id).items()}


def test_what_was_made_since_stays_with_the_account_kept(office: Office, twins: tuple[Person, Person]) -> None:
    kept, second = twins
    merge = office.merge(kept, second)
    _give_role(office, kept, Role.MENTOR)
    separate(office.session, office.actor(HEAD), merge, "Son dos.")
    assert actor_of(office.session, kept).holds(Role.MENTOR, kept.region_id)
    assert not actor_of(office.session, second).roles()


def test_no_separation_where_something_since_forbids_it(office: Office, twins: tuple[Person, Person]) -> None:
    second, kept = twins
    case = _case_of(office, second)
    merge = office.merge(kept, second)
    third = office.second_account(kept, email="tercera@correo.example")
    again = office.merge(third, kept)
    with pytest.raises(TransitionRefused) as refused:
        separate(office.session, office.actor(HEAD), merge, "Son dos.")
    assert "Separate that first" in say(refused.value.reasons[0], "en")
    separate(office.session, office.actor(HEAD), again, "Son dos.")
    case.applicant_id = third.id
    office.session.flush()
    with pytest.raises(TransitionRefused) as refused:
        separate(office.session, office.actor(HEAD), merge, "Son dos.")
    assert "Applications" in say(refused.value.reasons[0], "en")


def test_merge_and_separation_on_both_databases(lived_in: Any) -> None:
    with clock.at(staging.TODAY), lived_in.app_context():
        office = Office(db.session())
        second = office.person("enmision@demo.example")
        kept = office.second_account(second)
        before = _holdings(office, second, kept)
        merge = office.merge(kept, second)
        assert _holdings(office, kept, second) == before and _whole(office) == []
        merge, kept = office.session.get_one(PersonMerge, merge.id), office.person(kept.email)
        assert merge.absorbed.merged_into_id == kept.id
        separate(office.session, office.actor(HEAD), merge, "Son dos.")
        second = office.person("enmision@demo.example")
        assert _holdings(office, second, office.person(kept.email)) == before and _whole(office) == []
