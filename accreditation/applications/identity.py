"""The passport or identity card of a candidate: asked after short-listing, sealed in the database, forgotten after the end."""

import json
import re
import uuid
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import ForeignKey, String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.database import Base, Identified, Timestamped
from accreditation.errors import Invalid
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.sealing import KeyRing
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import DECIDED

KINDS = {"passport": N_("Passport"), "identity_card": N_("National identity card")}
# The time in which a decision may be appealed, and some more.
KEPT_AFTER_THE_END = timedelta(days=90)
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{3,19}")


class IdentityPaper(Identified, Timestamped, Base):
    """What the paper says, sealed as one text under `key_id` and bound to this row's id."""

    __tablename__ = "identity_paper"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    key_id: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, repr=False)
class Particulars:
    """`kind` of KINDS, number as printed, ISO code of the issuing country, last day of validity. Has no repr: it is for no log."""

    kind: str
    number: str
    country: str
    expires_on: date

    def runs_out_by(self, day: date | None) -> bool:
        """Whether it is no longer valid on that day."""
        return day is not None and self.expires_on < day


def _place(row: IdentityPaper) -> str:
    return f"identity_paper:{row.id}"


def _row(session: Session, application: Application) -> IdentityPaper | None:
    return session.scalars(select(IdentityPaper).where(IdentityPaper.application_id == application.id)).one_or_none()


def checked(kind: str, number: str, country: str, expires_on: date | None, countries: set[str]) -> Particulars:
    """What was typed, in one shape. Raises Invalid with the field to blame."""
    if kind not in KINDS:
        raise Invalid(N_("Choose the kind of paper."), field="kind")
    plain = re.sub(r"\s+", "", number).upper()
    if not _NUMBER.fullmatch(plain):
        raise Invalid(N_("Write the number as it is printed: 4 to 20 letters and digits."), field="paper_number")
    if country not in countries:
        raise Invalid(N_("Choose the country that issued it."), field="country")
    if expires_on is None:
        raise Invalid(N_("Write the day on which it expires."), field="expires_on")
    if expires_on <= clock.today():
        raise Invalid(N_("This paper has expired. Renew it first, then write the new one here."), field="expires_on")
    return Particulars(kind, plain, country, expires_on)


def write_identity_paper(
    session: Session, actor: Actor, application: Application, ring: KeyRing, particulars: Particulars
) -> None:
    """Keeps what the candidate's paper says, in place of what was there."""
    application = locked(session, actor, application, permissions.GIVE_IDENTITY_PAPER)
    row = _row(session, application)
    if row is None:
        row = IdentityPaper(application_id=application.id, key_id="", sealed="")
        session.add(row)
        session.flush()
    _seal(row, ring, json.dumps({**asdict(particulars), "expires_on": particulars.expires_on.isoformat()}))
    touch(application)
    session.flush()


def _seal(row: IdentityPaper, ring: KeyRing, plain: str) -> None:
    row.key_id, row.sealed = ring.current, ring.seal(plain, _place(row))


def identity_paper_of(session: Session, application: Application, ring: KeyRing) -> Particulars | None:
    """What was given, opened; whether the reader may is asked before. Raises CannotOpen."""
    row = _row(session, application)
    if row is None:
        return None
    said = json.loads(ring.open(row.key_id, row.sealed, _place(row)))
    return Particulars(said["kind"], said["number"], said["country"], date.fromisoformat(said["expires_on"]))


def has_identity_paper(session: Session, application: Application) -> bool:
    return _row(session, application) is not None


def seal_again(session: Session, ring: KeyRing) -> int:
    """Moves everything under the present key, after which an older one may leave the key file; returns how many."""
    rows = session.scalars(select(IdentityPaper).where(IdentityPaper.key_id != ring.current)).all()
    for row in rows:
        _seal(row, ring, ring.open(row.key_id, row.sealed, _place(row)))
    session.flush()
    return len(rows)


def forget_identity_papers(factory: SessionFactory) -> None:
    """Deletes what is not needed any more: the case ended KEPT_AFTER_THE_END ago."""
    ended = (Application.state.in_(DECIDED), Application.state_since < clock.now() - KEPT_AFTER_THE_END)
    with own_transaction(factory) as session:
        over = select(Application.id).where(*ended)
        session.execute(
            delete(IdentityPaper)
            .where(IdentityPaper.application_id.in_(over))
            .execution_options(synchronize_session=False)
        )
