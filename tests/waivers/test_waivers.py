"""A station waived by the pages: proposed by an officer, decided by the head, passed over, and decided like any other case."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.database import writing
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.people.actor import actor_of
from accreditation.people.models import Person, RoleGrant
from accreditation.region.models import Category
from accreditation.tasks import tasks_of
from accreditation.transition import perform_transition
from accreditation.waivers import proposing
from accreditation.waivers.models import Waiver
from accreditation.waivers.proposing import Proposal
from accreditation.waivers.queries import documents_to_rest_on
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.walker import Walker

OFFICER, HEAD = "oficial@demo.example", "direccion@demo.example"
ELSEWHERE = {"station": "mission", "ground": "elsewhere", "source": "OMA, 2024/117", "words": "Dirigió dos misiones."}


class Scene:
    """A pre-accredited candidate to whom a mission is offered."""

    def __init__(self, app: Any) -> None:
        self.app = app
        with app.app_context(), writing():
            query = select(Application).where(Application.state == ApplicationState.PRE_ACCREDITED)
            case = db.session.scalars(query.order_by(Application.number)).first()
            case.applicant.email = "candidata.demo@demo.example"
            self.id, self.number, self.applicant = case.id, case.number, case.applicant.email
            self.paper = documents_to_rest_on(db.session(), case)[0].public_id
            self.page = f"/cases/{case.number}/waivers"
            db.session.commit()

    def case(self) -> Application:
        return db.session.get_one(Application, self.id)

    def walker(self, who: str, path: str = "", expect: int = 200) -> Walker:
        return Walker(self.app, who, "en").open("/?lang=en").open(path or self.page, expect=expect)

    def actor(self, email: str) -> Any:
        return actor_of(db.session(), db.session.scalars(select(Person).where(Person.email == email)).one())

    def propose(self, email: str = OFFICER, **typed: str) -> Waiver:
        given = Proposal(**{**ELSEWHERE, "document": self.paper, **typed})
        return proposing.propose_waiver(db.session(), self.actor(email), self.case(), given)

    def decide(self, waiver: Waiver, email: str = HEAD, *, is_granted: bool = True) -> None:
        name = waiver.public_id
        proposing.decide_waiver(
            db.session(), self.actor(email), self.case(), name, is_granted=is_granted, reason="Consta."
        )

    def pass_over(self, station: str) -> None:
        case = self.case()
        step, head = f"pass_over_{station}", self.actor(HEAD)
        perform_transition(db.session(), case, step, actor=head, seen_version=case.version)


@pytest.fixture
def scene(peopled: Any) -> Iterator[Scene]:
    with clock.at(staging.TODAY):
        yield Scene(peopled)


def test_a_mission_is_waived_and_the_final_decision_stays(scene: Scene) -> None:
    """From the proposal to the accreditation; nobody but office and applicant learns of it."""
    officer = scene.walker(OFFICER)
    officer.submit(having="words", words="Dirigió dos misiones.", expect=422)
    assert any("still ahead" in error for error in officer.errors) and "Dirigió dos misiones." in officer.text
    officer.submit(having="words", **ELSEWHERE, expect=422)
    assert "Choose the document of the dossier that shows it." in officer.errors
    too_long = "ñ" * 2001
    officer.submit(having="words", **{**ELSEWHERE, "words": too_long}, document=scene.paper, expect=422)
    assert "At most 2000 characters; now there are 2001." in officer.errors and too_long in officer.text
    officer.submit(having="words", **ELSEWHERE, document=scene.paper)
    assert "Waits for a decision" in officer.text and "OMA, 2024/117" in officer.text
    address = officer.page.select_one(f'a[href^="{scene.page}/"]')["href"]
    assert not officer.open(address).page.select('button[value="grant"]')
    assert "Waived for you" not in scene.walker(scene.applicant, f"/applications/{scene.number}").text
    for outsider in (scene.applicant, "revisor@demo.example", "mentor@demo.example", "contacto@demo.example"):
        scene.walker(outsider, scene.page, expect=404)
        scene.walker(outsider, address, expect=404)

    head = scene.walker(HEAD, "/tasks")
    assert "You decide whether a station is waived." in head.text
    head.open(address).submit(having="reason", act="grant", expect=422)
    assert "Write the reason of your decision." in head.errors
    head.submit(having="reason", act="grant", reason="Consta en el expediente.")
    assert "Consta en el expediente." in head.open(f"/cases/{scene.number}").text
    assert "Waived for you: Field mission" in scene.walker(scene.applicant, f"/applications/{scene.number}").text
    head.open(f"/cases/{scene.number}/steps/pass_over_mission").submit(having="seen_version")
    with scene.app.app_context():
        assert scene.case().state is ApplicationState.AWAITING_ACCREDITATION
        missions = db.session.scalars(select(Mission.state).where(Mission.application_id == scene.id)).all()
        assert set(missions) == {"cancelled"}
    assert not head.open(address).page.select('button[value="take_back"]')

    head.open(f"/cases/{scene.number}/decide")
    assert "Waiver: Field mission" in head.text
    head.submit(having="outcome", outcome="accredit").submit("/publish", act="publish")
    with scene.app.app_context():
        assert scene.case().state is ApplicationState.ACCREDITED
        granted = select(Accreditation).where(Accreditation.application_id == scene.id)
        assert db.session.scalars(granted).one().level == "accredited"


def test_a_waiver_that_was_taken_back_lets_nobody_pass(scene: Scene) -> None:
    with scene.app.app_context():
        waiver = scene.propose()
        with pytest.raises(TransitionRefused):
            scene.pass_over("mission")
        scene.decide(waiver)
        with pytest.raises(NotPermitted):
            proposing.take_back(db.session(), scene.actor(OFFICER), scene.case(), waiver.public_id, why="Error.")
        proposing.take_back(db.session(), scene.actor(HEAD), scene.case(), waiver.public_id, why="Error.")
        with pytest.raises(TransitionRefused):
            scene.pass_over("mission")
        scene.decide(scene.propose(), is_granted=False)
        with pytest.raises(TransitionRefused):
            scene.pass_over("mission")
        scene.decide(again := scene.propose())
        scene.pass_over("mission")
        with pytest.raises((NotPermitted, ChangedMeanwhile)):
            proposing.take_back(db.session(), scene.actor(HEAD), scene.case(), again.public_id, why="Error.")


def test_whoever_proposes_does_not_decide(scene: Scene) -> None:
    """Also where it is a head, who finds nothing of it among what waits."""
    with scene.app.app_context():
        waiver = scene.propose(HEAD)
        db.session.flush()
        assert not [task for task in tasks_of(db.session(), scene.actor(HEAD), 99) if task.errand == "decide_waiver"]
        for who in (HEAD, OFFICER, "panel@demo.example"):
            with pytest.raises(NotPermitted):
                scene.decide(waiver, who)
        second = db.session.scalars(select(RoleGrant).where(RoleGrant.role == Role.ROCB_HEAD)).first()
        second.person_id = scene.actor("oficial2@demo.example").person_id
        db.session.flush()
        scene.decide(waiver, "oficial2@demo.example")
        assert waiver.stands


def test_the_edition_says_what_may_be_waived_and_how_much(scene: Scene) -> None:
    with scene.app.app_context():
        case = scene.case()

        def refused(**typed: str) -> str:
            with pytest.raises(Invalid) as refusal:
                scene.propose(**typed)
            return str(refusal.value.field)

        assert refused(station="workshop") == "station", "it lies behind"
        assert refused(source=" ") == "source" and refused(words=" ") == "words" and refused(ground="x") == "ground"
        case.scheme.numbers = {**case.scheme.numbers, "waiver_mission": 0}
        assert refused() == "station"
        case.scheme.numbers = {**case.scheme.numbers, "waiver_mission": 1, "waivers_most": 0}
        assert refused() == "station"
        case.scheme.numbers = {**case.scheme.numbers, "waivers_most": 1}
        scene.propose()
        assert refused() == "station", "one of a station waits already"


def test_an_accreditation_of_ours_is_the_persons_own_and_in_another_scope(scene: Scene) -> None:
    with scene.app.app_context():
        case = scene.case()
        held = db.session.scalars(select(Accreditation).order_by(Accreditation.id)).first()
        ours = {"ground": "ours", "accreditation": held.public_id, "document": ""}
        with pytest.raises(Invalid):
            scene.propose(**ours)
        held.person_id = case.applicant_id
        held.subject_id, held.category_id = case.call.subject_id, case.call.category_id
        db.session.flush()
        with pytest.raises(Invalid):
            scene.propose(**ours)
        held.language = "fr"
        other = select(Category).where(Category.id != case.call.category_id).order_by(Category.code)
        held.category_id = db.session.scalars(other).first().id
        db.session.flush()
        scene.decide(waiver := scene.propose(**ours))
        assert waiver.accreditation is held
        was = held.state
        db.session.execute(update(Accreditation).where(Accreditation.id == held.id).values(state="suspended"))
        with pytest.raises(TransitionRefused):
            scene.pass_over("mission")
        db.session.execute(update(Accreditation).where(Accreditation.id == held.id).values(state=was))
        scene.pass_over("mission")
        db.session.commit()
    assert "Holds an accreditation of ours in another scope" in scene.walker(OFFICER).text
    assert "French" in scene.walker(HEAD, f"/cases/{scene.number}").text


def test_a_workshop_is_waived_for_who_is_short_listed(scene: Scene) -> None:
    """The case goes on as a pre-accredited one; not where it is short-listed for the second time after a workshop."""
    with scene.app.app_context():
        shortlisted = select(Application).where(Application.state == "shortlisted", Application.resits_used == 0)
        short = db.session.scalars(shortlisted).first()
        scene.id = short.id
        scene.paper = documents_to_rest_on(db.session(), short)[0].public_id
        scene.decide(scene.propose(station="workshop"))
        short.resits_used = 1
        with pytest.raises(TransitionRefused):
            scene.pass_over("workshop")
        with pytest.raises(Invalid):
            scene.propose(station="workshop")
        short.resits_used = 0
        scene.pass_over("workshop")
        assert scene.case().state is ApplicationState.PRE_ACCREDITED
