"""The passport or identity card of a candidate: asked after short-listing, sealed in the database, forgotten after the end."""

import re
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.applications.sealed import Sealed, is_given, opened, put_under_seal
from accreditation.database import Base
from accreditation.errors import Invalid
from accreditation.sealing import KeyRing
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

KINDS = {"passport": N_("Passport"), "identity_card": N_("National identity card")}
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{3,19}")


class IdentityPaper(Sealed, Base):
    """What the paper of one candidate says."""

    __tablename__ = "identity_paper"


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
    said = {**asdict(particulars), "expires_on": particulars.expires_on.isoformat()}
    put_under_seal(session, IdentityPaper, application, ring, said)
    touch(application)
    session.flush()


def identity_paper_of(session: Session, application: Application, ring: KeyRing) -> Particulars | None:
    """What was given, opened; whether the reader may is asked before. Raises CannotOpen."""
    said = opened(session, IdentityPaper, application, ring)
    if said is None:
        return None
    return Particulars(said["kind"], said["number"], said["country"], date.fromisoformat(said["expires_on"]))


def has_identity_paper(session: Session, application: Application) -> bool:
    return is_given(session, IdentityPaper, application)
