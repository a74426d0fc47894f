"""What waits for a person although it is nobody's turn by the rule book: evidence that only they can give."""

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from accreditation.accreditations.amendment_models import Amendment
from accreditation.accreditations.models import Accreditation
from accreditation.applications.message_models import Conversation, Side
from accreditation.applications.models import Application
from accreditation.applications.nomination_models import Nomination
from accreditation.errand import Errand
from accreditation.errands_after_appeals import errands_after_appeals
from accreditation.errands_of_renewal import errands_of_renewal
from accreditation.errands_of_waivers import errands_of_waivers
from accreditation.missions.models import Mission, MissionFeedback
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.panel_facts import BEFORE_A_PANEL
from accreditation.reviews.publication_models import PlannedDecision, PlannedPublication
from accreditation.schemes.models import Scheme
from accreditation.texts import N_, Text
from accreditation.turns import unrelated
from accreditation.visibility import accreditations_visible_to, applications_visible_to, missions_visible_to, scopes
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.states import HELD, AccreditationState, ApplicationState, MissionState

ERRANDS: Mapping[str, Text] = {
    "confirm_reference": N_("You confirm the reference of the WCO decision."),
    "see_to_endorsement": N_("Nobody in the administration endorses; you see to it."),
    "give_feedback": N_("You say how useful the mission was."),
    "answer_message": N_("You answer a message."),
    "ask_another_reviewer": N_("A reviewer stepped back or was taken off; you ask another."),
    "publish_again": N_("A planned publication stopped at this case; see why, and plan it again."),
    "answer_amendment": N_("You answer what was asked to change of an accreditation."),
    "answer_complaint": N_("You answer a complaint about you."),
    "carry_out_measure": N_("You carry out the measure that the appeals panel recommends."),
    "mark_again": N_("You mark a candidate again after an appeal."),
    "name_markers": N_("You name assessors who mark a candidate again after an appeal."),
    "name_reviewers": N_("You name other reviewers after an appeal."),
    "confirm_practice": N_("You confirm practice that an expert recorded, or not."),
    "endorse_renewal": N_("You say whether your administration endorses a renewal."),
    "check_renewal": N_("You check a request for renewal."),
    "hand_in_originals": N_("Your renewal was drawn for an audit; you hand in originals."),
    "audit_renewal": N_("You audit the evidence of a renewal that was drawn."),
    "decide_renewal": N_("You decide on a request for renewal."),
    "decide_waiver": N_("You decide whether a station is waived."),
    "release_hold": N_("You clear the question of a case on hold, and release it."),
}


def errands_of(actor: Actor) -> Iterator[Errand]:
    """References of WCO decisions, words on missions received, nominations without an answer, and messages."""
    if offices := scopes(actor, Role.ROCB_OFFICER, Role.ROCB_HEAD):
        unanswered = and_(
            or_(*(Application.region_id == region for region in sorted(offices))),
            exists().where(Nomination.application_id == Application.id, Nomination.escalated_at.is_not(None)),
            *unrelated(actor, Application.applicant_id),
        )
        waits = ApplicationState.AWAITING_ENDORSEMENT
        yield Errand("see_to_endorsement", "application", waits, unanswered, due_at=Application.due_at)
    if regions := scopes(actor, Role.WCO_LIAISON):
        unconfirmed = and_(
            Accreditation.region_id.in_(regions),
            Accreditation.wco_decision_reference.is_(None),
            Accreditation.person_id != actor.person_id,
            accreditations_visible_to(actor),
        )
        yield Errand("confirm_reference", "accreditation", AccreditationState.ACTIVE, unconfirmed)
    if hosts := scopes(actor, Role.BENEFICIARY):
        unanswered = and_(
            Mission.beneficiary_id.in_(hosts) | Mission.id.in_(hosts),
            ~exists().where(MissionFeedback.mission_id == Mission.id),
            missions_visible_to(actor),
        )
        yield Errand("give_feedback", "mission", MissionState.REPORTED, unanswered, due_at=Mission.due_at)
    yield from _messages_to_answer(actor)
    yield from _amendments_to_answer(actor)
    yield from _holds_to_release(actor)
    yield from _reviewers_to_find(actor)
    yield from _publications_that_stopped(actor)
    yield from errands_after_appeals(actor)
    yield from errands_of_renewal(actor)
    yield from errands_of_waivers(actor)


