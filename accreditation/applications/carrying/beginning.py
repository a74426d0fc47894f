"""What a new draft starts with: the account, and what the person's applications said last."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.carrying.fitting import fitting_answers
from accreditation.applications.carrying.origins import Origin, Source
from accreditation.applications.fields import Carried, SectionForm
from accreditation.applications.forms import forms_of
from accreditation.applications.models import Application, Section
from accreditation.people.models import Person


def first_answers(form: SectionForm, person: Person, time_zone: str = "") -> dict[str, Any]:
    """What the account already knows."""
    if form.key == "identity":
        known = {name: getattr(person, name) for name in ("given_names", "first_family_name", "second_family_name")}
        return {**known, "name_on_certificate": person.display_name}
    if form.key == "contact":
        return {"work_email": person.email, "time_zone": person.time_zone or time_zone}
    return {}


def day_of(application: Application) -> date:
    """The day that names an application: of its submission, else of its beginning."""
    return (application.submitted_at or application.created_at).date()


def source_of(application: Application) -> Source:
    return Source(Origin.APPLICATION, application.number, day_of(application))


def carry_over(session: Session, application: Application) -> None:
    """Fills the sections of a new draft that an earlier application answered; each waits to be looked at.

    Of two applications the one that had the section complete counts, then the later one. Declarations and consents are
    given anew each time; answers for one call, a post in another administration and ticks stay behind.
    """
    said = _said_before(session, application)
    for form in forms_of(application.scheme):
        if form.carried not in (Carried.ALWAYS, Carried.IN_POST):
            continue
        for earlier, answers in said.get(form.key, ()):
            moved = earlier.administration_id != application.administration_id
            kept = {} if form.carried is Carried.IN_POST and moved else _lasting(form, answers)
            if kept:
                _fill(session, application, form, kept, source_of(earlier))
                break
    session.flush()


def _said_before(session: Session, application: Application) -> dict[str, list[tuple[Application, Mapping[str, Any]]]]:
    """By section, what this person's other applications answered and looked at, best first; one query."""
    query = (
        select(Section, Application)
        .join(Application, Application.id == Section.application_id)
        .where(
            Application.applicant_id == application.applicant_id,
            Application.id != application.id,
            Section.taken_from.is_(None),
        )
        .order_by(Section.is_complete.desc(), Application.created_at.desc(), Application.id.desc())
    )
    said: dict[str, list[tuple[Application, Mapping[str, Any]]]] = {}
    for section, earlier in session.execute(query):
        said.setdefault(section.key, []).append((earlier, section.answers))
    return said


def _lasting(form: SectionForm, answers: Mapping[str, Any]) -> dict[str, Any]:
    of_call = {field.key for field in form.fields if field.of_call}
    return {key: value for key, value in fitting_answers(form, answers).items() if key not in of_call}


def _fill(
    session: Session, application: Application, form: SectionForm, answers: dict[str, Any], source: Source
) -> None:
    known = first_answers(form, application.applicant)
    section = Section(application_id=application.id, key=form.key, answers={**known, **answers})
    section.taken_from, section.taken_name, section.taken_on = source
    session.add(section)
