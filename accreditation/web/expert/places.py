"""The places of a draft: its sections and the documents, how far each has come, and which comes after which."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from accreditation.applications.answers import saved_sections, sections_of
from accreditation.applications.models import Section
from accreditation.extensions import db
from accreditation.web.cases.finding import FoundCase
from accreditation.web.expert.own import check_line
from accreditation.web.written import shown

DOCUMENTS = "documents"


@dataclass(frozen=True)
class Place:
    """One page of the form, as `task_list` shows it. `tone` is good where nothing is left to do."""

    key: str
    label: str
    href: str
    status: str
    tone: str
    hint: str = ""

    @property
    def is_done(self) -> bool:
        return self.tone == "good"


def places_of(found: FoundCase) -> list[Place]:
    """In the order of the form, the documents last."""
    number = found.application.number
    saved = saved_sections(db.session(), found.application)
    places = []
    for form in sections_of(found.application):
        status, tone, hint = _how_far(saved.get(form.key))
        href = url_for("expert.section", number=number, key=form.key)
        places.append(Place(form.key, shown(form.title), href, status, tone, hint))
    done = not found.facts.documents_missing
    status, tone = (_("Complete"), "good") if done else (_("Not begun"), "")
    return [*places, Place(DOCUMENTS, _("Documents"), url_for("expert.documents", number=number), status, tone)]


def _how_far(section: Section | None) -> tuple[str, str, str]:
    """State in words, tone, and what there is to know."""
    if section is None:
        return _("Not begun"), "", ""
    line = check_line(section)
    hint = shown(line) if line else ""
    if section.is_complete:
        return _("Complete"), "good", hint
    return _("To check") if line else _("Begun"), "applicant", hint


def next_after(number: str, places: list[Place], key: str) -> str:
    """The page that comes next; behind the last one all answers are read once more."""
    keys = [place.key for place in places]
    following = places[keys.index(key) + 1 :] if key in keys else []
    return following[0].href if following else url_for("expert.submit", number=number)


def where_i_am(found: FoundCase, key: str) -> dict[str, Any]:
    """For the page of one place: all of them, and the number of this one."""
    places = places_of(found)
    return {"places": places, "place": [each.key for each in places].index(key) + 1}
