"""The office's tags on a case: typed with commas between them, seen by officers alone."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField

from accreditation.applications.tagged import tags_to_choose
from accreditation.applications.tags import put_tags, tags_of
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.visibility import applications_visible_to
from accreditation.web.access import current_actor, needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import found_case
from accreditation.web.forms import PageForm
from accreditation.workflow import permissions


class TagsForm(PageForm):
    labels = StringField(
        _l("Tags"), description=_l("Short words with a comma between them, for example: visa, call back.")
    )


@blueprint.route("/cases/<number>/tags", methods=["GET", "POST"])
@needs(permissions.TAG)
def tags(number: str) -> Response | str | tuple[str, int]:
    """All tags of the case in one field."""
    found = found_case(number, permissions.TAG)
    session, actor = db.session(), current_actor()
    form: Any = TagsForm.typed(labels=", ".join(row.label for row in tags_of(session, found.application)))
    status = 200
    if request.method == "POST":
        try:
            put_tags(session, actor, found.application, form.labels.data or "")
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("cases.show", number=number))
        except Invalid as refusal:
            form.refuse(refusal)
            status = 422
    known = tags_to_choose(session, actor, applications_visible_to(actor))
    return render_template("cases/tags.html", application=found.application, form=form, known=known), status
