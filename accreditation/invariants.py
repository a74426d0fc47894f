"""What must hold of every row whatever happened: `accreditation db check` names each row that breaks it."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from accreditation import history
from accreditation.accreditations.models import Accreditation
from accreditation.applications.message_faults import faults_of_conversations
from accreditation.applications.models import Application
from accreditation.applications.nomination_faults import faults_of_nominations
from accreditation.applications.referees.wholeness import half_requests
from accreditation.applications.tally_models import StateTally
from accreditation.certificates import number as numbers
from accreditation.certificates.log_faults import faults_of_the_log
from accreditation.certificates.models import Certificate
from accreditation.database import Base
from accreditation.duplicates.faults import faults_of_merges
from accreditation.history import StateChange
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.models import Message
from accreditation.training.models import Workshop
from accreditation.transition import board, facts_of_many
from accreditation.transparency.anchoring import faults_of_anchors
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.deadlines import due_at
from accreditation.workflow.states import SEATED, AccreditationState, CertificateState

PAGE = 500
_OVER = (AccreditationState.WITHDRAWN, AccreditationState.ENDED)


def broken_rows(session: Session) -> Iterator[str]:
    """One line for each broken row: its table, its id and what is wrong. Nothing when all is whole."""
    astray = list(_foreign_keys(session))
    yield from astray
    for check in (
        _chains,
        _outbox,
        _tallies,
        _certificates,
        faults_of_the_log,
        faults_of_anchors,
        _workshops,
        _messages,
        faults_of_merges,
        faults_of_conversations,
        half_requests,
        faults_of_nominations,
    ):
        yield from check(session)
    if not astray:
        yield from _deadlines(session)


def _named(row: Any) -> str:
    return f"{row.__tablename__} {getattr(row, 'number', None) or row.id}"


def _pages(session: Session, table: Any) -> Iterator[list[Any]]:
    """All rows of a table in the order of their ids, a page at a time, so that memory stays small."""
    last = None
    while True:
        query = select(table).order_by(table.id).limit(PAGE)
        page = list(session.scalars(query if last is None else query.where(table.id > last)))
        if not page:
            return
        yield page
        last = page[-1].id
        session.expunge_all()


@cache
def _leading_nowhere() -> tuple[tuple[str, str, Select[Any]], ...]:
    """Table, column and the question after its rows that lead nowhere. Three hundred, written once."""
    found = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.alias("target")
            query = select(table.c.id).outerjoin(target, key.parent == target.c[key.column.name])
            query = query.where(key.parent.is_not(None), target.c[key.column.name].is_(None))
            found.append((table.name, key.parent.name, query))
    return tuple(found)


def _foreign_keys(session: Session) -> Iterator[str]:
    """Every reference leads to a row, also where a database was told not to look."""
    for table, column, query in _leading_nowhere():
        for row_id in session.scalars(query):
            yield f"{table} {row_id}: {column} leads nowhere"


def _links_of(session: Session, page: list[Any]) -> dict[Any, list[StateChange]]:
    query = select(StateChange).where(StateChange.subject_id.in_([row.id for row in page]))
    links = session.scalars(query.order_by(StateChange.subject_id, StateChange.sequence))
    return {subject: list(chain) for subject, chain in groupby(links, key=lambda link: link.subject_id)}


def _chains(session: Session) -> Iterator[str]:
    """Each row's history is whole, ends where the row says, and obeys the rule book."""
    for name, table in board().tables.items():
        for page in _pages(session, table):
            chains = _links_of(session, page)
            for row in page:
                for fault in _faults_of_chain(name, row, chains.get(row.id, [])):
                    yield f"{_named(row)}: {fault}"


def _faults_of_chain(name: str, row: Any, links: list[StateChange]) -> Iterator[str]:
    yield from history.breaks_in(links)
    if len(links) != row.history_length or (links[-1].hash if links else "") != row.history_head:
        yield "its history does not end where the row says"
    if not links or links[-1].to_state != row.state.value:
        yield "its state is not the one its history ends in"
    transitions = LIFECYCLES[name].transitions
    allowed = {(step.name, source.value) for step in transitions for source in step.sources}
    for before, link in zip(links, links[1:], strict=False):
        if link.from_state != before.to_state:
            yield f"link {link.sequence} begins in {link.from_state}, the one before ends in {before.to_state}"
        if (link.transition, link.from_state) not in allowed:
            yield f"link {link.sequence}: {link.transition} from {link.from_state} is not in the rule book"


