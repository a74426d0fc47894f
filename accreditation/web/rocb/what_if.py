"""What would have become of past cases under an edition, before it is adopted. Nothing is written."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import render_template
from sqlalchemy import ColumnElement, select

from accreditation.applications.models import Application
from accreditation.applications.questions.who import GENDERS
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.people.roles import OFFICE
from accreditation.schemes.earlier import number_in
from accreditation.schemes.models import Scheme
from accreditation.texts import N_
from accreditation.visibility import applications_visible_to
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.admin.standing_forms import SUB_REGIONS
from accreditation.web.language import language_name, said
from accreditation.web.rocb import blueprint
from accreditation.web.rocb.drafts import DRAFT
from accreditation.web.rocb.schemes import found_edition, may_prepare
from accreditation.whatif.past import PastCase, past_cases
from accreditation.whatif.replay import QUESTIONS, Question, Replayed, by_group, criteria_never_met, replayed

UNKNOWN = N_("Not known")
# Rows of the table of changes; the figures count all.
SHOWN = 50


def _readable() -> ColumnElement[bool]:
    """Cases whose judgements the office may read: not one's own, nor of somebody whom one is close to."""
    actor, region_id = current_actor(), current_region().id
    if not any(actor.holds(role, region_id) for role in OFFICE):
        raise NotPermitted
    others = Application.applicant_id != actor.person_id
    which = applications_visible_to(actor), Application.region_id == region_id, others
    return Application.id.in_(select(select(Application.id).where(*which).cte("readable").c.id))


def _named(names: Mapping[str, Any], unknown: str) -> Callable[[str], str]:
    return lambda key: said(names[key]) if key in names else unknown


def _groups(rows: Sequence[Replayed], smallest: int, unknown: str) -> list[dict[str, Any]]:
    """How groups differ. Gender is asked only to be counted, so it is told only where as many outcomes change as make a group."""
    of_countries, of_gender = _named(SUB_REGIONS, unknown), _named(dict(GENDERS), unknown)
    ways: list[tuple[str, Callable[[PastCase], str], Callable[[str], str]]] = [
        ("sub_region", lambda case: case.sub_region, of_countries),
        ("language", lambda case: case.language, language_name),
    ]
    flips = sum(row.flips for row in rows)
    if flips >= smallest and any(row.case.gender for row in rows):
        ways.append(("gender", lambda case: case.gender, of_gender))
    return [
        {"key": key, "rows": [(name(share.group), share) for share in by_group(rows, group_of, smallest)]}
        for key, group_of, name in ways
    ]


def _answer(
    question: Question, cases: Sequence[PastCase], draft: Scheme, smallest: int, unknown: str
) -> dict[str, Any]:
    rows = replayed(question, cases, draft)
    flips = [row for row in rows if row.flips]
    return {
        "question": question,
        "cases": len(rows),
        "before": sum(row.before.passes for row in rows),
        "after": sum(row.after.passes for row in rows),
        "flips": flips[:SHOWN],
        "flip_count": len(flips),
        "groups": _groups(rows, smallest, unknown),
        "never_met": criteria_never_met(question, cases, draft),
    }


@blueprint.get(f"{DRAFT}/what-if")
@needs(*OFFICE)
def what_if(code: str, edition: int) -> str:
    """Every threshold of the rule book asked again of past cases, with this edition's numbers and weights."""
    draft, readable = found_edition(code, edition), _readable()
    cases = past_cases(db.session(), code, readable)
    smallest = number_in(draft.numbers, "small_group_people")
    unknown = said(UNKNOWN)
    return render_template(
        "rocb/what_if.html",
        scheme=draft,
        answers=[_answer(question, cases, draft, smallest, unknown) for question in QUESTIONS],
        cases=len(cases),
        smallest=smallest,
        shown=SHOWN,
        may_prepare=may_prepare(),
    )
