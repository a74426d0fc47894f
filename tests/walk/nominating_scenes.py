"""Scenes of an administration's word on its applicant, and for each of its guards one thing gone wrong."""

from datetime import timedelta
from typing import Any

from accreditation import clock
from accreditation.applications.nomination_models import Nomination
from accreditation.people.models import RoleGrant
from accreditation.workflow.actors import Role, Scope
from tests.walk import evidence
from tests.walk.ground import Ground, new_person
from tests.walk.scenes import scene, waiting_in
from tests.walk.spoilers import spoils

NO_OFFICIAL = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)


@scene("application.endorse")
def a_promise_written(ground: Ground) -> Any:
    case = waiting_in(ground, "awaiting_endorsement")
    evidence.promise_release(ground, case)
    return case


@scene("application.decline_to_endorse")
def a_nomination_to_decide(ground: Ground) -> Any:
    return waiting_in(ground, "awaiting_endorsement")


def appoint(ground: Ground, case: Any, person: Any, role: Role) -> Any:
    where = {"region_id": case.region_id, "scope": Scope.ADMINISTRATION, "scope_id": case.administration_id}
    return ground.add(RoleGrant(person_id=person.id, role=role, starts_on=clock.today(), **where))


def _appoint(ground: Ground, case: Any, role: Role) -> None:
    appoint(ground, case, new_person(ground, case.region_id, case.administration_id), role)


@scene("application.recommend", "application.advise_against")
def an_administration_of_two_levels(ground: Ground) -> Any:
    case = waiting_in(ground, "awaiting_endorsement")
    ground.put(case.administration, endorsement_levels=2)
    _appoint(ground, case, Role.HEAD_OF_UNIT)
    return case


@scene("application.keep_in_reserve")
def one_more_than_places(ground: Ground) -> Any:
    case = waiting_in(ground, "awaiting_endorsement")
    a_colleague_has_the_last_place(ground, case)
    return case


def _forget_officials(ground: Ground, case: Any) -> None:
    for role in NO_OFFICIAL:
        ground.put_where("role_grant", {"scope_id": case.administration_id, "role": role}, revoked_at=clock.now())


@scene("application.escalate")
def an_administration_without_anybody(ground: Ground) -> Any:
    case = waiting_in(ground, "awaiting_endorsement")
    _forget_officials(ground, case)
    return case


@scene("application.ask_administration_again")
def somebody_was_appointed(ground: Ground) -> Any:
    case = an_administration_without_anybody(ground)
    ground.step(case, "escalate")
    _appoint(ground, case, Role.CONTACT_POINT)
    return case


@scene("application.endorse_on_paper")
def a_letter_came_by_post(ground: Ground) -> Any:
    case = waiting_in(ground, "awaiting_endorsement")
    evidence.promise_release(ground, case)
    _forget_officials(ground, case)
    ground.step(case, "escalate")
    return case


@spoils("application", "the_administration_has_two_levels")
def it_goes_back_to_one_level(ground: Ground, case: Any) -> None:
    ground.put(case.administration, endorsement_levels=1)


def _note(ground: Ground, case: Any, **values: Any) -> None:
    ground.remove("nomination", application_id=case.id)
    ground.add(Nomination(application_id=case.id, **values))


@spoils("application", "the_first_word_is_open")
def another_head_was_faster(ground: Ground, case: Any) -> None:
    _note(ground, case, recommended=False)


@spoils("application", "the_first_word_is_given")
def a_head_of_unit_has_to_speak_first(ground: Ground, case: Any) -> None:
    ground.put(case.administration, endorsement_levels=2)
    _appoint(ground, case, Role.HEAD_OF_UNIT)


@spoils("application", "the_letter_is_there")
def neither_letter_nor_signature(ground: Ground, case: Any) -> None:
    ground.put_where("endorsement", {"application_id": case.id}, letter_id=None, signed_at=None)


@spoils("application", "release_is_promised")
def no_day_is_promised(ground: Ground, case: Any) -> None:
    ground.put_where("endorsement", {"application_id": case.id}, days_per_year=0)


@spoils("application", "the_quota_is_not_used_up")
def a_colleague_has_the_last_place(ground: Ground, case: Any) -> None:
    colleague = ground.first("application", state="screening")
    ground.put(colleague, administration_id=case.administration_id)
    ground.put(case.call, quota=1)


@spoils("application", "the_quota_is_used_up")
def the_call_has_more_places(ground: Ground, case: Any) -> None:
    ground.put(case.call, quota=20)


@spoils("application", "the_call_keeps_a_reserve")
def who_is_below_is_not_endorsed(ground: Ground, case: Any) -> None:
    ground.put(case.call, below_quota="not_endorsed")


@spoils("application", "it_is_not_in_reserve")
def it_waits_there_already(ground: Ground, case: Any) -> None:
    _note(ground, case, reserved_at=clock.now())


@spoils("application", "the_administration_does_not_answer")
def an_official_is_appointed(ground: Ground, case: Any) -> None:
    _appoint(ground, case, Role.CONTACT_POINT)
    ground.put(case, state_since=clock.now() - timedelta(hours=1))


@spoils("application", "it_is_not_with_the_office")
def the_office_has_it(ground: Ground, case: Any) -> None:
    _note(ground, case, escalated_at=clock.now())


@spoils("application", "it_is_with_the_office")
def the_office_has_it_no_longer(ground: Ground, case: Any) -> None:
    ground.put_where("nomination", {"application_id": case.id}, escalated_at=None)


@spoils("application", "somebody_can_endorse")
def the_only_official_leaves(ground: Ground, case: Any) -> Any:
    if case.state.value == "awaiting_endorsement":
        _forget_officials(ground, case)
        return None
    waiting = waiting_in(ground, "awaiting_endorsement")
    _forget_officials(ground, waiting)
    ground.put(waiting, due_at=clock.now() - timedelta(days=1))
    return waiting


@spoils("application", "letters_on_paper_are_taken")
def the_scheme_takes_no_paper(ground: Ground, case: Any) -> None:
    ground.put(case.scheme, numbers={**case.scheme.numbers, "paper_letters": 0})
