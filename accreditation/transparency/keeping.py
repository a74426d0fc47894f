"""What is entered in the log is taken into its copy, and no work enters anything while the two do not agree."""

from collections.abc import Callable

from sqlalchemy import select

from accreditation.jobs.carry_out import Handler, SessionFactory, TryLater
from accreditation.jobs.models import OutboxRow
from accreditation.transparency.alarms import check_against_copy
from accreditation.transparency.keeper import Keeper
from accreditation.transparency.keys import LogSigner
from accreditation.transparency.models import LogLeaf
from accreditation.transparency.tree import size_of, tree_of

_AT_ONCE = 5000


def keep(factory: SessionFactory, keeper: Keeper, signer: LogSigner) -> None:
    """Takes into the copy what was entered since; nothing while the log is not what it was."""
    if not check_against_copy(factory, keeper):
        return
    while True:
        before = keeper.read()
        first = before.size if before else 0
        with factory() as session:
            size = min(size_of(session), first + _AT_ONCE)
            if before is not None and size == first:
                return
            query = select(LogLeaf.entry).where(LogLeaf.position >= first, LogLeaf.position < size)
            entries = session.scalars(query.order_by(LogLeaf.position)).all()
            head = tree_of(session, size).head()
        keeper.extend(entries, before, size, head.hex(), signer.sign(size, head))


def watched(work: Handler, keeper: Keeper, signer_of: Callable[[], LogSigner]) -> Handler:
    """A job that enters something in the log: not begun while the log is not what it was, kept outside when it is done."""

    def carry_out(factory: SessionFactory, row: OutboxRow) -> None:
        if not check_against_copy(factory, keeper):
            raise TryLater(
                "The log does not contain what was published of it: nothing is issued until this is settled."
            )
        signer = signer_of()
        work(factory, row)
        keep(factory, keeper, signer)

    return carry_out
