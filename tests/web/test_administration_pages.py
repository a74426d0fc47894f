"""An administration's pages: as many questions for thirty rows as for one, and acts that say first what they do."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.people.models import Person, RoleGrant
from accreditation.region.models import Administration
from accreditation.schemes.models import Call
from accreditation.texts import Text, say
from accreditation.transition import perform_by_system
from accreditation.workflow.actors import Role
from accreditation.workflow.application.withdrawing import consequences_of_withdrawal
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.walker import Walker

MOVED = 12


def said(words: str, **values: Any) -> str:
    return say(Text(words, values), "es")


def _gather(app: Any, count: int) -> str:
    """So many cases wait for Guatemala's word in one call; the path of their page."""
    with app.app_context():
        home = db.session.scalars(select(Administration).where(Administration.iso2 == "GT")).one()
        submitted = select(Application).where(Application.submitted_at.is_not(None)).order_by(Application.id.desc())
        chosen = db.session.scalars(submitted.limit(count)).all()
        call = db.session.get_one(Call, chosen[0].call_id)
        table = Application.__table__
        values = {"administration_id": home.id, "call_id": call.id, "state": "awaiting_endorsement"}
        db.session.execute(update(table).where(table.c.id.in_([row.id for row in chosen])).values(**values))
        db.session.execute(update(Person).values(administration_id=home.id).where(Person.email.like("postulante%")))
        db.session.commit()
        return f"/administration/GT/calls/{call.reference}"


def test_lists_ask_as_often_for_many_as_for_few(peopled: Any, query_count: Callable[..., int]) -> None:
    with clock.at(staging.TODAY):
        contact = Walker(peopled, "contacto@demo.example")
        path, pages = _gather(peopled, 2), {}
        for paths in ((path, "/administration/GT/trained"),) * 2:
            for each in paths:
                contact.open(each)
                rows = len(contact.page.select("main tbody tr"))
                pages.setdefault(each, []).append((rows, query_count(peopled, lambda each=each: contact.open(each))))
            _gather(peopled, MOVED)
        for each, ((few, asked), (many, asked_again)) in pages.items():
            assert asked_again <= asked + 1, (each, few, asked, many, asked_again)
        assert pages[path][1][0] >= MOVED > pages[path][0][0]


def test_support_is_withdrawn_with_a_reason_after_its_consequences(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            home = db.session.scalars(select(Administration).where(Administration.iso2 == "GT")).one()
            case = db.session.scalars(select(Application).where(Application.state == "pre_accredited")).first()
            number, case.administration_id = case.number, home.id
            db.session.commit()
        contact = Walker(peopled, "contacto@demo.example").open(f"/cases/{number}/withdraw-nomination")
        for sentence in consequences_of_withdrawal(ApplicationState.PRE_ACCREDITED):
            assert say(sentence, "es") in contact.text
        contact.submit(having="note", expect=422)
        assert said("Write the reason: the person concerned reads it.") in contact.text
        contact.submit(having="note", note="Pasó a otra institución.")
        with peopled.app_context():
            ended = db.session.scalars(select(Application).where(Application.number == number)).one()
            assert ended.state is ApplicationState.NOMINATION_WITHDRAWN


def test_the_office_appoints_where_nobody_is(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            case = db.session.scalars(select(Application).where(Application.state == "awaiting_endorsement")).first()
            number, home = case.number, case.administration_id
            colleague = Person(region_id=case.region_id, administration_id=home, email="nueva@demo.example")
            colleague.given_names, colleague.email_confirmed_at = "Nueva", clock.now()
            officials = (RoleGrant.scope_id == home, RoleGrant.role == Role.CONTACT_POINT)
            db.session.execute(update(RoleGrant).where(*officials).values(revoked_at=clock.now()))
            db.session.add(colleague)
            db.session.flush()
            perform_by_system(db.session(), case, "escalate")
            db.session.commit()
        officer = Walker(peopled, "oficial@demo.example").open("/tasks")
        assert number in officer.text
        officer.open(f"/cases/{number}/endorsement")
        assert said("The administration has neither contact point nor Director General on record") in officer.text
        officer.submit(having="email", email="nobody@demo.example", role="contact_point", act="appoint", expect=422)
        officer.submit(having="email", email="nueva@demo.example", role="contact_point", act="appoint")
        assert said("%(name)s is appointed.", name="Nueva") in officer.text
        with peopled.app_context():
            grants = select(RoleGrant).where(RoleGrant.scope_id == home, RoleGrant.revoked_at.is_(None))
            assert [grant.person.given_names for grant in db.session.scalars(grants)] == ["Nueva"]
