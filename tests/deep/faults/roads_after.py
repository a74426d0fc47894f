"""Roads after the workshop: missions with every ending, accreditations through their years, and certificates."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.amendment_models import Amendment, Kind
from accreditation.accreditations.models import Accreditation
from accreditation.demonstration import missions
from accreditation.missions.models import Mission
from accreditation.missions.reporting import give_feedback, save_report
from accreditation.people.models import Person
from accreditation.two_keys.models import KeyRequest
from accreditation.workflow.actors import Actor
from tests.deep.faults.roads import Road, appealed, take
from tests.deep.scene import Scene
from tests.walk.evidence import granted
from tests.walk.renewing import practice, request


def _report(session: Session, actor: Actor, mission: Any) -> None:
    levels = {row["key"]: 4 for row in mission.application.scheme.rubric}
    save_report(session, actor, mission, levels=levels, summary="Demo: buen trabajo.", recommends=True)


def _feedback(session: Session, _actor: Actor, mission: Any) -> None:
    give_feedback(session, mission, rating=5, comment="Demo", given_by="Demo")


def missions_road(scene: Scene) -> Road:
    """An offer declined, one without answer, a mission postponed, begun and cancelled, and the candidates who leave."""
    (offered,) = scene.ids("offered", table=Mission)
    (candidate,) = scene.ids("pre_accredited", "PCA")
    case = scene.case(candidate)
    yield scene.act("mission", offered, "decline_mission")
    yield scene.act("application", candidate, "extend")
    unanswered = scene.mission(case, starts=40)
    yield scene.act("mission", unanswered, "offer_mission")
    scene.wait_until(scene.due_at("mission", unanswered))
    yield scene.act("mission", unanswered, "time_out_offer")
    mission = scene.mission(case, starts=12)
    take(scene.act("mission", mission, "offer_mission"))
    yield scene.act("mission", mission, "accept_mission")
    yield scene.act("mission", mission, "postpone_mission")
    yield scene.act("mission", mission, "release_for_mission")
    with scene.stage.factory() as session:
        starts_on = session.get_one(Mission, mission).starts_on
    scene.wait_until(starts_on)
    yield scene.act("mission", mission, "start_mission")
    yield scene.act("mission", mission, "cancel_mission")
    scene.mission(case, starts=30, until="offered", day=-1)
    yield scene.act("application", candidate, "withdraw_nomination")
    (abroad,) = scene.ids("on_mission")
    yield scene.act("application", abroad, "withdraw")


def decisions_road(scene: Scene) -> Road:
    """A report, and each decision on it; a refusal that an appeal undoes; a grant with its certificate."""
    (under_way,) = scene.ids("under_way", table=Mission)
    with scene.stage.factory() as session:
        traveller = session.get_one(Mission, under_way).application_id
    yield scene.act("mission", under_way, "hand_in_report", _report)
    yield scene.act("mission", under_way, "evaluate_mission", _feedback)
    yield scene.act("application", traveller, "order_second_mission")
    (waiting,) = scene.ids("awaiting_accreditation")
    yield scene.act("application", waiting, "refuse_accreditation")
    yield from appealed(scene, waiting, "uphold_partly")
    scene.name_second_head()
    yield scene.act("application", waiting, "accredit")
    certificate = scene.certificate_of(scene.accreditation_of(waiting))
    yield scene.act("certificate", certificate, "approve_content")


def status_road(scene: Scene) -> Road:
    """An expert's years: suspended, away, of another scope, renewed, expired, reinstated, struck off."""
    held = scene.accreditation_of(scene.ids("accredited", "PCA")[0])
    take(scene.act("certificate", scene.certificate_of(held), "approve_content"))
    scene.settle()

    def step(name: str) -> Any:
        return scene.act("accreditation", held, name)

    yield step("suspend")
    yield step("reinstate")
    yield scene.act("accreditation", held, "suspend_on_request", approved(Kind.PAUSE))
    yield step("resume")
    yield scene.act("accreditation", held, "correct_name", approved(Kind.NAME))
    take(scene.act("certificate", scene.certificate_of(held), "approve_content"))
    scene.settle()
    yield step("declare_unavailable")
    yield step("declare_available")
    _lead_a_mission(scene, held)
    yield scene.act("accreditation", held, "change_scope", approved(Kind.SCOPE))
    take(scene.act("certificate", scene.certificate_of(held), "approve_content"))
    scene.settle()
    _practise_and_ask(scene, held)
    yield step("renew")
    take(scene.act("certificate", scene.certificate_of(held), "approve_content"))
    scene.settle()
    with scene.stage.factory() as session:
        last_day = session.get_one(Accreditation, held).expires_on
    scene.wait_until(last_day - timedelta(days=1))
    yield step("warn_of_expiry")
    scene.wait_until(last_day + timedelta(days=2))
    yield step("expire")
    _practise_and_ask(scene, held)
    yield step("reinstate_expired")
    yield scene.act("accreditation", held, "withdraw_accreditation", two_keys("withdraw_accreditation"))


