"""Beginning an application, keeping its sections, signing it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.amending import is_asked, items_about, note_section
from accreditation.applications.answers import tidy_answers
from accreditation.applications.checking import day_of
from accreditation.applications.consenting import keep_consents
from accreditation.applications.fields import SectionForm
from accreditation.applications.locking import locked
from accreditation.applications.models import Application, Section
from accreditation.applications.referees.faults import section_faults
from accreditation.applications.request_models import Concern
from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.people.names import folded
from accreditation.texts import N_, Moment
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor


def save_section(
    session: Session,
    actor: Actor,
    application: Application,
    form: SectionForm,
    answers: Mapping[str, Any],
    *,
    seen_version: int,
) -> Section:
    """Keeps what was typed, complete or not. Raises ChangedMeanwhile when another page wrote the section since.

    After the submission only a section that was asked about may be written: NotPermitted for any other.
    """
    permission = permissions.AMEND if is_asked(application) else permissions.EDIT
    application = locked(session, actor, application, permission)
    items = items_about(session, application, Concern.SECTION, form.key)
    query = select(Section).where(Section.application_id == application.id, Section.key == form.key)
    section = session.scalars(query).one_or_none()
    if section is None:
        section = Section(application_id=application.id, key=form.key, answers={})
        session.add(section)
    elif section.version != seen_version:
        when = Moment(section.updated_at)
        raise ChangedMeanwhile(N_("You saved this section in another window: %(when)s.", when=when))
    answers, before = tidy_answers(form, answers), section.answers
    # What another edition of the form once asked stays on record.
    section.answers = {**section.answers, **answers}
    section.is_complete = not section_faults(session, application, form, answers)
    section.taken_from, section.taken_name, section.taken_on = None, "", None
    section.updated_at = clock.now()
    note_section(items, section, before)
    if form.key == "identity":
        _keep_identity(application, answers)
    if form.key == "consents":
        keep_consents(session, application, answers)
    touch(application)
    session.flush()
    return section


def _keep_identity(application: Application, answers: Mapping[str, Any]) -> None:
    """What the case and the person's record say of who this is, besides the section's answers."""
    if answers.get("name_on_certificate"):
        application.name_on_certificate = " ".join(str(answers["name_on_certificate"]).split())
    born_on = day_of(answers.get("birth_date"))
    if born_on is not None:
        application.applicant.born_on = born_on


def sign_declaration(session: Session, actor: Actor, application: Application, signed_as: str) -> None:
    """The accuracy declaration, signed by typing one's full name."""
    application = locked(session, actor, application, permissions.EDIT)
    if folded(signed_as) != folded(application.applicant.display_name):
        raise Invalid(
            N_("Type your full name as on your account: %(name)s.", name=application.applicant.display_name),
            field="signed_as",
        )
    application.signed_as, application.signed_at = " ".join(signed_as.split()), clock.now()
    session.flush()
