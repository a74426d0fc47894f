"""The first half of the road in the demo: from the draft to the panel's decision, and the ways out on it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.answering import answer_items
from accreditation.applications.answers import saved_sections, sections_of
from accreditation.applications.beginning import begin_application
from accreditation.applications.documents import attach
from accreditation.applications.endorsement import Commitment, write_endorsement
from accreditation.applications.models import Application
from accreditation.applications.request_models import InformationItem, InformationRequest
from accreditation.applications.screening import add_item, record_check
from accreditation.applications.writing import save_section, sign_declaration
from accreditation.demonstration.answers import answers_of
from accreditation.demonstration.cast import Part
from accreditation.demonstration.dossier import hand_in_everything, inspected_curriculum
from accreditation.demonstration.referees import speak
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.schemes.models import Call

REVIEWERS = ("revisor", "revisor2", "reviewer3", "revisor4")
_QUESTION = {
    "es": "Envíe la constancia de los años de servicio, por favor.",
    "en": "Please send the proof of your years of service.",
    "pt": "Envie, por favor, o comprovante dos anos de serviço.",
    "fr": "Veuillez envoyer l’attestation de vos années de service.",
}


@dataclass
class Case:
    """One application on its way. `opened` is the day the call opened, `closed` the day it closed."""

    stage: Stage
    call_id: uuid.UUID
    part: Part
    opened: int
    closed: int
    strength: str = "strong"
    application_id: uuid.UUID | None = None

    def application(self, session: Session) -> Application:
        return session.get_one(Application, self.application_id)

    def take(self, day: int, step: str, who: str, note: str = "", reason: str = "", before: Any = None) -> None:
        """One step on a day; `before(session, actor, application)` writes the evidence it needs."""
        with self.stage.at(self.stage.moment(day, 8 + self.stage.dice.randrange(9))) as session:
            application = self.application(session)
            if before is not None:
                before(session, self.stage.actor(session, who), application)
            self.stage.step(session, application, step, who, note, reason)

    @property
    def contact(self) -> str:
        return "contacto" if self.part.administration == "GT" else f"contacto.{str(self.part.administration).lower()}"

    def reviewers(self) -> list[str]:
        """Two who do not belong to the applicant's administration."""
        able = [key for key in REVIEWERS if not (key == "revisor4" and self.part.administration == "BR")]
        able = [key for key in able if not (key == "reviewer3" and self.part.administration == "JM")]
        start = sum(map(ord, self.part.key)) % len(able)
        return [able[start], able[(start + 1) % len(able)]]


def write_draft(case: Case, *, sections: int | None = None) -> None:
    """Opens the application some days after the call, and fills in all or the first `sections` of its topics."""
    day = min(case.opened + 1 + case.stage.dice.randrange(1, 9), case.closed - 2)
    with case.stage.at(case.stage.moment(day, 7)) as session:
        person = session.get_one(Person, case.stage.people[case.part.key])
        call = session.get_one(Call, case.call_id)
        actor = case.stage.actor(session, case.part.key)
        application = begin_application(session, actor, person, call)
        case.application_id = application.id
        written = answers_of(
            person,
            case.part.locale,
            call.language,
            str(case.part.administration),
            call.opens_at.year,
            case.stage.dice,
        )
        begun = saved_sections(session, application)
        for form in sections_of(application)[:sections]:
            seen = begun[form.key].version if form.key in begun else 0
            save_section(session, actor, application, form, written[form.key], seen_version=seen)


def submit(case: Case, day: int | None = None) -> int:
    """Attaches the curriculum, signs and submits; returns the day."""
    when = day if day is not None else case.stage.dice.randint(case.opened + 10, max(case.opened + 10, case.closed - 1))

    def sign_it(session: Session, actor: Any, application: Application) -> None:
        if case.part.is_listed:
            hand_in_everything(session, actor, application, case.stage.storage)
        else:
            attach(session, actor, application, case.stage.storage, "cv", "curriculum.pdf", inspected_curriculum())
        sign_declaration(session, actor, application, application.applicant.display_name)

    case.take(when, "submit", case.part.key, before=sign_it)
    with case.stage.at(case.stage.opened_at + timedelta(days=min(when + 2, 0))) as session:
        application = case.application(session)
        speak(session, application, int(application.number[-4:]))
    return when


def endorse(case: Case, day: int) -> None:
    def promise(session: Session, actor: Any, application: Application) -> None:
        signer = session.get_one(Person, actor.person_id).display_name
        commitment = Commitment(missions_per_year=2, days_per_year=case.stage.dice.choice((10, 15, 20)), years=4)
        write_endorsement(session, actor, application, commitment=commitment, signed_as=signer, signed_position="Demo")

    case.take(day, "endorse", case.contact, before=promise)


def check(case: Case, session: Session, actor: Any, application: Application, failed: str = "") -> None:
    for condition in application.scheme.eligibility:
        passed = condition["key"] != failed
        seen, reason = ("CV, p. 1", "") if passed else ("", condition["key"])
        record_check(session, actor, application, condition["key"], passed, seen, reason)


def find_ineligible(case: Case, day: int) -> None:
    def fail(session: Session, actor: Any, application: Application) -> None:
        check(case, session, actor, application, failed=application.scheme.eligibility[0]["key"])

    with_reason = _first_reason("ineligible")
    case.take(day, "find_ineligible", "oficial", reason=with_reason(case), before=fail)


def _first_reason(group: str) -> Callable[[Case], str]:
    def code(case: Case) -> str:
        with case.stage.factory() as session:
            scheme = case.application(session).scheme
            return str(case.stage.dice.choice(scheme.reasons[group])["code"])

    return code


def reason_of(case: Case, group: str) -> str:
    """A code of the scheme's list."""
    return _first_reason(group)(case)


def ask(case: Case, day: int) -> None:
    def write(session: Session, actor: Any, application: Application) -> None:
        add_item(session, actor, application, _QUESTION[case.part.locale], "employment")

    case.take(day, "ask_for_information", "oficial", before=write)


def answer(case: Case, day: int) -> None:
    def reply(session: Session, actor: Any, application: Application) -> None:
        items = session.scalars(
            select(InformationItem)
            .join(InformationRequest)
            .where(InformationRequest.application_id == application.id, InformationItem.answered_at.is_(None))
        )
        answer_items(session, actor, application, {item.public_id: "Demo: 2026-017." for item in items})

    case.take(day, "answer_to_screening", case.part.key, before=reply)
