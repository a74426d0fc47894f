"""The pages and acts that are timed, each asked for by the person whose daily work it is."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from accreditation.applications.documents import attach
from accreditation.applications.models import Application, Section
from accreditation.certificates.models import Certificate
from accreditation.database import writing
from accreditation.demonstration.dossier import inspected_curriculum
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.reviews.decision_models import Decision
from accreditation.schemes.models import Call
from accreditation.storage.files import storage_at
from accreditation.workflow.states import ApplicationState, CertificateState
from benchmarks.browser import Answer, Browser

S = ApplicationState
Ask = Callable[[], Answer]


class Broken(Exception):
    """A page or act did not answer as it should, so its time would mean nothing."""


def _expect(answer: Answer, status: int, what: str) -> Answer:
    if answer.status != status:
        raise Broken(f"{what}: {answer.status} {answer.location}: {answer.body[-2000:].decode(errors='replace')}")
    return answer


def person_of(session: Session, email: str) -> Person:
    return session.scalars(select(Person).where(Person.email == email)).one()


def _page(browser: Browser, path: str) -> Ask:
    return lambda: _expect(browser.get(path), 200, path)


def reads(app: Any) -> dict[str, Ask]:
    """Name -> one call of the page."""
    with app.app_context():
        session = db.session()
        people = [person_of(session, f"{name}@demo.example") for name in ("oficial", "direccion")]
        longest = select(Application.number).where(Application.state == S.AWAITING_ACCREDITATION)
        number = session.scalars(longest.order_by(Application.history_length.desc(), Application.id).limit(1)).one()
        call = session.scalars(select(Call.reference).order_by(Call.opens_at).limit(1)).one()
        issued = select(Certificate).where(Certificate.state == CertificateState.ISSUED).order_by(Certificate.id)
        certificate = session.scalars(issued.limit(1)).one()
        checked = f"/verify/{certificate.number}?code={certificate.code}"
        db.session.remove()
    officer, head = (Browser(app, person) for person in people)
    return {
        "list": _page(officer, "/cases"),
        "list, a state": _page(officer, "/cases?state=screening"),
        "list, a call": _page(officer, f"/cases?call={call}"),
        "list, a name": _page(officer, "/cases?q=quetzal"),
        "list, a number": _page(officer, f"/cases?q={number}"),
        "list, by number": _page(officer, "/cases?sort=number"),
        "case": _page(officer, f"/cases/{number}"),
        "tasks": _page(officer, "/tasks"),
        "tasks, head": _page(head, "/tasks"),
        "verify": _page(Browser(app), checked),
    }


def _acts(cases: Sequence[Any], act: Callable[[Any], Answer], what: str) -> Ask:
    """Each call takes the next case, because an act can be done once."""
    waiting = iter(cases)

    def once() -> Answer:
        case = next(waiting, None)
        if case is None:
            raise Broken(f"{what}: no case is left to act on")
        answer = act(case)
        return _expect(answer, 302, what)

    return once


def writes(app: Any, count: int) -> Iterator[tuple[str, Ask]]:
    """Name and one call of the act, which can be made `count` times; cases are made ready before the first call."""
    yield "submit", _acts(_submissions(app, count), "submit")
    yield "decide", _acts(_decisions(app, count), "decide")
    yield "publish", _acts(_publications(app, count), "publish")


def _acts(forms: Sequence[tuple[Browser, str, dict[str, Any]]], what: str) -> Ask:
    """Each call sends the next form, because an act can be done once."""
    ready = iter([(browser, browser.environ("POST", path, form)) for browser, path, form in forms])

    def once() -> Answer:
        browser, environ = next(ready, (None, None))
        if browser is None or environ is None:
            raise Broken(f"{what}: no case is left to act on")
        return _expect(browser.ask(environ), 302, what)

    return once


def _cases(session: Session, count: int, *conditions: Any) -> Sequence[Application]:
    query = select(Application).where(*conditions).options(joinedload(Application.applicant))
    found = session.scalars(query.order_by(Application.id).limit(count)).all()
    if len(found) < count:
        raise Broken(f"{len(found)} cases fit, {count} are wanted")
    return found


def _submissions(app: Any, count: int) -> list[tuple[Browser, str, dict[str, Any]]]:
    """Drafts, completed and with their document, each sent by its applicant."""
    with app.app_context():
        session, storage = db.session(), storage_at(app.config["STORAGE_URL"])
        with writing():
            drafts = _cases(session, count, Application.state == S.DRAFT)
            _complete(session, drafts)
            for draft in drafts:
                actor = actor_of(session, draft.applicant)
                attach(session, actor, draft, storage, "cv", "curriculum.pdf", inspected_curriculum())
            session.commit()
        ready = [
            (
                draft.applicant,
                f"/applications/{draft.number}/submit",
                {"accurate": "yes", "signed_as": draft.applicant.display_name, "seen_version": draft.version},
            )
            for draft in drafts
        ]
        db.session.remove()
    return [(Browser(app, person), path, form) for person, path, form in ready]


def _complete(session: Session, drafts: Sequence[Application]) -> None:
    """Copies the sections that are missing from an application that has all of them."""
    full = select(Section.application_id).group_by(Section.application_id).having(func.count() >= 9).limit(1)
    model = session.scalars(select(Section).where(Section.application_id == session.scalars(full).one())).all()
    for draft in drafts:
        present = set(session.scalars(select(Section.key).where(Section.application_id == draft.id)))
        missing = [each for each in model if each.key not in present]
        session.add_all(
            Section(application_id=draft.id, key=each.key, answers=each.answers, is_complete=True) for each in missing
        )
    session.flush()


def _decisions(app: Any, count: int) -> list[tuple[Browser, str, dict[str, Any]]]:
    """The panel short-lists: recorded, nobody is told yet."""
    with app.app_context():
        session = db.session()
        judge = person_of(session, "panel@demo.example")
        elsewhere = Application.administration_id != judge.administration_id
        cases = _cases(session, count, Application.state == S.AWAITING_SHORTLISTING, elsewhere)
        ready = [
            (f"/cases/{case.number}/decide", {"outcome": "shortlist", "seen_version": case.version}) for case in cases
        ]
        db.session.remove()
    browser = Browser(app, judge)
    return [(browser, path, form) for path, form in ready]


def _publications(app: Any, count: int) -> list[tuple[Browser, str, dict[str, Any]]]:
    """What was recorded before is published: the case moves, the letters are handed to the worker."""
    with app.app_context():
        session = db.session()
        recorded = select(Decision.application_id).where(
            Decision.released_at.is_(None), Decision.outcome == "shortlist"
        )
        cases = _cases(session, count, Application.id.in_(recorded))
        judge = person_of(session, "panel@demo.example")
        ready = [(f"/cases/{case.number}/decide/publish", {"seen_version": case.version}) for case in cases]
        db.session.remove()
    browser = Browser(app, judge)
    return [(browser, path, form) for path, form in ready]
