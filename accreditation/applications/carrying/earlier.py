"""A person's other applications as sources: which there are, and what each says."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation.applications.answers import saved_sections
from accreditation.applications.carrying.offers import LeftOver
from accreditation.applications.forms import form_of
from accreditation.applications.models import Application, Section
from accreditation.applications.shown_answers import shown_value


def earlier_applications(session: Session, application: Application) -> Sequence[Application]:
    """The applicant's other applications in which something was written, the latest first, with their calls."""
    written = select(Section.id).where(Section.application_id == Application.id).exists()
    query = select(Application).where(
        Application.applicant_id == application.applicant_id, Application.id != application.id, written
    )
    return session.scalars(
        query.options(joinedload(Application.call)).order_by(Application.created_at.desc(), Application.id.desc())
    ).all()


def answers_in(session: Session, application: Application) -> dict[str, Mapping[str, Any]]:
    """What an application says, by section."""
    return {key: section.answers for key, section in saved_sections(session, application).items()}


def answers_no_longer_asked(earlier: Application, said: Mapping[str, Mapping[str, Any]], scheme: Any) -> list[LeftOver]:
    """What an earlier application answered and this edition does not ask: question and answer."""
    found = []
    for key, answers in said.items():
        asked_then, asked_now = form_of(earlier.scheme, key), form_of(scheme, key)
        if asked_then is None:
            continue
        known = {field.key for field in asked_now.fields} if asked_now else set()
        for field in asked_then.fields:
            if field.key not in known and field.kind not in ("table", "file", "yes") and answers.get(field.key):
                shown = shown_value(field, answers[field.key])
                found.append(LeftOver(field.label, shown))
    return found
