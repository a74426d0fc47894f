"""Mails to people without account who complain: to confirm the address, and of each step, with a link that shows how it stands."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from accreditation.appeals.complaining import CONFIRM, FOLLOW, TO_CONFIRM
from accreditation.appeals.following import follow_until, told_of
from accreditation.appeals.models import Appeal, Complainant
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.cases import Case
from accreditation.notifications.catalogue import EVERY_KIND, Kind
from accreditation.notifications.compose import Composed, Sender, composed
from accreditation.notifications.recipients import Recipient
from accreditation.notifications.wording import Ours
from accreditation.people.links import make_link_to, path_of
from accreditation.region.models import Region
from accreditation.texts import say_moment
from accreditation.workflow.appeal import APPEAL
from accreditation.workflow.states import EXAMINED

MOVED = EVERY_KIND["complaint_moved"]
# The steps of which the filer is told by mail: a complainant without account is told of the same.
TOLD = frozenset({"acknowledge_appeal", "tell_appeal_inadmissible", "tell_appeal_decided"})


def mails_about_complaint(
    session: Session, row: OutboxRow, kind: Kind, sender: Sender
) -> Iterator[tuple[Recipient, Composed]]:
    """Who reads it and the words, for what was written and waits to be confirmed, or was received."""
    written = session.get(Complainant, row.subject_id)
    if written is None:
        return
    reader, region = _reader(session, written)
    if kind.name == CONFIRM and written.confirmed_at is None:
        until = written.asked_at + TO_CONFIRM
        path = path_of(CONFIRM, make_link_to(session, CONFIRM, written.id, written.email, until))
        values = {"until": Ours(say_moment(until, reader.locale, reader.time_zone)), "number": Ours("")}
        yield reader, composed(kind, reader, sender, region, f"{path}?lang={reader.locale}", values)
    if kind.name != CONFIRM and written.appeal_id is not None:
        yield reader, _of_complaint(session, session.get_one(Appeal, written.appeal_id), written, kind, sender)


def mails_to_complainant(
    session: Session, case: Case, effect: str, sender: Sender
) -> Iterator[tuple[Kind, Recipient, Composed]]:
    """What a step of a complaint says to whoever complained without account; of an outcome the public reason."""
    written = told_of(session, case.appeal) if case.appeal is not None and effect in TOLD else None
    if written is not None and case.appeal is not None:
        reader, _ = _reader(session, written)
        yield MOVED, reader, _of_complaint(session, case.appeal, written, MOVED, sender)


def _reader(session: Session, written: Complainant) -> tuple[Recipient, Region]:
    region = session.get_one(Region, written.region_id)
    return Recipient(written.email, written.locale, region.time_zone, name=written.name), region


def _of_complaint(session: Session, complaint: Appeal, written: Complainant, kind: Kind, sender: Sender) -> Composed:
    reader, region = _reader(session, written)
    path = path_of(FOLLOW, make_link_to(session, FOLLOW, written.id, written.email, follow_until(written)))
    rule = APPEAL.rule(complaint.state)
    values = {
        "number": Ours(complaint.reference),
        "state": rule.label,
        "reason": complaint.public_reason if complaint.state in EXAMINED else "",
        "due": Ours(say_moment(complaint.due_at, reader.locale, reader.time_zone)) if complaint.due_at else Ours(""),
    }
    return composed(kind, reader, sender, region, f"{path}?lang={reader.locale}", values)
