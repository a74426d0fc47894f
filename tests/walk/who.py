"""Witnesses of the actor rules: who was entitled, and who was too close, by raw grants, deputies, interests and parts."""

import uuid
from collections.abc import Callable, Iterator

from tests.walk.look import Look
from tests.walk.statements import who

SPEAKING = ("recommend", "advise_against", "endorse", "endorse_on_paper", "keep_in_reserve", "decline_to_endorse")
STAFF = ("workshop_staff", "former_staff")


def holds_now(look: Look, scope_id: uuid.UUID | None, *roles: str) -> list:
    if scope_id is None:
        return []
    return [
        grant
        for grant in look.rows("role_grant", scope_id=scope_id, role=set(roles))
        if grant.starts_on <= look.today and not (grant.ends_on and grant.ends_on < look.today) and not grant.revoked_at
    ]


def holds(
    look: Look, scope_id: uuid.UUID | None, *roles: str, not_for: Callable[[uuid.UUID], bool] = lambda _lender: False
) -> bool:
    """Own grant, or another's whose deputy the person is today; none of those who are `not_for` somebody else's hands."""
    if look.actor_id is None:
        return False
    for grant in holds_now(look, scope_id, *roles):
        if grant.person_id == look.actor_id:
            return True
        if not_for(grant.person_id):
            continue
        for deputy in look.rows("deputy", grant_id=grant.id, person_id=look.actor_id):
            away = look.row("person", grant.person_id)
            if deputy.starts_on <= look.today <= deputy.ends_on and away.disabled_at is None:
                return True
    return False


def holder_of(look: Look) -> uuid.UUID | None:
    """The applicant, candidate or expert whom the case concerns."""
    if look.lifecycle in ("accreditation", "certificate"):
        return look.accreditation.person_id
    if look.lifecycle == "appeal":
        return look.case.about_id
    return look.application.applicant_id if look.application else None


def administration_of(look: Look) -> uuid.UUID:
    owner = look.accreditation if look.lifecycle in ("accreditation", "certificate") else look.application
    return owner.administration_id


def is_tied(look: Look, person_id: uuid.UUID | None) -> bool:
    """An undismissed interest stands between this person and the one concerned, whoever declared it."""
    pair = {person_id, holder_of(look)}
    return any({tie.person_id, tie.other_id} == pair and not tie.dismissed_at for tie in ties_of(look))


def ties_of(look: Look) -> list:
    """The interests of the one concerned, from whichever side."""
    concerned = holder_of(look)
    return [*look.rows("interest", person_id=concerned), *look.rows("interest", other_id=concerned)]


def is_close(look: Look) -> bool:
    return look.actor_id is not None and (look.actor_id == holder_of(look) or is_tied(look, look.actor_id))


def belongs(look: Look, person_id: uuid.UUID) -> bool:
    home = look.row("person", person_id).administration_id
    return home is not None and home == administration_of(look)


def _parts(look: Look, me: uuid.UUID) -> Iterator[bool]:
    """Everything by which a person nominated, reviewed, taught, marked or mentored this candidate, now or before."""
    case = look.application
    yield bool(look.rows("endorsement", application_id=case.id, official_id=me))
    yield bool(look.rows("nomination", application_id=case.id, recommended_by_id=me))
    yield bool(look.rows("state_change", subject_id=case.id, transition=set(SPEAKING), actor_id=me))
    yield bool(look.rows("ranking", call_id=case.call_id, administration_id=case.administration_id, ranked_by_id=me))
    yield bool(look.rows("language_interview", application_id=case.id, recorded_by_id=me))
    yield any(
        not row.ended_at or row.declared_at or row.handed_in_at
        for row in look.rows("review_assignment", application_id=case.id, reviewer_id=me)
    )
    yield bool(look.rows("mark", application_id=case.id, assessor_id=me))
    yield any(row.state != "cancelled" or row.began_at for row in look.missions if row.mentor_id == me)
    attended = {row.workshop_id for row in look.rows("attendance", application_id=case.id, present=True)}
    seats = attended | {case.workshop_id}
    yield any(look.rows(table, workshop_id=seats, person_id=me) for table in STAFF)
    yield vouches(look, me)
    yield bool(look.rows("marking_again", application_id=case.id, assessor_id=me))


