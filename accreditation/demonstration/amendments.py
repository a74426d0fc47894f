"""Acts of the demo on accreditations that were granted long ago: a name put right, a pause at the own request, and what waits."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.accreditations.amending import Paper
from accreditation.accreditations.amendment_models import Amendment
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.pausing import approve_pause, ask_for_pause
from accreditation.certificates.correcting import approve_correction, ask_for_correction, present_name
from accreditation.demonstration.dossier import inspected
from accreditation.demonstration.selection import Case


def _held(session: Session, case: Case) -> Accreditation:
    query = select(Accreditation).where(Accreditation.application_id == case.application_id)
    return session.scalars(query).one()


def ask_for_name(case: Case, day: int, family_name: str) -> Any:
    """Another family name, with an entry of the civil register. Returns the id of what was asked."""
    stage = case.stage
    with stage.at(stage.moment(day, 10)) as session:
        held = _held(session, case)
        wanted = replace(present_name(session, held), second_family_name=family_name, printed="")
        paper = Paper("registro-civil-demo.pdf", inspected("Registro civil (demo)"), stage.storage)
        asker = stage.actor(session, case.part.key)
        return ask_for_correction(session, asker, held, wanted, reason="changed", paper=paper).id


def correct_name(case: Case, day: int, family_name: str) -> None:
    """Asked by the expert, approved two days later by an officer."""
    asked_id, stage = ask_for_name(case, day, family_name), case.stage
    with stage.at(stage.moment(day + 2, 11)) as session:
        seen = _held(session, case).version
        officer = stage.actor(session, "oficial2")
        approve_correction(session, officer, session.get_one(Amendment, asked_id), seen_version=seen)


def pause(case: Case, day: int, days: int) -> None:
    """Asked by the expert, agreed to on the next day; it lasts still."""
    stage = case.stage
    with stage.at(stage.moment(day, 10)) as session:
        held, asker = _held(session, case), stage.actor(session, case.part.key)
        until = stage.day(day) + timedelta(days=days)
        asked_id = ask_for_pause(session, asker, held, until, "Demo: una operación y su recuperación.").id
    with stage.at(stage.moment(day + 1, 11)) as session:
        seen = _held(session, case).version
        officer = stage.actor(session, "oficial2")
        approve_pause(session, officer, session.get_one(Amendment, asked_id), seen_version=seen)
