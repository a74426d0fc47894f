"""Asking referees when an application is submitted, reminding them, and naming another one in somebody's place."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application, Section
from accreditation.applications.referees.faults import SECTION, referee_faults
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.referees.standing import (
    BETWEEN_REMINDERS,
    COUNTED,
    REPLACEABLE,
    REPLACED,
    Standing,
    answer_until,
    is_open,
    replaceable_until,
    standing_of,
)
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.history import StateChange
from accreditation.jobs import outbox
from accreditation.people.links import void_links_to
from accreditation.people.models import Person
from accreditation.people.names import plain_address, tidy
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

REFEREE_MAIL = "referee_mail"


def requests_of(session: Session, application: Application) -> Sequence[RefereeRequest]:
    """Every request of the case, those that were replaced too, in the order in which they were made."""
    query = select(RefereeRequest).where(RefereeRequest.application_id == application.id)
    return session.scalars(query.order_by(RefereeRequest.id)).all()


def ask_referees(session: Session, application: Application, _change: StateChange) -> None:
    """Everybody named in the form, at the instant of submission. Invalid where one of them turns out to be the applicant."""
    query = select(Section.answers).where(Section.application_id == application.id, Section.key == SECTION)
    answers: Mapping[str, Any] = session.scalars(query).first() or {}
    rows = answers.get("rows") or []
    for fault in referee_faults(session, application, rows):
        if fault is not None:
            raise Invalid(fault)
    for row in rows:
        _ask(session, application, row)


def _ask(
    session: Session, application: Application, row: Mapping[str, Any], replaces: RefereeRequest | None = None
) -> None:
    now = clock.now()
    email = plain_address(str(row["email"]))
    request = RefereeRequest(
        region_id=application.region_id,
        application_id=application.id,
        person_id=account_of(session, email),
        replaces_id=replaces.id if replaces else None,
        name=tidy(str(row["name"])),
        post=tidy(str(row["post"])),
        email=email,
        locale=str(row["language"]),
        is_outside=row["outside"] == "yes",
        asked_at=now,
        expires_at=answer_until(session, application, now),
        draft={},
        answers={},
    )
    session.add(request)
    session.flush()
    mail(session, request, "ask_referee")


def account_of(session: Session, email: str) -> uuid.UUID | None:
    """The account behind an address; of a merged one, the account that was kept."""
    row = session.execute(select(Person.id, Person.merged_into_id).where(Person.email == email)).first()
    return (row.merged_into_id or row.id) if row else None


def mail(session: Session, request: RefereeRequest, kind: str) -> None:
    """Asks for one mail to the referee, after commit."""
    outbox.put(
        session,
        effect=REFEREE_MAIL,
        lifecycle="referee_request",
        subject_id=request.id,
        region_id=request.region_id,
        payload={"kind": kind},
    )


def tell_applicant(session: Session, request: RefereeRequest, kind: str) -> None:
    """Asks for one mail to the applicant about this referee."""
    outbox.put(
        session,
        effect=REFEREE_MAIL,
        lifecycle="application",
        subject_id=request.application_id,
        region_id=request.region_id,
        payload={"kind": kind, "request": str(request.id)},
    )


def _of_case(session: Session, application: Application, request: RefereeRequest) -> None:
    session.refresh(request, with_for_update=True)
    if request.application_id != application.id:
        raise NotPermitted


def may_be_reminded(request: RefereeRequest, application: Application) -> bool:
    """Within the edition's number of reminders by hand, and not twice a day."""
    left = request.own_reminders < application.scheme.numbers.get("referee_reminders", 0)
    last = request.reminded_at or request.asked_at
    return left and is_open(request, application) and clock.now() - last >= BETWEEN_REMINDERS


def remind(session: Session, actor: Actor, application: Application, request: RefereeRequest) -> None:
    """One more mail with a link, asked for by the applicant or the office."""
    application = locked(session, actor, application, permissions.CHANGE_REFEREES)
    _of_case(session, application, request)
    if not is_open(request, application):
        raise ChangedMeanwhile(N_("This referee does not have to answer any more."))
    if not may_be_reminded(request, application):
        raise Invalid(N_("This referee cannot be reminded again now. Wait a day, or name another person."))
    request.own_reminders += 1
    request.reminded_at, request.bounced_at = clock.now(), None
    mail(session, request, "remind_referee")
    touch(application)
    session.flush()


def may_be_replaced(session: Session, actor: Actor, application: Application, request: RefereeRequest) -> bool:
    """While nothing came in; by the applicant until the edition's last day, by the office until the selection."""
    if standing_of(request, application) not in REPLACEABLE:
        return False
    by_office = actor.person_id != application.applicant_id
    return by_office or clock.now() <= replaceable_until(session, application)


def replace(
    session: Session, actor: Actor, application: Application, request: RefereeRequest, row: Mapping[str, Any]
) -> None:
    """Asks another person (name, post, email, language, outside); every link of the one before is dead at once.

    Raises Invalid with the field to blame, ChangedMeanwhile when the first one answered meanwhile.
    """
    application = locked(session, actor, application, permissions.CHANGE_REFEREES)
    _of_case(session, application, request)
    if standing_of(request, application) is Standing.ANSWERED:
        raise ChangedMeanwhile(N_("This reference came in meanwhile, so nobody else is asked."))
    if not may_be_replaced(session, actor, application, request):
        raise Invalid(N_("This referee cannot be replaced any more. Ask the regional office."))
    others = [other for other in requests_of(session, application) if other.id != request.id]
    present = [other for other in others if standing_of(other, application) in COUNTED]
    if fault := referee_faults(session, application, [row], [other.email for other in (*present, request)])[0]:
        raise Invalid(fault, field="email")
    outside = sum(other.is_outside for other in present) + (row["outside"] == "yes")
    if request.is_outside and outside < application.scheme.numbers.get("referees_outside", 0):
        raise Invalid(N_("Name somebody outside the direct line of command: no other referee is."), field="outside")
    if is_open(request, application):
        mail(session, request, "referee_not_needed")
    end(session, request, REPLACED)
    _ask(session, application, row, replaces=request)
    touch(application)
    session.flush()


def end(session: Session, request: RefereeRequest, reason: str) -> None:
    """The referee is asked no more; what was being written is forgotten."""
    request.ended_at, request.ended_reason, request.draft = clock.now(), reason, {}
    void_links_to(session, request.id)
