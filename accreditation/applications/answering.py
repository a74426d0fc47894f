"""Answers to what was asked, item by item, and what the asker says of each: enough, or once more."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.applications.request_models import InformationItem, InformationRequest, Verdict
from accreditation.applications.screening import add_item
from accreditation.errors import NotPermitted, no_longer_than
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

LONGEST = 6000


def answer_items(session: Session, actor: Actor, application: Application, answers: Mapping[str, str]) -> None:
    """Keeps the words that answer what was asked: public id of the item -> text. Raises Invalid for too long a text.

    Where the section or file asked for is there, words may be added but need not.
    """
    application = locked(session, actor, application, permissions.ANSWER)
    query = (
        select(InformationItem)
        .join(InformationRequest, InformationRequest.id == InformationItem.request_id)
        .where(InformationRequest.application_id == application.id, InformationRequest.closed_at.is_(None))
    )
    for item in session.scalars(query):
        typed = no_longer_than(LONGEST, answers.get(item.public_id, ""), item.public_id)
        item.answer = typed
        if not _is_shown(item):
            item.answered_at = clock.now() if typed else None
    touch(application)
    session.flush()


def _is_shown(item: InformationItem) -> bool:
    """A section written again or a file handed in answers the item by itself, or not yet where it is half done."""
    return item.document_id is not None or item.answers_before is not None


def accept(session: Session, actor: Actor, application: Application, item: InformationItem) -> None:
    """The answer is enough."""
    application = locked(session, actor, application, permissions.ASK)
    _judge(session, actor, application, item, Verdict.ACCEPTED)
    session.flush()


def ask_again(
    session: Session, actor: Actor, application: Application, item: InformationItem, question: str
) -> InformationItem:
    """The answer is not enough: a new item about the same, in the request that is being written."""
    application = locked(session, actor, application, permissions.ASK)
    again = add_item(session, actor, application, question, item.about, item.concerns)
    _judge(session, actor, application, item, Verdict.AGAIN)
    session.flush()
    return again


def _judge(session: Session, actor: Actor, application: Application, item: InformationItem, verdict: Verdict) -> None:
    request = session.get_one(InformationRequest, item.request_id)
    if request.application_id != application.id or request.closed_at is None:
        raise NotPermitted
    item.verdict, item.judged_at, item.judged_by_id = verdict, clock.now(), actor.person_id
    touch(application)
