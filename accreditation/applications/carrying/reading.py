"""A file handed in for its answers: which of the known formats it is, and what it says."""

from typing import Any

from accreditation.applications.carrying.imports import Readings
from accreditation.applications.europass import candidate, passport
from accreditation.applications.europass.placing import readings_of
from accreditation.applications.europass.tree import element_of_json, element_of_xml
from accreditation.errors import Invalid
from accreditation.people.models import Person
from accreditation.storage.reading import Read
from accreditation.texts import N_

_FORMATS = {"SkillsPassport": passport.curriculum_in, "Candidate": candidate.curriculum_in}


def readings_in(read: Read, person: Person) -> Readings:
    """What the file says to this person's form. Raises Invalid ("file") where it is no known format, or says nothing."""
    readings = _europass(_root(read), person, read.dropped)
    if not any(any(answers.values()) for answers in readings.answers.values()) and not readings.left_over:
        raise Invalid(N_("The file says nothing that could be taken over. Fill in your CV in Europass first."), "file")
    return readings


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