def _messages_to_answer(actor: Actor) -> Iterator[Errand]:
    """Those of the other side: for the applicant in the own cases, for officers of the region in those of others."""
    mine = and_(Application.applicant_id == actor.person_id, _waits_for(Conversation.awaits == Side.APPLICANT))
    ways = [mine]
    if regions := scopes(actor, Role.ROCB_OFFICER, Role.ROCB_HEAD):
        to_office = _waits_for(Conversation.region_id.in_(regions), Conversation.awaits == Side.OFFICE)
        others = and_(Application.applicant_id != actor.person_id, Application.region_id.in_(regions))
        ways.append(and_(others, to_office, applications_visible_to(actor)))
    last_at = select(Conversation.last_at).where(Conversation.application_id == Application.id).scalar_subquery()
    # Said once more for all ways, so that the few conversations are looked at and not every case of the region.
    awaits_me = and_(_waits_for(Conversation.awaits.in_((Side.APPLICANT, Side.OFFICE))), or_(*ways))
    for state in ApplicationState:
        yield Errand("answer_message", "application", state, awaits_me, last_at, Application.due_at)


def _amendments_to_answer(actor: Actor) -> Iterator[Errand]:
    """What holders or other officers asked to change, for an officer who neither asked nor decided on the accreditation."""
    if regions := scopes(actor, Role.ROCB_OFFICER):
        waits = (Amendment.accreditation_id == Accreditation.id, Amendment.outcome == "")
        asked_at = select(func.min(Amendment.asked_at)).where(*waits).scalar_subquery()
        by_others = exists().where(*waits, Amendment.asked_by_id != actor.person_id)
        decided = exists().where(
            Decision.application_id == Accreditation.application_id, Decision.decided_by_id == actor.person_id
        )
        here = Accreditation.region_id.in_(regions)
        asked = and_(here, by_others, ~decided, *unrelated(actor, Accreditation.person_id))
        for state in sorted(HELD):
            yield Errand("answer_amendment", "accreditation", state, asked, asked_at)


def _holds_to_release(actor: Actor) -> Iterator[Errand]:
    """Cases on hold wait for the head of the office, whoever's turn it was before."""
    if regions := scopes(actor, Role.ROCB_HEAD):
        held = and_(
            Application.on_hold,
            Application.region_id.in_(regions),
            Application.applicant_id != actor.person_id,
            applications_visible_to(actor),
        )
        for state in ApplicationState:
            yield Errand("release_hold", "application", state, held, Application.held_since, Application.due_at)


def _reviewers_to_find(actor: Actor) -> Iterator[Errand]:
    """Cases under review that have fewer reviewers than their edition asks for; none begins so, one of them must have ended."""
    if regions := scopes(actor, Role.ROCB_OFFICER, Role.ROCB_HEAD):
        reviewers = select(func.count()).where(
            ReviewAssignment.application_id == Application.id, ReviewAssignment.ended_at.is_(None)
        )
        wanted = select(Scheme.numbers["reviewers"].as_integer()).where(Scheme.id == Application.scheme_id)
        too_few = and_(
            Application.id.in_(select(ReviewAssignment.application_id).where(ReviewAssignment.ended_at.is_not(None))),
            Application.region_id.in_(regions),
            reviewers.scalar_subquery() < wanted.scalar_subquery(),
            applications_visible_to(actor),
            Application.applicant_id != actor.person_id,
        )
        reviewed = ApplicationState.UNDER_REVIEW
        yield Errand("ask_another_reviewer", "application", reviewed, too_few, due_at=Application.due_at)


def _publications_that_stopped(actor: Actor) -> Iterator[Errand]:
    """Cases because of which a planned publication did not take place, for whoever decides on them."""
    if seats := scopes(actor, Role.ROCB_HEAD, Role.PANEL_MEMBER):
        in_the_way = (
            select(PlannedDecision.application_id)
            .join(PlannedPublication, PlannedPublication.id == PlannedDecision.publication_id)
            .where(PlannedDecision.is_in_the_way, PlannedPublication.seen_at.is_(None))
        )
        here = or_(Application.region_id.in_(seats), Application.call_id.in_(seats))
        mine = and_(
            Application.id.in_(in_the_way),
            here,
            applications_visible_to(actor),
            *unrelated(actor, Application.applicant_id),
        )
        for state in (*sorted(BEFORE_A_PANEL), ApplicationState.AWAITING_PRE_ACCREDITATION):
            yield Errand("publish_again", "application", state, mine, due_at=Application.due_at)


def _waits_for(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return Application.id.in_(select(Conversation.application_id).where(*conditions))
