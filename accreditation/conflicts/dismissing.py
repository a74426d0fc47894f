"""The office lets a soft conflict pass, with a reason, and may take that back. A hard one nobody dismisses."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.conflicts.finding import conflicts_between
from accreditation.conflicts.kinds import KIND_LABELS, Conflict, Kind
from accreditation.conflicts.models import ConflictDismissal
from accreditation.errors import Invalid, NotPermitted, no_longer_than
from accreditation.people.models import Interest, Person
from accreditation.people.staff_notes import note_for_auditor
from accreditation.texts import DEFAULT_LOCALE, N_, say
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

LONGEST_REASON = 1000


def case_to_weigh(session: Session, actor: Actor, application: Application, person: Person) -> Application:
    """The case locked, for an officer who is close neither to the applicant nor to the person in question, nor is it."""
    application = locked(session, actor, application, permissions.WEIGH_CONFLICTS)
    if person.id == actor.person_id or person.id in actor.related_to:
        raise NotPermitted
    return application


def reason_given(reason: str) -> str:
    """The reason as it is kept; raises where there is none."""
    if not reason.strip():
        raise Invalid(N_("Say why. The record needs it."), field="reason")
    return no_longer_than(LONGEST_REASON, reason, "reason")


def dismiss(
    session: Session, actor: Actor, application: Application, person: Person, kind: str, evidence: str, reason: str
) -> ConflictDismissal:
    """This one tie no longer keeps the person from the case. A declared tie is dismissed between the two persons, in every case."""
    application = case_to_weigh(session, actor, application, person)
    conflict = _standing(session, application, person, kind, evidence)
    reason = reason_given(reason)
    assert actor.person_id is not None
    row = ConflictDismissal(
        region_id=application.region_id,
        application_id=application.id,
        person_id=person.id,
        kind=conflict.kind,
        evidence=conflict.evidence,
        reason=reason,
        dismissed_by_id=actor.person_id,
        dismissed_at=clock.now(),
    )
    session.add(row)
    if conflict.kind is Kind.DECLARED:
        _mark(session, row, actor, reason)
    note_tie(session, actor, application, "dismiss_conflict", person, conflict.kind, reason)
    return row


def _standing(session: Session, application: Application, person: Person, kind: str, evidence: str) -> Conflict:
    found = conflicts_between(session, [application], [person]).get((application.id, person.id), ())
    conflict = next((each for each in found if (each.kind, each.evidence) == (kind, evidence)), None)
    if conflict is None or conflict.is_hard:
        raise NotPermitted
    if not conflict.stands:
        raise Invalid(N_("This was dismissed already."), field="reason")
    return conflict


def _mark(session: Session, row: ConflictDismissal, actor: Actor, reason: str) -> None:
    tie = session.scalars(select(Interest).where(Interest.public_id == row.evidence).with_for_update()).one()
    tie.dismissed_at, tie.dismissed_by_id, tie.dismissed_reason = row.dismissed_at, actor.person_id, reason


def take_back(session: Session, actor: Actor, application: Application, dismissal: ConflictDismissal) -> None:
    """The conflict stands again; that it was dismissed once stays on record."""
    application = case_to_weigh(session, actor, application, dismissal.person)
    session.refresh(dismissal)
    if dismissal.application_id != application.id or dismissal.undone_at is not None:
        raise NotPermitted
    dismissal.undone_at, dismissal.undone_by_id = clock.now(), actor.person_id
    if dismissal.kind is Kind.DECLARED:
        tie = session.scalars(select(Interest).where(Interest.public_id == dismissal.evidence).with_for_update()).one()
        tie.dismissed_at, tie.dismissed_by_id, tie.dismissed_reason = None, None, ""
    note_tie(session, actor, application, "restore_conflict", dismissal.person, dismissal.kind, dismissal.reason)


def dismissals_in(session: Session, application: Application) -> list[ConflictDismissal]:
    """Everything the office let pass in a case, and what it took back; oldest first."""
    query = select(ConflictDismissal).where(ConflictDismissal.application_id == application.id)
    return list(session.scalars(query.order_by(ConflictDismissal.dismissed_at, ConflictDismissal.id)))


def note_tie(
    session: Session, actor: Actor, application: Application, what: str, person: Person, kind: Kind, reason: str
) -> None:
    """For the auditor, and so that a stale page is noticed."""
    details: dict[str, Any] = {
        "person": person.public_id,
        "kind": say(KIND_LABELS[kind], DEFAULT_LOCALE),
        "reason": reason,
    }
    note_for_auditor(session, actor, what, region_id=application.region_id, subject_id=application.id, details=details)
    touch(application)
    session.flush()
