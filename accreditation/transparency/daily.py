"""Once a day: the histories are anchored, and the newest checkpoint goes to the administrations, who keep it outside our reach."""

from sqlalchemy import select

from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.region.models import Region
from accreditation.transparency.alarms import CHECKPOINT, LOG_MAIL, check_against_copy
from accreditation.transparency.anchoring import anchor
from accreditation.transparency.keeper import Keeper
from accreditation.transparency.keeping import keep
from accreditation.transparency.keys import LogSigner
from accreditation.transparency.tree import tree_of


def pass_the_day(factory: SessionFactory, keeper: Keeper, signer: LogSigner) -> None:
    """Each region in a transaction of its own; nothing while the log is not what it was."""
    if not check_against_copy(factory, keeper):
        return
    with factory() as session:
        regions = session.scalars(select(Region.id).order_by(Region.code)).all()
    for region_id in regions:
        with own_transaction(factory) as session:
            anchor(session, session.get_one(Region, region_id))
    keep(factory, keeper, signer)
    for region_id in regions:
        with own_transaction(factory) as session:
            tree = tree_of(session)
            payload = {"kind": CHECKPOINT, "size": tree.size, "checkpoint": signer.sign(tree.size, tree.head())}
            outbox.put(session, effect=LOG_MAIL, lifecycle="", region_id=region_id, payload=payload)
