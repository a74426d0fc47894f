"""The referees of a case as applicant and office see them (never a text), and the form that names another one."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as with_changes
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.answers import tidy_answers
from accreditation.applications.checking import faults_in
from accreditation.applications.fields import SectionForm
from accreditation.applications.questions.vouching import REFEREES
from accreditation.applications.referees import asking
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.referees.reading import references_in
from accreditation.applications.referees.standing import (
    LABELS,
    WAITING,
    Standing,
    replaceable_until,
    standing_of,
)
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.texts import N_, Text, say
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import FoundCase
from accreditation.web.language import current_locale
from accreditation.web.questions import drawn, typed_answers
from accreditation.workflow import permissions
from accreditation.workflow.states import BEFORE_SELECTION

ONE = SectionForm("referee", REFEREES.title, REFEREES.fields[0].columns)
_OUTSIDE = N_("Is this person outside the applicant’s direct line of command?")
ONE_FOR_OTHERS = with_changes(
    ONE, fields=tuple(with_changes(each, label=_OUTSIDE) if each.key == "outside" else each for each in ONE.fields)
)
_TONES = {Standing.ANSWERED: "good", Standing.REPLACED: "other", Standing.CANCELLED: "other"}


@dataclass(frozen=True)
class Row:
    """One referee on a list: where it stands, and what this person may do about it."""

    request: RefereeRequest
    standing: Standing
    label: Text
    tone: str
    is_waiting: bool
    may_remind: bool
    may_replace: bool


def rows_of(found: FoundCase) -> list[Row]:
    """Every referee of the case in the order of asking."""
    application, actor = found.application, current_actor()
    changes = found.may(permissions.CHANGE_REFEREES)
    rows = []
    for each in asking.requests_of(db.session(), application):
        standing = standing_of(each, application)
        rows.append(
            Row(
                request=each,
                standing=standing,
                label=LABELS[standing],
                tone=_TONES.get(standing, "us" if standing in WAITING else "attention"),
                is_waiting=standing in WAITING,
                may_remind=changes and asking.may_be_reminded(each, application),
                may_replace=changes and asking.may_be_replaced(db.session(), actor, application, each),
            )
        )
    return rows


def lacking_in(found: FoundCase) -> tuple[int, int] | None:
    """(references in, referees wanted) where this person may read them and fewer are in, before the selection."""
    application = found.application
    wanted = application.scheme.numbers.get("referees", 0)
    may_read = found.may(permissions.READ_REFERENCES) and not found.reads_blind
    if application.state not in BEFORE_SELECTION or not wanted or not may_read:
        return None
    count = references_in(db.session(), [application.id])[application.id]
    return (count, wanted) if count < wanted else None


def seen_by_applicant(found: FoundCase) -> dict[str, Any]:
    """What the page of one's own case shows: `referees`, and `replace_until`, the last moment to name somebody else."""
    if found.application.submitted_at is None:
        return {"referees": [], "replace_until": None}
    return {"referees": rows_of(found), "replace_until": replaceable_until(db.session(), found.application)}


def request_of(found: FoundCase, public_id: str) -> RefereeRequest:
    """The request of that name in this case, or NotPermitted."""
    for each in asking.requests_of(db.session(), found.application):
        if each.public_id == public_id:
            return each
    raise NotPermitted


def remind(found: FoundCase, public_id: str, back: str) -> Response:
    """One more mail to the referee."""
    found.require(permissions.CHANGE_REFEREES)
    asked = request_of(found, public_id)
    asking.remind(db.session(), current_actor(), found.application, asked)
    name = asked.name
    db.session.commit()
    flash(_("A reminder with a new link goes to %(name)s.", name=name), "success")
    return redirect(back)


def replace(load: Callable[[], FoundCase], public_id: str, back: str) -> Response | str | tuple[str, int]:
    """Names another person in somebody's place. `load` finds the case, again after a refusal."""
    found = load()
    found.require(permissions.CHANGE_REFEREES)
    asked = request_of(found, public_id)
    if request.method == "GET":
        return _replacing(found, asked, back, {}, {})
    answers = tidy_answers(ONE, typed_answers(ONE))
    faults = {name: say(text, current_locale()) for name, text in faults_in(ONE, answers).items()}
    if not faults:
        try:
            asking.replace(db.session(), current_actor(), found.application, asked, answers)
            db.session.commit()
        except Invalid as refusal:
            db.session.rollback()
            faults = {refusal.field or "name": say(refusal.reasons[0], current_locale())}
            found = load()
            asked = request_of(found, public_id)
        else:
            flash(_("%(name)s is asked for a reference now.", name=answers["name"]), "success")
            return redirect(back)
    return _replacing(found, asked, back, answers, faults), 422


def _replacing(
    found: FoundCase, asked: RefereeRequest, back: str, answers: dict[str, Any], faults: dict[str, str]
) -> str:
    is_own = found.application.applicant_id == current_actor().person_id
    return render_template(
        "cases/replace_referee.html",
        application=found.application,
        asked=asked,
        is_waiting=standing_of(asked, found.application) in WAITING,
        back=back,
        **drawn(ONE if is_own else ONE_FOR_OTHERS, answers, faults),
    )
