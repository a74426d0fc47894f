"""What is asked to change of an accreditation: kept with its paper, refused with a reason, carried out by the step it was for."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.amendment_models import Amendment, Kind
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.scoping import write_scope
from accreditation.errors import Invalid, NotPermitted
from accreditation.history import StateChange
from accreditation.jobs import outbox
from accreditation.storage import scanner
from accreditation.storage.files import Storage
from accreditation.storage.inspection import Inspected
from accreditation.storage.kept_file import PASSED, Scan
from accreditation.storage.receiving import plain_name
from accreditation.texts import N_
from accreditation.transition import facts_of, lock_case, refuse_if_stale, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor
from accreditation.workflow.effects import Consequence
from accreditation.workflow.states import HELD

SCAN_AMENDMENT_PAPER = "scan_amendment_paper"
TELL_REFUSED = "tell_amendment_refused"
# The step that carries an approved amendment out -> its kind.
CARRIED_OUT_BY = {"correct_name": Kind.NAME, "change_scope": Kind.SCOPE, "suspend_on_request": Kind.PAUSE}


@dataclass(frozen=True)
class Paper:
    """A file that proves what is asked: its name, what the inspection found, and where it is kept."""

    name: str
    found: Inspected
    storage: Storage


def open_amendment(session: Session, accreditation: Accreditation, kind: Kind) -> Amendment | None:
    """The one of this kind that waits for an answer."""
    query = select(Amendment).where(
        Amendment.accreditation_id == accreditation.id, Amendment.kind == kind, Amendment.outcome == ""
    )
    return session.scalars(query).one_or_none()


def amendments_of(session: Session, accreditation: Accreditation) -> Sequence[Amendment]:
    """All that was ever asked, the newest first."""
    query = select(Amendment).where(Amendment.accreditation_id == accreditation.id)
    return session.scalars(query.order_by(Amendment.asked_at.desc(), Amendment.id.desc())).all()


def approved_kinds(session: Session, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, frozenset[str]]:
    """By accreditation, what was approved and is not carried out yet. One query."""
    query = select(Amendment.accreditation_id, Amendment.kind).where(
        Amendment.accreditation_id.in_(ids), Amendment.outcome == "approved", Amendment.change_id.is_(None)
    )
    found: dict[uuid.UUID, frozenset[str]] = defaultdict(frozenset)
    for accreditation_id, kind in session.execute(query):
        found[accreditation_id] |= {kind.value}
    return found


def ask_to_amend(
    session: Session,
    actor: Actor,
    accreditation: Accreditation,
    kind: Kind,
    *,
    why: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    paper: Paper | None = None,
) -> Amendment:
    """The holder or an officer asks; `paper` proves it."""
    accreditation = lock_case(session, accreditation)
    if not permissions.may(permissions.ASK_TO_AMEND, actor, facts_of(session, accreditation)):
        raise NotPermitted
    if accreditation.state not in HELD:
        raise NotPermitted
    if open_amendment(session, accreditation, kind) is not None:
        raise Invalid(N_("This was asked already and waits for an answer."))
    assert actor.person_id is not None
    amendment = Amendment(
        region_id=accreditation.region_id,
        accreditation_id=accreditation.id,
        kind=kind,
        asked_by_id=actor.person_id,
        asked_at=clock.now(),
        why=why,
        before=dict(before),
        after=dict(after),
    )
    session.add(amendment)
    if paper is not None:
        _keep(session, amendment, paper)
    touch(accreditation)
    session.flush()
    return amendment


def _keep(session: Session, amendment: Amendment, paper: Paper) -> None:
    amendment.file_name, amendment.media_type = plain_name(paper.name), paper.found.media_type
    amendment.storage_key = paper.storage.put(paper.found.content)
    if scanner.is_configured():
        amendment.scan = Scan.WAITING
        session.flush()
        region_id = amendment.region_id
        outbox.put(
            session, effect=SCAN_AMENDMENT_PAPER, lifecycle="document", subject_id=amendment.id, region_id=region_id
        )


def may_be_opened(amendment: Amendment) -> bool:
    """There is a paper, and the scanner found nothing in it."""
    return amendment.storage_key is not None and amendment.scan in PASSED


def decide(amendment: Amendment, actor: Actor, outcome: str, answer: str = "") -> None:
    """Writes who approved or refused it; whoever calls holds the accreditation locked. Nobody answers what they asked."""
    if amendment.asked_by_id == actor.person_id:
        raise Invalid(N_("You asked for this yourself, so someone else must answer."))
    if amendment.outcome:
        raise Invalid(N_("This was answered meanwhile. Open the page again to read the answer."))
    amendment.outcome, amendment.answer = outcome, answer
    amendment.decided_by_id, amendment.decided_at = actor.person_id, clock.now()


def refuse_amendment(session: Session, actor: Actor, amendment: Amendment, answer: str, *, seen_version: int) -> None:
    """An officer says why not, and the holder is told."""
    accreditation = lock_case(session, session.get_one(Accreditation, amendment.accreditation_id))
    session.refresh(amendment)
    refuse_if_stale(session, accreditation, actor, seen_version)
    if not permissions.may(permissions.ANSWER_AMENDMENT, actor, facts_of(session, accreditation)):
        raise NotPermitted
    if not answer.strip():
        raise Invalid(N_("Write why: the expert reads it."), field="answer")
    decide(amendment, actor, "refused", answer.strip())
    touch(accreditation)
    row = {"lifecycle": "accreditation", "subject_id": accreditation.id, "region_id": accreditation.region_id}
    outbox.put(session, effect=TELL_REFUSED, **row)
    session.flush()


def settle_amendment(session: Session, accreditation: Accreditation, change: StateChange) -> None:
    """What was approved for the step becomes what is so."""
    query = select(Amendment).where(
        Amendment.accreditation_id == accreditation.id,
        Amendment.kind == CARRIED_OUT_BY[change.transition],
        Amendment.outcome == "approved",
        Amendment.change_id.is_(None),
    )
    amendment = session.scalars(query).first()
    if amendment is None:
        return
    amendment.change_id = change.id
    if amendment.kind is Kind.SCOPE:
        write_scope(session, accreditation, amendment.after)
    if amendment.kind is Kind.PAUSE:
        accreditation.paused_until = amendment.until
    session.flush()


def forget_pause(_session: Session, accreditation: Accreditation, _change: StateChange) -> None:
    """Suspended for another reason than the own request."""
    accreditation.paused_until = None


CONSEQUENCES: dict[Consequence, Any] = {
    Consequence.SETTLE_AMENDMENT: settle_amendment,
    Consequence.FORGET_PAUSE: forget_pause,
}
