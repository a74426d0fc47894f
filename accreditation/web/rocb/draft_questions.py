"""The questions of a section of a draft edition."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.schemes import questioning
from accreditation.schemes.models import Scheme
from accreditation.schemes.questions import entry_in, part_of, question_in
from accreditation.web.access import current_actor, needs
from accreditation.web.rocb import blueprint, question_forms
from accreditation.web.rocb.draft_sections import PLACES, SECTION
from accreditation.web.rocb.drafts import Page, answered, found_draft, seen_mark
from accreditation.workflow.actors import Role


@blueprint.post(f"{SECTION}/questions")
@needs(Role.ROCB_OFFICER)
def change_questions(code: str, edition: int, key: str) -> Response:
    """Moves a question or takes it out: "up:q_years", "down:q_years", "remove:q_years"."""
    draft = found_draft(code, edition)
    session, actor, seen = db.session(), current_actor(), seen_mark()
    verb, _colon, question = request.form.get("act", "").partition(":")
    if verb == "remove":
        questioning.remove_question(session, actor, draft, key, question, seen=seen)
        flash(_("The question was taken out."), "success")
    elif verb in PLACES:
        questioning.move_question(session, actor, draft, key, question, PLACES[verb], seen=seen)
    db.session.commit()
    return redirect(url_for("rocb.edit_section", code=code, edition=edition, key=key) + "#questions")


@blueprint.route(f"{SECTION}/questions/new", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def new_question(code: str, edition: int, key: str) -> Page:
    """One more question in this section."""
    return _question_page(found_draft(code, edition), key, {})


@blueprint.route(f"{SECTION}/questions/<question>", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def edit_question(code: str, edition: int, key: str, question: str) -> Page:
    """The words, kind, limits and condition of one question."""
    draft = found_draft(code, edition)
    found = question_in(draft, key, question)
    if found is None:
        raise NotPermitted
    return _question_page(draft, key, dict(found))


def _question_page(draft: Scheme, section: str, question: dict[str, Any]) -> Page:
    entry = entry_in(draft, section)
    if entry is None:
        raise NotPermitted
    form = question_forms.question_form(draft, question, entry.get("questions", ()))

    def save() -> None:
        written = question_forms.typed_question(form)
        key = question.get("key")
        questioning.write_question(db.session(), current_actor(), draft, section, key, written, seen=seen_mark())

    then = url_for("rocb.edit_section", code=draft.code, edition=draft.edition, key=section)
    more = {"entry": entry, "question": question, "then": then, "anchor": "questions"}
    return answered("rocb/draft_question.html", draft, (part_of(section),), save, form, **more)
