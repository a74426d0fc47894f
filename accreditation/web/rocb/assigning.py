"""Assigning the reviewers of a whole call: asked for, worked out, looked at, changed by hand, applied or discarded."""

import uuid
from collections import defaultdict
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.roles import OFFICE
from accreditation.region.administrations import homes_of
from accreditation.reviewer_proposals import assignable_by
from accreditation.reviews.assigning import stored
from accreditation.reviews.assigning.applying import apply_proposal
from accreditation.reviews.assigning.gather import Gathered, gather
from accreditation.reviews.assigning.models import AssignmentProposal, ProposedReview
from accreditation.reviews.assigning.words import binding_in_words, counts_in_words
from accreditation.schemes.models import Call
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import found_call
from accreditation.web.language import said
from accreditation.web.rocb import blueprint

_LOOK_AGAIN_SECONDS = "2"
_CASES_SHOWN = 100


def _gathered(call: Call, only: uuid.UUID | None = None) -> Gathered:
    return gather(db.session(), call, assignable_by(current_actor()), only=only)


def _shown_rows(proposal: AssignmentProposal | None, gathered: Gathered) -> list[ProposedReview]:
    """Pairs of cases that the officer may assign today; an interest that came up meanwhile hides its case."""
    if proposal is None or proposal.finished_at is None:
        return []
    rows = stored.rows_of(db.session(), proposal)
    return [row for row in rows if row.application_id in gathered.cases]


@blueprint.get("/office/calls/<reference>/assignment")
@needs(*OFFICE)
def assignment(reference: str) -> Response:
    """The proposal in hand, or what there is to propose; while it is worked out the page looks again by itself."""
    return _page(found_call(reference))


def _page(call: Call, changed: tuple[str, ...] = (), status: int = 200) -> Response:
    session, gathered = db.session(), _gathered(call)
    proposal = stored.own_proposal(session, current_actor(), call)
    if proposal is not None and proposal.applied_at is not None:
        proposal = None
    rows = _shown_rows(proposal, gathered)
    page = render_template(
        "rocb/assigning.html",
        call=call,
        proposal=proposal,
        gathered=gathered,
        changed=changed,
        unknown=[person for person in gathered.people.values() if person.id not in gathered.profiles],
        waiting=sum(len(case.standing) < case.needed for case in gathered.problem.cases),
        rows=rows,
        **_by_case(proposal, rows, gathered),
        loads=_loads(rows, gathered),
        homes=homes_of(session, gathered.people.values()),
    )
    answer = make_response(page, status)
    if proposal is not None and proposal.finished_at is None:
        answer.headers["Refresh"] = _LOOK_AGAIN_SECONDS
    return answer


def _by_case(
    proposal: AssignmentProposal | None, rows: list[ProposedReview], gathered: Gathered
) -> dict[str, list[dict[str, Any]]]:
    """Cases that stay short, with the reason, then those served."""
    chosen: dict[uuid.UUID, list[ProposedReview]] = defaultdict(list)
    for row in rows:
        chosen[row.application_id].append(row)
    reasons = proposal.figures.get("short", {}) if proposal is not None else {}
    short, served = [], []
    for case in gathered.problem.cases:
        missing = case.needed - len(case.standing) - len(chosen[case.id])
        if not chosen[case.id] and missing <= 0:
            continue
        reason = reasons.get(str(case.id))
        entry = {
            "case": gathered.cases[case.id],
            "rows": chosen[case.id],
            "standing": [gathered.people[each] for each in case.standing if each in gathered.people],
            "missing": missing,
            "reason": binding_in_words(reason) if reason else None,
            "counts": counts_in_words(reason) if reason else [],
        }
        (short if missing > 0 else served).append(entry)
    return {"short": short, "served": served[:_CASES_SHOWN], "hidden": served[_CASES_SHOWN:]}


def _loads(rows: list[ProposedReview], gathered: Gathered) -> list[dict[str, Any]]:
    """Every reviewer with reviews before and after, the fullest first."""
    more: dict[uuid.UUID, int] = defaultdict(int)
    for row in rows:
        more[row.reviewer_id] += 1
    found = [
        {
            "person": gathered.people[each.id],
            "before": each.load,
            "more": more[each.id],
            "after": each.load + more[each.id],
            "ceiling": each.ceiling,
            "away": each.away,
        }
        for each in gathered.problem.reviewers
    ]
    return sorted(found, key=lambda row: (-row["after"], row["person"].register_name))


