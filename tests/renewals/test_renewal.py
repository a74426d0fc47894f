"""An expert's renewal by its pages: practice logged and confirmed, asked, endorsed, checked, drawn, audited, decided."""

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.database import writing
from accreditation.deadline_calendar import deadlines_of
from accreditation.demonstration.dossier import page
from accreditation.extensions import db
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.renewals import remind_of_renewal, step_come
from accreditation.people.actor import actor_of
from accreditation.people.models import Person, RoleGrant
from accreditation.renewals import drawing
from accreditation.renewals.models import RenewalDraw, RenewalRequest
from accreditation.schemes.reference import standard_scheme
from accreditation.tasks import tasks_of
from accreditation.timers import TIMERS
from accreditation.worker import session_factory
from accreditation.workflow.actors import Role
from tests.walk.renewing import practice
from tests.walk.renewing import request as asked_by
from tests.walker import Walker

OFFICER, HEAD, AUDITOR = (f"{key}@demo.example" for key in ("oficial", "direccion", "auditoria"))
# The accreditation of the history of the tests is granted in September 2026 for 48 months.
LATE = datetime(2030, 3, 4, 15, tzinfo=UTC)


class Scene:
    """One recognized expert, and whoever has a part in the renewal."""

    def __init__(self, app: Any) -> None:
        self.app = app
        with app.app_context(), writing():
            held = db.session.scalars(select(Accreditation).where(Accreditation.level == "recognized")).first()
            held.person.email = "experta.demo@demo.example"
            self.id, self.expert = held.id, held.person.email
            self.address = f"/accreditations/{held.public_id}/renewal"
            speaks = (RoleGrant.role == Role.CONTACT_POINT, RoleGrant.scope_id == held.administration_id)
            contact = db.session.scalars(
                select(Person).join(RoleGrant, RoleGrant.person_id == Person.id).where(*speaks)
            )
            self.contact = "contacto.demo@demo.example"
            contact.first().email = self.contact
            db.session.commit()

    def walker(self, who: str, path: str = "") -> Walker:
        return Walker(self.app, who).open("/?lang=en").open(path or self.address)

    def written(self, *rows: Any) -> None:
        """Rows behind the back of the pages."""
        with self.app.app_context(), writing():
            db.session.add_all(rows)
            db.session.commit()

    def held(self) -> Accreditation:
        return db.session.get_one(Accreditation, self.id)

    def practised(self, **asked: Any) -> None:
        """All the practice there is to show, and with `asked` a request with these facts."""
        with self.app.app_context():
            held = self.held()
            rows = [practice(held, kind="refresher")]
            if asked:
                rows.append(asked_by(held, **asked))
        self.written(*rows)

    def request(self) -> RenewalRequest:
        return db.session.scalars(select(RenewalRequest).where(RenewalRequest.accreditation_id == self.id)).one()


@pytest.fixture
def scene(peopled: Any) -> Iterator[Scene]:
    with clock.at(LATE):
        yield Scene(peopled)


