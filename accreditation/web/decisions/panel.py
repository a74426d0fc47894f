"""The panel of a call: who sits on it, who is away, and what a member sees of the votes on a case."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.queries import person_by_email
from accreditation.reviews.panel_models import PanelSeat
from accreditation.reviews.panel_seats import end_seat, note_absence, seat_on_panel, seats_of
from accreditation.reviews.voting import DUTIES, choices_of, votes_shown_to
from accreditation.schemes.models import Call
from accreditation.texts import N_
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_call
from accreditation.web.decisions.audience import blueprint
from accreditation.web.language import said
from accreditation.workflow.actors import Role
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.panel import (
    ABSTAIN,
    RECUSED,
    counted,
    member_against,
    panel_votes,
    rules_of,
    speaker_against,
    speaker_of,
)

DUTY_LABELS = {"member": N_("Member"), "chair": N_("Chair"), "deputy": N_("Deputy of the chair")}


def panel_shown(found: FoundCase) -> dict[str, Any] | None:
    """What `decisions/_panel.html` needs; None where the edition asks for no vote at this station."""
    application, actor, facts = found.application, current_actor(), found.facts
    choices = choices_of(application)
    if not choices or not panel_votes(facts.numbers):
        return None
    votes = votes_shown_to(db.session(), actor, application)
    speaker_id = speaker_of(facts.panel)
    speaker = db.session.get(Person, speaker_id) if speaker_id else None
    steps = [APPLICATION.transition(name) for name in choices]
    return {
        "labels": {
            **{step.name: step.label for step in steps},
            ABSTAIN: N_("Abstain"),
            RECUSED: N_("Step back from this case"),
        },
        "told": {
            **{step.name: step.done for step in steps},
            ABSTAIN: N_("Abstained"),
            RECUSED: N_("Stepped back from this case"),
        },
        "rules": rules_of(facts.numbers),
        "count": counted(facts.panel),
        "entitled": len(facts.panel.entitled),
        "interested": len(facts.panel.interested),
        "mine": facts.panel.votes.get(actor.person_id) if actor.person_id else None,
        "votes": votes,
        "has_interest": facts.panel.interested,
        "speaker": speaker.display_name if speaker else "",
        "speaks": speaker_against(actor, facts) is None,
        "no_vote": member_against(actor, facts),
    }


@blueprint.get("/office/calls/<reference>/panel")
@needs(Role.ROCB_HEAD, Role.ROCB_OFFICER, Role.PANEL_MEMBER)
def panel(reference: str) -> str:
    """Chair, deputy and members of the panel of a call, with their dates."""
    return _page(found_call(reference), [])


def _page(call: Call, errors: list[dict[str, str]]) -> str:
    actor = current_actor()
    seats = seats_of(db.session(), call)
    if not actor.roles() & {Role.ROCB_HEAD, Role.ROCB_OFFICER} and actor.person_id not in {
        row.person_id for row in seats
    }:
        raise NotPermitted
    return render_template(
        "decisions/panel.html",
        call=call,
        seats=seats,
        rules=rules_of(call.scheme.numbers),
        votes=panel_votes(call.scheme.numbers),
        duties=DUTY_LABELS,
        is_head=actor.holds(Role.ROCB_HEAD, call.region_id),
        me=actor.person_id,
        today=clock.today(),
        typed=request.form,
        errors=errors,
    )


def _day(name: str) -> date | None:
    typed = request.form.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as fault:
        raise Invalid(N_("Write the day as year-month-day, for example 2026-11-30."), name) from fault


@blueprint.post("/office/calls/<reference>/panel")
@needs(Role.ROCB_HEAD, Role.PANEL_MEMBER)
def change_panel(reference: str) -> Response | tuple[str, int]:
    """Seats somebody, ends a seat, or says when somebody is away."""
    call, act = found_call(reference), request.form.get("act", "")
    try:
        if act == "seat":
            _seat(call)
        elif act == "end":
            end_seat(db.session(), current_actor(), _chosen(call))
        elif act == "away":
            away_from, away_until = _day("away_from"), _day("away_until")
            if away_from is None or away_until is None:
                raise Invalid(N_("Give the first and the last day."), "away_from")
            note_absence(db.session(), current_actor(), _chosen(call), away_from, away_until)
        else:
            raise NotPermitted
    except Invalid as refusal:
        db.session.rollback()
        errors = [{"text": said(reason), "href": f"#{refusal.field or 'person'}"} for reason in refusal.reasons]
        return _page(found_call(reference), errors), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("decisions.panel", reference=reference))


def _seat(call: Call) -> None:
    person = person_by_email(db.session(), request.form.get("person", "").strip())
    duty = request.form.get("duty", "")
    if person is None or duty not in DUTIES:
        raise Invalid(
            N_("There is no account with this e-mail address. Check it, or ask the person to open one."), "person"
        )
    starts_on = _day("starts_on") or clock.today()
    seat_on_panel(db.session(), current_actor(), call, person, duty, starts_on=starts_on, ends_on=_day("ends_on"))


def _chosen(call: Call) -> PanelSeat:
    query = select(PanelSeat).where(PanelSeat.public_id == request.form.get("seat", ""), PanelSeat.call_id == call.id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotPermitted
    return found
