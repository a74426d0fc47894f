"""The office's checks of the conditions of a call, and what it asks the applicant for."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.applications.answers import sections_of
from accreditation.applications.locking import locked
from accreditation.applications.models import Application, EligibilityCheck
from accreditation.applications.request_models import Concern, InformationItem, InformationRequest
from accreditation.applications.slots import slots_of
from accreditation.errors import Invalid, NotPermitted
from accreditation.schemes.models import Scheme
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState


def record_check(
    session: Session,
    actor: Actor,
    application: Application,
    criterion: str,
    passed: bool,
    evidence: str,
    reason: str = "",
) -> EligibilityCheck:
    """One condition of the scheme, met or not, with the evidence seen. A later record replaces the earlier.

    `reason`: the code of one of the edition's standard reasons for this condition, which the letter would give.
    """
    application = locked(session, actor, application, permissions.CHECK)
    if criterion not in {condition["key"] for condition in application.scheme.eligibility}:
        raise Invalid(N_("The call has no such condition."), field="criterion")
    check = session.scalars(
        select(EligibilityCheck).where(
            EligibilityCheck.application_id == application.id, EligibilityCheck.criterion == criterion
        )
    ).one_or_none()
    assert actor.person_id is not None
    if check is None:
        check = EligibilityCheck(application_id=application.id, criterion=criterion)
        session.add(check)
    check.passed, check.evidence, check.checked_by_id = passed, evidence.strip(), actor.person_id
    known = {row["code"] for row in reasons_for(application.scheme, criterion)}
    check.reason = reason if not passed and reason in known else ""
    touch(application)
    session.flush()
    return check


def reasons_for(scheme: Scheme, criterion: str) -> Sequence[Mapping[str, Any]]:
    """The edition's standard reasons for a condition that is not met: those whose code is its key or begins with it."""
    listed = scheme.reasons.get("ineligible", [])
    return [row for row in listed if row["code"] == criterion or row["code"].startswith(f"{criterion}_")]


def reasons_found(session: Session, application: Application) -> Sequence[str]:
    """Codes of the reasons that the checklist already gives, in the order of the conditions."""
    checks = checks_of(session, application)
    keys = [condition["key"] for condition in application.scheme.eligibility]
    return [checks[key].reason for key in keys if key in checks and checks[key].reason]


def earlier_results(session: Session, application: Application) -> Sequence[Application]:
    """Other applications of the same person that were submitted, the latest first; those of merged accounts are theirs."""
    query = (
        select(Application)
        .where(Application.applicant_id == application.applicant_id, Application.id != application.id)
        .where(Application.submitted_at.is_not(None))
        .options(joinedload(Application.call))
    )
    return session.scalars(query.order_by(Application.submitted_at.desc())).all()


def checks_of(session: Session, application: Application) -> dict[str, EligibilityCheck]:
    """The checks made so far, by criterion."""
    query = select(EligibilityCheck).where(EligibilityCheck.application_id == application.id)
    return {check.criterion: check for check in session.scalars(query)}


def open_request_of(session: Session, application: Application) -> InformationRequest | None:
    """The request that is being written or waits for answers."""
    query = select(InformationRequest).where(
        InformationRequest.application_id == application.id, InformationRequest.closed_at.is_(None)
    )
    return session.scalars(query).first()


def requests_of(session: Session, application: Application) -> Sequence[InformationRequest]:
    query = select(InformationRequest).where(InformationRequest.application_id == application.id)
    return session.scalars(query.order_by(InformationRequest.asked_at)).all()


def sent_requests_of(session: Session, application: Application) -> Sequence[InformationRequest]:
    """The same without the one that is still being written: only whoever writes it reads that."""
    query = select(InformationRequest).where(InformationRequest.application_id == application.id)
    if application.state is not ApplicationState.INFORMATION_REQUESTED:
        query = query.where(InformationRequest.closed_at.is_not(None))
    return session.scalars(query.order_by(InformationRequest.asked_at)).all()


def add_item(
    session: Session,
    actor: Actor,
    application: Application,
    question: str,
    about: str = "",
    concerns: Concern = Concern.SECTION,
) -> InformationItem:
    """Adds one item to the request being written; the step "ask_for_information" sends it.

    `about` is the key of a section or place of the case, as `concerns` says; empty: the case as a whole. Raises Invalid.
    """
    application = locked(session, actor, application, permissions.ASK)
    if not question.strip():
        raise Invalid(N_("Write what you need to know."), field="question")
    concerns = concerns if about else Concern.CASE
    if about not in _subjects(application)[concerns]:
        raise Invalid(N_("The case has no such section or place for documents."), field="about")
    request = open_request_of(session, application)
    assert actor.person_id is not None
    if request is None:
        request = InformationRequest(application_id=application.id, asked_by_id=actor.person_id, asked_at=clock.now())
        session.add(request)
        session.flush()
    item = InformationItem(
        request_id=request.id,
        position=len(request.items) + 1,
        question=question.strip(),
        concerns=concerns,
        about=about,
    )
    request.items.append(item)
    touch(application)
    session.flush()
    return item


def _subjects(application: Application) -> dict[Concern, set[str]]:
    """The keys an item of this case may be about."""
    return {
        Concern.CASE: {""},
        Concern.SECTION: {form.key for form in sections_of(application)},
        Concern.DOCUMENT: set(slots_of(application)),
    }


def remove_item(session: Session, actor: Actor, application: Application, item: InformationItem) -> None:
    """Takes an item out before the request is sent."""
    application = locked(session, actor, application, permissions.ASK)
    request = open_request_of(session, application)
    if request is None or item.request_id != request.id:
        raise NotPermitted
    request.items.remove(item)
    session.delete(item)
    session.flush()
    if not request.items:
        session.delete(request)
    touch(application)