def overruled(look: Look, me: uuid.UUID) -> bool:
    """Took the decision that an appeal set aside, or found the case ineligible before it was screened again."""
    decisions = look.rows("decision", application_id=look.application.id, decided_by_id=me)
    screened = look.rows("state_change", subject_id=look.application.id, transition="find_ineligible", actor_id=me)
    return bool(screened) or any(row.overruled_by_id for row in decisions) or _voted_on_it(look, me)


def _voted_on_it(look: Look, me: uuid.UUID) -> bool:
    gone = [row.decided_at for row in look.rows("decision", application_id=look.application.id) if row.overruled_by_id]
    votes = look.rows("panel_vote", application_id=look.application.id, person_id=me)
    return any(vote.choice != "recused" and vote.cast_at <= moment for vote in votes for moment in gone)


def examined(look: Look, me: uuid.UUID) -> bool:
    """Sits, or once sat, on the panel of an appeal in this case, other than the one in hand."""
    appeals = {row.id for row in look.rows("appeal", application_id=look.application.id)} - {look.case.id}
    seats = look.rows("appeal_panelist", appeal_id=appeals, person_id=me)
    return any(look.lifecycle == "appeal" or seat.ended_at is None for seat in seats)


def vouches(look: Look, person_id: uuid.UUID) -> bool:
    """Was asked for a reference, by account or by address, and not replaced."""
    address = look.row("person", person_id).email
    asked = look.rows("referee_request", application_id=look.application.id)
    return any(row.ended_reason != "replaced" and (row.person_id == person_id or row.email == address) for row in asked)


def took_part(look: Look, person_id: uuid.UUID) -> bool:
    return any(_parts(look, person_id)) or overruled(look, person_id)


def involved(look: Look) -> set[uuid.UUID]:
    """Everybody with a part in the case or a tie to the one concerned, whether it bars them or not."""
    case = look.application
    if case is None:
        return {row.person_id for row in look.rows("workshop_staff", workshop_id=look.case.id)}
    return {
        *(row.official_id for row in look.rows("endorsement", application_id=case.id)),
        *(row.reviewer_id for row in look.rows("review_assignment", application_id=case.id)),
        *(row.assessor_id for row in look.rows("mark", application_id=case.id)),
        *(row.decided_by_id for row in look.rows("decision", application_id=case.id)),
        *(row.mentor_id for row in look.missions),
        *(row.person_id for row in look.rows("workshop_staff", workshop_id=case.workshop_id)),
        *(person_id for tie in ties_of(look) for person_id in (tie.person_id, tie.other_id)),
    }


def decided(look: Look, person_id: uuid.UUID) -> bool:
    votes = look.rows("panel_vote", application_id=look.application.id, person_id=person_id)
    recorded = look.rows("decision", application_id=look.application.id, decided_by_id=person_id)
    return bool(recorded) or any(row.choice != "recused" for row in votes)


def holds_freely(look: Look, scope_id: uuid.UUID | None, *roles: str) -> bool:
    """The same, but in nobody's place who may not judge the case themselves."""
    return holds(look, scope_id, *roles, not_for=lambda lender: is_party(look, lender))


def is_party(look: Look, person_id: uuid.UUID) -> bool:
    """The one concerned, tied to them, or with a part in the case."""
    return person_id == holder_of(look) or is_tied(look, person_id) or any(_parts(look, person_id))


def speaks(look: Look) -> bool:
    """Holds a role for the administration of the one concerned, their own or another's."""
    return holds(look, administration_of(look), "contact_point", "director_general", "head_of_unit")


def is_outside(look: Look) -> bool:
    """Neither works in the administration of the one concerned nor speaks for it."""
    return not belongs(look, look.actor_id) and not speaks(look)


def is_impartial(look: Look) -> bool:
    """Neither close, nor with a part in the case."""
    return look.actor_id is not None and not is_close(look) and not took_part(look, look.actor_id)


@who(
    "the_system",
    *("application.take_seat", "application.miss_workshop", "application.complete_workshop", "application.return_seat"),
    *("application.begin_mission", "application.return_from_mission", "application.complete_mission"),
    "application.escalate",
    *("application.lapse", "application.reopen_draft", "application.reopen_screening", "application.reopen_selection"),
    "application.reopen_review",
    "application.end_deferral",
    *("application.reopen_workshop_result", "application.reopen_accreditation"),
    *("mission.time_out_offer", "mission.drop_mission"),
    *("accreditation.warn_of_expiry", "accreditation.expire", "accreditation.replace_by_new_grant"),
    *("certificate.sign", "certificate.log", "certificate.issue"),
    *("certificate.supersede", "certificate.revoke", "certificate.expire_certificate"),
)
def it_happened_by_itself(look: Look) -> bool:
    return look.by_system


