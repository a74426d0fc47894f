"""What is signed before the file of a case opens: that no interest stands in the way, or which one does."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import Invalid, no_longer_than
from accreditation.people.interests import InterestKind
from accreditation.people.models import Interest
from accreditation.reviews.declaration_models import InterestStatement
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import close_assignment
from accreditation.reviews.scoring import own_review
from accreditation.schemes.models import Scheme
from accreditation.texts import DEFAULT_LOCALE, N_, Text, in_language, say
from accreditation.transition import touch
from accreditation.workflow.actors import Actor

# The declaration of an edition by this code is the statement; this one stands where an edition words none.
CODE = "no_interest"
_STATEMENT = N_("I declare that I hold no interest in this case and will judge independently.")
NONE = "none"
LONGEST_NOTE = 1000


def statement_texts(scheme: Scheme) -> tuple[str, Text | Mapping[str, str]]:
    """Version of the statement and its words in every language: those of the edition, where it has them."""
    worded = next((each for each in scheme.declarations if each["key"] == CODE), None)
    if worded is None:
        return f"{scheme.code}-{scheme.edition}", _STATEMENT
    return str(worded["version"]), worded["texts"]


def statement_of(scheme: Scheme, locale: str) -> tuple[str, str]:
    """Version and bare words of the statement in a language, as they are kept when signed."""
    version, texts = statement_texts(scheme)
    return version, say(texts, locale) if isinstance(texts, Text) else in_language(texts, locale)


def statements_in(session: Session, application: Application) -> list[InterestStatement]:
    """Everything signed in a case, oldest first."""
    query = select(InterestStatement).where(InterestStatement.application_id == application.id)
    return list(session.scalars(query.order_by(InterestStatement.signed_at, InterestStatement.id)))


def declare_no_interest(
    session: Session, actor: Actor, assignment: ReviewAssignment, locale: str = DEFAULT_LOCALE
) -> None:
    """Signed before the file opens: I am neither related nor otherwise interested. `locale`: in which language it was read."""
    application = own_review(session, actor, assignment)
    assignment.declared_at = clock.now()
    keep_statement(session, actor, application, NONE, locale=locale)
    touch(application)
    session.flush()


def declare_interest(
    session: Session, actor: Actor, assignment: ReviewAssignment, kind: str, note: str, locale: str = DEFAULT_LOCALE
) -> None:
    """The reviewer steps back: the tie is kept, the assignment ends, and the file closes to them."""
    application = own_review(session, actor, assignment)
    keep_interest(session, actor, application, kind, note)
    keep_statement(session, actor, application, kind, note, locale)
    close_assignment(assignment, "interest")
    touch(application)
    session.flush()


def keep_interest(session: Session, actor: Actor, application: Application, kind: str, note: str) -> Interest:
    """A tie between the actor and the applicant, from now on."""
    assert actor.person_id is not None
    refuse_unknown_tie(kind)
    return add_tie(session, actor, application, actor.person_id, kind, no_longer_than(LONGEST_NOTE, note, "note"))


def refuse_unknown_tie(kind: str) -> None:
    if kind not in set(InterestKind):
        raise Invalid(N_("Say which tie it is."), field="kind")


def add_tie(
    session: Session, actor: Actor, application: Application, person_id: uuid.UUID, kind: str, words: str
) -> Interest:
    """The row of a tie between that person and the applicant, as the actor says it."""
    tie = Interest(
        region_id=application.region_id,
        person_id=person_id,
        other_id=application.applicant_id,
        kind=kind,
        note=words,
        declared_by_id=actor.person_id,
    )
    session.add(tie)
    return tie


def keep_statement(
    session: Session,
    actor: Actor,
    application: Application,
    answer: str,
    note: str = "",
    locale: str = DEFAULT_LOCALE,
) -> None:
    """Who signed which words, when, and what was answered."""
    version, words = statement_of(application.scheme, locale)
    session.add(
        InterestStatement(
            region_id=application.region_id,
            application_id=application.id,
            person_id=actor.person_id,
            version=version,
            locale=locale,
            words=words,
            answer=answer,
            note=no_longer_than(LONGEST_NOTE, note, "note"),
            signed_at=clock.now(),
        )
    )
