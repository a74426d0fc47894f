"""Before anyone is invited: which cases a person could take; and the conflicts that the office has to look at."""

from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import ColumnElement

from accreditation.applications.lists import calls_to_choose, case_by_number
from accreditation.applications.models import Application
from accreditation.conflicts.asking import Answer, could_take, near_to, people_called, to_look_at
from accreditation.conflicts.kinds import KIND_LABELS
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.roles import OFFICE, holders
from accreditation.region.administrations import homes_of
from accreditation.visibility import applications_visible_to
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role

LONGEST_TYPED = 80


@blueprint.get("/conflicts")
@needs(*OFFICE)
def conflicts_to_look_at() -> str:
    """Reviewers of running cases with a conflict that nobody has weighed."""
    actor = current_actor()
    rows = to_look_at(db.session(), actor, _visible())
    ledger.note_reading("conflicts", current_region().id)
    return render_template("rocb/conflict_list.html", rows=rows, labels=KIND_LABELS)


@blueprint.get("/conflicts/check")
@needs(*OFFICE)
def check_conflicts() -> str:
    """What would stand against a person in the cases of a call, or in one case."""
    session, region, actor = db.session(), current_region(), current_actor()
    typed = request.args.get("q", "")[:LONGEST_TYPED]
    reference, number = request.args.get("call", "")[:40], request.args.get("case", "")[:40].strip()
    person = _chosen(request.args.get("person", ""))
    people = [] if person else people_called(session, actor, region.id, typed)
    if len(people) == 1:
        person, people = people[0], []
    calls, call_id = calls_to_choose(session, region.id, reference)
    case = case_by_number(session, _visible(), number) if number else None
    narrowed = [Application.id == case.id] if case else [Application.call_id == call_id] if call_id else []
    answer = _answer(person, narrowed) if person and (not number or case) else None
    reviewers = [each for each in holders(session, [Role.REVIEWER], region.id) if each.id not in near_to(actor)]
    shown = [*people, *reviewers, *([person] if person else [])]
    return render_template(
        "rocb/conflict_check.html",
        chosen=person,
        people=people,
        reviewers=reviewers,
        homes=homes_of(session, shown),
        calls=calls,
        asked={"q": typed, "call": reference if call_id else "", "case": number},
        unknown_case=bool(number) and case is None,
        answer=answer,
        labels=KIND_LABELS,
        link=lambda one: url_for(
            "rocb.check_conflicts", person=one.public_id, call=reference or None, case=number or None
        ),
    )


def _visible() -> ColumnElement[bool]:
    """What the officer may see of this region."""
    return (Application.region_id == current_region().id) & applications_visible_to(current_actor())


def _answer(person: Person, narrowed: list[Any]) -> Answer:
    ledger.note_reading("conflicts", person.region_id, person.id)
    return could_take(db.session(), _visible(), person, *narrowed)


def _chosen(public_id: str) -> Person | None:
    """The person of the address: of this region, and nobody close to whoever asks."""
    if not public_id:
        return None
    person: Person = row_by_public_id(Person, public_id)
    if person.region_id != current_region().id or person.id in near_to(current_actor()):
        raise NotPermitted
    return person
