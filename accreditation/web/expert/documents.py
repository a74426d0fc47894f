"""The documents of an application: a place for each kind, their editions and translations."""

from flask import render_template, request
from werkzeug.wrappers import Response

from accreditation.applications.papers import locked_away, papers_of
from accreditation.applications.slots import LANGUAGES, Slot, slots_of
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.storage.inspection import ACCEPTED
from accreditation.storage.limits import MEGABYTE, limit
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.dossier import eyes_on
from accreditation.web.cases.finding import FoundCase
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.web.expert.places import DOCUMENTS, where_i_am
from accreditation.web.language import said
from accreditation.workflow import permissions

Page = Response | str | tuple[str, int]


@blueprint.get("/applications/<number>/documents")
@needs(permissions.ATTACH)
def documents(number: str) -> Page:
    """Every place with what lies in it, and how to add, replace, translate or remove."""
    found = own_case(number)
    found.require(permissions.ATTACH)
    return page_of(found)


def page_of(found: FoundCase, refusal: Invalid | None = None) -> str:
    application, me = found.application, current_actor().person_id
    return render_template(
        "expert/documents.html",
        application=application,
        slots=_open_places(found),
        papers=papers_of(db.session(), application, me, eyes_on(application)),
        locked_away=locked_away(db.session(), application),
        missing=found.facts.documents_missing,
        languages_offered=LANGUAGES,
        accepted=ACCEPTED,
        most_megabytes=limit("file", "most_bytes") // MEGABYTE,
        refused_at=_anchor() if refusal else "",
        refused_field=(refusal.field or "file") if refusal else "",
        error=said(refusal.reasons[0]) if refusal else "",
        typed=request.form,
        **(where_i_am(found, DOCUMENTS) if found.may(permissions.EDIT) else {}),
    )


def _open_places(found: FoundCase) -> dict[str, Slot]:
    """All places of a draft; later only those that were asked about."""
    places = slots_of(found.application)
    if found.may(permissions.EDIT):
        return places
    return {key: slot for key, slot in places.items() if key in found.facts.places_asked}


def _anchor() -> str:
    """Which of the page's forms was sent."""
    if translates := request.form.get("translates", ""):
        return f"translation-{translates}"
    return request.form.get("replaces") or request.form.get("kind", "")
