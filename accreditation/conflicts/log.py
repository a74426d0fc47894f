"""What happened about conflicts of interest in a case, for the office: signed, declared, recognised, dismissed, taken back, voided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.conflicts.dismissing import dismissals_in
from accreditation.conflicts.kinds import KIND_LABELS
from accreditation.conflicts.voiding import voided_in
from accreditation.people.interests import INTEREST_LABELS, InterestKind
from accreditation.people.models import Interest, Person
from accreditation.reviews.declaring import NONE, statements_in
from accreditation.reviews.recognising import recognitions_in
from accreditation.texts import N_, Text


@dataclass(frozen=True)
class Entry:
    """`words`: what somebody wrote or signed; `tone` as badges have it."""

    at: datetime
    said: Text
    by: str
    words: str
    tone: str = "us"


def log_of(session: Session, application: Application) -> list[Entry]:
    """Newest first. A constant number of queries besides the names, of which a case has few."""
    found = [
        *_signed(session, application),
        *_recognised(session, application),
        *_recorded(session, application),
        *_weighed(session, application),
        *_voided(session, application),
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _signed(session: Session, application: Application) -> Iterator[Entry]:
    for row in statements_in(session, application):
        if row.answer == NONE:
            said = N_("Signed the statement of no interest (wording of %(version)s)", version=row.version)
            yield Entry(row.signed_at, said, row.person.display_name, row.words, "good")
        else:
            label = INTEREST_LABELS.get(row.answer, INTEREST_LABELS[InterestKind.OTHER])
            said = N_("Declared an interest: %(tie)s", tie=label)
            yield Entry(row.signed_at, said, row.person.display_name, row.note, "attention")


def _recognised(session: Session, application: Application) -> Iterator[Entry]:
    for row in recognitions_in(session, application.id):
        said = N_("Recognised the person and judges freely") if row.is_free else N_("Recognised the person")
        yield Entry(row.said_at, said, row.assignment.reviewer.display_name, row.words, "attention")


def _recorded(session: Session, application: Application) -> Iterator[Entry]:
    """Ties that somebody else put on record; those declared stand among the statements."""
    query = select(Interest).where(
        Interest.other_id == application.applicant_id,
        Interest.declared_by_id.is_not(None),
        Interest.declared_by_id != Interest.person_id,
    )
    for tie in session.scalars(query):
        of, by = session.get_one(Person, tie.person_id), session.get_one(Person, tie.declared_by_id)
        label = INTEREST_LABELS.get(tie.kind, INTEREST_LABELS[InterestKind.OTHER])
        said = N_("The office recorded an interest of %(name)s: %(tie)s", name=of.display_name, tie=label)
        yield Entry(tie.created_at, said, by.display_name, tie.note, "attention")


def _weighed(session: Session, application: Application) -> Iterator[Entry]:
    for row in dismissals_in(session, application):
        values = {"kind": KIND_LABELS[row.kind], "name": row.person.display_name}
        yield Entry(
            row.dismissed_at,
            N_("Conflict dismissed: %(kind)s, %(name)s", **values),
            row.dismissed_by.display_name,
            row.reason,
        )
        if row.undone_at is not None and row.undone_by is not None:
            said = N_("Dismissal taken back: %(kind)s, %(name)s", **values)
            yield Entry(row.undone_at, said, row.undone_by.display_name, "", "attention")


def _voided(session: Session, application: Application) -> Iterator[Entry]:
    for row in voided_in(session, application):
        assert row.voided_at is not None
        said = N_("Scores of %(name)s voided", name=row.reviewer.display_name)
        by = row.voided_by.display_name if row.voided_by else ""
        yield Entry(row.voided_at, said, by, row.voided_reason, "attention")
