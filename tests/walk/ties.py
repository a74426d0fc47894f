"""People with every role who stand too close: each tie alone, as raw rows, and actor rules that are blind to it."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.endorsement_models import Endorsement
from accreditation.applications.interviews import LanguageInterview
from accreditation.applications.nomination_models import Ranking
from accreditation.applications.referees.models import RefereeRequest
from accreditation.missions.models import Mission
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.region.models import Administration
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.training.marking_models import Attendance, Mark, MarkingAgain
from accreditation.training.models import FormerStaff, Workshop, WorkshopStaff
from accreditation.workflow.actors import Actor, Role, Scope, Who
from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Involvement
from tests.walk.ground import Ground, new_person
from tests.walk.spoilers import befriend

CLOSE = ("own case", "interest")
PARTS = (
    *("nominator", "speaker", "ranker", "reviewer", "former reviewer", "trainer", "assessor", "former trainer"),
    *("staff taken off", "marker", "mentor", "former mentor", "referee", "interviewer"),
    *("overruled", "overruled at screening", "remarker"),
)
HOME, VOICE, STAND_IN = "same administration", "voice of the administration", "deputy of a party"
IMPARTIAL = (*CLOSE, *PARTS, HOME, VOICE)

# Which ties each actor rule has to notice. A rule that names only a part in the case is left out.
BARRING: dict[str, tuple[str, ...]] = {
    "nominating_official": CLOSE,
    "endorsing_official": CLOSE,
    "head_of_unit": CLOSE,
    "officer_without_interest": CLOSE,
    "officer_or_assigned_reviewer": CLOSE,
    "head_of_office": CLOSE,
    "mentor_of_the_mission": CLOSE,
    "mentor_or_officer": CLOSE,
    # The candidate may decline, and the expert may be away: there one's own case is no bar.
    "candidate_or_administration": ("interest",),
    "person_concerned_or_officer": ("interest",),
    "officer_who_took_no_part": (*IMPARTIAL, STAND_IN, "appeals_panel"),
    "panel_member_without_interest": (*IMPARTIAL, STAND_IN, "appeals_panel"),
    "decision_maker_without_interest": (*IMPARTIAL, STAND_IN, "appeals_panel"),
    # The office has no administration; whoever decided does not issue.
    "certificate_officer": (*CLOSE, *PARTS, "decider", STAND_IN),
    "keeper_of_the_appeal": CLOSE,
    "keeper_who_did_not_decide": (*CLOSE, "decider"),
    "chair_of_the_appeal": (*IMPARTIAL, "decider", "former examiner"),
}
# A workshop is nobody's case, so nobody is close to it.
WITHOUT_A_PERSON = frozenset({"workshop.cancel_workshop"})

# What the facts know of a tie, where it is more than the involvement of the same name.
_ERASED = {
    "speaker": {Involvement.NOMINATOR},
    "ranker": {Involvement.NOMINATOR},
    "staff taken off": {Involvement.FORMER},
    "interviewer": {Involvement.FORMER},
    "own case": {Involvement.APPLICANT, Involvement.FILER},
    "interest": {Involvement.RELATED},
    "former reviewer": {Involvement.FORMER},
    "former trainer": {Involvement.FORMER},
    "former mentor": {Involvement.FORMER},
    "marker": {Involvement.FORMER},
    "former examiner": {Involvement.FORMER},
    "overruled": {Involvement.OVERRULED, Involvement.DECIDER},
    "overruled at screening": {Involvement.OVERRULED},
}


def blind_to(tie: str, rule: Who) -> Who:
    """The same rule, which cannot see this one tie."""

    def blind(actor: Actor, facts: Facts) -> Any:
        if tie == HOME:
            return rule(replace(actor, administration_id=None), facts)
        if tie == VOICE:
            elsewhere = frozenset(grant for grant in actor.grants if grant.scope is not Scope.ADMINISTRATION)
            return rule(replace(actor, grants=elsewhere), facts)
        if tie == STAND_IN:
            own = frozenset(replace(grant, on_behalf_of=None) for grant in actor.grants)
            return rule(replace(actor, grants=own), facts)
        if tie == "own case":
            facts = replace(facts, applicant_id=uuid.UUID(int=0))
        if tie == "interest":
            actor = replace(actor, related_to=frozenset())
        kinds = _ERASED.get(tie) or {Involvement(tie)}
        mine = facts.involvement_of(actor.person_id) - kinds
        return rule(actor, replace(facts, involvements={**facts.involvements, actor.person_id: mine}))

    return blind


def dress(
    ground: Ground, case: Any, person: Person, subject: Any, *, elsewhere: bool = False, speaks: bool = True
) -> None:
    """Every role by which anybody may act, in the scopes of this case; or `elsewhere` in scopes that are not its own.

    Whoever judges does not speak for the administration: `speaks` leaves those roles out.
    """
    region, centre = subject.region_id, getattr(subject, "centre_id", None)
    home = getattr(case, "administration_id", None)
    speaking = (
        (Role.CONTACT_POINT, Scope.ADMINISTRATION, home),
        (Role.HEAD_OF_UNIT, Scope.ADMINISTRATION, home),
    )
    roles = (
        *(speaking if speaks else ()),
        (Role.ROCB_OFFICER, Scope.REGION, region),
        (Role.ROCB_HEAD, Scope.REGION, region),
        (Role.PANEL_MEMBER, Scope.REGION, region),
        (Role.RTC_COORDINATOR, Scope.CENTRE, centre),
    )
    for role, scope, key in roles:
        if key is not None:
            where = {"region_id": region, "scope": scope, "scope_id": uuid.uuid4() if elsewhere else key}
            ground.session.add(RoleGrant(person_id=person.id, role=role, starts_on=clock.today(), **where))
    ground.session.flush()


def _workshop_of(ground: Ground, case: Any) -> uuid.UUID:
    """The candidate's workshop, in which nobody's attendance is kept; a candidate without one gets one."""
    if case.workshop_id is None:
        ground.put(case, workshop_id=ground.first("workshop", state="closed").id)
    ground.remove("attendance", application_id=case.id, workshop_id=case.workshop_id)
    return case.workshop_id


def _as_nominator(ground: Ground, case: Any, person: Person) -> None:
    if ground.session.scalars(select(Endorsement).where(Endorsement.application_id == case.id)).first():
        ground.put_where("endorsement", {"application_id": case.id}, official_id=person.id)
    else:
        ground.add(Endorsement(application_id=case.id, official_id=person.id))


def _as_reviewer(ground: Ground, case: Any, person: Person, **ended: Any) -> None:
    row = {"region_id": case.region_id, "application_id": case.id, "reviewer_id": person.id}
    ground.add(ReviewAssignment(**row, declared_at=clock.now(), **ended))


def _as_trainer(ground: Ground, case: Any, person: Person) -> None:
    ground.add(WorkshopStaff(workshop_id=_workshop_of(ground, case), person_id=person.id, duty="trainer"))


def _as_assessor(ground: Ground, case: Any, person: Person) -> None:
    """In the place of one of the assessors, whose marks stand."""
    query = select(WorkshopStaff).where(
        WorkshopStaff.workshop_id == _workshop_of(ground, case), WorkshopStaff.duty == "assessor"
    )
    ground.put(ground.session.scalars(query).first(), person_id=person.id)


def _as_former_trainer(ground: Ground, case: Any, person: Person) -> None:
    """Of another workshop, in which the candidate once sat."""
    query = select(Workshop).where(Workshop.id != case.workshop_id) if case.workshop_id else select(Workshop)
    workshop = ground.session.scalars(query.order_by(Workshop.id)).first()
    assert workshop is not None and workshop.starts_on is not None
    where = {"workshop_id": workshop.id, "application_id": case.id, "recorded_by_id": person.id}
    ground.remove("attendance", workshop_id=workshop.id, application_id=case.id)
    ground.add(Attendance(**where, day=workshop.starts_on, present=True))
    ground.add(WorkshopStaff(workshop_id=workshop.id, person_id=person.id, duty="trainer"))


def _as_marker(ground: Ground, case: Any, person: Person) -> None:
    """In the place of an assessor who marked; or of one mark in some workshop."""
    mark = ground.session.scalars(select(Mark).where(Mark.application_id == case.id)).first()
    if mark is not None:
        ground.put_where("mark", {"application_id": case.id, "assessor_id": mark.assessor_id}, assessor_id=person.id)
        return
    workshop = ground.first("workshop")
    row = {"workshop_id": workshop.id, "application_id": case.id, "assessor_id": person.id}
    ground.add(Mark(**row, criterion=case.scheme.rubric[0]["key"], level=3))


def _mission(ground: Ground, case: Any, person: Person, number: int, **values: Any) -> None:
    beneficiary = ground.session.scalars(select(Administration.id).order_by(Administration.iso2)).first()
    row = {"region_id": case.region_id, "application_id": case.id, "mentor_id": person.id}
    mission = ground.add(Mission(id=uuid.UUID(int=number), **row, beneficiary_id=beneficiary, title="Misión"))
    ground.put(mission, **values)


def _as_mentor(ground: Ground, case: Any, person: Person) -> None:
    missions = ground.all("mission", application_id=case.id)
    if missions:
        ground.put(missions[-1], mentor_id=person.id)
    else:
        _mission(ground, case, person, 1, state="evaluated")


def _as_former_mentor(ground: Ground, case: Any, person: Person) -> None:
    """Of an earlier mission that began and was broken off."""
    _mission(ground, case, person, 2, state="cancelled", began_at=clock.now())


def _as_decider(ground: Ground, case: Any, person: Person) -> None:
    row = {"region_id": case.region_id, "application_id": case.id, "decided_by_id": person.id, "reasons": []}
    now = clock.now()
    ground.add(Decision(**row, stage=case.state.value, outcome="wait", decided_at=now, released_at=now))


def _as_overruled(ground: Ground, case: Any, person: Person) -> None:
    """Decided what an appeal set aside."""
    appeal = _another_appeal(ground, case)
    row = {"region_id": case.region_id, "application_id": case.id, "decided_by_id": person.id, "reasons": []}
    now = clock.now()
    aside = {"released_at": now, "set_aside_at": now, "overruled_by_id": appeal.id}
    ground.add(Decision(**row, stage="x", outcome="wait", decided_at=now, **aside))


def _another_appeal(ground: Ground, case: Any) -> Appeal:
    row = {"region_id": case.region_id, "scheme_id": case.scheme_id, "application_id": case.id}
    words = {"grounds": "Otra.", "kinds": [], "findings": {}, "details": {}, "reasons": []}
    found: Appeal = ground.add(Appeal(**row, about_id=case.applicant_id, filed_at=clock.now(), **words))
    ground.put(found, state="withdrawn")
    return found


def _as_overruled_at_screening(ground: Ground, case: Any, person: Person) -> None:
    """Found the case ineligible before it was screened again."""
    ground.put_where("state_change", {"subject_id": case.id, "transition": "open"}, transition="find_ineligible")
    ground.put_where("state_change", {"subject_id": case.id, "transition": "find_ineligible"}, actor_id=person.id)


def _as_remarker(ground: Ground, case: Any, person: Person) -> None:
    row = {"application_id": case.id, "workshop_id": ground.first("workshop").id, "assessor_id": person.id}
    ground.add(MarkingAgain(**row, named_by_id=person.id, named_at=clock.now()))


def _as_examiner(ground: Ground, case: Any, person: Person) -> None:
    """Sits on the panel of an appeal in the case that is not the one in hand."""
    ground.add(AppealPanelist(appeal_id=_another_appeal(ground, case).id, person_id=person.id))


def _as_friend(ground: Ground, case: Any, person: Person) -> None:
    befriend(ground, case, case.applicant_id, person.id)


def _as_colleague(ground: Ground, case: Any, person: Person) -> None:
    ground.put(person, administration_id=case.administration_id)


def _as_former_reviewer(ground: Ground, case: Any, person: Person) -> None:
    _as_reviewer(ground, case, person, ended_at=clock.now())


def _as_referee(ground: Ground, case: Any, person: Person) -> None:
    """By the address alone: the account may be younger than the request."""
    row = {"region_id": case.region_id, "application_id": case.id, "name": "Prueba", "post": "Prueba", "locale": "es"}
    now = clock.now()
    ground.add(
        RefereeRequest(**row, email=person.email, is_outside=True, asked_at=now, expires_at=now, draft={}, answers={})
    )


def _as_speaker(ground: Ground, case: Any, person: Person) -> None:
    """By a step of the administration, as the history has it."""
    ground.put_where("state_change", {"subject_id": case.id, "transition": "open"}, transition="recommend")
    ground.put_where("state_change", {"subject_id": case.id, "transition": "recommend"}, actor_id=person.id)


def _as_ranker(ground: Ground, case: Any, person: Person) -> None:
    where = {"call_id": case.call_id, "administration_id": case.administration_id}
    ground.remove("ranking", **where)
    ground.add(Ranking(**where, ranked_by_id=person.id))


def _as_staff_taken_off(ground: Ground, case: Any, person: Person) -> None:
    where = {"workshop_id": _workshop_of(ground, case), "person_id": person.id}
    ground.add(FormerStaff(**where, duty="trainer", released_at=clock.now()))


def _as_interviewer(ground: Ground, case: Any, person: Person) -> None:
    seen = {"language": "en", "level": "B2", "held_on": clock.today(), "interviewer": "Prueba"}
    ground.add(LanguageInterview(application_id=case.id, **seen, recorded_by_id=person.id, recorded_at=clock.now()))


def _as_voice(ground: Ground, case: Any, person: Person) -> None:
    home = {"scope": Scope.ADMINISTRATION, "scope_id": case.administration_id}
    row = {"region_id": case.region_id, "person_id": person.id, "starts_on": clock.today()}
    ground.add(RoleGrant(role=Role.CONTACT_POINT, **home, **row))


def _as_deputy_of_a_party(ground: Ground, case: Any, person: Person) -> None:
    """Every role is lent by whoever once mentored the candidate."""
    party = new_person(ground, case.region_id)
    _as_former_mentor(ground, case, party)
    today = clock.today()
    for grant in ground.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).all():
        ground.put(grant, person_id=party.id)
        ground.add(Deputy(grant_id=grant.id, person_id=person.id, starts_on=today, ends_on=today))


TIES: dict[str, Callable[[Ground, Any, Person], None]] = {
    "interest": _as_friend,
    "nominator": _as_nominator,
    "speaker": _as_speaker,
    "ranker": _as_ranker,
    "staff taken off": _as_staff_taken_off,
    "interviewer": _as_interviewer,
    VOICE: _as_voice,
    STAND_IN: _as_deputy_of_a_party,
    "reviewer": _as_reviewer,
    "former reviewer": _as_former_reviewer,
    "trainer": _as_trainer,
    "assessor": _as_assessor,
    "former trainer": _as_former_trainer,
    "marker": _as_marker,
    "mentor": _as_mentor,
    "former mentor": _as_former_mentor,
    "referee": _as_referee,
    "decider": _as_decider,
    "overruled": _as_overruled,
    "overruled at screening": _as_overruled_at_screening,
    "remarker": _as_remarker,
    "appeals_panel": _as_examiner,
    "former examiner": _as_examiner,
    HOME: _as_colleague,
}
