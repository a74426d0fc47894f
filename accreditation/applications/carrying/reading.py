"""A file handed in for its answers: which of the known formats it is, and what it says."""

from typing import Any

from accreditation.applications.answers import sections_of
from accreditation.applications.carrying.fitting import fitting_answers, plain_text
from accreditation.applications.carrying.imports import Readings
from accreditation.applications.europass import candidate, passport
from accreditation.applications.europass.placing import readings_of
from accreditation.applications.europass.tree import element_of_json, element_of_xml
from accreditation.applications.exporting import is_form, readings_of_form
from accreditation.applications.fields import LONGEST_LINE
from accreditation.applications.models import Application
from accreditation.errors import Invalid
from accreditation.people.models import Person
from accreditation.storage.reading import Read
from accreditation.texts import N_

MOST_LEFT_OVER = 200
_FORMATS = {"SkillsPassport": passport.curriculum_in, "Candidate": candidate.curriculum_in}


def readings_in(read: Read, application: Application) -> Readings:
    """What the file says to this draft. Raises Invalid ("file") where it is no known format, or says nothing."""
    if is_form(read.tree):
        readings = readings_of_form(read.tree, application)
    else:
        readings = _europass(_root(read), application.applicant, read.dropped)
    kept = _kept(readings, application)
    if not kept.answers and not kept.left_over:
        raise Invalid(N_("The file says nothing that could be taken over. Fill in your CV in Europass first."), "file")
    return kept


def _kept(readings: Readings, application: Application) -> Readings:
    """Only what the sections of this edition can hold, and nothing that no database keeps."""
    answers = {form.key: fitting_answers(form, readings.answers.get(form.key, {})) for form in sections_of(application)}
    left_over = [(plain_text(what)[:LONGEST_LINE], plain_text(text)) for what, text in readings.left_over if text]
    return Readings(readings.origin, {key: said for key, said in answers.items() if said}, left_over[:MOST_LEFT_OVER])


def _root(read: Read) -> Any:
    if read.kind == "xml":
        return element_of_xml(read.tree)
    within = read.tree.get("SkillsPassport") if isinstance(read.tree, dict) else None
    return element_of_json("SkillsPassport", within) if isinstance(within, dict) else element_of_json("", read.tree)


def _europass(root: Any, person: Person, dropped: int) -> Readings:
    if root.name not in _FORMATS:
        raise Invalid(
            N_("This is no Europass CV. Download it from Europass as XML, JSON or PDF, without changing it."), "file"
        )
    return readings_of(_FORMATS[root.name](root), person, dropped)
