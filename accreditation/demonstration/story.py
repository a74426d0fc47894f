"""What happens in the four calls, act by act. Days are counted from today; the past is negative."""

import uuid
from dataclasses import replace
from datetime import timedelta

from accreditation.applications.call_extension import extend_call
from accreditation.demonstration import (
    after_missions,
    amendments,
    assignment,
    conflicts,
    formation,
    missions,
    renewals,
    reviewing,
    selection,
    two_keys,
)
from accreditation.demonstration.plot import all_of
from accreditation.demonstration.scenes import (
    EARLY,
    RESULT,
    Cases,
    accredit,
    beneficiary_of,
    judge_workshop,
    select,
    stop_early,
    within,
    workshop,
)
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.people.names import folded
from accreditation.region.models import Region
from accreditation.schemes.models import Call


def play_valuation(stage: Stage, call_id: uuid.UUID, cases: Cases) -> None:
    """The oldest call, all its cases closed: accreditations of every kind have come out of it."""
    stop_early(cases, -1545)
    seated = all_of(cases, *EARLY, "waitlist_lapsed")
    for case in seated:
        select(case, "shortlist")
    for case in cases["waitlist_lapsed"]:
        select(case, "waitlist")
    absent, waiting = cases["no_show"], cases["waitlist_lapsed"]
    workshop_id = workshop(stage, call_id, seated, opens=-1555, starts=-1520, absent=absent, waiting=waiting)
    sitting = [case for case in seated if case not in cases["no_show"]]
    formation.mark_workshop(stage, workshop_id, sitting, -1520)
    formation.close_workshop(stage, workshop_id, -1512)
    judge_workshop(sitting, -1508)
    for case in cases["lapsed_mission"]:
        case.take(-770, "lapse", "system")
    for case in cases["not_accredited"]:
        accredit(case, -1300, outcome="refuse_accreditation")
    _grow_old(cases)


def _grow_old(cases: Cases) -> None:
    for fate, first in (("expired", -1502), ("expiring", -1330), ("suspended", -1040), ("unavailable", -980)):
        for offset, case in enumerate(cases[fate]):
            accredit(case, first + 3 * offset)
    for fate in ("active", "withdrawn_status", "ended_status"):
        for offset, case in enumerate(reversed(cases[fate])):
            accredit(case, -960 + 30 * offset)
    for case, family_name in zip(cases["active"][1:], ("Ejemplo", "Muestra"), strict=False):
        ask = amendments.correct_name if family_name == "Ejemplo" else amendments.ask_for_name
        ask(case, -12, family_name)
    for case in cases["active"][3:4]:
        amendments.pause(case, -9, 60)
    for case in cases["expired"]:
        after_missions.status_step(case, -200, "warn_of_expiry", "system")
        after_missions.status_step(case, -15, "expire", "system")
    for case in cases["expiring"]:
        after_missions.status_step(case, -20, "warn_of_expiry", "system")
    for case in cases["suspended"]:
        note = "Demo: se suspende mientras se examina una queja."
        after_missions.status_step(case, -30, "suspend", "direccion", note, "complaint")
    for case in cases["unavailable"]:
        after_missions.status_step(
            case, -60, "declare_unavailable", case.part.key, "Demo: comisión de servicio por un año."
        )
    for case in cases["withdrawn_status"]:
        note = "Demo: se incumplió el código de conducta."
        two_keys.withdraw_status(case, -90, note, "misconduct")
    for case in cases["ended_status"]:
        after_missions.status_step(
            case, -120, "end_accreditation", "direccion", "Demo: la persona se jubiló.", "retired"
        )
    audited, spoken, ready = cases["expiring"]
    renewals.play(cases["active"][0], audited, spoken, ready)


def play_audit(stage: Stage, call_id: uuid.UUID, cases: Cases) -> None:
    """The workshop is over; people wait for missions, are on them, or wait for the last decision."""
    stop_early(cases, -360)
    for case in cases["withdrawn_late"]:
        select(case, "shortlist")
        case.take(-350, "withdraw", case.part.key)
    seated = all_of(cases, *EARLY, "withdrawn_late")
    for case in seated:
        select(case, "shortlist")
    workshop_id = workshop(stage, call_id, seated, opens=-360, starts=-330)
    formation.mark_workshop(stage, workshop_id, seated, -330)
    formation.close_workshop(stage, workshop_id, -322)
    judge_workshop(seated, -318)
    for case in cases["appeal_dismissed"]:
        after_missions.appeal(case, -300, "dismiss")
    for case in cases["nomination_withdrawn"]:
        case.take(-100, "withdraw_nomination", case.contact, note="Demo: la persona pasó a otra institución.")
    for case in cases["on_hold"]:
        case.take(-20, "hold", "direccion", note="Demo: se aclara una cuestión administrativa.", reason="other")
    for offset, case in enumerate(cases["active"]):
        accredit(case, -200 + 30 * offset)
    for case in cases["reserved"]:
        accredit(case, -18, issued=False)
    for case in cases["not_accredited"]:
        accredit(case, -150, outcome="refuse_accreditation")
    for case in cases["second_mission"]:
        accredit(case, -60, outcome="order_second_mission")
    _on_the_way(cases)


def _on_the_way(cases: Cases) -> None:
    for case in cases["awaiting_accreditation"]:
        mission = missions.arrange_mission(case, -50, starts=-21, mentor="mentor", to=beneficiary_of(case))
        missions.report_mission(case, mission, starts=-21, mentor="mentor")
    for case in cases["on_mission"]:
        mission = missions.arrange_mission(case, -40, starts=-2, mentor="mentor", to=beneficiary_of(case))
        missions.mission_step(case, mission, -2, "start_mission", "mentor")
    for fate, day, starts, until in (
        ("mission_planned", -3, 60, "planned"),
        ("mission_offered", -5, 40, "offered"),
        ("mission_released", -10, 12, "released"),
    ):
        for case in cases[fate]:
            missions.arrange_mission(case, day, starts=starts, mentor="mentor", to=beneficiary_of(case), until=until)


