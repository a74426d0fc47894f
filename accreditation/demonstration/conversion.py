"""Waivers in the demo: a conversion that waits for the final decision, and a recognition that waits for the word of the head."""

import uuid

from sqlalchemy import select as choose

from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.demonstration import formation
from accreditation.demonstration.cast import Part
from accreditation.demonstration.plot import AUDIT
from accreditation.demonstration.scenes import judge_workshop, select, workshop
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.region.models import Administration
from accreditation.transition import facts_of
from accreditation.waivers.proposing import Proposal, decide_waiver, propose_waiver
from accreditation.waivers.queries import documents_to_rest_on
from accreditation.workflow.states import ApplicationState

KEY = "vigente"
_STARTS, _PROPOSED, _DECIDED, _PASSED, _ASKED = -280, -16, -11, -6, -4
_WORDS = "Demo: dirigió tres misiones en su materia; la misión de esta convocatoria se hace del mismo modo."
_REASON = "Demo: el informe de sus misiones consta en el sistema y el método es el mismo."
_SOURCE = "OMA, misión de diagnóstico en África occidental, ref. DEMO-2024-117"
_DONE = "Demo: codirigió esa misión de la OMA; el informe y la evaluación de la administración están en el expediente."


def play_conversion(stage: Stage, call_id: uuid.UUID) -> None:
    """The expert of one call applies to another as everybody, sits in the workshop, and is passed over the mission."""
    case = Case(stage, call_id, _part(stage), AUDIT.opened, AUDIT.closed)
    select(case, "shortlist")
    held_in = workshop(stage, call_id, [case], opens=_STARTS - 30, starts=_STARTS)
    formation.mark_workshop(stage, held_in, [case], _STARTS)
    formation.close_workshop(stage, held_in, _STARTS + 8)
    judge_workshop([case], _STARTS + 12)
    with stage.at(stage.moment(_PROPOSED)) as session:
        application = case.application(session)
        mine = Accreditation.person_id == application.applicant_id
        held = session.scalars(choose(Accreditation).where(mine)).one()
        typed = Proposal("mission", "ours", "", _WORDS, accreditation=held.public_id)
        name = propose_waiver(session, stage.actor(session, "oficial"), application, typed).public_id
    with stage.at(stage.moment(_DECIDED)) as session:
        head = stage.actor(session, "direccion")
        decide_waiver(session, head, case.application(session), name, is_granted=True, reason=_REASON)
    case.take(_PASSED, "pass_over_mission", "direccion")
    _play_recognition(stage, call_id)


def _play_recognition(stage: Stage, call_id: uuid.UUID) -> None:
    """An officer proposes that a mission done for the WCO stand in the place of one here."""
    with stage.at(stage.moment(_ASKED)) as session:
        waits = Application.call_id == call_id, Application.state == ApplicationState.PRE_ACCREDITED
        rows = session.scalars(choose(Application).where(*waits).order_by(Application.number.desc())).all()
        application = next(row for row in rows if facts_of(session, row).mission_state is None)
        paper = documents_to_rest_on(session, application)[0].public_id
        typed = Proposal("mission", "mission_done", _SOURCE, _DONE, document=paper)
        propose_waiver(session, stage.actor(session, "oficial"), application, typed)


def _part(stage: Stage) -> Part:
    with stage.factory() as session:
        person = session.get_one(Person, stage.people[KEY])
        home = session.get_one(Administration, person.administration_id)
        names = (person.given_names, person.first_family_name, person.second_family_name)
        return Part(KEY, *names, home.iso2, person.locale or "es")
