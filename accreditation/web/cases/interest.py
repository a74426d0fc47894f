"""Saying, at any time, that one holds an interest in a case that one sees."""

from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.conflicts.found_late import own_up
from accreditation.extensions import db
from accreditation.reviews.reviewers import assignment_of
from accreditation.web.access import current_actor, needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import found_case
from accreditation.web.interests import InterestForm
from accreditation.web.language import current_locale
from accreditation.workflow import permissions


@blueprint.route("/cases/<number>/interest", methods=["GET", "POST"])
@needs(permissions.DECLARE_INTEREST)
def interest(number: str) -> Response | str | tuple[str, int]:
    """What will follow, and which interest it is; afterwards the case is closed to the person."""
    found = found_case(number, permissions.DECLARE_INTEREST)
    form, session, actor = cast(Any, InterestForm.typed()), db.session(), current_actor()
    if request.method == "POST" and form.validate():
        own_up(session, actor, found.application, form.kind.data, form.note.data, current_locale())
        session.commit()
        flash(_("Thank you. It is on record, and the case is closed to you."), "success")
        return redirect(url_for("cases.tasks"))
    mine = assignment_of(session, found.application, actor.person_id) if actor.person_id else None
    page = render_template(
        "cases/interest.html",
        application=found.application,
        form=form,
        has_scored=mine is not None and mine.ended_at is None and mine.handed_in_at is not None,
    )
    return (page, 422) if form.errors else page
