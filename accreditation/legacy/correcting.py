"""Another address for somebody whom the letter did not reach."""

from sqlalchemy.orm import Session

from accreditation.applications.checking import EMAIL
from accreditation.errors import Invalid, NotPermitted
from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.legacy.taking_over import ask_person, locked
from accreditation.people.links import void_links_to
from accreditation.people.names import plain_address
from accreditation.people.queries import person_by_email
from accreditation.people.roles import refuse_outsider
from accreditation.texts import N_
from accreditation.workflow.actors import Actor


def write_again(session: Session, actor: Actor, source: ExpertImport, line: ImportedLine, email: str) -> None:
    """The letter goes to the new address; links sent to the old one open nothing any more. Raises Invalid."""
    source = locked(session, source)
    refuse_outsider(actor, source.region_id)
    if line.import_id != source.id or line.person_id in (actor.person_id, *actor.related_to):
        raise NotPermitted
    email, place = plain_address(email)[:254], f"email-{line.public_id}"
    if not EMAIL.fullmatch(email):
        raise Invalid(N_("Write an e-mail address, for example name@customs.example."), place)
    if not source.waits_for_answers or line.person_answered_at is not None or line.forgotten_at is not None:
        raise Invalid(N_("This line does not wait for an answer any more."), place)
    person = person_by_email(session, email)
    if person is not None and person.id in (actor.person_id, *actor.related_to):
        raise NotPermitted
    void_links_to(session, line.id)
    line.email, line.undelivered_at, line.person_id = email, None, person.id if person else None
    ask_person(session, line)
