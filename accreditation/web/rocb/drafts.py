"""The pages on which an officer edits a draft edition, part by part."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.schemes import drafting
from accreditation.schemes.editions import mark_of
from accreditation.schemes.models import Scheme
from accreditation.schemes.numbers import GROUPS, REASON_LISTS, UNIT_LABELS
from accreditation.texts import N_
from accreditation.web.access import current_actor, needs
from accreditation.web.rocb import blueprint
from accreditation.web.rocb import draft_forms as forms
from accreditation.web.rocb.draft_rows import rows_form, typed_rows
from accreditation.web.rocb.schemes import found_edition
from accreditation.workflow.actors import Role

Page = str | Response | tuple[str, int]
DRAFT = "/office/schemes/<code>/<int:edition>"


def found_draft(code: str, edition: int) -> Scheme:
    """The draft of that address; ChangedMeanwhile where it was adopted."""
    found = found_edition(code, edition)
    if found.adopted_at is not None:
        raise ChangedMeanwhile(N_("This edition was adopted. It is not edited any more; prepare the next one."))
    return found


def seen_mark() -> str:
    """The mark of the parts that the page showed."""
    return request.form.get("seen_mark", "")


def answered(
    template: str, draft: Scheme, parts: tuple[str, ...], save: Callable[[], None], form: Any, **more: Any
) -> Page:
    """Shows the form; on POST saves it, or shows it again with what was typed and each refusal beside its field.

    `more["then"]` is where a saved form leads, the edition's page without it; `more["anchor"]` the place there.
    """
    errors: list[Any] = []
    if request.method == "POST" and form.validate():
        try:
            save()
        except Invalid as refusal:
            if refusal.field in form:
                form.refuse(refusal)
            else:
                errors = list(refusal.reasons)
        else:
            db.session.commit()
            flash(_("Saved."), "success")
            then = more.get("then") or url_for("rocb.scheme", code=draft.code, edition=draft.edition)
            return redirect(f"{then}#{more['anchor']}")
    mark = seen_mark() if request.method == "POST" else mark_of(draft, *parts)
    page = render_template(template, scheme=draft, form=form, errors=errors, seen_mark=mark, **more)
    return (page, 422) if request.method == "POST" else page


@blueprint.route(f"{DRAFT}/numbers", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def edit_numbers(code: str, edition: int) -> Page:
    """Name and numbers of a draft."""
    draft = found_draft(code, edition)
    form = forms.numbers_form(draft)

    def save() -> None:
        numbers = {name: form[name].data for name in form._fields if not name.startswith("name_")}
        names = forms.typed_texts(form, "name")
        drafting.set_numbers(db.session(), current_actor(), draft, names, numbers, seen=seen_mark())

    more = {"groups": GROUPS, "units": UNIT_LABELS, "anchor": "numbers"}
    return answered("rocb/draft_numbers.html", draft, ("names", "numbers"), save, form, **more)


@blueprint.route(f"{DRAFT}/<any(rubric, scoring):part>", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def edit_weights(code: str, edition: int, part: str) -> Page:
    """Weights and floors of the criteria; they make 100 together."""
    draft = found_draft(code, edition)
    form = forms.weights_form(getattr(draft, part))

    def save() -> None:
        weights, floors = forms.typed_weights(form, "weight"), forms.typed_weights(form, "floor")
        drafting.weigh(db.session(), current_actor(), draft, part, weights, floors, seen=seen_mark())

    return answered("rocb/draft_weights.html", draft, (part,), save, form, part=part, anchor=part)


@blueprint.route(f"{DRAFT}/<any(rubric, scoring):part>/new", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def new_criterion(code: str, edition: int, part: str) -> Page:
    """One more criterion; its weight is given afterwards, with the others."""
    return _criterion_page(found_draft(code, edition), part, {})


@blueprint.route(f"{DRAFT}/<any(rubric, scoring):part>/criteria/<key>", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def edit_criterion(code: str, edition: int, part: str, key: str) -> Page:
    """The texts of a criterion in the four languages."""
    draft = found_draft(code, edition)
    criterion = next((each for each in getattr(draft, part) if each["key"] == key), None)
    if criterion is None:
        raise NotPermitted
    return _criterion_page(draft, part, criterion)


def _criterion_page(draft: Scheme, part: str, criterion: dict[str, Any]) -> Page:
    form = forms.criterion_form(draft, part, criterion)

    def save() -> None:
        texts = forms.typed_criterion(form)
        drafting.write_criterion(
            db.session(), current_actor(), draft, part, criterion.get("key"), texts, seen=seen_mark()
        )

    more = {"part": part, "criterion": criterion, "topics": forms.TOPICS, "anchor": part}
    return answered("rocb/draft_criterion.html", draft, (part,), save, form, **more)


@blueprint.post(f"{DRAFT}/<any(rubric, scoring):part>/criteria/<key>/remove")
@needs(Role.ROCB_OFFICER)
def remove_criterion(code: str, edition: int, part: str, key: str) -> Response:
    """Takes a criterion out of a draft."""
    draft = found_draft(code, edition)
    drafting.remove_criterion(db.session(), current_actor(), draft, part, key, seen=seen_mark())
    db.session.commit()
    flash(_("The criterion was taken out. Weigh the others again."), "success")
    return redirect(url_for("rocb.edit_weights", code=code, edition=edition, part=part))


@blueprint.route(f"{DRAFT}/<any(eligibility, documents, declarations):part>", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def edit_rows(code: str, edition: int, part: str) -> Page:
    """The conditions checked at screening, the documents asked for, or what is declared and agreed to."""
    draft = found_draft(code, edition)
    words = drafting.WORDS_OF[part]
    form = rows_form(part, getattr(draft, part), "key", words)

    def save() -> None:
        rows = typed_rows(form, "key", words)
        drafting.write_rows(db.session(), current_actor(), draft, part, rows, seen=seen_mark())

    return answered("rocb/draft_rows.html", draft, (part,), save, form, part=part, anchor=part)


@blueprint.route(f"{DRAFT}/reasons/<name>", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def edit_reasons(code: str, edition: int, name: str) -> Page:
    """The reasons that may be given with one kind of decision."""
    draft = found_draft(code, edition)
    if name not in REASON_LISTS:
        raise NotPermitted
    form = rows_form("reasons", draft.reasons.get(name, []), "code", "texts")

    def save() -> None:
        rows = typed_rows(form, "code", "texts")
        drafting.write_reasons(db.session(), current_actor(), draft, name, rows, seen=seen_mark())

    more = {"part": "reasons", "title": REASON_LISTS[name], "anchor": f"reasons-{name}"}
    return answered("rocb/draft_rows.html", draft, ("reasons",), save, form, **more)