def file(name: str = "constancia.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(page("Constancia")), name


def test_from_the_log_to_a_renewed_accreditation(scene: Scene) -> None:
    """Every station by the page of whoever's turn it is; nobody else is offered the act."""
    expert = scene.walker(scene.expert)
    assert "1 mission or 1 refresher" in expert.text and "Ask for renewal" not in expert.text
    record = {"kind": "refresher", "title": "Curso de actualización", "amount": "3", "unit": "days"}
    expert.open(f"{scene.address}/practice").submit(**record, began_on=["3", "3", "2031"], file=file(), expect=422)
    assert "Only what is over can be recorded." in expert.errors and "Curso de actualización" in str(expert.page)
    expert.submit(**record, began_on=["1", "2", "2030"], ended_on=["3", "2", "2030"], file=file())
    assert "Waits to be confirmed" in expert.text
    officer = scene.walker(OFFICER)
    officer.submit(having="entry", act="refuse_entry", expect=422)
    assert "Say why it is not confirmed; the expert reads it." in officer.errors
    officer.submit(having="entry", act="confirm_entry")
    Walker(scene.app, scene.contact).open(scene.address, expect=404)
    expert.open(scene.address).submit(having="words", act="ask", words="Sigo disponible.")
    contact = scene.walker(scene.contact)
    contact.submit(having="words", act="do_not_endorse", expect=422)
    contact.submit(having="words", act="endorse")
    assert "Check the request" not in scene.walker(HEAD).text
    officer.open(scene.address).send(
        officer.page.select_one('button[value="check"]').find_parent("form"), {"act": "check"}
    )
    assert officer.status == 200, officer.errors
    blocked = scene.walker(HEAD, scene.address.removesuffix("/renewal"))
    assert "The draw for the audit has not been held yet." in blocked.text
    told = blocked.page.select_one(".turn").get_text(" ", strip=True)
    assert "The next draw for the audit is announced" in told and "Waits for The draw" in told
    _draw(scene, is_drawn=True)
    expert.open(scene.address).submit("/originals", file=file("original.pdf"))
    auditor = scene.walker(AUDITOR)
    auditor.submit(having="note", act="pass_audit", expect=422)
    auditor.submit(having="note", act="pass_audit", note="Los originales coinciden.")
    head = scene.walker(HEAD, scene.address.removesuffix("/renewal"))
    renewing = head.page.select_one('input[name="step"][value="renew"]').find_parent("form")
    head.send(renewing)
    assert head.status == 200, head.text[:400]
    with scene.app.app_context():
        held = scene.held()
        assert (held.renewed_on, held.expires_on) == (date(2030, 3, 4), date(2034, 3, 3))
    assert "1 mission or 1 refresher" in expert.open(scene.address).text


def _draw(scene: Scene, *, is_drawn: bool) -> None:
    """Announces a draw and holds it a day later; the fact it leads to is then the one the story needs."""
    drawing.hold_draws(session_factory(scene.app))
    with clock.at(LATE + timedelta(days=2)):
        drawing.hold_draws(session_factory(scene.app))
    with scene.app.app_context(), writing():
        request = scene.request()
        assert request.is_drawn is not None
        request.is_drawn = is_drawn
        db.session.commit()


def test_anybody_draws_again_from_the_published_file(scene: Scene) -> None:
    """Before the draw neither secret nor seed is told; afterwards the file alone gives the same lots, and the log has both."""
    scene.practised(is_drawn=None)
    drawing.hold_draws(session_factory(scene.app))
    public = Walker(scene.app, None, "en")
    before = json.loads(public.open("/renewal-draws/1.json").answer.get_data())
    assert before["count"] == 1 and not {"secret", "seed", "drawn"} & before.keys()
    with clock.at(LATE + timedelta(days=2)):
        drawing.hold_draws(session_factory(scene.app))
        drawing.hold_draws(session_factory(scene.app))
        told = json.loads(public.open("/renewal-draws/1.json").answer.get_data())
    sha = lambda text: hashlib.sha256(text.encode()).hexdigest()  # noqa: E731
    assert told["lots"] == before["lots"] and sha("".join(f"{lot}\n" for lot in told["lots"])) == before["lots_sha256"]
    assert sha(told["secret"]) == before["secret_sha256"]
    assert sha(f"{told['secret']}:{told['log_head']}") == told["seed"]
    drawn = [
        lot for lot in told["lots"] if int(sha(f"{told['seed']}:{lot}")[:16], 16) / 2**64 < told["share_percent"] / 100
    ]
    assert drawn == told["drawn"]
    page_text = public.open("/renewal-draws/1").text
    with scene.app.app_context():
        request = scene.request()
        assert request.is_drawn is (request.lot in drawn)
        assert scene.held().person.display_name not in page_text and request.lot in page_text
        assert db.session.scalars(select(RenewalDraw)).one().drawn_in == told["drawn_in_entry"]


def test_whose_a_lot_is_only_the_person_reads(scene: Scene) -> None:
    """The page of the draw says that nobody else can tell whose they are: neither the office nor the auditor."""
    scene.practised(is_drawn=None)
    drawing.hold_draws(session_factory(scene.app))
    with scene.app.app_context():
        lot = scene.request().lot
    assert lot in scene.walker(scene.expert).text
    for who in (AUDITOR, OFFICER, HEAD, scene.contact):
        reader = scene.walker(who)
        assert "Draw 1" in reader.text and lot not in reader.text, who


def test_the_share_is_what_comes_out_in_the_long_run() -> None:
    lots = [f"lot-{number}" for number in range(20_000)]
    assert 0.095 < sum(drawing.is_drawn("seed", lot, 10) for lot in lots) / len(lots) < 0.105
    assert not any(drawing.is_drawn("seed", lot, 0) for lot in lots)
    assert all(drawing.is_drawn("seed", lot, 100) for lot in lots)


def test_what_waits_is_a_task_of_whoever_can_do_it(scene: Scene) -> None:
    """And of nobody else: not of the expert's own administration for an audit, nor of the head before all is there."""
    scene.practised(is_endorsed=None, endorsed_at=None, checked_at=None, is_drawn=None)

    def errands() -> dict[str, set[str]]:
        with scene.app.app_context():
            people = {
                each: db.session.scalars(select(Person).where(Person.email == each)).one()
                for each in (scene.expert, scene.contact, OFFICER, AUDITOR, HEAD)
            }
            address = scene.held().public_id
            return {
                each: {
                    task.errand
                    for task in tasks_of(db.session(), actor_of(db.session(), person), 500)
                    if task.address == address and task.errand and task.errand != "confirm_reference"
                }
                for each, person in people.items()
            }

    def becomes(**facts: Any) -> dict[str, set[str]]:
        with scene.app.app_context(), writing():
            for name, value in facts.items():
                setattr(scene.request(), name, value)
            db.session.commit()
        return {who: names for who, names in errands().items() if names}

    assert becomes() == {scene.contact: {"endorse_renewal"}}
    assert becomes(is_endorsed=True) == {OFFICER: {"check_renewal"}}
    assert becomes(checked_at=LATE) == {}
    assert becomes(is_drawn=True) == {scene.expert: {"hand_in_originals"}, AUDITOR: {"audit_renewal"}}
    assert becomes(has_passed=False) == {HEAD: {"decide_renewal"}}


@pytest.mark.parametrize(("who", "errand"), [("expert", "hand_in_originals"), (AUDITOR, "audit_renewal")])
def test_the_task_has_the_day_for_originals_as_its_deadline(scene: Scene, who: str, errand: str) -> None:
    """Not the accreditation's end, which is what its state waits for."""
    by = LATE + timedelta(days=20)
    scene.practised(is_drawn=True, has_passed=None, originals_by=by)
    with scene.app.app_context():
        email = scene.expert if who == "expert" else who
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        found = tasks_of(db.session(), actor_of(db.session(), person), 500)
        assert [task.due_at for task in found if task.errand == errand] == [by]
        dated = [task for task in deadlines_of(db.session(), actor_of(db.session(), person)) if task.errand == errand]
        assert [task.due_at for task in dated] == [by]


def test_an_errand_without_a_deadline_of_its_own_shows_none(scene: Scene) -> None:
    scene.practised(is_endorsed=None, endorsed_at=None, checked_at=None, is_drawn=None)
    with scene.app.app_context():
        liaison = db.session.scalars(select(RoleGrant.person_id).where(RoleGrant.role == Role.WCO_LIAISON)).first()
        contact = db.session.scalars(select(Person.id).where(Person.email == scene.contact)).one()
        for person_id, errand in ((liaison, "confirm_reference"), (contact, "endorse_renewal")):
            person = db.session.get_one(Person, person_id)
            found = tasks_of(db.session(), actor_of(db.session(), person), 500)
            assert {task.due_at for task in found if task.errand == errand} == {None}


def test_a_declined_request_may_be_asked_again_and_its_reason_is_read(scene: Scene) -> None:
    scene.practised(is_drawn=True, has_passed=False)
    head = scene.walker(HEAD)
    head.submit(having="reason", act="decline", reason="La auditoría no halló los originales.")
    expert = scene.walker(scene.expert)
    assert "La auditoría no halló los originales." in expert.text
    expert.submit(having="words", act="ask")
    assert "The administration says whether it endorses the renewal." in expert.text


def test_reminders_come_at_the_steps_of_the_edition_once_and_say_what_is_missing(scene: Scene) -> None:
    numbers, ends = standard_scheme()["numbers"], date(2030, 9, 30)
    days = (
        date(2028, 9, 29),
        date(2028, 9, 30),
        date(2029, 9, 30),
        date(2030, 3, 30),
        date(2030, 7, 30),
        date(2030, 10, 1),
    )
    assert [step_come(ends, numbers, day) for day in days] == [None, 24, 12, 6, 2, None]
    assert remind_of_renewal in {timer.work for timer in TIMERS}

    def written() -> int:
        remind_of_renewal(session_factory(scene.app))
        with scene.app.app_context():
            rows = select(OutboxRow).where(OutboxRow.effect == "remind_of_renewal", OutboxRow.subject_id == scene.id)
            return len(db.session.scalars(rows).all())

    with clock.at(datetime(2028, 12, 1, 12, tzinfo=UTC)):
        assert (written(), written()) == (1, 1)
    with clock.at(datetime(2029, 12, 1, 12, tzinfo=UTC)):
        assert written() == 2


def test_the_list_asks_as_often_for_one_as_for_thirty(scene: Scene, query_count: Any) -> None:
    officer = Walker(scene.app, OFFICER, "en")
    few = query_count(scene.app, lambda: officer.open("/office/renewals"))
    with scene.app.app_context():
        held = scene.held()
        columns = ("region_id", "application_id", "administration_id", "category_id", "subject_id", "language", "level")
        shared = {name: getattr(held, name) for name in (*columns, "granted_on", "expires_on")}
        people = db.session.scalars(select(Person).limit(30)).all()
        rows = [Accreditation(person_id=person.id, **shared) for person in people]
    scene.written(*rows)
    many = query_count(scene.app, lambda: officer.open("/office/renewals"))
    assert len(officer.page.select("tbody tr")) >= 25
    assert many == few


def test_files_of_the_log_open_for_its_readers_alone(scene: Scene) -> None:
    expert = scene.walker(scene.expert)
    record = {"kind": "publication", "title": "Artículo", "amount": "10", "unit": "hours", "file": file()}
    expert.open(f"{scene.address}/practice").submit(**record, began_on=["1", "2", "2030"])
    link = expert.page.select_one("a[download]")["href"]
    scene.walker(AUDITOR, link)
    for other in (scene.contact, "revisor@demo.example", "coordinacion@demo.example"):
        Walker(scene.app, other).open(link, expect=404)
