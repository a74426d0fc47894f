"""The demo only: one click signs in as each demo person, and the local mailbox."""

from flask import Blueprint, current_app, redirect, render_template, request
from flask_login import login_user, logout_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.applications.models import Application
from accreditation.database import begin_writing
from accreditation.demonstration.answers import REFEREE
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.notifications.mail_folder import list_messages, read_message
from accreditation.people import sessions
from accreditation.people.models import Person, RoleGrant
from accreditation.web.access import current_region, public, repeatable, signed_in_by
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.start import start_page_of

blueprint = Blueprint("demo", __name__, url_prefix="/demo")


@blueprint.get("")
@public
def index() -> str:
    """Every demo person with roles."""
    query = (
        select(Person, RoleGrant.role)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(Person.is_demo, Person.region_id == current_region().id, Person.email.like("%@demo.example"))
        .order_by(Person.id)
    )
    people: dict[Person, list[object]] = {}
    for person, role in db.session.execute(query):
        people.setdefault(person, []).extend([role] if role else [])
    waiting = {
        application.applicant_id: application
        for application in db.session.scalars(
            select(Application).where(Application.applicant_id.in_([person.id for person in people]))
        )
    }
    return render_template("demo/index.html", people=people, waiting=waiting, referee=REFEREE)


@blueprint.post("/sign-in/<public_id>")
@public
@repeatable
def sign_in(public_id: str) -> Response:
    """Signs in as a demo person: a session like any other."""
    person: Person = row_by_public_id(Person, public_id)
    if not person.is_demo or not person.email.endswith("@demo.example"):
        raise NotPermitted
    logout_user()
    db.session.rollback()
    begin_writing()
    token = sessions.open_session(db.session(), db.session.get_one(Person, person.id), request.user_agent.string[:200])
    db.session.commit()
    user = signed_in_by(token)
    assert user is not None
    login_user(user)
    return redirect(start_page_of(user.actor))


@blueprint.get("/mailbox")
@public
def mailbox() -> str:
    """The mails that were sent, the latest first."""
    messages = list_messages(current_app.config["DATA_DIR"] / "mail", request.args.get("to"))
    return render_template("demo/mailbox.html", messages=messages, to=request.args.get("to"))


@blueprint.get("/mailbox/<key>")
@public
def message(key: str) -> str:
    """One mail."""
    found = read_message(current_app.config["DATA_DIR"] / "mail", key)
    if found is None:
        raise NotPermitted
    return render_template("demo/message.html", found=found)
