"""Two people at the same instant: one act, one winner; the other reads who did what, and what they typed stands there.

Three rounds in `make test`, 200 with `DEEP=races`, on both databases.
"""

from typing import Any

from sqlalchemy import func, select

from accreditation.applications.endorsement_models import Endorsement
from accreditation.applications.models import Application
from accreditation.history import StateChange
from accreditation.invariants import broken_rows
from accreditation.missions.models import Mission
from accreditation.people.models import Person
from accreditation.people.receipt_models import FormReceipt
from accreditation.reviews.decision_models import Decision
from accreditation.schemes.models import Call
from accreditation.training.models import Workshop
from accreditation.workflow.states import SEATED
from accreditation.workflow.states import ApplicationState as S
from tests.deep.faults.roads import selection_road
from tests.deep.races.conftest import House, at_once, typed_on, winner_and_loser
from tests.deep.scene import Scene
from tests.walker import Walker

ONE, OTHER = "Uno lo escribió así: ñandú.", "Otra lo escribió de otro modo: pingüino."


def name_of(house: House, email: str) -> str:
    with house.session() as session:
        return session.scalars(select(Person.given_names).where(Person.email == email)).one()


def number_of(house: House, state: S) -> str:
    with house.session() as session:
        query = select(Application.number).where(Application.state == state).order_by(Application.number)
        return session.scalars(query).first()


def steps_on_record(house: House, name: str) -> int:
    with house.session() as session:
        return session.scalar(select(func.count()).select_from(StateChange).where(StateChange.transition == name))


def all_is_whole(house: House) -> None:
    with house.session() as session:
        assert list(broken_rows(session)) == []


def test_two_judgements_on_one_case(house: House) -> None:
    people = {"panel@demo.example": ONE, "panel2@demo.example": OTHER}
    one, other = (Walker(house.app, email) for email in people)
    names = {one: name_of(house, "panel@demo.example"), other: name_of(house, "panel2@demo.example")}
    page = f"/cases/{number_of(house, S.AWAITING_SHORTLISTING)}/decide"
    for _ in house.rounds():
        for walker in (one, other):
            walker.open(page)
        forms = [walker.form(having="outcome") for walker in (one, other)]
        (reason, *_others) = forms[1].select('[name="reasons-not_select"]')
        refusal = {"outcome": "not_select", "reasons__not_select": [reason["value"]], "statement": OTHER}
        at_once(
            lambda: one.send(forms[0], {"outcome": "shortlist", "statement": ONE}),  # noqa: B023
            lambda: other.send(forms[1], refusal),  # noqa: B023
        )
        winner, loser = winner_and_loser(one, other)
        assert names[winner] in loser.text
        assert (ONE if loser is one else OTHER) in typed_on(loser)
        with house.session() as session:
            assert session.scalar(select(func.count()).select_from(Decision).where(Decision.released_at.is_(None))) == 1
    all_is_whole(house)


def test_two_officers_on_one_mission(house: House) -> None:
    emails = ("oficial@demo.example", "oficial2@demo.example")
    one, other = (Walker(house.app, email) for email in emails)
    names = {one: name_of(house, emails[0]), other: name_of(house, emails[1])}
    with house.session() as session:
        address = session.scalars(select(Mission.public_id).where(Mission.state == "offered")).one()
    for _ in house.rounds():
        forms = []
        for walker, step in ((one, "cancel_mission"), (other, "postpone_mission")):
            walker.open(f"/missions/{address}")
            forms += [form for form in walker.page.select("main form") if form.select_one(f'[value="{step}"]')]
        at_once(lambda: one.send(forms[0], {"note": ONE}), lambda: other.send(forms[1], {"note": OTHER}))  # noqa: B023
        winner, loser = winner_and_loser(one, other)
        assert names[winner] in loser.text
        assert (ONE if loser is one else OTHER) in typed_on(loser)
        assert steps_on_record(house, "cancel_mission") + steps_on_record(house, "postpone_mission") == 1
    all_is_whole(house)


def _submitted(house: House, key: str) -> str:
    """The number of an application from Guatemala that waits for its endorsement."""
    with house.app.app_context():
        scene = Scene(house.app)
        road = selection_road(scene, key=key, administration="GT")
        act = next(road)
        with scene.stage.at(act.moment) as session:
            act.perform(session)
            return session.get_one(Application, act.subject_id).number