@who(
    "the_applicant",
    *("application.submit", "application.answer_to_screening", "application.answer_to_review"),
    *("application.confirm", "application.withdraw", "mission.accept_mission", "accreditation.resume"),
)
def the_person_concerned(look: Look) -> bool:
    return look.actor_id is not None and look.actor_id == holder_of(look)


@who(
    "nominating_official",
    *("application.withdraw_nomination", "mission.release_for_mission"),
)
def an_official_of_the_administration(look: Look) -> bool:
    officials = ("contact_point", "director_general")
    return holds(
        look, administration_of(look), *officials, not_for=lambda lender: lender == holder_of(look)
    ) and not is_close(look)


@who("head_of_unit", "application.recommend", "application.advise_against")
def a_head_of_unit(look: Look) -> bool:
    return holds(
        look, administration_of(look), "head_of_unit", not_for=lambda lender: lender == holder_of(look)
    ) and not is_close(look)


def somebody_can_be(look: Look, *roles: str) -> bool:
    """Somebody with an account in use, or a deputy, holds a role there who neither is nor is tied to the applicant."""
    concerned = holder_of(look)
    for grant in holds_now(look, administration_of(look), *roles):
        if look.row("person", grant.person_id).disabled_at:
            continue
        deputies = look.rows("deputy", grant_id=grant.id) if grant.person_id != concerned else []
        standing_in = [row.person_id for row in deputies if row.starts_on <= look.today <= row.ends_on]
        for person_id in (grant.person_id, *standing_in):
            free = person_id != concerned and not is_tied(look, person_id)
            if free and not look.row("person", person_id).disabled_at:
                return True
    return False


@who("endorsing_official", "application.endorse", "application.decline_to_endorse", "application.keep_in_reserve")
def the_last_word_of_the_administration(look: Look) -> bool:
    home = look.row("administration", administration_of(look))
    if home.endorsement_levels == 1 or not somebody_can_be(look, "director_general"):
        return an_official_of_the_administration(look)
    return holds(look, home.id, "director_general", not_for=lambda lender: lender == holder_of(look)) and not is_close(
        look
    )


@who(
    "officer_without_interest",
    *("application.start_review", "application.close_review", "application.invite"),
    *("application.ask_administration_again", "application.endorse_on_paper"),
    *("application.defer", "application.extend", "workshop.cancel_workshop", "mission.offer_mission"),
    *("mission.postpone_mission", "mission.evaluate_mission", "mission.cancel_mission"),
)
def an_officer(look: Look) -> bool:
    return holds(look, look.case.region_id, "rocb_officer", "rocb_head") and not is_close(look)


@who("officer_or_the_system", "application.return_to_review")
def an_officer_or_the_house_itself(look: Look) -> bool:
    return look.by_system or an_officer(look)


@who("officer_who_took_no_part", "application.find_ineligible")
def an_officer_without_any_part(look: Look) -> bool:
    office = holds_freely(look, look.case.region_id, "rocb_officer", "rocb_head")
    return office and is_impartial(look) and is_outside(look) and not examined(look, look.actor_id)


@who("officer_or_assigned_reviewer", "application.ask_for_information")
def an_officer_or_a_reviewer_of_the_case(look: Look) -> bool:
    mine = look.rows("review_assignment", application_id=look.case.id, reviewer_id=look.actor_id, ended_at=None)
    return (bool(mine) and not is_close(look)) or an_officer(look)


@who("panel_member_without_interest", "application.shortlist", "application.waitlist", "application.not_select")
def an_impartial_panel_member(look: Look) -> bool:
    seat = holds_freely(look, look.case.region_id, "panel_member", "rocb_head") or holds_freely(
        look, look.case.call_id, "panel_member"
    )
    return seat and is_impartial(look) and is_outside(look) and not examined(look, look.actor_id)