@blueprint.post("/office/calls/<reference>/assignment")
@needs(*OFFICE)
def change_assignment(reference: str) -> Response:
    """Starts the computation, or computes again around what is locked; applies; discards."""
    call, session, actor = found_call(reference), db.session(), current_actor()
    act, here = request.form.get("act", ""), redirect(url_for("rocb.assignment", reference=reference))
    if act == "propose":
        stored.ask_for_proposal(session, actor, call)
        session.commit()
        return here
    proposal = stored.open_own(session, actor, call, request.form.get("proposal", ""))
    if act == "apply":
        gathered = _gathered(call)
        try:
            count = apply_proposal(session, actor, proposal, _shown_rows(proposal, gathered), gathered)
        except ChangedMeanwhile as refusal:
            session.rollback()
            return _page(found_call(reference), tuple(said(reason) for reason in refusal.reasons), 409)
        session.commit()
        flash(ngettext("%(num)s review is assigned.", "%(num)s reviews are assigned.", count), "success")
    elif act == "discard":
        stored.discard(proposal)
        session.commit()
        flash(_("The proposal is discarded. Nobody was assigned by it."), "info")
    return here


@blueprint.route("/office/calls/<reference>/assignment/<number>", methods=["GET", "POST"])
@needs(*OFFICE)
def assignment_of_case(reference: str, number: str) -> str | Response | tuple[str, int]:
    """One case of the proposal: who is proposed, who else could be and what stands against each; locks, swaps."""
    call, session, actor = found_call(reference), db.session(), current_actor()
    proposal = stored.own_proposal(session, actor, call)
    if proposal is None or proposal.finished_at is None or proposal.applied_at is not None:
        return redirect(url_for("rocb.assignment", reference=reference))
    gathered = _gathered(call)
    case = next((each for each in gathered.cases.values() if each.number == number), None)
    if case is None:
        raise NotPermitted
    error = ""
    if request.method == "POST":
        proposal = stored.open_own(session, actor, call, proposal.public_id)
        try:
            _change_case(proposal, gathered, case)
        except Invalid as refusal:
            session.rollback()
            error = said(refusal.reasons[0])
        else:
            session.commit()
            return redirect(url_for("rocb.assignment_of_case", reference=reference, number=number))
    page = _case_page(call, proposal, gathered, case, error)
    return (page, 422) if error else page


def _change_case(proposal: AssignmentProposal, gathered: Gathered, case: Any) -> None:
    """Takes one out, locks or frees one, adds one, perhaps instead of another."""
    session = db.session()
    rows = {row.public_id: row for row in stored.rows_of(session, proposal) if row.application_id == case.id}
    if request.form.get("act") == "add":
        people = {person.public_id: person for person in gathered.people.values()}
        person = people.get(request.form.get("reviewer", ""))
        if person is None:
            raise Invalid(stored.CHOOSE, "reviewer")
        stored.add_by_hand(session, proposal, gathered, case, person)
        if (leaving := rows.get(request.form.get("instead_of", ""))) is not None:
            session.delete(leaving)
        return
    for act in ("take_out", "lock", "free"):
        row = rows.get(request.form.get(act, ""))
        if row is not None and act == "take_out":
            session.delete(row)
        elif row is not None:
            row.is_locked = act == "lock"


def _case_page(call: Call, proposal: AssignmentProposal, gathered: Gathered, case: Any, error: str) -> str:
    session = db.session()
    rows = _shown_rows(proposal, gathered)
    mine = [row for row in rows if row.application_id == case.id]
    loads = {row["person"].id: row for row in _loads(rows, gathered)}
    plain = next(each for each in gathered.problem.cases if each.id == case.id)
    there = {*plain.standing, *(row.reviewer_id for row in mine)}
    others = [
        (person, [each.reason for each in gathered.conflicts.get((case.id, person.id), ()) if each.stands])  # type: ignore[attr-defined]
        for person in gathered.people.values()
        if person.id not in there
    ]
    others.sort(key=lambda pair: (bool(pair[1]), loads[pair[0].id]["after"] if pair[0].id in loads else 99))
    return render_template(
        "rocb/assigning_case.html",
        call=call,
        proposal=proposal,
        case=case,
        plain=plain,
        rows=mine,
        standing=[gathered.people[each] for each in plain.standing if each in gathered.people],
        others=others,
        loads=loads,
        profiles=gathered.profiles,
        stood_back={
            pair[1] for pair, why in gathered.problem.against.items() if pair[0] == case.id and why == "stood_back"
        },
        homes=homes_of(session, gathered.people.values()),
        error=error,
    )