def approved(kind: Kind) -> Any:
    """What is asked of the office, approved together with the step."""

    def write(session: Session, actor: Actor, held: Any) -> None:
        name = {"given_names": "Nora", "first_family_name": "Ejemplo", "second_family_name": "", "printed": "Nora Demo"}
        scope = {"category": held.category.code, "subject": held.subject.code, "level": "recognized"}
        after = {
            Kind.NAME: name,
            Kind.SCOPE: {**scope, "direction": "reduced", "reference": ""},
            Kind.PAUSE: {"until": (clock.today() + timedelta(days=30)).isoformat()},
        }[kind]
        session.add(
            Amendment(
                region_id=held.region_id, accreditation_id=held.id, kind=kind, asked_by_id=held.person_id,
                asked_at=clock.now(), why="changed", before={}, after=after, outcome="approved",
                decided_by_id=actor.person_id, decided_at=clock.now(),
            )
        )  # fmt: skip

    return write


def two_keys(act: str) -> Any:
    """The head of the office asked and the liaison turned the second key at this moment."""

    def turn(session: Session, _actor: Actor, subject: Any) -> None:
        people = {person.email.split("@")[0]: person.id for person in session.scalars(select(Person))}
        session.add(
            KeyRequest(
                region_id=subject.region_id, act=act, lifecycle=subject.__tablename__, subject_id=subject.id,
                subject_version=subject.version, reasons=[], note="Demo", asked_by_id=people["direccion"],
                asked_office="regional_office", asked_at=clock.now(), expires_at=clock.now() + timedelta(days=1),
                turned_by_id=people["enlace"], turned_office="secretariat", turned_at=clock.now(),
            )
        )  # fmt: skip

    return turn


def overturning_road(scene: Scene) -> Road:
    """Published decisions set aside without an appeal: of the panel, of a workshop, of a mission."""
    selected = next(iter(scene.ids("shortlisted")))
    yield scene.act("application", selected, "overturn_selection", two_keys("overturn_selection"))
    (offered,) = scene.ids("offered", table=Mission)
    (candidate,) = scene.ids("pre_accredited", "PCA")
    take(scene.act("mission", offered, "decline_mission"))
    yield scene.act("application", candidate, "overturn_workshop_result", two_keys("overturn_workshop_result"))
    (waiting,) = scene.ids("awaiting_accreditation")
    take(scene.act("application", waiting, "refuse_accreditation"))
    yield scene.act("application", waiting, "overturn_accreditation", two_keys("overturn_accreditation"))


def waivers_road(scene: Scene) -> Road:
    """A workshop and then a mission passed over, each because it was waived: for somebody who never sat in a workshop."""
    candidate = scene.ids("shortlisted")[-1]
    for station in ("workshop", "mission"):
        yield scene.act("application", candidate, f"pass_over_{station}", _waived(station))


def _waived(station: str) -> Any:
    def write(session: Session, actor: Actor, application: Any) -> None:
        session.add(granted(application, station, application.applicant_id, actor.person_id))

    return write


def _practise_and_ask(scene: Scene, accreditation_id: uuid.UUID) -> None:
    """A refresher of three days is confirmed, and the request endorsed, checked and not drawn."""
    with clock.at(scene.moment), scene.stage.factory() as session:
        held = session.get_one(Accreditation, accreditation_id)
        session.add_all([practice(held, kind="refresher"), request(held)])
        session.commit()


def _lead_a_mission(scene: Scene, accreditation_id: uuid.UUID) -> None:
    """The expert accompanies a candidate, as renewal asks."""
    (offered,) = scene.ids("offered", table=Mission)
    (candidate,) = scene.ids("pre_accredited", "PCA")
    take(scene.act("mission", offered, "decline_mission"))
    with scene.stage.factory() as session:
        key = session.get_one(Accreditation, accreditation_id).person.email.split("@")[0]
    case = scene.case(candidate)
    mission = scene.mission(case, starts=0, mentor=key, until="released", day=-4)
    missions.report_mission(case, mission, starts=0, mentor=key)


def endings_road(scene: Scene) -> Road:
    """A new grant takes the place of the old one; somebody retires."""
    first = scene.accreditation_of(scene.ids("accredited", "PCA")[0])
    second = scene.accreditation_of(scene.ids("recognized", "ECOM")[0])
    yield scene.act("accreditation", first, "replace_by_new_grant")
    yield scene.act("accreditation", second, "end_accreditation")
