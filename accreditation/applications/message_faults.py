"""What must hold of every conversation on a case: it knows its last message, and waits for one of those who may answer."""

from collections.abc import Iterator

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from accreditation.applications.message_models import CaseMessage, Conversation, Side


def faults_of_conversations(session: Session) -> Iterator[str]:
    """One line for each conversation without its messages, messages without one, and one that waits for its own author."""
    written = (
        select(CaseMessage.application_id, func.max(CaseMessage.written_at).label("last_at"))
        .group_by(CaseMessage.application_id)
        .subquery()
    )
    joined = written.outerjoin(Conversation, Conversation.application_id == written.c.application_id, full=True)
    query = select(written.c.application_id, written.c.last_at, Conversation).select_from(joined)
    for application_id, last_at, conversation in session.execute(query):
        if conversation is None:
            yield f"application {application_id}: its messages belong to no conversation"
        elif conversation.last_at != last_at:
            yield f"conversation {conversation.id}: its last message is not the one it names"
    asked = exists().where(
        CaseMessage.application_id == Conversation.application_id,
        CaseMessage.written_at == Conversation.last_at,
        CaseMessage.side != Conversation.awaits,
    )
    for conversation_id in session.scalars(select(Conversation.id).where(Conversation.awaits != Side.NOBODY, ~asked)):
        yield f"conversation {conversation_id}: it waits for an answer of the side that wrote last"
