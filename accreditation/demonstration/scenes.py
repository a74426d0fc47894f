"""Scenes that the demo's calls share: applying up to an outcome, a workshop with its judgements, a mission to its end."""

import uuid
from collections.abc import Mapping, Sequence

from accreditation.demonstration import after_missions, formation, missions, reviewing, selection
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage

Cases = Mapping[str, Sequence[Case]]
# Working days that the demo's people take: from submission to endorsement, review, the end of it, and the decision.
ENDORSED, REVIEWED, HANDED, DECIDED = 4, 9, 18, 22
BENEFICIARIES = ("HN", "PA", "EC")
RESULT = "Demo: gracias por el trabajo hecho en el taller. / Thank you for your work in the workshop."


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
    reviewing.send_to_review(case, day + REVIEWED)
    if until == "under_review":
        reviewing.review(case, day + REVIEWED + 3, only_first=True)
        return day
    reviewing.review(case, day + REVIEWED + 5)
    reviewing.hand_to_panel(case, day + HANDED)
    if until != "awaiting_shortlisting":
        group = {"waitlist": "waitlisted", "not_select": "not_selected"}.get(until, "")
        reviewing.decide(case, day + DECIDED, until, "panel", group)
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
            reviewing.decide(case, day, "pre_accredit", "direccion", statement=RESULT)
        else:
            reviewing.decide(case, day, "find_not_successful", "direccion", "not_successful", RESULT)


def beneficiary_of(case: Case) -> str:
    """An administration that is not the candidate's own; most often that of the demo's beneficiary."""
    return next(iso2 for iso2 in BENEFICIARIES if iso2 != case.part.administration)


def accredit(case: Case, starts: int, *, outcome: str = "accredit", issued: bool = True) -> None:
    """A whole mission, the decision two weeks later, and the certificate."""
    mission = missions.arrange_mission(case, starts - 40, starts=starts, mentor="mentor", to=beneficiary_of(case))
    missions.report_mission(case, mission, starts=starts, mentor="mentor", recommends=outcome != "refuse_accreditation")
    missions.evaluate_mission(case, mission, starts + 14)
    group = "" if outcome in ("accredit", "recognize") else "not_accredited"
    reviewing.decide(case, starts + 16, outcome, "direccion", group)
    if issued and not group:
        after_missions.issue_certificate(case, starts + 18)
