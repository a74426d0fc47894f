"""The first scheme of a region, adopted from the default file."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.region.models import Region
from accreditation.schemes.models import Scheme
from accreditation.schemes.reference import standard_scheme


def install_scheme(session: Session, region: Region) -> Scheme:
    """The default scheme as the region's first edition; an existing one is left alone."""
    content = standard_scheme()
    known = select(Scheme).where(Scheme.region_id == region.id, Scheme.code == content["code"])
    scheme = session.scalars(known.order_by(Scheme.edition)).first()
    if scheme is None:
        scheme = Scheme(region_id=region.id, adopted_at=clock.now(), **content)
        session.add(scheme)
        session.flush()
    return scheme