def play_commerce(stage: Stage, call_id: uuid.UUID, cases: Cases) -> None:
    """A long call with four workshops: one long over, one just marked, one running today, one to come."""
    first = within([*cases["recognized"], *cases["resit"]], -250, -215)
    second = within([*cases["awaiting_pre"], *cases["deferred"], *cases["withdrawn_late"]], -110, -85)
    third = within(cases["in_workshop"], -95, -70)
    fourth = within([*cases["invited"], *cases["confirmed"]], -70, -50)
    for case in [*first, *second, *third, *fourth]:
        select(case, "shortlist")
    _first_and_second(stage, call_id, cases, first, second)
    running = workshop(stage, call_id, third, opens=-14, starts=-2)
    assert running is not None
    for case in within(cases["appeal_examined"], -80, -60):
        select(case, "not_select")
        after_missions.appeal(case, -30, "under_examination")
    for case in within(cases["appeal_filed"], -50, -37):
        select(case, "not_select")
        after_missions.appeal(case, -2, "filed")
    for fate, until in (
        ("not_selected", "not_select"),
        ("shortlisted", "shortlist"),
        ("waitlisted", "waitlist"),
        ("awaiting_shortlisting", "awaiting_shortlisting"),
        ("under_review", "under_review"),
    ):
        for case in within(cases[fate], -45, -31):
            select(case, until)
    conflicts.weigh(cases["under_review"], cases["awaiting_shortlisting"])
    for case in cases["under_review"][3:4]:
        assignment.second_reviewer_declines(case)
    formation.open_workshop(stage, call_id, planned=-1, starts=38)
    for case in fourth:
        formation.invite(case, -1, confirm=case in cases["confirmed"])


def _first_and_second(stage: Stage, call_id: uuid.UUID, cases: Cases, first: list[Case], second: list[Case]) -> None:
    over = workshop(stage, call_id, first, opens=-180, starts=-150)
    formation.mark_workshop(stage, over, first, -150)
    formation.close_workshop(stage, over, -142)
    for case in cases["resit"]:
        reviewing.decide(case, -138, "offer_resit", "direccion", "not_successful", RESULT)
    for offset, case in enumerate(cases["recognized"]):
        reviewing.decide(case, -138, "pre_accredit", "direccion", statement=RESULT)
        accredit(case, -80 + 20 * offset, outcome="recognize")
    opened = formation.open_workshop(stage, call_id, planned=-60, starts=-16)
    for case in second:
        formation.invite(case, -50)
    for case in cases["deferred"]:
        case.take(-22, "defer", "oficial", note="Demo: la persona no obtuvo permiso para viajar.")
    for case in cases["withdrawn_late"]:
        case.take(-21, "withdraw", case.part.key)
    formation.start_workshop(stage, opened, (), -16)
    formation.mark_workshop(stage, opened, [replace(case) for case in cases["awaiting_pre"]], -16)
    formation.close_workshop(stage, opened, -8)


def play_operators(stage: Stage, call_id: uuid.UUID, cases: Cases) -> None:
    """Open today: drafts, applications that wait for their administration, and the first ones screened."""
    for number, case in enumerate(cases["draft"]):
        within([case], -12, 0)
        selection.write_draft(case, sections=1 + number)
    for case in cases["draft"][:1]:
        _one_person_twice(stage, case)
    for case in within(cases["awaiting_endorsement"], -24, -5):
        select(case, "awaiting_endorsement")
    for case in within(cases["screening"], -27, -12):
        select(case, "screening")
    for case in within(cases["information_requested"], -27, -14):
        day = select(case, "screening")
        selection.ask(case, day + 8)
    for case in within(cases["not_endorsed"], -27, -14):
        select(case, "not_endorsed")
    for case in within(cases["withdrawn"], -27, -12):
        day = select(case, "awaiting_endorsement")
        case.take(day + 2, "withdraw", case.part.key)
    _extend(stage, call_id)
    assignment.reviewers_take_on(stage)
    assignment.proposal_waits(stage, call_id)


def _extend(stage: Stage, call_id: uuid.UUID) -> None:
    """Three days more for everybody who still writes."""
    notes = {"es": "Demo: una tarde sin servicio.", "en": "Demo: an afternoon without service."}
    with stage.at(stage.moment(-1)) as session:
        call = session.get_one(Call, call_id)
        later, officer = call.closes_at + timedelta(days=3), stage.actor(session, "oficial")
        extend_call(session, officer, call, later, reason="outage", notes=notes, seen_version=call.version)


def _one_person_twice(stage: Stage, case: Case) -> None:
    """The same applicant with another address and without the second family name, who gave that attempt up."""
    part = case.part
    key = f"{folded(part.given_names).split()[0]}.{folded(part.first_family_name)}"
    second = replace(case, part=replace(part, key=key, second_family_name="", is_listed=False), application_id=None)
    with stage.at(stage.moment(case.opened, 7)) as session:
        first = session.get_one(Person, stage.people[part.key])
        stage.engage(session, session.get_one(Region, first.region_id), second.part).born_on = first.born_on
    selection.write_draft(second, sections=0)
    second.take(-1, "withdraw", key)


PLAYS = {"VAL": play_valuation, "PCA": play_audit, "ECOM": play_commerce, "AEO": play_operators}
