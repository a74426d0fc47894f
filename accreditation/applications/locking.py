"""A case locked for whoever may write this kind of evidence about it: the first line of every such action."""

from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.errors import NotPermitted
from accreditation.transition import facts_of, lock_case
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor
from accreditation.workflow.permissions import Permission


def locked(session: Session, actor: Actor, application: Application, permission: Permission) -> Application:
    """The case, locked and read afresh. Raises NotPermitted unless the rule book permits it to the actor now."""
    application = lock_case(session, application)
    if not permissions.may(permission, actor, facts_of(session, application), application.state):
        raise NotPermitted
    return application
