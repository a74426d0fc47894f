"""Roads through the six lifecycles: each yields one act after another, which together take every step of the rule book."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.concluding import agree, write_conclusion
from accreditation.appeals.filing import file_appeal
from accreditation.appeals.models import Appeal
from accreditation.appeals.panel import name_panel, seats_of
from accreditation.applications.answering import answer_items
from accreditation.applications.documents import attach
from accreditation.applications.endorsement import Commitment, write_endorsement
from accreditation.applications.models import Application
from accreditation.applications.request_models import InformationItem, InformationRequest
from accreditation.applications.screening import add_item
from accreditation.applications.writing import sign_declaration
from accreditation.database import writing
from accreditation.demonstration import formation, missions, reviewing, selection
from accreditation.demonstration.dossier import inspected_curriculum
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.region.models import Subject
from accreditation.reviews.reviewers import assign_reviewer
from accreditation.schemes.models import Call
from accreditation.training.marking import record_attendance
from accreditation.training.models import Workshop
from accreditation.training.planning import plan_workshop
from accreditation.training.staffing import name_staff
from accreditation.transition import set_deadline
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState
from tests.deep.scene import Act, Scene

Road = Iterator[Act]


def take(act: Act) -> None:
    """Takes a step that is on the way to the one of interest."""
    with clock.at(act.moment), writing(), act.scene.stage.factory() as session:
        act.perform(session)
        session.commit()


def selection_road(scene: Scene, key: str = "nueva", administration: str = "CO") -> Road:
    """From the draft to the short list, with questions on the way."""
    case = scene.newcomer("AEO", key, administration)

    def sign_it(session: Session, actor: Actor, application: Application) -> None:
        attach(session, actor, application, scene.stage.storage, "cv", "curriculum.pdf", inspected_curriculum())
        sign_declaration(session, actor, application, application.applicant.display_name)

    def promise(session: Session, actor: Actor, application: Application) -> None:
        commitment = Commitment(missions_per_year=2, days_per_year=10, years=4)
        signer = session.get_one(Person, actor.person_id).display_name
        write_endorsement(session, actor, application, commitment=commitment, signed_as=signer, signed_position="Demo")

    def ask(session: Session, actor: Actor, application: Application) -> None:
        add_item(session, actor, application, "Demo: ¿desde cuándo?", "employment")

    def answer(session: Session, actor: Actor, application: Application) -> None:
        asked = select(InformationItem).join(InformationRequest)
        items = session.scalars(asked.where(InformationRequest.application_id == application.id))
        answer_items(session, actor, application, {item.public_id: "Demo: 2017." for item in items})

    def prepare(session: Session, actor: Actor, application: Application) -> None:
        selection.check(case, session, actor, application)
        for key in case.reviewers():
            assign_reviewer(session, actor, application, session.get_one(Person, scene.stage.people[key]))

    def step(name: str, before: Any = None) -> Act:
        return scene.act("application", case.application_id, name, before)

    yield step("submit", sign_it)
    yield step("endorse", promise)
    yield step("ask_for_information", ask)
    yield step("answer_to_screening", answer)
    yield step("start_review", prepare)
    yield step("ask_for_information", ask)
    yield step("answer_to_review", answer)
    reviewing.review(case, 0)
    yield step("close_review")
    yield step("return_to_review")
    take(step("close_review"))
    yield step("waitlist")
    yield step("shortlist")
    yield step("hold")
    yield step("release_hold")


def refusals_road(scene: Scene) -> Road:
    """The ways out before the workshop, an appeal that reopens each, and the end of the time."""
    (waiting,), (screened,) = scene.ids("awaiting_endorsement"), scene.ids("screening")
    yield scene.act("application", waiting, "decline_to_endorse")

    case = scene.case(screened)

    def fail(session: Session, actor: Actor, application: Application) -> None:
        first = application.scheme.eligibility[0]["key"]
        selection.check(case, session, actor, application, failed=first)

    yield scene.act("application", screened, "find_ineligible", fail)
    yield from appealed(scene, screened, "uphold")
    (judged,) = scene.ids("awaiting_shortlisting")
    yield scene.act("application", judged, "not_select")
    yield from appealed(scene, judged, "uphold")
    (asked,) = scene.ids("information_requested")
    scene.wait_until(scene.due_at("application", asked))
    yield scene.act("application", asked, "lapse")
    yield from _reopened(scene)


def _reopened(scene: Scene) -> Road:
    """A draft that lapsed with its call, and opens again when the call is extended."""
    draft = scene.newcomer("AEO", "tardia", "PE").application_id
    scene.wait_until(scene.due_at("application", draft))
    take(scene.act("application", draft, "lapse"))

    def extend(session: Session, _actor: Actor, application: Application) -> None:
        application.call.closes_at = clock.now() + timedelta(days=7)
        session.flush()
        drafts = select(Application).where(Application.call_id == application.call_id, Application.state == "draft")
        for row in session.scalars(drafts):
            set_deadline(session, row)

    yield scene.act("application", draft, "reopen_draft", extend)


def _file_appeal(scene: Scene, application_id: uuid.UUID) -> uuid.UUID:
    with scene.stage.at(scene.moment) as session:
        application = session.get_one(Application, application_id)
        actor = scene.stage.actor(session, application.applicant.email.split("@")[0])
        return file_appeal(session, actor, application, "Demo: no se tuvo en cuenta una constancia.").id


def _panel(session: Session, actor: Actor, appeal: Any) -> None:
    emails = ("apelaciones@demo.example", "apelaciones2@demo.example")
    people = session.scalars(select(Person.id).where(Person.email.in_(emails)).order_by(Person.email)).all()
    name_panel(session, actor, appeal, people, people[0])


def _conclusion(session: Session, actor: Actor, appeal: Any, remedy: str = "new_decision") -> None:
    findings = {code: {"holds": True, "reason": "Demo: consta."} for code in appeal.kinds}
    follows = {"remedy": remedy, "upheld_part": "Demo: la primera parte."}
    write_conclusion(session, actor, appeal, "Demo: el panel leyó el expediente.", findings=findings, **follows)
    for seat in seats_of(session, appeal):
        agree(session, actor_of(session, seat.person), appeal, appeal.version)


def appealed(scene: Scene, application_id: uuid.UUID, conclusion: str, remedy: str = "new_decision") -> Road:
    appeal_id = _file_appeal(scene, application_id)
    yield scene.act("appeal", appeal_id, "acknowledge")
    yield scene.act("appeal", appeal_id, "open_examination", _panel)
    yield scene.act("appeal", appeal_id, conclusion, partial(_conclusion, remedy=remedy))


def appeals_road(scene: Scene) -> Road:
    """The ends of an appeal that reopen nothing, and a new review."""
    (filed,), (examined,) = scene.ids("filed", table=Appeal), scene.ids("under_examination", table=Appeal)
    yield scene.act("appeal", filed, "acknowledge")
    yield scene.act("appeal", filed, "find_inadmissible")
    yield scene.act("appeal", examined, "dismiss", _conclusion)
    (left,) = set(scene.ids("not_selected")) - {_application_of(scene, row) for row in (filed, examined)}
    yield scene.act("appeal", _file_appeal(scene, left), "withdraw_appeal")
    yield from appealed(scene, left, "uphold", "review_again")


def _application_of(scene: Scene, appeal_id: uuid.UUID) -> uuid.UUID:
    with scene.stage.factory() as session:
        return session.get_one(Appeal, appeal_id).application_id


def _forget_to_invite(session: Session, _actor: Actor, application: Application) -> None:
    application.deferred_until = clock.today() - timedelta(days=2)
    session.flush()


def workshop_road(scene: Scene) -> Road:
    """A workshop from its plan to its marks, the three results, and one that is cancelled."""
    (workshop,), (running,) = scene.ids("open", table=Workshop), scene.ids("running", table=Workshop)
    yield scene.act("workshop", workshop, "postpone_workshop")
    present, deferred, late = scene.ids("shortlisted", "ECOM")[:3]
    yield scene.act("application", present, "invite")
    yield scene.act("application", present, "confirm")
    for case in (deferred, late):
        formation.invite(scene.case(case), 0, confirm=False)
    yield scene.act("application", deferred, "defer")
    take(scene.act("application", late, "confirm"))
    (absent,) = set(scene.ids("confirmed")) - {present, late}
    yield scene.act("workshop", running, "cancel_workshop")
    yield from _held(scene, workshop, {present: True, late: True, absent: False})
    (waiting,) = set(scene.ids("awaiting_pre_accreditation")) - {present, late}
    yield scene.act("application", waiting, "offer_resit")
    yield scene.act("application", late, "find_not_successful")
    yield from appealed(scene, late, "uphold")
    yield scene.act("application", deferred, "end_deferral", _forget_to_invite)
    yield scene.act("application", present, "pre_accredit")
    case = scene.case(present)
    mission = scene.mission(case, starts=-2, until="released", day=-9)
    missions.report_mission(case, mission, starts=-2, mentor="mentor")
    yield scene.act("application", present, "recognize")
    yield scene.act("workshop", _planned_workshop(scene, "PCA"), "open_workshop")


def _held(scene: Scene, workshop_id: uuid.UUID, there: dict[uuid.UUID, bool]) -> Road:
    """From the first day to the marks."""
    with scene.stage.factory() as session:
        days = session.get_one(Workshop, workshop_id)

    def attend(session: Session, actor: Actor, workshop: Any) -> None:
        record_attendance(session, actor, workshop, days.starts_on, there)

    scene.wait_until(days.starts_on)
    yield scene.act("workshop", workshop_id, "start_workshop", attend)
    scene.wait_until(days.ends_on)

    def attend_to_the_end(session: Session, actor: Actor, workshop: Any) -> None:
        left = {row: True for row, present in there.items() if present}
        for offset in range(1, (days.ends_on - days.starts_on).days + 1):
            record_attendance(session, actor, workshop, days.starts_on + timedelta(days=offset), left)

    yield scene.act("workshop", workshop_id, "end_workshop", attend_to_the_end)
    _mark(scene, workshop_id)
    yield scene.act("workshop", workshop_id, "close_workshop")


def _mark(scene: Scene, workshop_id: uuid.UUID) -> None:
    for key in formation.ASSESSORS:
        with scene.stage.at(scene.moment) as session:
            query = select(Application).where(Application.workshop_id == workshop_id)
            for application in session.scalars(query.where(Application.state == ApplicationState.IN_WORKSHOP)):
                marks = formation._levels(scene.stage, application, "strong")
                formation.save_marks(session, scene.stage.actor(session, key), application, marks)


def _planned_workshop(scene: Scene, subject: str) -> uuid.UUID:
    with scene.stage.at(scene.moment) as session:
        call = session.scalars(select(Call).join(Call.subject).where(Subject.code == subject)).one()
        actor = scene.stage.actor(session, "oficial")
        starts = scene.stage.day(30)
        details = {"centre_id": call.centre_id, "starts_on": starts, "ends_on": starts, "seats": 20, "venue": ""}
        workshop = plan_workshop(session, actor, call, titles=call.titles, time_zone=call.time_zone, **details)
        for key in formation.ASSESSORS:
            name_staff(session, actor, workshop, session.get_one(Person, scene.stage.people[key]), "assessor")
        return workshop.id
