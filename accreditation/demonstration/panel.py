"""A panel in the demo: an edition that demands three votes, a call under it, and a cohort that waits for publication."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.demonstration.cast import Part
from accreditation.demonstration.plot import ABOUT, Plan, cast_for, publish
from accreditation.demonstration.scenes import select as apply
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.demonstration.two_keys import ask_to_withdraw
from accreditation.people.models import Person
from accreditation.planned_publishing import plan_publication
from accreditation.publishing import CALL_STATES, waiting_for_publication
from accreditation.region.models import Region
from accreditation.reviews.decisions import record_decision
from accreditation.reviews.panel_seats import seat_on_panel
from accreditation.reviews.voting import vote
from accreditation.schemes.drafting import set_numbers
from accreditation.schemes.editions import adopt_edition, mark_of, prepare_next
from accreditation.schemes.models import Call, Scheme
from accreditation.workflow.states import AccreditationState

RISKS = Plan(
    "RM", "TOA", "es", "accredited", "DO", "America/Guatemala", -75, -45, 12, "",
    {
        "es": "Expertos en gestión de riesgos", "en": "Experts in risk management",
        "pt": "Especialistas em gestão de riscos", "fr": "Experts en gestion des risques",
    },
    ABOUT,
    {"published_soon": 4, "half_voted": 1, "before_the_vote": 1},
)  # fmt: skip
CHAIR, DEPUTY, MEMBER = "panel", "panel2", "enlace"
KIND = "Demo: gracias por su postulación. / Thank you for applying."


def play_panel(stage: Stage, region: Region, scheme_id: uuid.UUID, parts: Iterator[Part]) -> None:
    """Four decisions recorded after a vote, one case half voted on, one not at all; and a key that waits for the second."""
    edition = edition_with_votes(stage, scheme_id)
    call_id = publish(stage, region, edition, RISKS)
    cases = cast_for(stage, region.id, RISKS, call_id, parts)
    for group in cases.values():
        for case in group:
            apply(case, "awaiting_shortlisting")
    with stage.at(stage.moment(-12)) as session:
        head, call = stage.actor(session, "direccion"), session.get_one(Call, call_id)
        for key, duty in ((CHAIR, "chair"), (DEPUTY, "deputy"), (MEMBER, "member")):
            person = session.get_one(Person, stage.people[key])
            seat_on_panel(session, head, call, person, duty, starts_on=stage.day(-12), ends_on=None)
    for number, case in enumerate(cases["published_soon"]):
        _decided(case, "not_select" if number == 3 else "shortlist")
    for case in cases["half_voted"]:
        _votes(case, {DEPUTY: "waitlist", MEMBER: "shortlist"})
    _plan_publication(stage, call_id)
    _key_that_waits(stage)


def edition_with_votes(stage: Stage, scheme_id: uuid.UUID) -> uuid.UUID:
    with stage.at(stage.moment(-100)) as session:
        first = session.get_one(Scheme, scheme_id)
        officer, head = stage.actor(session, "oficial"), stage.actor(session, "direccion")
        draft = prepare_next(session, officer, first)
        numbers = {**draft.numbers, "panel_quorum": 3}
        set_numbers(session, officer, draft, draft.names, numbers, seen=mark_of(draft, "names", "numbers"))
        adopt_edition(session, head, draft, seen=mark_of(draft))
        return draft.id


def _votes(case: Case, choices: dict[str, str]) -> None:
    stage = case.stage
    for place, (key, choice) in enumerate(choices.items()):
        with stage.at(stage.moment(-8 + place)) as session:
            application = case.application(session)
            vote(session, stage.actor(session, key), application, choice, "", seen_version=application.version)


def _decided(case: Case, outcome: str) -> None:
    _votes(case, {CHAIR: outcome, DEPUTY: outcome, MEMBER: "abstain" if outcome == "not_select" else outcome})
    with case.stage.at(case.stage.moment(-4)) as session:
        application, chair = case.application(session), case.stage.actor(session, CHAIR)
        reasons = ["experience"] if outcome == "not_select" else []
        record_decision(
            session, chair, application, outcome, reasons=reasons, statement="Demo: por mayoría.", words=KIND,
            seen_version=application.version,
        )  # fmt: skip


def _plan_publication(stage: Stage, call_id: uuid.UUID) -> None:
    """The four decisions go out by themselves, three days from now at nine."""
    with stage.at(stage.moment(-1)) as session:
        chair, call = stage.actor(session, CHAIR), session.get_one(Call, call_id)
        waiting = waiting_for_publication(
            session, chair, Application.call_id == call_id, Application.state.in_(CALL_STATES)
        )
        seen = {each.application.number: each.application.version for each in waiting if each.is_ready}
        day = stage.day(3)
        publish_at = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(call.time_zone)).astimezone(UTC)
        plan_publication(session, chair, waiting, seen, publish_at, region_id=call.region_id, call_id=call_id)


def _key_that_waits(stage: Stage) -> None:
    with stage.factory() as session:
        query = select(Accreditation.id).where(Accreditation.state == AccreditationState.SUSPENDED)
        held_id = session.scalars(query.order_by(Accreditation.id)).first()
    if held_id is not None:
        note = "Demo: la queja que motivó la suspensión quedó probada."
        ask_to_withdraw(stage, held_id, -1, note, "misconduct")
