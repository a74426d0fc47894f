"""What happens in the four calls, act by act. Days are counted from today; the past is negative."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from accreditation.demonstration import formation, selection
from accreditation.demonstration.plot import all_of
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage

Cases = Mapping[str, Sequence[Case]]
# Working days that the demo's people take: from submission to endorsement, review, the end of it, and the decision.
ENDORSED, REVIEWED, HANDED, DECIDED = 4, 9, 18, 22
BENEFICIARIES = ("HN", "PA", "EC")
_RESULT = "Demo: gracias por el trabajo hecho en el taller. / Thank you for your work in the workshop."


def within(cases: Sequence[Case], opened: int, closed: int) -> list[Case]:
    """The same cases, applying in a part of a call that stays open long. Changes them in place."""
    for case in cases:
        case.opened, case.closed = opened, closed
    return list(cases)


def select(case: Case, until: str) -> int:
    """From the draft to `until`; returns the day of submission."""
    selection.write_draft(case)
    day = selection.submit(case)
    if until == "awaiting_endorsement":
        return day
    if until == "not_endorsed":
        reason = selection.reason_of(case, "not_endorsed")
        case.take(day + 5, "decline_to_endorse", case.contact, reason=reason)
        return day
    selection.endorse(case, day + ENDORSED)
    if until == "screening":
        return day
    if until == "ineligible":
        selection.find_ineligible(case, day + REVIEWED)
        return day
    selection.send_to_review(case, day + REVIEWED)
    if until == "under_review":
        selection.review(case, day + REVIEWED + 3, only_first=True)
        return day
    selection.review(case, day + REVIEWED + 5)
    selection.hand_to_panel(case, day + HANDED)
    if until != "awaiting_shortlisting":
        group = {"waitlist": "waitlisted", "not_select": "not_selected"}.get(until, "")
        selection.decide(case, day + DECIDED, until, "panel", group)
    return day


def stop_early(cases: Cases, lapse_on: int) -> None:
    """Those who never reach the review."""
    for case in cases.get("draft_lapsed", ()):
        selection.write_draft(case, sections=4)
        case.take(case.closed + 1, "lapse", "system")
    for case in cases.get("not_endorsed", ()):
        select(case, "not_endorsed")
    for case in cases.get("lapsed_endorsement", ()):
        select(case, "awaiting_endorsement")
        case.take(lapse_on, "lapse", "system")
    for case in cases.get("ineligible", ()):
        select(case, "ineligible")
    for case in cases.get("not_selected", ()):
        select(case, "not_select")


EARLY = ("draft_lapsed", "not_endorsed", "lapsed_endorsement", "ineligible", "not_selected")


def workshop(
    stage: Stage,
    call_id: uuid.UUID,
    cases: Sequence[Case],
    *,
    opens: int,
    starts: int,
    absent: Sequence[Case] = (),
    waiting: Sequence[Case] = (),
) -> uuid.UUID:
    """Opens a workshop, invites these short-listed candidates, who confirm, closes the waiting list, and starts it."""
    workshop_id = formation.open_workshop(stage, call_id, planned=opens, starts=starts)
    for case in cases:
        formation.invite(case, opens + 2)
    for case in waiting:
        case.take(starts - 8, "lapse", "system")
    formation.start_workshop(stage, workshop_id, absent, starts)
    return workshop_id


def judge_workshop(cases: Sequence[Case], day: int) -> None:
    """The head publishes the results."""
    for case in cases:
        if case.strength == "strong":
            selection.decide(case, day, "pre_accredit", "direccion", statement=_RESULT)
        else:
            selection.decide(case, day, "find_not_successful", "direccion", "not_successful", _RESULT)


def beneficiary_of(case: Case) -> str:
    """An administration that is not the candidate's own; most often that of the demo's beneficiary."""
    return next(iso2 for iso2 in BENEFICIARIES if iso2 != case.part.administration)


def accredit(case: Case, starts: int, *, outcome: str = "accredit", issued: bool = True) -> None:
    """A whole mission, the decision two weeks later, and the certificate."""
    mission = formation.arrange_mission(case, starts - 40, starts=starts, mentor="mentor", to=beneficiary_of(case))
    formation.report_mission(
        case, mission, starts=starts, mentor="mentor", recommends=outcome != "refuse_accreditation"
    )
    formation.evaluate_mission(case, mission, starts + 14)
    group = "" if outcome in ("accredit", "recognize") else "not_accredited"
    selection.decide(case, starts + 16, outcome, "direccion", group)
    if issued and not group:
        formation.issue_certificate(case, starts + 18)


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
        for offset, case in enumerate(cases[fate]):
            accredit(case, -960 + 20 * offset)
    for case in cases["expired"]:
        formation.status_step(case, -200, "warn_of_expiry", "system")
        formation.status_step(case, -15, "expire", "system")
    for case in cases["expiring"]:
        formation.status_step(case, -20, "warn_of_expiry", "system")
    for case in cases["suspended"]:
        note = "Demo: se suspende mientras se examina una queja."
        formation.status_step(case, -30, "suspend", "direccion", note, "complaint")
    for case in cases["unavailable"]:
        formation.status_step(case, -60, "declare_unavailable", case.part.key, "Demo: comisión de servicio por un año.")
    for case in cases["withdrawn_status"]:
        note = "Demo: se incumplió el código de conducta."
        formation.status_step(case, -90, "withdraw_accreditation", "direccion", note, "misconduct")
    for case in cases["ended_status"]:
        formation.status_step(case, -120, "end_accreditation", "direccion", "Demo: la persona se jubiló.", "retired")


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
        formation.appeal(case, -300, "dismiss")
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
        mission = formation.arrange_mission(case, -50, starts=-21, mentor="mentor", to=beneficiary_of(case))
        formation.report_mission(case, mission, starts=-21, mentor="mentor")
    for case in cases["on_mission"]:
        mission = formation.arrange_mission(case, -40, starts=-2, mentor="mentor", to=beneficiary_of(case))
        formation.mission_step(case, mission, -2, "start_mission", "mentor")
    for fate, day, starts, until in (
        ("mission_planned", -3, 60, "planned"),
        ("mission_offered", -5, 40, "offered"),
        ("mission_released", -10, 12, "released"),
    ):
        for case in cases[fate]:
            formation.arrange_mission(case, day, starts=starts, mentor="mentor", to=beneficiary_of(case), until=until)


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
        formation.appeal(case, -30, "under_examination")
    for case in within(cases["appeal_filed"], -50, -37):
        select(case, "not_select")
        formation.appeal(case, -2, "filed")
    for fate, until in (
        ("not_selected", "not_select"),
        ("shortlisted", "shortlist"),
        ("waitlisted", "waitlist"),
        ("awaiting_shortlisting", "awaiting_shortlisting"),
        ("under_review", "under_review"),
    ):
        for case in within(cases[fate], -45, -31):
            select(case, until)
    formation.open_workshop(stage, call_id, planned=-1, starts=38)
    for case in fourth:
        formation.invite(case, -1, confirm=case in cases["confirmed"])


def _first_and_second(stage: Stage, call_id: uuid.UUID, cases: Cases, first: list[Case], second: list[Case]) -> None:
    over = workshop(stage, call_id, first, opens=-180, starts=-150)
    formation.mark_workshop(stage, over, first, -150)
    formation.close_workshop(stage, over, -142)
    for case in cases["resit"]:
        selection.decide(case, -138, "offer_resit", "direccion", "not_successful", _RESULT)
    for offset, case in enumerate(cases["recognized"]):
        selection.decide(case, -138, "pre_accredit", "direccion", statement=_RESULT)
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


def play_operators(stage: Stage, _call_id: uuid.UUID, cases: Cases) -> None:
    """Open today: drafts, applications that wait for their administration, and the first ones screened."""
    for number, case in enumerate(cases["draft"]):
        within([case], -12, 0)
        selection.write_draft(case, sections=1 + number)
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


PLAYS = {"VAL": play_valuation, "PCA": play_audit, "ECOM": play_commerce, "AEO": play_operators}
