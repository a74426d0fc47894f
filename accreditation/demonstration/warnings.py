"""The demo's integrity register: an invented warning that comes near an applicant in screening, and one that nobody resembles."""

from sqlalchemy import select

from accreditation.applications.models import Application
from accreditation.demonstration.stage import Stage
from accreditation.integrity.register import add_entry
from accreditation.people.models import Person
from accreditation.workflow.states import ApplicationState

NOBODY_HERE = "Demo Persona Inventada"


def play_warnings(stage: Stage) -> None:
    """Entered by the head of the office: the name in capitals, family names first."""
    with stage.at(stage.moment(-3)) as session:
        query = select(Person).join(Application, Application.applicant_id == Person.id)
        screened = query.where(Application.state == ApplicationState.SCREENING).order_by(Application.number.desc())
        person = session.scalars(screened).first()
        if person is None:
            return
        actor, day = stage.actor(session, "direccion"), stage.day(-200)
        families = f"{person.first_family_name} {person.second_family_name}".upper()
        add_entry(
            session, actor, person.region_id, name=f"{families}, {person.given_names}", starts_on=day,
            reason="Demo: una administración avisa de una sanción disciplinaria. / A disciplinary measure was notified.",
            source="Demo: carta 12/2026",
        )  # fmt: skip
        add_entry(
            session, actor, person.region_id, name=NOBODY_HERE, starts_on=day, ends_on=stage.day(400),
            reason="Demo: declaración falsa en otra región. / False declaration in another region.",
            source="Demo: aviso de la Secretaría / notice of the Secretariat",
        )  # fmt: skip
