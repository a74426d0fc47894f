"""What the pages need that no link leads to by itself: an edition in preparation, an application to endorse, mails, a merge."""

import io
import re
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.notifications.mail_folder import list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.people.models import Person, RoleGrant
from accreditation.renewals.drawing import hold_draws
from accreditation.worker import run_until_idle, session_factory
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState
from tests.answering import standard_forms, typed_into
from tests.duplicates.conftest import LIAISON, OFFICER, Office
from tests.walk.evidence import granted
from tests.walk.renewing import practice
from tests.walk.renewing import request as asked_by
from tests.walker import Walker
from tests.web.applicant import a_file, applicant_in
from tests.web.test_form_editor import with_own_section

SECOND = "segunda@correo.example"
PERSON = "enmision@demo.example"
OTHER = "candidata@demo.example"
CURRICULUM = Path(__file__).parents[1] / "applications" / "curricula" / "passport.xml"
LINK = r"https?://[^/\s]+(/(?:confirm|password/new|call-alerts|complaints/confirm|link|taken-over)/[\w-]{16,})"
IMPORTED = ("Nombre completo", "Correo", "País", "Categoría", "Materia", "Idioma")
EXPERTS = ("Ana Demo Ruiz,ana@aduana.example,Guatemala,TOA,VAL,es", "Eva Demo Paz,no hay,Guatemala,TOA,VAL,es")
FORGETFUL = "mentor@demo.example"


def an_edition_in_preparation(app: Any) -> None:
    """The next edition of the scheme, with a section of its own that asks three kinds of questions."""
    officer = Walker(app, "oficial@demo.example", "en")
    draft = officer.open("/office/schemes").submit("/next").at.partition("?")[0]
    with_own_section(officer, draft)


def a_renewal_in_a_draw(app: Any) -> None:
    """An expert's log with an entry to confirm, and a request that a draw lists."""
    with app.app_context():
        held = db.session.scalars(select(Accreditation).where(Accreditation.level == "recognized")).first()
        held.person.email = "experta.demo@demo.example"
        entry = practice(held, is_confirmed=None)
        db.session.add_all([practice(held), entry, asked_by(held, is_drawn=None)])
        db.session.commit()
    hold_draws(session_factory(app))


def a_waiver_to_decide(app: Any) -> None:
    """Two of a candidate's: one that was taken back, one that the head of the office finds among what waits."""
    with app.app_context():
        asked = select(Application).where(Application.state == ApplicationState.PRE_ACCREDITED)
        case = db.session.scalars(asked.order_by(Application.number)).first()
        officer = db.session.scalars(select(Person).where(Person.email == OFFICER)).one()
        before, waits = (granted(case, "mission", officer.id, officer.id) for _ in range(2))
        before.taken_back_at, before.taken_back_by_id, before.taken_back_why = before.decided_at, officer.id, "Demo."
        waits.outcome, waits.decided_by_id, waits.decided_at, waits.reason = "", None, None, ""
        db.session.add_all([before, waits])
        db.session.commit()


def submit(walker: Walker, number: str) -> None:
    """Every section of a draft filled in, a curriculum handed in, signed."""
    for form in standard_forms():
        walker.open(f"/applications/{number}/sections/{form.key}")
        walker.submit(having="version", act="continue", **typed_into(form))
    walker.open(f"/applications/{number}/documents").submit(having="kind", kind="cv", file=a_file())
    name = walker.open(f"/applications/{number}/submit").page.select_one(".govuk-hint").get_text(strip=True)
    walker.submit(having="signed_as", signed_as=name, accurate="yes")


def one_to_endorse_and_one_to_write(app: Any) -> None:
    """The draft of the demo is submitted, so that its contact point has it on the desk; a candidate begins another."""
    email, number = applicant_in(app, ApplicationState.DRAFT)
    submit(Walker(app, email), number)
    with app.app_context():
        application = db.session.scalars(select(Application).where(Application.number == number)).one()
        call, home = application.call.reference, application.administration_id
        _list_contact_points(home)
    candidate, _number = applicant_in(app, ApplicationState.ON_MISSION)
    writer = Walker(app, candidate).open(f"/calls/{call}").submit("/apply")
    writer.open(f"{writer.at}/take-over").submit("/file", file=(io.BytesIO(CURRICULUM.read_bytes()), "cv.xml"))


def _list_contact_points(administration_id: Any) -> None:
    """On the page of demo people, so that somebody can sign in as one of them."""
    asked = select(Person).join(RoleGrant, RoleGrant.person_id == Person.id)
    asked = asked.where(RoleGrant.role == Role.CONTACT_POINT, Person.administration_id == administration_id)
    for place, person in enumerate(db.session.scalars(asked)):
        if not person.email.endswith("@demo.example"):
            person.email = f"asked{place}@demo.example"
    db.session.commit()


def a_merge(app: Any) -> None:
    """Two accounts of one person, merged by two of different offices, and two that wait for it."""
    with app.app_context():
        office = Office(db.session())
        office.second_account(office.person(PERSON), email=SECOND)
        office.second_account(office.person(OTHER), email="tercera@correo.example")
        db.session.commit()
    officer = Walker(app, OFFICER).open("/duplicates")
    row = next(row for row in officer.page.select("tr") if SECOND in row.get_text())
    officer.open(row.select_one("a")["href"]).submit(act="merge", note="Hablamos por teléfono.")
    Walker(app, LIAISON).open(officer.at).submit(act="confirm")


def two_lists_of_experts(app: Any) -> None:
    """One list taken over, and one that was only looked through."""
    officer = Walker(app, OFFICER)
    for line in EXPERTS:
        content = f"{','.join(IMPORTED)}\n{line}\n".encode()
        officer.open("/imports").submit(having="file", file=(io.BytesIO(content), "expertos.csv"))
        officer.submit(having="column-email")
        if line == EXPERTS[0]:
            officer.submit(having="act", act="take_in")


def links_in_mails(app: Any, mailbox: Mailbox) -> list[str]:
    """What is sent to who opens an account, forgot the password, wants to be told of calls, or is asked as a referee."""
    Walker(app).open("/password/forgotten").submit(having="email", email=FORGETFUL)
    typed = {
        "given_names": "Eva",
        "first_family_name": "Ejemplo",
        "email": "eva@correo.example",
        "administration": "none",
    }
    Walker(app).open("/sign-up").submit(having="password", **typed, password="caminata de noviembre", privacy="y")
    Walker(app).open("/call-alerts").submit(having="subject", subject="VAL", email="eva@correo.example")
    run_until_idle(app)
    texts = [mail.text for mail in list_messages(mailbox.folder)]
    found = [path for text in texts for path in re.findall(LINK, text)]
    return found + [
        f"{path}/{part}" for path in found if path.startswith("/link/") for part in ("decline", "reference", "withdraw")
    ]
