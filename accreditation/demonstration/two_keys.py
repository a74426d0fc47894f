"""Acts of the demo that need two keys: an accreditation withdrawn, and a request that waits for the second."""

from sqlalchemy import select

from accreditation.accreditations.models import Accreditation
from accreditation.demonstration.selection import Case
from accreditation.keys.models import KeyRequest
from accreditation.keys.turning import ask, turn

WITHDRAW = "withdraw_accreditation"


def ask_to_withdraw(case: Case, day: int, note: str, reason: str) -> str:
    """The head of the office turns the first key; nothing happens yet. Returns the request's name."""
    stage = case.stage
    with stage.at(stage.moment(day, 15)) as session:
        held = session.scalars(select(Accreditation).where(Accreditation.application_id == case.application_id)).one()
        actor = stage.actor(session, "direccion")
        return ask(session, actor, WITHDRAW, held, reasons=[reason], note=note, seen_version=held.version).public_id


def withdraw_status(case: Case, day: int, note: str, reason: str) -> None:
    """The liaison of the WCO turns the second key an hour later, and the accreditation is withdrawn."""
    stage, name = case.stage, ask_to_withdraw(case, day, note, reason)
    with stage.at(stage.moment(day, 16)) as session:
        request = session.scalars(select(KeyRequest).where(KeyRequest.public_id == name)).one()
        turn(session, stage.actor(session, "enlace"), request)
