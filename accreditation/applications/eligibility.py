"""What an application says about the conditions of its call: its own answers and files, judged by the scheme's rules."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.applications.answers import saved_sections
from accreditation.applications.models import Application
from accreditation.applications.papers import slots_that_lack
from accreditation.people.models import Person
from accreditation.people.names import folded
from accreditation.region.models import Administration
from accreditation.schemes.conditions import findings_for, rule_of
from accreditation.schemes.models import Call, Scheme
from accreditation.schemes.rules import CEFR, NO_LEVEL, Condition, Finding, Terms, Value

SKILLS = ("listening", "speaking", "reading", "writing")


@dataclass(frozen=True)
class Dossier:
    """What is read of an application: answers by section, whether its administration is a Member, documents that lack."""

    answers: Mapping[str, Mapping[str, Any]]
    is_member: bool
    lacking: frozenset[str]

    def number(self, section: str, key: str) -> int | None:
        given = str(self.answers.get(section, {}).get(key) or "")
        return int(given) if given.isdecimal() else None

    def rows(self, section: str, key: str) -> list[Mapping[str, Any]] | None:
        """The rows of a table; None where the section was not written."""
        if section not in self.answers:
            return None
        kept = self.answers[section].get(key)
        return [row for row in kept if isinstance(row, Mapping)] if isinstance(kept, list) else []


def _level(dossier: Dossier, _condition: Condition, terms: Terms) -> Value:
    rows = dossier.rows("languages", "rows")
    spoken = [row for row in rows or () if row.get("language") == terms.language]
    if rows is None or not spoken:
        return None if rows is None else NO_LEVEL
    levels = [row.get(skill) for row in spoken[:1] for skill in SKILLS]
    return min(levels, key=CEFR.index) if all(level in CEFR for level in levels) else None


def _course(dossier: Dossier, condition: Condition, _terms: Terms) -> Value:
    rows = dossier.rows("wco_history", "courses")
    wanted = {folded(title) for title in condition.get("titles", {}).values() if title}
    certified = {folded(str(row.get("course", ""))) for row in rows or () if row.get("certificate") == "yes"}
    return None if rows is None else bool(wanted & certified)


def _trainings(dossier: Dossier, _condition: Condition, _terms: Terms) -> Value:
    rows = dossier.rows("trainings", "rows")
    return None if rows is None else len(rows)


# Rule -> where an application says it. A rule that is not here is left to the office.
READINGS: Mapping[str, Callable[[Dossier, Condition, Terms], Value]] = {
    "member": lambda dossier, _condition, _terms: dossier.is_member,
    "years": lambda dossier, _condition, _terms: dossier.number("employment", "years_in_customs"),
    "subject_years": lambda dossier, _condition, _terms: dossier.number("experience", "subject_years"),
    "trainings": _trainings,
    "level": _level,
    "course": _course,
    "documents": lambda dossier, _condition, terms: frozenset(terms.needed_documents) - dossier.lacking,
}


def terms_of(call: Call, scheme: Scheme) -> Terms:
    """What the conditions of `scheme` are about in this call."""
    return Terms(call.subject.names, call.language, scheme.documents)


def dossier_of(session: Session, application: Application) -> Dossier:
    """What the rules read of an application."""
    return Dossier(
        answers={key: section.answers for key, section in saved_sections(session, application).items()},
        is_member=_is_member(application.administration),
        lacking=frozenset(slots_that_lack(session, [application])[application.id]),
    )


def values_in(dossier: Dossier, conditions: Sequence[Condition], terms: Terms) -> dict[str, Value]:
    """Key of a condition -> what the application says of it."""
    known: dict[str, Value] = {}
    for condition in conditions:
        reading = READINGS.get(rule_of(condition).key)
        known[condition["key"]] = reading(dossier, condition, terms) if reading else None
    return known


def findings_of(session: Session, application: Application) -> dict[str, Finding]:
    """What the rules say of each condition of the application's call, by its key. The office decides."""
    scheme, terms = application.scheme, terms_of(application.call, application.scheme)
    known = values_in(dossier_of(session, application), scheme.eligibility, terms)
    return {finding.key: finding for finding in findings_for(scheme.eligibility, terms, known)}


def known_of(
    session: Session, person: Person, scheme: Scheme, terms: Terms, subject_id: uuid.UUID
) -> tuple[dict[str, Value], str]:
    """What somebody's newest application says about the conditions of `scheme`, and its number ("" where there is none).

    Nothing about documents, which were handed in for that call, nor about work in a subject that was another one.
    """
    query = select(Application).where(Application.applicant_id == person.id).order_by(Application.id.desc())
    newest = session.scalars(query.options(joinedload(Application.call)).limit(1)).first()
    home = session.get(Administration, person.administration_id) if person.administration_id else None
    answers = saved_sections(session, newest) if newest else {}
    said = {key: section.answers for key, section in answers.items()}
    left_out = {"documents"} if newest and newest.call.subject_id == subject_id else {"documents", "subject_years"}
    conditions = [each for each in scheme.eligibility if rule_of(each).key not in left_out]
    known = values_in(Dossier(said, _is_member(home), frozenset()), conditions, terms)
    return known, newest.number if newest else ""


def _is_member(administration: Administration | None) -> bool:
    return administration is not None and (administration.left_on is None or administration.left_on > clock.today())
