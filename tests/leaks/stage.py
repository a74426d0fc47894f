"""The cases about which something is hidden, who is who to each of them, and the addresses under which one would look."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person, RoleGrant
from accreditation.reviews.decisions import record_decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.schemes.models import Call
from accreditation.training.models import Workshop
from accreditation.transition import perform_transition
from accreditation.workflow.actors import Actor, Role

OFFICER, CONFLICTED, HEAD, PANEL, MENTOR = "oficial", "oficial2", "direccion", "panel", "mentor"
# Parts that are the same person whatever the case is; the others are found by `who_is`.
STANDING = {
    "officer": OFFICER, "conflicted officer": CONFLICTED, "head": HEAD, "mentor": MENTOR, "trainer": "formador",
    "assessor": "evaluador", "other assessor": "evaluador2", "coordinator": "coordinacion", "donor": "donante",
    "beneficiary": "beneficiario", "auditor": "auditoria", "panel": PANEL, "vice chair": "vicepresidencia",
}  # fmt: skip
STATES = {
    "screening": "screening", "reviewed": "under_review", "listed": "awaiting_shortlisting",
    "taught": "in_workshop", "marked": "awaiting_pre_accreditation", "away": "on_mission",
    "nominated": "awaiting_endorsement", "back": "awaiting_accreditation",
}  # fmt: skip
LISTS = (
    *("/tasks", "/cases", "/missions", "/workshops", "/accreditations", "/calls", "/figures", "/people", "/audit"),
    *("/applications", "/administration", "/duplicates", "/jobs", "/office/calls", "/account", "/"),
)
NEVER = ("/cases/<number>/steps", "/applications/<number>/steps", "/applications/<number>/name-on")


@dataclass(frozen=True)
class Case:
    """What a test needs of a case outside of any session."""

    number: str
    applicant: str
    name: str
    administration: str
    state: str
    call: str
    subjects: tuple[str, ...]
    people: dict[str, str | None]


def person(key: str) -> Person:
    address = key if "@" in key else f"{key}@demo.example"
    return db.session.scalars(select(Person).where(Person.email == address)).one()


def actor(key: str) -> Actor:
    return actor_of(db.session(), person(key))


def prepare() -> None:
    """Common to both worlds: an officer who is close to everybody concerned, a decision recorded, a case held, a call drafted."""
    for number, somebody in enumerate(db.session.scalars(select(Person).order_by(Person.id)).all()):
        # Everybody can be signed in as on the page of demo people.
        if not somebody.email.endswith("@demo.example"):
            somebody.email = f"persona{number}@demo.example"
    officer = person(CONFLICTED)
    for application in _cases().values():
        tie = {"person_id": officer.id, "other_id": application.applicant_id}
        db.session.add(Interest(region_id=application.region_id, **tie, kind="relative", note="…"))
    db.session.flush()
    marked = _cases()["marked"]
    record_decision(
        db.session(), actor(HEAD), marked, "find_not_successful",
        reasons=[marked.scheme.reasons["not_successful"][0]["code"]], statement="Uno.", seen_version=marked.version,
    )  # fmt: skip
    held = _cases()["back"]
    reasons = [held.scheme.reasons["hold"][0]["code"]]
    perform_transition(
        db.session(), held, "hold", actor=actor(HEAD), note="Uno.", reasons=reasons, seen_version=held.version
    )
    call = db.session.scalars(select(Call).order_by(Call.id)).first()
    columns = {column.name: getattr(call, column.name) for column in Call.__table__.columns}
    drawn = ("id", "public_id", "reference", "published_at", "created_at", "updated_at")
    copied = {name: value for name, value in columns.items() if name not in drawn}
    db.session.add(Call(**copied, reference="AMS-2027-099"))


def _cases() -> dict[str, Application]:
    found = {}
    for key, state in STATES.items():
        query = select(Application).where(Application.state == state).order_by(Application.number)
        cases = list(db.session.scalars(query))
        with_reviews = [case for case in cases if _reviews(case)]
        found[key] = (with_reviews or cases)[0] if key == "reviewed" else cases[0]
    found["appealed"] = (
        db.session.scalars(select(Appeal).where(Appeal.state == "under_examination")).first().application
    )
    held = db.session.scalars(select(Accreditation).where(Accreditation.state == "active").order_by(Accreditation.id))
    found["held"] = db.session.get_one(Application, held.first().application_id)
    return found


def _reviews(case: Application) -> list[ReviewAssignment]:
    query = select(ReviewAssignment).where(ReviewAssignment.application_id == case.id)
    return list(db.session.scalars(query.order_by(ReviewAssignment.id)))


def cases() -> dict[str, Application]:
    """The same in both worlds, freshly read."""
    return _cases()


def described() -> dict[str, Case]:
    """Every case with its people, before anything is hidden."""
    return {key: _described(application) for key, application in _cases().items()}


def _described(application: Application) -> Case:
    official = db.session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.CONTACT_POINT, RoleGrant.scope_id == application.administration_id)
    ).first()
    stranger = db.session.scalars(
        select(Person)
        .join(Application, Application.applicant_id == Person.id)
        .where(
            Application.administration_id != application.administration_id,
            Person.id != application.applicant_id,
            Person.email.like("%@demo.example"),
        )
        .order_by(Person.email)
    ).first()
    reviews = _reviews(application)
    people = {
        "applicant": application.applicant.email,
        "administration": official.email if official else None,
        "other applicant": stranger.email,
        "other reviewer": reviews[1].reviewer.email if len(reviews) > 1 else "revisor@demo.example",
        "public": None,
    }
    subjects = [
        f"/missions/{row.public_id}"
        for row in db.session.scalars(select(Mission).where(Mission.application_id == application.id))
    ]
    subjects += [
        f"/appeals/{row.public_id}"
        for row in db.session.scalars(select(Appeal).where(Appeal.application_id == application.id))
    ]
    subjects += [
        f"/accreditations/{row.public_id}"
        for row in db.session.scalars(select(Accreditation).where(Accreditation.application_id == application.id))
    ]
    if application.workshop_id:
        subjects.append(f"/workshops/{db.session.get_one(Workshop, application.workshop_id).public_id}")
    return Case(
        number=application.number, applicant=application.applicant.email,
        name=application.applicant.first_family_name, administration=application.administration.iso2,
        state=application.state.value, call=application.call.reference, subjects=tuple(subjects), people=people,
    )  # fmt: skip


def who_is(part: str, case: Case) -> str:
    """The key of the browser of whoever has this part to the case."""
    if part in STANDING:
        return f"{STANDING[part]}@demo.example"
    return case.people[part] or "public"


def addresses(app: Any, case: Case) -> Iterator[str]:
    """Every page, file and answer about the case, the lists in which it stands, and the searches that would find it."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" not in rule.methods or rule.arguments != {"number"} or rule.rule.startswith(NEVER):
            continue
        if rule.rule.startswith(("/cases/", "/applications/")):
            yield rule.rule.replace("<number>", case.number)
    yield from case.subjects
    yield from LISTS
    yield f"/cases?q={case.number}"
    yield f"/cases?q={case.name}"
    yield f"/cases?state={case.state}"
    yield f"/people?q={case.name}"
    yield f"/administration/{case.administration}"
    yield f"/administration/{case.administration}/calls/{case.call}"
    yield f"/calls/{case.call}"
