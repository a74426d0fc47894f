"""A conflict found late: a reviewer says so, or the office records a tie."""

from sqlalchemy.orm import Session

from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.conflicts.dismissing import case_to_weigh, note_tie
from accreditation.conflicts.kinds import Kind
from accreditation.conflicts.voiding import void
from accreditation.errors import Invalid, NotPermitted, no_longer_than
from accreditation.people.interests import is_hard
from accreditation.people.models import Interest, Person
from accreditation.reviews.declaring import LONGEST_NOTE, add_tie, keep_interest, keep_statement, refuse_unknown_tie
from accreditation.reviews.reviewers import assignment_of, close_assignment
from accreditation.texts import DEFAULT_LOCALE, N_, say
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

_DECLARED = N_("The reviewer declared an interest after handing in.")


def own_up(
    session: Session, actor: Actor, application: Application, kind: str, note: str, locale: str = DEFAULT_LOCALE
) -> None:
    """Anybody but the applicant to whom the case is open says, at any time, that an interest stands: it closes to them.

    A review not handed in ends. One handed in is voided where the tie is hard; else the office weighs it.
    """
    application = locked(session, actor, application, permissions.DECLARE_INTEREST)
    assert actor.person_id is not None
    keep_interest(session, actor, application, kind, note)
    keep_statement(session, actor, application, kind, note, locale)
    assignment = assignment_of(session, application, actor.person_id)
    touch(application)
    session.flush()
    if assignment is None or assignment.ended_at is not None:
        return
    if assignment.handed_in_at is None:
        close_assignment(assignment, "interest")
        session.flush()
    elif is_hard(kind):
        void(session, actor, application, assignment, say(_DECLARED, DEFAULT_LOCALE))


def record_tie(
    session: Session, actor: Actor, application: Application, person: Person, kind: str, words: str
) -> Interest:
    """The office learned of a tie between the applicant and somebody else: it stands as if that person had declared it."""
    application = case_to_weigh(session, actor, application, person)
    if person.id == application.applicant_id or person.region_id != application.region_id:
        raise NotPermitted
    refuse_unknown_tie(kind)
    if not words.strip():
        raise Invalid(N_("Say how the office knows."), field="words")
    tie = add_tie(session, actor, application, person.id, kind, no_longer_than(LONGEST_NOTE, words, "words"))
    note_tie(session, actor, application, "record_interest", person, Kind.DECLARED, tie.note)
    return tie
