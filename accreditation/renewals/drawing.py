"""The draw for the audit: announced with its lots and a sealed secret, held with the head of the log, drawn again by anybody.

Neither the office nor whoever writes to the log knows the seed beforehand: the secret is fixed before the head is known,
and the head comes from entries of many. A lot is drawn where SHA-256("<seed>:<lot>"), its first 8 bytes read as a number
from 0 to 1, is below the share. So each lot is judged by itself, and a draw of one is as fair as a draw of fifty.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.editions import editions_of
from accreditation.accreditations.models import Accreditation
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.region.models import Region
from accreditation.renewals.models import RenewalDraw, RenewalRequest
from accreditation.renewals.practising import mail
from accreditation.renewals.queries import STANDS
from accreditation.schemes.earlier import number_in
from accreditation.transition import touch
from accreditation.transparency.entering import enter_leaf, hold_the_log
from accreditation.transparency.tree import tree_of

ANNOUNCED, DRAWN = "draw_announced", "draw_held"
ASK_FOR_ORIGINALS = "ask_for_originals"
_BITS = 1 << 64


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lots_text(lots: Sequence[str]) -> str:
    """The list as it is hashed and published: one lot a line, in order."""
    return "".join(f"{lot}\n" for lot in lots)


def seed_of(secret: str, log_head: str) -> str:
    return hash_of(f"{secret}:{log_head}")


def is_drawn(seed: str, lot: str, share: int) -> bool:
    """`share` in percent."""
    place = int.from_bytes(hashlib.sha256(f"{seed}:{lot}".encode()).digest()[:8], "big")
    return place * 100 < share * _BITS


def hold_draws(factory: SessionFactory) -> None:
    """Holds the draws that are due, then announces one for the requests that wait; each region in a transaction of its own."""
    with factory() as session:
        regions = session.scalars(select(Region.id).order_by(Region.code)).all()
        due = select(RenewalDraw.id).where(RenewalDraw.drawn_at.is_(None), RenewalDraw.draws_at <= clock.now())
        draws = session.scalars(due.order_by(RenewalDraw.draws_at)).all()
    for draw_id in draws:
        with own_transaction(factory) as session:
            hold_draw(session, session.get_one(RenewalDraw, draw_id, with_for_update=True))
    for region_id in regions:
        with own_transaction(factory) as session:
            announce(session, session.get_one(Region, region_id))


def _lock_cases_of(session: Session, *which: ColumnElement[bool]) -> None:
    """Locks the accreditations of these requests, in order of their ids; the log is held after them, as everywhere."""
    asked = select(RenewalRequest.accreditation_id).where(*which)
    query = select(Accreditation).where(Accreditation.id.in_(asked)).order_by(Accreditation.id)
    session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def waiting(session: Session, region: Region) -> list[tuple[RenewalRequest, int, int]]:
    """Requests that were checked and are in no draw, each with the share and the days of its edition."""
    free = (RenewalRequest.region_id == region.id, RenewalRequest.outcome == "", RenewalRequest.draw_id.is_(None))
    _lock_cases_of(session, *free, RenewalRequest.checked_at.is_not(None))
    query = (
        select(RenewalRequest, Accreditation)
        .join(Accreditation, Accreditation.id == RenewalRequest.accreditation_id)
        .where(
            *free,
            STANDS,
            RenewalRequest.checked_at.is_not(None),
        )
        .order_by(RenewalRequest.lot)
    )
    rows = session.execute(query.execution_options(populate_existing=True)).all()
    schemes = editions_of(session, [row[1] for row in rows])
    found = []
    for request, accreditation in rows:
        numbers = schemes[accreditation.id].numbers
        if share := number_in(numbers, "renewal_audit_percent"):
            found.append((request, share, number_in(numbers, "renewal_draw_days")))
    return found


def announce(session: Session, region: Region) -> list[RenewalDraw]:
    """One draw for each share that waits: lots, share, moment and the hash of the secret stand from now on."""
    found = waiting(session, region)
    draws = []
    for share in sorted({each[1] for each in found}):
        listed = [(request, days) for request, own, days in found if own == share]
        draws.append(_announced(session, region, share, [each[0] for each in listed], max(each[1] for each in listed)))
    return draws


def _announced(
    session: Session, region: Region, share: int, requests: Sequence[RenewalRequest], days: int
) -> RenewalDraw:
    hold_the_log(session)
    lots, secret, now = [request.lot for request in requests], secrets.token_hex(32), clock.now()
    last = select(func.max(RenewalDraw.number)).where(RenewalDraw.region_id == region.id)
    draw = RenewalDraw(
        region_id=region.id,
        number=(session.scalar(last) or 0) + 1,
        share=share,
        lots=lots,
        lots_sha256=hash_of(lots_text(lots)),
        secret=secret,
        secret_sha256=hash_of(secret),
        announced_at=now,
        draws_at=_fixed_hour(now + timedelta(days=days)),
    )
    content = {
        "event": ANNOUNCED, "region": region.code, "draw": draw.number, "share": share, "count": len(lots),
        "lots": draw.lots_sha256, "secret": draw.secret_sha256,
    }  # fmt: skip
    draw.announced_in = enter_leaf(session, region.id, content, now).position
    session.add(draw)
    session.flush()
    for request in requests:
        request.draw_id = draw.id
    session.flush()
    return draw


def _fixed_hour(moment: datetime) -> datetime:
    """18:00 UTC of that day: midday in the Americas."""
    return moment.replace(hour=18, minute=0, second=0, microsecond=0)


def hold_draw(session: Session, draw: RenewalDraw) -> None:
    """The seed follows from the secret and the head of the log as it stands; both are entered and published."""
    if draw.drawn_at is not None:
        return
    _lock_cases_of(session, RenewalRequest.draw_id == draw.id)
    hold_the_log(session)
    tree, region, now = tree_of(session), session.get_one(Region, draw.region_id), clock.now()
    draw.log_size, draw.log_head = tree.size, tree.head().hex()
    draw.seed, draw.drawn_at = seed_of(draw.secret, draw.log_head), now
    drawn = [lot for lot in draw.lots if is_drawn(draw.seed, lot, draw.share)]
    content = {
        "event": DRAWN, "region": region.code, "draw": draw.number, "size": draw.log_size, "seed": draw.seed,
        "drawn": len(drawn),
    }  # fmt: skip
    draw.drawn_in = enter_leaf(session, draw.region_id, content, now).position
    for request in session.scalars(select(RenewalRequest).where(RenewalRequest.draw_id == draw.id)).all():
        _settle(session, request, is_drawn=request.lot in drawn)
    session.flush()


def _settle(session: Session, request: RenewalRequest, *, is_drawn: bool) -> None:
    accreditation = session.get_one(Accreditation, request.accreditation_id)
    request.is_drawn = is_drawn
    if is_drawn:
        scheme = editions_of(session, [accreditation])[accreditation.id]
        days = number_in(scheme.numbers, "renewal_originals_days")
        request.originals_by = clock.now() + timedelta(days=days)
        mail(session, accreditation, ASK_FOR_ORIGINALS)
    touch(accreditation)
