"""How an appeal or complaint stands: for who filed it, for the office and for the panel; and the list of them."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation.appeals.concluding import assessors_who_marked, fitting_remedies
from accreditation.appeals.files import files_of
from accreditation.appeals.filing import CONCERNS, GROUNDS
from accreditation.appeals.keeping import hearing_of
from accreditation.appeals.models import Appeal, Kind
from accreditation.appeals.panel import candidates_for, seats_of
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.roles import holders
from accreditation.visibility import appeals_visible_to
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs, signed_in
from accreditation.web.appeals import blueprint
from accreditation.web.appeals.finding import FoundAppeal, found_appeal
from accreditation.web.keyset import Key, page_of
from accreditation.web.standing import tone_of
from accreditation.web.subject_steps import shown, take
from accreditation.workflow.actors import Role
from accreditation.workflow.appeal import APPEAL
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.remedies import BY_NAME, MEASURE_BY_NAME, MEASURES
from accreditation.workflow.states import EXAMINED, AppealState

OPEN_FIRST = [
    Key(Appeal.due_at, nullable=True),
    Key(Appeal.filed_at, descending=True),
    Key(Appeal.id, descending=True),
]
READERS = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.WCO_LIAISON, Role.AUDITOR, Role.APPEALS_PANEL)


@blueprint.get("/appeals")
@needs(*READERS)
def index() -> str:
    """Every one that this person may know of, those that wait first."""
    query = select(Appeal).where(appeals_visible_to(current_actor()))
    query = query.options(joinedload(Appeal.application), joinedload(Appeal.about))
    page = page_of(db.session(), query, OPEN_FIRST)
    ledger.note_reading("appeals", current_region().id)
    return render_template("appeals/index.html", page=page, lifecycle=APPEAL, tone_of=tone_of)


@blueprint.get("/appeals/<public_id>")
@signed_in
def show(public_id: str) -> str:
    """Where it stands and what this person can do; whoever filed it reads nothing of who examines it."""
    return page(found_appeal(public_id))


def page(found: FoundAppeal, errors: Mapping[str, str] | None = None) -> str:
    """The page of one; `errors`: what was refused, by the field."""
    appeal, context = found.appeal, shown(found.appeal)
    common = {
        "found": found,
        "files": files_of(db.session(), appeal),
        "words": words_of(appeal),
        "reasons": appeal.scheme.reasons,
        "errors": errors or {},
        "remedy": BY_NAME.get(appeal.remedy),
        "measure": MEASURE_BY_NAME.get(appeal.measure),
        "is_concluded": appeal.state in EXAMINED,
        "application_steps": APPLICATION,
    }
    if found.is_filer:
        return render_template("appeals/filed.html", **common, **context)
    return render_template("appeals/show.html", **common, **_for_the_house(found), **context)


def words_of(appeal: Appeal) -> dict[str, Any]:
    """The words of the edition for each code of its grounds, or of what a complaint is about."""
    name = GROUNDS if appeal.kind == Kind.APPEAL else CONCERNS
    return {
        entry["code"]: entry["texts"] for entry in appeal.scheme.reasons.get(name, []) if entry["code"] in appeal.kinds
    }


def _for_the_house(found: FoundAppeal) -> dict[str, Any]:
    session, appeal = db.session(), found.appeal
    names = found.keeps and appeal.state is AppealState.ACKNOWLEDGED
    replaces = found.keeps and appeal.state is AppealState.UNDER_EXAMINATION
    return {
        "panel": seats_of(session, appeal),
        "candidates": candidates_for(session, appeal, found.facts) if names or replaces else [],
        "names": names,
        "replaces": replaces,
        "hearing": hearing_of(session, appeal),
        "links": found.keeps
        and appeal.kind == Kind.COMPLAINT
        and appeal.state in (AppealState.FILED, AppealState.ACKNOWLEDGED),
        "officers": holders(session, [Role.ROCB_OFFICER], appeal.region_id) if found.may_restrict else [],
        "remedies": fitting_remedies(session, appeal) if found.examines else (),
        "measures": MEASURES,
        "markers": _assessors(appeal) if found.examines else [],
        "me": current_actor().person_id,
    }


def _assessors(appeal: Appeal) -> list[Person]:
    """Those whose marks count, by name."""
    ids = assessors_who_marked(db.session(), appeal)
    people = db.session.scalars(select(Person).order_by(Person.register_name, Person.id)) if ids else []
    return [person for person in people if str(person.id) in ids]


@blueprint.post("/appeals/<public_id>/steps")
@signed_in
def take_step(public_id: str) -> Response:
    """Acknowledge, admit, conclude or withdraw."""
    return take(found_appeal(public_id).appeal, url_for("appeals.show", public_id=public_id))
