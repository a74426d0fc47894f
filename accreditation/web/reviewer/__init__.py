"""The reviewer's side: declaring interests before the file opens, scoring, handing in, discussing."""

from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.reviews.declaring import declare_interest, declare_no_interest, statement_texts
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import assignment_of
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.interests import InterestForm
from accreditation.web.language import current_locale
from accreditation.web.written import shown
from accreditation.workflow import permissions

blueprint = Blueprint("reviewer", __name__)


def own_assignment(found: FoundCase) -> ReviewAssignment:
    person_id = current_actor().person_id
    assignment = assignment_of(db.session(), found.application, person_id) if person_id else None
    if assignment is None or assignment.ended_at is not None:
        raise NotPermitted
    return assignment


def declaration_page(found: FoundCase, form: Any) -> str:
    """The statement on interests, before the file opens."""
    version, texts = statement_texts(found.application.scheme)
    return render_template(
        "reviewer/declare.html", application=found.application, form=form, version=version, words=shown(texts)
    )


@blueprint.post("/cases/<number>/review/declaration")
@needs(permissions.SCORE)
def declare(number: str) -> Response | tuple[str, int]:
    """The statement is signed and the file opens; or an interest is stated, the reviewer steps back and the file closes."""
    found = found_case(number, permissions.SCORE)
    assignment, form = own_assignment(found), cast(Any, InterestForm.typed())
    if request.form.get("answer") == "none":
        declare_no_interest(db.session(), current_actor(), assignment, current_locale())
        db.session.commit()
        return redirect(url_for("reviewer.review", number=number))
    if not form.validate():
        return declaration_page(found, form), 422
    declare_interest(db.session(), current_actor(), assignment, form.kind.data, form.note.data, current_locale())
    db.session.commit()
    flash(_("Thank you. The office asks someone else, and the dossier is closed to you."), "success")
    return redirect(url_for("cases.tasks"))


from accreditation.web.reviewer import discussion, practice, profile, recognising, scoring, stepping_back  # noqa: E402, F401
