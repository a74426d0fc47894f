"""The pages on which an officer orders the sections of a draft edition, words them, and adds questions."""

from typing import Any

from flask import redirect, render_template, request, url_for

from accreditation.applications.forms import form_of, forms_of, reference_form_of
from accreditation.applications.questions import SECTIONS
from accreditation.applications.slots import slot_of
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.schemes import sectioning
from accreditation.schemes.editions import mark_of
from accreditation.schemes.models import Scheme
from accreditation.schemes.questions import ESSENTIAL, KINDS, REFERENCE, entry_in, part_of
from accreditation.web.access import current_actor, needs
from accreditation.web.questions import drawn
from accreditation.web.rocb import blueprint
from accreditation.web.rocb import section_forms as forms
from accreditation.web.rocb.drafts import DRAFT, Page, answered, found_draft, seen_mark
from accreditation.web.rocb.schemes import READERS, found_edition
from accreditation.workflow.actors import Role

SECTION = f"{DRAFT}/sections/<key>"
PLACES = {"up": -1, "down": 1}


@blueprint.route(f"{DRAFT}/sections", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def edit_sections(code: str, edition: int) -> Page:
    """The sections in their order: moved, taken out, added."""
    draft = found_draft(code, edition)
    refusals: list[Any] = []
    if request.method == "POST":
        try:
            place = _carry_out(draft)
            db.session.commit()
            return redirect(url_for("rocb.edit_sections", code=code, edition=edition) + f"#{place}")
        except Invalid as refusal:
            refusals = list(refusal.reasons)
    present = [entry["key"] for entry in draft.sections]
    page = render_template(
        "rocb/draft_sections.html",
        scheme=draft,
        seen_mark=seen_mark() if refusals else mark_of(draft, "sections"),
        others=[forms.built_in(each) for each in SECTIONS if each not in present],
        essential=ESSENTIAL,
        refusals=refusals,
    )
    return (page, 422) if refusals else page


def _carry_out(draft: Scheme) -> str:
    """The button that was pressed: "up:contact", "down:contact", "remove:contact", "add"; returns where to go on the page."""
    session, actor, seen = db.session(), current_actor(), seen_mark()
    verb, _colon, key = request.form.get("act", "").partition(":")
    if verb in PLACES:
        sectioning.move_section(session, actor, draft, key, PLACES[verb], seen=seen)
    elif verb == "remove":
        sectioning.remove_section(session, actor, draft, key, seen=seen)
        return "sections"
    else:
        key = request.form.get("section", "")
        if key not in SECTIONS:
            raise NotPermitted
        sectioning.add_section(session, actor, draft, forms.built_in(key), seen=seen)
    return f"section-{key}"


@blueprint.route(f"{DRAFT}/sections/new", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def new_section(code: str, edition: int) -> Page:
    """A section of the office's own; its questions follow."""
    return _section_page(found_draft(code, edition), {})


@blueprint.route(SECTION, methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def edit_section(code: str, edition: int, key: str) -> Page:
    """Name and introduction of a section, and the questions that the edition adds to it."""
    draft = found_draft(code, edition)
    entry = entry_in(draft, key)
    if entry is None:
        raise NotPermitted
    return _section_page(draft, dict(entry))


def _section_page(draft: Scheme, entry: dict[str, Any]) -> Page:
    form = forms.section_form(entry)

    def save() -> None:
        texts = forms.typed_section(form)
        sectioning.write_section(db.session(), current_actor(), draft, entry.get("key"), texts, seen=seen_mark())

    is_reference = entry.get("key") == REFERENCE
    then = url_for("rocb.scheme" if is_reference else "rocb.edit_sections", code=draft.code, edition=draft.edition)
    more = {
        "entry": entry,
        "is_reference": is_reference,
        "house": SECTIONS.get(entry.get("key", "")),
        "kinds": KINDS,
        "then": then,
        "anchor": part_of(entry.get("key", "")),
    }
    return answered("rocb/draft_section.html", draft, (part_of(entry.get("key", "")),), save, form, **more)


@blueprint.get(f"{DRAFT}/form")
@needs(*READERS)
def form_preview(code: str, edition: int) -> str:
    """The whole form as an applicant will meet it."""
    scheme = found_edition(code, edition)
    return render_template("rocb/form_preview.html", scheme=scheme, sections=forms_of(scheme))


@blueprint.get(f"{DRAFT}/form/<key>")
@needs(*READERS)
def section_preview(code: str, edition: int, key: str) -> str:
    """One section as an applicant will meet it; nothing can be sent from here."""
    scheme = found_edition(code, edition)
    form = reference_form_of(scheme) if key == REFERENCE else form_of(scheme, key)
    if form is None:
        raise NotPermitted
    slots = {slot["key"]: slot_of(slot) for slot in scheme.documents}
    return render_template("rocb/section_preview.html", scheme=scheme, slots=slots, **drawn(form, {}, {}))