def test_the_last_place_of_an_administration(house: House) -> None:
    numbers = [_submitted(house, key) for key in ("nueva", "nuevo")]
    with house.session() as session:
        call = session.scalars(select(Call).join(Application).where(Application.number == numbers[0])).one()
        call.quota = 1
    one, other = (Walker(house.app, email) for email in ("contacto@demo.example", "dg@demo.example"))
    for _ in house.rounds():
        forms = []
        for walker, number in ((one, numbers[0]), (other, numbers[1])):
            forms.append(walker.open(f"/cases/{number}/endorse").form(having="comment"))
        terms = {
            "missions_per_year": "2",
            "days_per_year": "10",
            "years": "4",
            "signed_as": "Demo",
            "signed_position": "Demo",
            "act": "endorse",
        }
        at_once(
            lambda: one.send(forms[0], {**terms, "comment": ONE}),  # noqa: B023
            lambda: other.send(forms[1], {**terms, "comment": OTHER}),  # noqa: B023
        )
        _, loser = winner_and_loser(one, other)
        assert (ONE if loser is one else OTHER) in typed_on(loser)
        with house.session() as session:
            taken = select(func.count()).select_from(Application)
            assert session.scalar(taken.where(Application.number.in_(numbers), Application.state == S.SCREENING)) == 1
            written = select(func.count()).select_from(Endorsement).join(Application)
            assert session.scalar(written.where(Application.number.in_(numbers))) == 1
    all_is_whole(house)


def test_the_last_seat_of_a_workshop(house: House) -> None:
    one, other = (Walker(house.app, email) for email in ("oficial@demo.example", "oficial2@demo.example"))
    with house.session() as session:
        workshop = session.scalars(select(Workshop).where(Workshop.state == "open")).one()
        seated = select(func.count()).select_from(Application).where(Application.workshop_id == workshop.id)
        workshop.seats = session.scalar(seated.where(Application.state.in_(SEATED))) + 1
        waiting = select(Application.number).where(
            Application.state == S.SHORTLISTED, Application.call_id == workshop.call_id
        )
        numbers = session.scalars(waiting.order_by(Application.number).limit(2)).all()
        seats = workshop.seats
    for _ in house.rounds():
        forms = [
            walker.open(f"/cases/{number}/steps/invite").form()
            for walker, number in zip((one, other), numbers, strict=True)
        ]
        at_once(lambda: one.send(forms[0], {"note": ONE}), lambda: other.send(forms[1], {"note": OTHER}))  # noqa: B023
        _, loser = winner_and_loser(one, other)
        assert (ONE if loser is one else OTHER) in typed_on(loser)
        with house.session() as session:
            assert session.scalar(seated.where(Application.state.in_(SEATED))) == seats
    all_is_whole(house)


def test_one_form_sent_three_times(house: House) -> None:
    """A trembling finger, a slow line and a reload: one effect, and everybody is led to the same page."""
    walker = Walker(house.app, "oficial@demo.example")
    number = number_of(house, S.CONFIRMED)
    before = steps_on_record(house, "defer")
    for _ in house.rounds():
        form = walker.open(f"/cases/{number}/steps/defer").form()
        cookie = walker.answer.request.headers["Cookie"]
        values = {field["name"]: field.get("value", "") for field in form.select("input")} | {"note": ONE}

        def post(values: dict[str, Any] = values, cookie: str = cookie) -> Any:
            client = house.app.test_client(use_cookies=False)
            return client.post(f"/cases/{number}/steps/defer", data=values, headers={"Cookie": cookie})

        answers = at_once(post, post, post)
        told = [answer.get_data(as_text=True) for answer in answers if answer.status_code != 302]
        assert not told, told[0]
        assert {(answer.status_code, answer.location) for answer in answers} == {(302, f"/cases/{number}")}
        assert steps_on_record(house, "defer") == before + 1
        with house.session() as session:
            receipts = select(func.count()).select_from(FormReceipt).where(FormReceipt.form_key == values["form_key"])
            assert session.scalar(receipts) == 1
    all_is_whole(house)
