"""What comes after a mission in the demo: the certificate, steps of the status, an appeal."""

from typing import Any

from sqlalchemy import select

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.concluding import agree, write_conclusion
from accreditation.appeals.filing import file_appeal
from accreditation.appeals.models import Appeal
from accreditation.appeals.panel import name_panel
from accreditation.certificates.models import Certificate
from accreditation.demonstration.formation import PANEL
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage


def issue_certificate(case: Case, day: int) -> None:
    """The officer checks and issues; drawing, signing, logging and sending follow by themselves."""
    with case.stage.at(case.stage.moment(day, 15)) as session:
        certificate = session.scalars(
            select(Certificate).join(Accreditation).where(Accreditation.application_id == case.application_id)
        ).one()
        case.stage.step(session, certificate, "approve_content", "oficial2")


def status_step(case: Case, day: int, step: str, who: str, note: str = "", reason: str = "") -> None:
    """A step of the accreditation that came out of this case."""
    with case.stage.at(case.stage.moment(day, 16)) as session:
        held = session.scalars(select(Accreditation).where(Accreditation.application_id == case.application_id)).one()
        case.stage.step(session, held, step, who, note, reason)


def appeal(case: Case, day: int, until: str) -> None:
    """The refused person appeals; `until` filed, acknowledged, under_examination, or the name of a conclusion."""
    stage = case.stage
    with stage.at(stage.moment(day)) as session:
        actor = stage.actor(session, case.part.key)
        grounds = (
            "Demo: el resultado no tiene en cuenta la constancia que envié. / The proof I sent was not considered."
        )
        appeal_id = file_appeal(session, actor, case.application(session), grounds, ["evidence"]).id
    if until == "filed":
        return
    _appeal_step(stage, appeal_id, day + 2, "acknowledge", "oficial")
    if until == "acknowledged":
        return
    _appeal_step(stage, appeal_id, day + 6, "open_examination", "oficial", panel=True)
    if until == "under_examination":
        return
    with stage.at(stage.moment(day + 25)) as session:
        row = session.get_one(Appeal, appeal_id)
        text = "Demo: el panel leyó el expediente, oyó a la persona y a la oficina, y concluye con estas razones."
        found = {"evidence": {"holds": False, "reason": "Demo: la constancia consta en el expediente y fue valorada."}}
        write_conclusion(session, stage.actor(session, "apelaciones"), row, text, findings=found)
        for member in PANEL:
            agree(session, stage.actor(session, member), row, row.version)
        stage.step(session, row, until, "apelaciones")


def _appeal_step(stage: Stage, appeal_id: Any, day: int, step: str, who: str, *, panel: bool = False) -> None:
    with stage.at(stage.moment(day)) as session:
        row = session.get_one(Appeal, appeal_id)
        if panel:
            seats = [stage.people[key] for key in PANEL]
            name_panel(session, stage.actor(session, who), row, seats, seats[0])
        stage.step(session, row, step, who)
