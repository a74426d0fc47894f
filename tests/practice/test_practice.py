"""A practice dossier from the office's draft to what each reviewer sees of it; and that nothing of it touches a case."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from accreditation import clock
from accreditation.calibration.gather import series_with_levels
from accreditation.database import Base, writing
from accreditation.extensions import db
from accreditation.notifications.models import Message
from accreditation.people.models import Person, RoleGrant
from accreditation.practice.figures import agreement_over, agreements_over_dossiers, handed_in
from accreditation.practice.models import PracticeDossier, PracticeReading
from accreditation.reviews.models import Score
from accreditation.schemes.models import Scheme
from accreditation.worker import run_until_idle
from accreditation.workflow.actors import Role, Scope
from tests import staging
from tests.walker import Walker

OFFICER, HEAD = "oficial@demo.example", "direccion@demo.example"
REVIEWERS = [f"{key}@demo.example" for key in ("revisor", "revisor2", "reviewer3", "revisor4", "mentor")]
COPIED = ("region_id", "scheme_id", "language", "sections", "expected", "written_by_id", "opened_by_id", "opened_at")
WHY = "Un solo proyecto, dirigido por otra persona."


@pytest.fixture
def office(staffed: Any) -> Iterator[Walker]:
    """An officer of an office with five reviewers."""
    with clock.at(staging.TODAY):
        with staffed.app_context(), writing():
            person = db.session.scalars(select(Person).where(Person.email == REVIEWERS[-1])).one()
            kept = {"region_id": person.region_id, "scope_id": person.region_id, "starts_on": clock.today()}
            db.session.add(RoleGrant(person_id=person.id, role=Role.REVIEWER, scope=Scope.REGION, **kept))
            db.session.commit()
        yield signed_in(staffed, OFFICER)


def signed_in(app: Any, email: str) -> Walker:
    return Walker(app, email, "en").open("/tasks?lang=en")


def criteria(app: Any) -> list[str]:
    with app.app_context():
        return [each["key"] for each in db.session.scalars(select(Scheme)).first().scoring]


def levels(app: Any, *given: int, comment: str = WHY) -> dict[str, str]:
    """A level for each criterion, the last one for all that are left."""
    keys = criteria(app)
    every = [*given, *[given[-1]] * (len(keys) - len(given))]
    return {
        name: value
        for key, level in zip(keys, every, strict=True)
        for name, value in ((f"score__{key}", str(level)), (f"score__{key}__comment", comment))
    }


def opened(office: Walker, title: str = "Una experta inventada") -> str:
    """Written by the officer and opened by the head, with everybody asked; the address of the office's page."""
    app = office.client.application
    office.open("/office/practice/new").submit(having="title", expect=422, title="", head=["Trayectoria"] + [""] * 4)
    assert office.errors and "Trayectoria" in {each.get("value") for each in office.page.select("[name=head]")}
    office.submit(having="title", title=title, text=["Doce años de aduana."] + [""] * 4)
    assert "Say for every criterion which level you expect" in office.text and not office.page.select("[value=open]")
    address = office.at
    office.open(f"{address}/edit").submit(having="title", **levels(app, 3))
    assert "waits for somebody else" in office.text, "whoever wrote it does not agree with it alone"
    head = signed_in(app, HEAD).open(address).submit(having="version", act="open")
    head.submit(having="reviewer", act="ask")
    assert "5 reviewers are asked by mail" in head.text
    return address


