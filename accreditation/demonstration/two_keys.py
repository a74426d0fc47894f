"""Acts of the demo that need two keys: an accreditation withdrawn, and a request that waits for the second."""

import uuid

from sqlalchemy import select

from accreditation.accreditations.models import Accreditation
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.two_keys.models import KeyRequest
from accreditation.two_keys.turning import ask, turn

WITHDRAW = "withdraw_accreditation"


def ask_to_withdraw(stage: Stage, held_id: uuid.UUID, day: int, note: str, reason: str) -> str:
    """The head of the office turns the first key; nothing happens yet. Returns the request's name."""
    with stage.at(stage.moment(day, 15)) as session:
        held, actor = session.get_one(Accreditation, held_id), stage.actor(session, "direccion")
        return ask(session, actor, WITHDRAW, held, reasons=[reason], note=note, seen_version=held.version).public_id


def withdraw_status(case: Case, day: int, note: str, reason: str) -> None:
    """The liaison of the WCO turns the second key an hour later, and the accreditation is withdrawn."""
    stage = case.stage
    with stage.factory() as session:
        held = select(Accreditation.id).where(Accreditation.application_id == case.application_id)
        held_id = session.scalars(held).one()
    name = ask_to_withdraw(stage, held_id, day, note, reason)
    with stage.at(stage.moment(day, 16)) as session:
        request = session.scalars(select(KeyRequest).where(KeyRequest.public_id == name)).one()
        turn(session, stage.actor(session, "enlace"), request)