def _deadlines(session: Session) -> Iterator[str]:
    """The deadline in the row is the one that state, history and scheme give. Asks for facts, so references must lead somewhere."""
    for name, table in board().tables.items():
        for page in _pages(session, table):
            facts = facts_of_many(session, page)
            for row in page:
                derived = due_at(LIFECYCLES[name], row.state, row.state_since, facts[row.id])
                if derived != row.due_at:
                    yield f"{_named(row)}: due at {row.due_at}, derived {derived}"


def _outbox(session: Session) -> Iterator[str]:
    """One outbox row for each effect of each step, no more and no fewer."""
    written = (
        select(OutboxRow.change_id, func.count(OutboxRow.id).label("rows"))
        .where(OutboxRow.change_id.is_not(None))
        .group_by(OutboxRow.change_id)
        .subquery()
    )
    columns = (StateChange.id, StateChange.lifecycle, StateChange.transition, StateChange.from_state)
    query = select(*columns, func.coalesce(written.c.rows, 0)).outerjoin(written, written.c.change_id == StateChange.id)
    promised = {(name, step.name): len(step.effects) for name, book in LIFECYCLES.items() for step in book.transitions}
    for change_id, lifecycle, transition, source, rows in session.execute(query.execution_options(yield_per=PAGE)):
        expected = promised[lifecycle, transition] if source else len(LIFECYCLES[lifecycle].opening)
        if rows != expected:
            yield f"state_change {change_id}: {rows} effects of {transition} are in the outbox, not {expected}"


def _tallies(session: Session) -> Iterator[str]:
    """The tally of each region and state is the number of cases there."""
    kept = select(StateTally.region_id, StateTally.state, func.sum(StateTally.change))
    tallied = {
        (region, state): count
        for region, state, count in session.execute(kept.group_by(StateTally.region_id, StateTally.state))
    }
    there = select(Application.region_id, Application.state, func.count()).group_by(
        Application.region_id, Application.state
    )
    counted = {(region, state.value): count for region, state, count in session.execute(there)}
    for region, state in sorted(tallied.keys() | counted.keys(), key=str):
        said, found = tallied.get((region, state), 0), counted.get((region, state), 0)
        if said != found:
            yield f"state_tally of region {region}: {said} cases {state}, counted {found}"


def _certificates(session: Session) -> Iterator[str]:
    """Check digits fit; what is issued was signed, stored and has an accreditation behind it; one is current."""
    for page in _pages(session, Certificate):
        granted = {
            row.id: row
            for row in session.scalars(
                select(Accreditation).where(
                    Accreditation.id.in_([certificate.accreditation_id for certificate in page])
                )
            )
        }
        for certificate in page:
            if not numbers.is_well_formed(certificate.number):
                yield f"{_named(certificate)}: its check digits do not fit"
            if certificate.state is CertificateState.ISSUED:
                yield from _faults_of_issued(certificate, granted[certificate.accreditation_id])
    issued = Certificate.state == CertificateState.ISSUED
    doubled = select(Certificate.accreditation_id).where(issued).group_by(Certificate.accreditation_id)
    for accreditation_id in session.scalars(doubled.having(func.count() > 1)):
        yield f"accreditation {accreditation_id}: more than one certificate is current"


def _faults_of_issued(certificate: Certificate, accreditation: Accreditation) -> Iterator[str]:
    if not (certificate.storage_key and certificate.pdf_sha256 and certificate.key_id):
        yield f"{_named(certificate)}: issued, but not signed and stored"
    if certificate.expires_on > accreditation.expires_on:
        yield f"{_named(certificate)}: valid longer than its accreditation"
    if accreditation.state in _OVER:
        yield f"{_named(certificate)}: issued, though its accreditation is {accreditation.state.value}"


def _workshops(session: Session) -> Iterator[str]:
    """No workshop holds more candidates than it has seats."""
    taken = (
        select(Application.workshop_id, func.count().label("people"))
        .where(Application.state.in_(SEATED))
        .group_by(Application.workshop_id)
        .subquery()
    )
    query = select(Workshop, taken.c.people).join(taken, taken.c.workshop_id == Workshop.id)
    for workshop, people in session.execute(query.where(taken.c.people > Workshop.seats)):
        yield f"{_named(workshop)}: {people} people for {workshop.seats} seats"


def _messages(session: Session) -> Iterator[str]:
    """No mail was written twice for the same reason and person."""
    key = (Message.outbox_id, Message.email, Message.kind)
    doubled = select(*key).where(Message.outbox_id.is_not(None)).group_by(*key).having(func.count() > 1)
    for outbox_id, email, kind in session.execute(doubled):
        yield f"message {kind} of outbox_row {outbox_id}: written more than once to {email}"
