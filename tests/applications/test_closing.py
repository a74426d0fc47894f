"""A call closes at the second; an outage at closing time is made good for all by an extension that is on record."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from accreditation import clock
from accreditation.applications.answers import saved_sections, sections_of
from accreditation.applications.beginning import begin_application
from accreditation.applications.call_extension import extend_call
from accreditation.applications.documents import attach
from accreditation.applications.models import Application
from accreditation.applications.writing import save_section, sign_declaration
from accreditation.demonstration.answers import answers_of
from accreditation.demonstration.dossier import inspected_curriculum
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.history import timeline_of
from accreditation.invariants import broken_rows
from accreditation.notifications.models import Message
from accreditation.overdue import pass_deadlines
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.schemes.models import Call, CallExtension
from accreditation.storage.files import storage_at
from accreditation.texts import say
from accreditation.transition import perform_transition
from accreditation.worker import run_until_idle, session_factory
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker

OFFICER, APPLICANT = "oficial@demo.example", "postulante@demo.example"
A_SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)


def _person(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def _actor(email: str) -> Any:
    return actor_of(db.session(), _person(email))


def _draft() -> Application:
    query = select(Application).join(Application.applicant).where(Person.email == APPLICANT)
    return db.session.scalars(query).one()


def _finish(app: Any, case: Application) -> None:
    """Everything a submission needs, by the applicant."""
    session, actor = db.session(), _actor(APPLICANT)
    written = answers_of(case.applicant, "es", case.call.language, "GT", 2026, Random(1))
    saved = saved_sections(session, case)
    for form in sections_of(case):
        seen = saved[form.key].version if form.key in saved else 0
        save_section(session, actor, case, form, written[form.key], seen_version=seen)
    storage = storage_at(app.config["STORAGE_URL"])
    attach(session, actor, case, storage, "cv", "curriculum.pdf", inspected_curriculum())
    sign_declaration(session, actor, case, case.applicant.display_name)


def _submit(case: Application) -> None:
    perform_transition(db.session(), case, "submit", actor=_actor(APPLICANT), seen_version=case.version)


def _extend(call: Call, closes_at: datetime, **changes: Any) -> CallExtension:
    given = {"reason": "outage", "notes": {"es": "El sitio no respondía."}, "email": OFFICER, **changes}
    db.session.refresh(call)
    actor = _actor(given.pop("email"))
    return extend_call(db.session(), actor, call, closes_at, seen_version=call.version, **given)


def test_the_last_second_counts_and_the_next_does_not(peopled: Any) -> None:
    with peopled.app_context():
        with clock.at(staging.TODAY):
            case = _draft()
            _finish(peopled, case)
            closes = case.call.closes_at
        with clock.at(closes + A_SECOND), pytest.raises(TransitionRefused) as refused:
            _submit(case)
        (sentence,) = refused.value.reasons
        assert say(sentence, "en") == (
            "The call closed on 21 December 2026, 20:00 (Sao Paulo). "
            "In your time zone that was 21 December 2026, 18:00 (Bogota)."
        )
        assert "21 de diciembre de 2026, 20:00" in say(sentence, "es")
        with clock.at(closes):
            _submit(case)
        assert case.state is S.AWAITING_ENDORSEMENT


def test_whoever_is_late_reads_when_it_closed_in_both_time_zones(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        case = _draft()
        _finish(peopled, case)
        number, closes, name = case.number, case.call.closes_at, case.applicant.display_name
        db.session.commit()
    late = closes + A_SECOND
    with clock.at(late):
        applicant = Walker(peopled, APPLICANT).open(f"/applications/{number}/submit?lang=en")
        applicant.submit(accurate="yes", signed_as=name, expect=409)
        assert "The call closed on" in applicant.text
        assert "(Sao Paulo)" in applicant.text and "(Bogota)" in applicant.text


def test_an_outage_at_the_end_is_made_good_for_all(lived_in: Any) -> None:
    with lived_in.app_context():
        with clock.at(staging.TODAY):
            case = _draft()
            call, closes, number = case.call, case.call.closes_at, case.number
            other = _person("contacto.pe@aduana.demo.example")
            second = begin_application(db.session(), actor_of(db.session(), other), other, call)
            db.session.commit()
        with clock.at(closes + A_DAY):
            pass_deadlines(session_factory(lived_in))
            assert (case.state, second.state) == (S.LAPSED, S.LAPSED)
            gone = db.session.scalars(
                select(Application).where(Application.call_id == call.id, Application.state == S.WITHDRAWN)
            ).all()
            later = closes + 3 * A_DAY
            extension = _extend(call, later)
            db.session.commit()
            assert (case.state, second.state) == (S.DRAFT, S.DRAFT) and case.due_at == second.due_at == later
            assert all(each.state is S.WITHDRAWN for each in gone)
            assert (extension.old_closes_at, extension.new_closes_at) == (closes, later)
            assert (extension.extended_by.email, extension.extended_at) == (OFFICER, clock.now())
            steps = [step.transition for step in timeline_of(db.session(), case.id)]
            assert steps[-2:] == ["lapse", "reopen_draft"]
            db.session.rollback()
            run_until_idle(lived_in)
            told = select(Message.email).where(Message.kind == "tell_draft_reopened", Message.email == APPLICANT)
            assert db.session.scalars(told).all() == [APPLICANT]
            assert list(broken_rows(db.session())) == []
        with clock.at(later):
            case = _draft()
            _finish(lived_in, case)
            _submit(case)
            assert case.number == number and case.state is S.AWAITING_ENDORSEMENT


def test_what_lapsed_after_its_submission_stays_lapsed(peopled: Any) -> None:
    with peopled.app_context():
        with clock.at(staging.TODAY):
            waiting = db.session.scalars(select(Application).where(Application.state == S.AWAITING_ENDORSEMENT)).first()
            call, late = waiting.call, max(waiting.due_at, waiting.call.closes_at) + A_DAY
        with clock.at(late):
            db.session.rollback()
            pass_deadlines(session_factory(peopled))
            assert waiting.state is S.LAPSED
            _extend(call, late + A_DAY)
            assert waiting.state is S.LAPSED


def test_an_extension_is_later_than_now_has_a_reason_and_is_the_offices(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        call = _draft().call
        later = call.closes_at + A_DAY
        for changes in ({"reason": "because"}, {"reason": "other", "notes": {}}):
            with pytest.raises(Invalid):
                _extend(call, later, **changes)
        with pytest.raises(Invalid):
            _extend(call, call.closes_at)
        with clock.at(later + A_DAY), pytest.raises(Invalid):
            _extend(call, later)
        with pytest.raises(NotPermitted):
            _extend(call, later, email="panel@demo.example")
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(CallExtension)) == 1, "the demo's own"