def hand_in(app: Any, email: str, address: str, *given: int) -> Walker:
    walker = signed_in(app, email).open(address.replace("/office", ""))
    walker.submit(having="overall", act="hand_in", **levels(app, *given))
    return walker.submit("/hand-in")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_from_the_draft_to_what_everybody_sees(office: Walker) -> None:
    app = office.client.application
    address = opened(office)
    run_until_idle(app)
    with app.app_context():
        told = db.session.scalars(select(Message).where(Message.kind == "practice_asked")).all()
        assert {letter.email for letter in told} == set(REVIEWERS)
    first = signed_in(app, REVIEWERS[0]).open("/tasks")
    assert "1 practice dossier waits for you" in first.text
    first.open(address.replace("/office", ""))
    assert WHY not in first.text, "nobody reads what is expected before handing in"
    first.submit(having="overall", expect=422, act="hand_in", **levels(app, 5, 3, comment=""))
    assert any("why you give level 5" in each for each in first.errors), first.errors
    first = hand_in(app, REVIEWERS[0], address, 4, 2, 3)
    assert WHY in first.text and "You: 4 · Expected: 3" in first.text and "(1 level below)" in first.text
    assert "not shown yet" in first.text and not first.page.select("svg.spread")
    for number, email in enumerate(REVIEWERS[1:]):
        hand_in(app, email, address, 3 + number % 2, 3)
    first.open(first.at)
    counts = first.page.select_one("svg.spread desc").get_text()
    assert "level 3: 2, level 4: 3" in counts and "Expected: 3" in counts and "You: 4" in counts
    names = {"Raúl", "Ruth", "Rita", "Marina"}
    assert not [name for name in names if name in first.text], "the others stay without names"
    page = office.open(address).text
    page = page.replace("\xa0", " ")
    assert all(name in page for name in names) and "2 of 5 gave the expected level 3." in page
    assert f"{1 / len(criteria(app)):.2f} more" in page and "as expected" in page, "each reviewer's distance"
    hidden_from = ("contacto@demo.example", "panel@demo.example", "auditoria@demo.example")
    for email in hidden_from:
        Walker(app, email).open(address, expect=404).open(address.replace("/office", ""), expect=404)
    Walker(app, REVIEWERS[0]).open(address, expect=404)
    signed_in(app, HEAD).open(address).submit(having="act", act="close")
    assert first.open(first.at).page.select("svg.spread"), "closed, and still to be read"


@pytest.mark.parametrize("backend", ["sqlite"])
def test_lists_ask_as_often_for_many_as_for_one(office: Walker, query_count: Callable[..., int]) -> None:
    app, address = office.client.application, opened(office)
    reviewer = hand_in(app, REVIEWERS[0], address, 3)
    lists = ((office, "/office/practice"), (reviewer, "/practice"), (reviewer, "/tasks"))
    few = [query_count(app, lambda each=each: each[0].open(each[1])) for each in lists]
    with app.app_context(), writing():
        first = db.session.scalars(select(PracticeDossier)).one()
        me = db.session.scalars(select(Person.id).where(Person.email == REVIEWERS[0])).one()
        same = {key: getattr(first, key) for key in COPIED}
        for number in range(30):
            dossier = PracticeDossier(**same, title=f"Otra {number}")
            db.session.add(dossier)
            db.session.flush()
            db.session.add(PracticeReading(dossier_id=dossier.id, reviewer_id=me, asked_at=clock.now()))
        db.session.commit()
    assert [query_count(app, lambda each=each: each[0].open(each[1])) for each in lists] == few
    assert "30 practice dossiers wait for you" in reviewer.text


def test_practice_lives_apart_from_every_case(office: Walker) -> None:
    """No row of it names a case or a review and none of theirs names it, so no figure of cases can count it."""
    tables = Base.metadata.tables
    practice = {name for name in tables if name.startswith("practice_")}
    named = {(name, key.column.table.name) for name in tables for key in tables[name].foreign_keys}
    assert {of for name, of in named if name in practice} - practice == {"person", "region", "scheme"}
    assert not [name for name, of in named if of in practice and name not in practice]
    app = office.client.application
    one, other = opened(office), opened(office, "Un experto inventado")
    for address, drift in ((one, 0), (other, 1)):
        for number, email in enumerate(REVIEWERS[:3]):
            hand_in(app, email, address, 3 + drift + number % 2, 2 + drift)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Score)) == 0 and not series_with_levels(db.session())
        dossier = db.session.scalars(
            select(PracticeDossier).where(PracticeDossier.public_id == one.split("/")[-1])
        ).one()
        alpha = agreement_over(dossier, handed_in(db.session(), dossier))
        assert (
            alpha is not None
            and alpha.cases == len(criteria(app))
            and alpha.alpha is not None
            and 0.5 < alpha.alpha < 1
        )
        series = {
            each.criterion: each
            for each in agreements_over_dossiers(db.session(), dossier.region_id, dossier.scheme.code)
        }
        assert set(series) == set(criteria(app)) and series[criteria(app)[1]].alpha == 1, "all gave the same there"