@who(
    "decision_maker_without_interest",
    *("application.pre_accredit", "application.offer_resit", "application.find_not_successful"),
    *("application.accredit", "application.recognize", "application.order_second_mission"),
    *("application.refuse_accreditation", "accreditation.renew", "accreditation.reinstate"),
    *("accreditation.reinstate_expired", "accreditation.change_scope", "accreditation.withdraw_accreditation"),
    *("application.overturn_selection", "application.overturn_workshop_result"),
    *("application.overturn_accreditation", "application.pass_over_workshop", "application.pass_over_mission"),
)
def an_impartial_head(look: Look) -> bool:
    head = holds_freely(look, look.case.region_id, "rocb_head")
    return head and is_impartial(look) and is_outside(look) and not examined(look, look.actor_id)


@who(
    "head_of_office",
    *("application.hold", "application.release_hold", "accreditation.suspend", "accreditation.end_accreditation"),
)
def the_head(look: Look) -> bool:
    return holds(look, look.case.region_id, "rocb_head") and not is_close(look)


@who("centre_coordinator", "workshop.start_workshop", "workshop.end_workshop")
def the_coordinator_of_the_centre(look: Look) -> bool:
    return holds(look, look.case.centre_id, "rtc_coordinator")


@who("coordinator_or_officer", "workshop.open_workshop", "workshop.postpone_workshop", "workshop.close_workshop")
def the_coordinator_or_an_officer(look: Look) -> bool:
    return the_coordinator_of_the_centre(look) or an_officer(look)


@who("mentor_of_the_mission", "mission.hand_in_report")
def the_mentor(look: Look) -> bool:
    mine = look.actor_id is not None and look.case.mentor_id == look.actor_id
    return mine and look.case.state != "cancelled" and not is_close(look)


@who("mentor_or_officer", "mission.start_mission")
def the_mentor_or_an_officer(look: Look) -> bool:
    return the_mentor(look) or an_officer(look)


@who("candidate_or_administration", "mission.decline_mission")
def the_candidate_or_their_administration(look: Look) -> bool:
    return the_person_concerned(look) or an_official_of_the_administration(look)


@who("person_concerned_or_officer", "accreditation.declare_unavailable", "accreditation.declare_available")
def the_expert_or_an_officer(look: Look) -> bool:
    return the_person_concerned(look) or an_officer(look)


@who(
    "certificate_officer",
    *("certificate.approve_content", "accreditation.correct_name", "accreditation.suspend_on_request"),
)
def an_officer_who_did_not_decide(look: Look) -> bool:
    officer = holds_freely(look, look.case.region_id, "rocb_officer")
    return officer and is_impartial(look) and not decided(look, look.actor_id)


@who("keeper_of_the_appeal", "appeal.acknowledge", "appeal.open_examination")
def somebody_of_its_circle(look: Look) -> bool:
    if is_close(look) or (look.actor_id is not None and look.case.filed_by_id == look.actor_id):
        return False
    if look.case.circle == "liaison":
        return holds(look, look.case.region_id, "wco_liaison")
    if look.case.circle == "restricted":
        is_named = look.actor_id is not None and look.case.case_officer_id == look.actor_id
        named = is_named and holds(look, look.case.region_id, "rocb_officer")
        return named or holds(look, look.case.region_id, "rocb_head")
    return holds(look, look.case.region_id, "rocb_officer", "rocb_head")


@who("keeper_who_did_not_decide", "appeal.find_inadmissible")
def somebody_of_its_circle_with_no_hand_in_the_decision(look: Look) -> bool:
    judges_own = look.case.kind == "appeal" and look.actor_id is not None and decided(look, look.actor_id)
    return somebody_of_its_circle(look) and not judges_own


@who("chair_of_the_appeal", "appeal.uphold", "appeal.uphold_partly", "appeal.dismiss")
def the_chair_of_a_fresh_panel(look: Look) -> bool:
    me = look.actor_id
    seats = [] if me is None else look.rows("appeal_panelist", appeal_id=look.case.id, person_id=me)
    in_the_chair = any(seat.is_chair and seat.ended_at is None for seat in seats)
    fresh = in_the_chair and is_impartial(look) and is_outside(look) and not decided(look, me)
    return fresh and not examined(look, me) and look.case.filed_by_id != me


@who("the_filer_or_a_link", "appeal.withdraw_appeal")
def whoever_filed_it(look: Look) -> bool:
    if look.by_system:
        return look.case.filed_by_id is None
    return look.actor_id is not None and look.case.filed_by_id == look.actor_id
