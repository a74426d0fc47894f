"""Two people after all: what a merge moved goes back, row by row as the log says, unless something since forbids it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application
from accreditation.duplicates.merging import lock_merge, note_pair, refuse_involved
from accreditation.duplicates.models import PersonMerge
from accreditation.duplicates.moving import Rows, from_log, give_rows, lock_cases_of, no_longer_there
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.people.account_mail import mail
from accreditation.texts import N_, Text
from accreditation.workflow.actors import Actor, Role

# Rows that name the person themselves and hang on an application: those made since the merge could not go back with it.
_HANGS_ON_A_CASE = (
    (Accreditation, Accreditation.person_id),
    (Appeal, Appeal.filed_by_id),
    (Document, Document.uploaded_by_id),
)


def reasons_against_separating(session: Session, merge: PersonMerge) -> Sequence[Text]:
    """What happened since that makes it impossible; empty when the log can be undone exactly."""
    if not merge.stands:
        return [N_("This merge does not stand any more.")]
    if merge.kept.merged_into_id is not None:
        return [N_("The account that was kept was itself merged since. Separate that first.")]
    rows = from_log(merge.moved)
    found = [
        N_("Something that moved was changed or taken over by somebody else since: %(what)s.", what=reference.label)
        for reference in no_longer_there(session, rows, merge.kept_id)
    ]
    return [*found, *_grown_since(session, merge, rows)]


def _ids(rows: Rows, table: str) -> set[object]:
    return {row_id for reference, ids in rows.items() if reference.table == table for row_id in ids}


def _grown_since(session: Session, merge: PersonMerge, rows: Rows) -> list[Text]:
    """Cases that would go back, on which something of the person's hangs that was made after the merge."""
    cases = _ids(rows, "application")
    numbers: set[str] = set()
    for table, person in _HANGS_ON_A_CASE:
        query = (
            select(Application.number, table.id)
            .join(table, table.application_id == Application.id)
            .where(Application.id.in_(cases), person == merge.kept_id)
        )
        moved = _ids(rows, table.__tablename__)
        numbers |= {number for number, row_id in session.execute(query) if row_id not in moved}
    return [
        N_(
            "In the case %(number)s the person was accredited, appealed or handed in a document since the merge; "
            "it can no longer go back.",
            number=number,
        )
        for number in sorted(numbers)
    ]


def separate(session: Session, actor: Actor, merge: PersonMerge, note: str) -> None:
    """By the head of the office, with a reason. The second account opens again with all that moved, and nothing else."""
    refuse_involved(actor, merge.region_id, merge.kept_id, merge.absorbed_id)
    if not actor.holds(Role.ROCB_HEAD, merge.region_id):
        raise NotPermitted
    if not note.strip():
        raise Invalid(N_("Say how you know that they are two people."), "note")
    lock_merge(session, merge)
    if not merge.stands:
        raise ChangedMeanwhile(N_("The accounts were separated after you opened the page."))
    if reasons := reasons_against_separating(session, merge):
        raise TransitionRefused(*reasons)
    rows = from_log(merge.moved)
    merge.separated_at, merge.separated_by_id, merge.separation_note = clock.now(), actor.person_id, note.strip()
    merge.absorbed.merged_into_id, merge.absorbed.disabled_at = None, merge.was_disabled_at
    session.flush()
    lock_cases_of(session, rows)
    give_rows(session, rows, merge.absorbed_id)
    note_pair(session, actor, "separate_accounts", merge.kept, merge.absorbed, note=note.strip())
    for person in (merge.kept, merge.absorbed):
        mail(session, "accounts_separated", person, person.email)
    session.flush()
