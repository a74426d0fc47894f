"""A referee in tests: asked in somebody's place by an applicant at a browser, then found by the link in the mail."""

import re
from typing import Any

from sqlalchemy import select

from accreditation.applications.forms import reference_form_of
from accreditation.applications.models import Application
from accreditation.applications.referees.asking import requests_of
from accreditation.applications.referees.models import RefereeRequest
from accreditation.extensions import db
from accreditation.notifications.mail_folder import list_messages
from accreditation.people.models import Person, RoleGrant
from accreditation.worker import run_until_idle
from accreditation.workflow.actors import Role
from accreditation.workflow.states import BEFORE_SELECTION
from tests.walker import Walker

ADDRESS = "marta.vale@camara.example"
PERSON = {
    "name": "Marta Vale Ejemplar",
    "post": "Cámara de comercio de prueba",
    "email": ADDRESS,
    "language": "es",
    "outside": "yes",
}
STATEMENT = (
    "Dirigió conmigo el taller de valoración de 2024: preparó los casos, escuchó a los participantes y cambió el"
    " programa a mitad de camino cuando vio que hacía falta. Lo que propuso se sigue usando."
)


def applicant_with_referees(app: Any) -> tuple[Walker, str]:
    """A demo person whose case is not decided yet, and its number; the second referee has not written yet."""
    with app.app_context():
        query = select(Person.email, Application).join(Person, Person.id == Application.applicant_id)
        early = (Application.state.in_(BEFORE_SELECTION), Person.email.like("%@demo.example"))
        email, case = db.session.execute(query.where(*early).order_by(Application.submitted_at.desc())).first()
        number, second = case.number, requests_of(db.session(), case)[1]
        second.answered_at, second.answers = None, {}
        db.session.commit()
    return Walker(app, email).open(f"/applications/{number}"), number


def ask_another(browser: Walker, app: Any, **person: str) -> None:
    """Through the page: the first referee who may be replaced makes place for this one; the mail goes out."""
    link = next(tag for tag in browser.page.select("#main a[href*='/referees/']"))
    browser.open(str(link["href"])).submit(having="outside", **{**PERSON, **person})
    run_until_idle(app)


def link_to(app: Any, address: str = ADDRESS) -> str:
    """The path in the latest mail to the referee."""
    for mail in list_messages(app.config["DATA_DIR"] / "mail", address):
        found = re.search(r"https?://[^/\s]+(/link/\S+)", mail.text)
        if found:
            return found[1]
    raise AssertionError(f"no link went to {address}")


def request_to(address: str = ADDRESS) -> RefereeRequest:
    """The latest request to this address; in an application context."""
    query = db.session.query(RefereeRequest).filter_by(email=address).order_by(RefereeRequest.id.desc())
    found = query.first()
    assert found is not None, f"nobody was asked at {address}"
    return found


def case_of(number: str) -> Application:
    return db.session.query(Application).filter_by(number=number).one()


def contact_of(case: Application) -> str:
    """The address of a listed contact point, who now speaks for the applicant's administration."""
    query = select(RoleGrant).join(Person, Person.id == RoleGrant.person_id).where(Person.email.like("%@demo.example"))
    grant = db.session.scalars(query.where(RoleGrant.role == Role.CONTACT_POINT)).first()
    grant.scope_id = case.administration_id
    db.session.commit()
    return str(grant.person.email)


def fitting_answers(app: Any, statement: str = STATEMENT) -> dict[str, str]:
    """Names of inputs -> answers, all of them."""
    with app.app_context():
        form = reference_form_of(request_to().application.scheme)
    typed = {}
    for field in form.asked({"relation": "colleague", "integrity": "no"}):
        if field.kind == "choice":
            typed[field.key] = "no" if field.key == "integrity" else field.choices[1][0]
        elif field.kind == "yes":
            typed[field.key] = "yes"
        else:
            typed[field.key] = "7" if field.kind == "number" else statement
    return typed


def hand_in(app: Any, statement: str = STATEMENT) -> Walker:
    """The whole way of a referee who answers."""
    referee = Walker(app, lang="es").open(link_to(app))
    referee.submit(knows="yes")
    return referee.submit(having="declared", act="hand_in", **fitting_answers(app, statement))
