"""Complaints: of the public by a confirmed address, of administrations, and of whom only few may know."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from accreditation import clock
from accreditation.appeals.complaining import TO_CONFIRM, forget_unconfirmed
from accreditation.appeals.models import Appeal, Complainant
from accreditation.extensions import db
from accreditation.history import timeline_of
from accreditation.notifications.mail_folder import list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.notifications.models import Message
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person
from accreditation.tasks import tasks_of
from accreditation.transition import facts_of, perform_transition
from accreditation.visibility import appeals_visible_to
from accreditation.worker import run_until_idle, session_factory
from accreditation.workflow.appeal_actors import appeal_reader, keeper_of_the_appeal
from tests import staging
from tests.walker import Walker

SOMEBODY = "vecina@example.org"
TEXT = "En la misión de marzo se cobró por un servicio que es gratuito; lo confirma la jefa de turno."
OFFICER, HEAD, LIAISON = "oficial@demo.example", "direccion@demo.example", "enlace@demo.example"


@pytest.fixture
def house(staffed: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield staffed


def complain(house: Any, kind: str = "conduct", subject: str = "") -> Walker:
    walker = Walker(house, lang="en").open("/complaints?lang=en")
    typed = {"kind": kind, "subject": subject, "text": TEXT, "name": "Vecina", "email": SOMEBODY}
    return walker.submit(having="email", **typed)


def mails(house: Any, mailbox: Mailbox, email: str = SOMEBODY) -> list[Any]:
    run_until_idle(house)
    return list(list_messages(mailbox.folder, email))


def link_in(mail: Any, path: str) -> str:
    found = re.search(rf"https?://[^/\s]+({path}/\S+)", mail.text)
    assert found, mail.text
    return found[1]


def filed(house: Any, mailbox: Mailbox, kind: str = "conduct") -> Appeal:
    """On record: written in public and confirmed by the link."""
    complain(house, kind)
    Walker(house, lang="en").open(link_in(mails(house, mailbox)[0], "/complaints/confirm")).submit()
    with house.app_context():
        return db.session.scalars(select(Appeal)).one()


def count(house: Any, table: Any) -> int:
    with house.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_it_counts_once_the_address_is_confirmed_and_is_followed_by_a_link(house: Any, mailbox: Mailbox) -> None:
    complain(house)
    assert (count(house, Appeal), count(house, Complainant)) == (0, 1)
    link = link_in(mails(house, mailbox)[0], "/complaints/confirm")
    Walker(house, lang="en").open(link)
    assert count(house, Appeal) == 0, "a program that opens links changes nothing"
    Walker(house, lang="en").open(link).submit()
    assert count(house, Appeal) == 1
    assert Walker(house).client.get(link).status_code == 410
    page = Walker(house, lang="en").open(
        next(link_in(mail, "/link") for mail in mails(house, mailbox) if "/link/" in mail.text)
    )
    assert TEXT in page.text and "Filed" in page.text
    assert mails(house, mailbox, OFFICER), "the office is told"


def test_it_is_withdrawn_by_the_same_link_after_being_asked_once_more(house: Any, mailbox: Mailbox) -> None:
    filed(house, mailbox)
    link = next(link_in(mail, "/link") for mail in mails(house, mailbox) if "/link/" in mail.text)
    before = len(mails(house, mailbox, OFFICER))
    page = Walker(house, lang="en").open(link).open(link.split("?")[0] + "/withdraw?lang=en")
    with house.app_context():
        assert db.session.scalars(select(Appeal)).one().state == "filed", "looking changes nothing"
    page.submit(why="Ya se aclaró.")
    assert "You withdrew your complaint" in page.text and "Withdrawn" in page.text
    with house.app_context():
        complaint = db.session.scalars(select(Appeal)).one()
        assert complaint.state == "withdrawn"
        assert timeline_of(db.session(), complaint.id)[-1].note == "Ya se aclaró."
    assert len(mails(house, mailbox, OFFICER)) == before + 1
    assert [mail.subject for mail in mails(house, mailbox) if mail.subject.startswith("Your complaint")]
    again = Walker(house, lang="en").open(link.split("?")[0] + "/withdraw?lang=en")
    assert again.page.find("textarea") is None and "Withdrawn" in again.text


def test_the_answer_tells_nothing_of_whom_it_names(house: Any) -> None:
    known = complain(house, subject=OFFICER).text
    unknown = complain(house, subject="nadie@example.org").text
    assert known == unknown


def test_what_nobody_confirms_is_forgotten(house: Any) -> None:
    complain(house)
    with clock.at(staging.TODAY + TO_CONFIRM + timedelta(minutes=1)):
        forget_unconfirmed(session_factory(house))
    assert count(house, Complainant) == 0


def test_too_little_is_refused_and_nothing_typed_is_lost(house: Any) -> None:
    walker = Walker(house, lang="en").open("/complaints?lang=en")
    page = walker.submit(having="email", kind="conduct", text="Mal.", name="Vecina", email=SOMEBODY, expect=422)
    assert page.errors and "Mal." in str(page.page)


def test_the_limit_of_complaints_holds(house: Any) -> None:
    for _ in range(3):
        complain(house)
    walker = Walker(house, lang="en").open("/complaints")
    typed = {"kind": "conduct", "text": TEXT, "name": "Vecina", "email": SOMEBODY}
    walker.submit(having="email", expect=429, **typed)


@pytest.mark.parametrize(
    ("kind", "knows", "knows_not"),
    [
        ("conduct", {OFFICER, HEAD, LIAISON}, set()),
        ("office", {HEAD}, {OFFICER, LIAISON, "auditoria@demo.example"}),
        ("head", {LIAISON}, {OFFICER, HEAD, "auditoria@demo.example"}),
    ],
)
def test_outside_of_its_circle_nobody_learns_of_it(
    house: Any, mailbox: Mailbox, kind: str, knows: set[str], knows_not: set[str]
) -> None:
    complaint = filed(house, mailbox, kind)
    run_until_idle(house)
    page, reference = f"/appeals/{complaint.public_id}", complaint.reference
    for email in knows:
        Walker(house, email).open(page)
        assert reference in Walker(house, email).open("/appeals").text
    for email in knows_not:
        Walker(house, email).open(page, expect=404)
        assert reference not in Walker(house, email).open("/appeals").text
    with house.app_context():
        told = set(db.session.scalars(select(Message.email).where(Message.kind == "tell_appeal_filed")))
        assert told & knows and not told & knows_not
        for person in db.session.scalars(select(Person).where(Person.email.in_(knows_not))):
            assert not [
                task for task in tasks_of(db.session(), actor_of(db.session(), person)) if task.lifecycle == "appeal"
            ]


def test_the_rule_and_its_sql_twin_agree_for_everybody(house: Any, mailbox: Mailbox) -> None:
    for kind in ("conduct", "office", "head"):
        complain(house, kind)
    for mail in mails(house, mailbox):
        Walker(house, lang="en").open(link_in(mail, "/complaints/confirm")).submit()
    with house.app_context():
        session = db.session()
        people = session.scalars(select(Person)).all()
        complaints = session.scalars(select(Appeal)).all()
        assert len(complaints) == 3
        complaints[0].about_id = next(person.id for person in people if person.email == OFFICER)
        complaints[1].case_officer_id = complaints[0].about_id
        complaints[2].filed_by_id = next(person.id for person in people if person.email == "beneficiario@demo.example")
        head = next(person for person in people if person.email == HEAD)
        tie = {"region_id": head.region_id, "person_id": head.id, "other_id": complaints[0].about_id}
        session.add(Interest(**tie, kind="friend"))
        session.flush()
        seen = 0
        for person in people:
            actor = actor_of(session, person)
            visible = set(session.scalars(select(Appeal.id).where(appeals_visible_to(actor))))
            for complaint in complaints:
                may = appeal_reader(actor, facts_of(session, complaint)) is None
                assert (complaint.id in visible) == may, (person.email, complaint.circle)
                seen += may
        assert seen > 5


def test_a_complaint_about_an_officer_never_reaches_that_officer(house: Any, mailbox: Mailbox) -> None:
    complaint = filed(house, mailbox)
    Walker(house, HEAD).open(f"/appeals/{complaint.public_id}").submit("/link", concerns=OFFICER)
    Walker(house, OFFICER).open(f"/appeals/{complaint.public_id}", expect=404)
    with house.app_context():
        row = db.session.scalars(select(Appeal)).one()
        officer = db.session.scalars(select(Person).where(Person.email == OFFICER)).one()
        assert row.about_id == officer.id
        assert keeper_of_the_appeal(actor_of(db.session(), officer), facts_of(db.session(), row)) is not None


def test_the_person_is_heard_before_it_is_examined_and_never_learns_who_complains(house: Any, mailbox: Mailbox) -> None:
    complaint = filed(house, mailbox)
    address = f"/appeals/{complaint.public_id}"
    office = Walker(house, HEAD).open(address)
    office.submit("/link", concerns="mentor@demo.example")
    office.open(address).submit("/steps", step="acknowledge")
    office.open(address).submit("/hearing", alleged="Que cobró por un servicio gratuito.")
    with house.app_context():
        row = db.session.scalars(select(Appeal)).one()
        assert not facts_of(db.session(), row).was_heard
    mentor = Walker(house, "mentor@demo.example")
    assert address + "/answer" in str(mentor.open("/tasks").page)
    page = mentor.open(address + "/answer")
    assert "Que cobró" in page.text and "Vecina" not in str(page.page) and TEXT not in str(page.page)
    page.submit(having="answer", answer="No es cierto.")
    mentor.open(address, expect=404)
    with house.app_context():
        row = db.session.scalars(select(Appeal)).one()
        assert facts_of(db.session(), row).was_heard
    assert "No es cierto." in Walker(house, HEAD).open(address).text


def test_an_administration_complains_signed_in_and_may_ask_for_discretion(house: Any) -> None:
    walker = Walker(house, "beneficiario@demo.example", lang="en").open("/complaints?lang=en")
    page = walker.submit(having="text", kind="mission", text=TEXT, sensitive="y")
    assert TEXT in page.text
    with house.app_context():
        row = db.session.scalars(select(Appeal)).one()
        assert (row.circle, row.kind, row.filed_for_id is not None) == ("restricted", "complaint", True)
        address, reference = f"/appeals/{row.public_id}", row.reference
    Walker(house, OFFICER).open(address, expect=404)
    log = Walker(house, "auditoria@demo.example").open("/audit").page
    assert "Berta" in log.select_one("tbody tr").get_text() and address not in str(log) and reference not in str(log)
    head = Walker(house, HEAD).open(address)
    with house.app_context():
        officer = db.session.scalars(select(Person).where(Person.email == OFFICER)).one().public_id
    head.submit("/circle", restricted="yes", officer=officer)
    Walker(house, OFFICER).open(address)


def test_whoever_complained_without_account_is_told_of_each_step(house: Any, mailbox: Mailbox) -> None:
    complaint = filed(house, mailbox)
    with house.app_context():
        session = db.session()
        row = session.get_one(Appeal, complaint.id)
        head = actor_of(session, session.scalars(select(Person).where(Person.email == HEAD)).one())
        perform_transition(session, row, "acknowledge", actor=head, seen_version=row.version)
        session.commit()
    told = mails(house, mailbox)
    assert len(told) == 3 and any("Acknowledged" in mail.subject for mail in told)
