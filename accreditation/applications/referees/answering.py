"""What a referee does by the link of a mail, without an account: begins, writes, hands in once, or declines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.answers import tidy_answers
from accreditation.applications.fields import SectionForm
from accreditation.applications.models import Application
from accreditation.applications.referees.asking import mail, tell_applicant
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.referees.standing import DECLINE_REASONS, Standing, answer_until, is_open, standing_of
from accreditation.errors import Invalid
from accreditation.people.links import link_by_token, void_links_to
from accreditation.people.names import plain_address
from accreditation.people.session_models import OneUseLink
from accreditation.texts import N_
from accreditation.transition import lock_case, touch

PURPOSE = "reference"


@dataclass(frozen=True)
class Opened:
    """What a link leads to. `is_live`: this link still lets the referee answer."""

    request: RefereeRequest
    application: Application
    is_live: bool


def opened_by(session: Session, token: str) -> Opened | None:
    """The request behind a link, or None where there never was one."""
    link = link_by_token(session, PURPOSE, token)
    request = session.get(RefereeRequest, link.subject_id) if link else None
    return _opened(link, request) if link is not None and request is not None else None


def _opened(link: OneUseLink, request: RefereeRequest) -> Opened:
    live = link.used_at is None and link.expires_at >= clock.now() and is_open(request, request.application)
    return Opened(request, request.application, live)


def _taken_in_hand(session: Session, token: str) -> Opened:
    """The request, locked with its case and read afresh. Raises Invalid where it can no longer be answered by this link."""
    found = opened_by(session, token)
    if found is None:
        raise Invalid(N_("This link does not work any more."))
    lock_case(session, found.application)
    session.refresh(found.request, with_for_update=True)
    again = opened_by(session, token)
    if again is None or not again.is_live:
        raise Invalid(N_("This reference can no longer be handed in by this link."))
    return again


def begin(session: Session, token: str) -> None:
    """The referee knows the person and goes on to the questions."""
    found = _taken_in_hand(session, token)
    found.request.opened_at = found.request.opened_at or clock.now()
    session.flush()


def keep_draft(session: Session, token: str, form: SectionForm, answers: Mapping[str, Any]) -> None:
    """What was typed so far. Also kept when the time ran out meanwhile: a new link brings it back.

    The version of the case stays: how often somebody saved is nothing the applicant could see.
    """
    found = opened_by(session, token)
    if found is None or standing_of(found.request, found.application) in _SETTLED:
        return
    request = session.get_one(RefereeRequest, found.request.id, with_for_update=True, populate_existing=True)
    request.opened_at = request.opened_at or clock.now()
    request.draft = tidy_answers(form, answers)
    session.flush()


_SETTLED = (Standing.ANSWERED, Standing.DECLINED, Standing.REPLACED, Standing.CANCELLED)


def hand_in(session: Session, token: str, form: SectionForm, answers: Mapping[str, Any]) -> None:
    """Once: every link of this request counts as used from now on. The answers were checked before."""
    found = _taken_in_hand(session, token)
    request = found.request
    request.answers, request.draft = tidy_answers(form, answers), {}
    request.opened_at = request.opened_at or clock.now()
    request.answered_at = clock.now()
    void_links_to(session, request.id)
    mail(session, request, "thank_referee")
    tell_applicant(session, request, "tell_reference_in")
    touch(found.application)
    session.flush()


def decline(session: Session, token: str, reason: str) -> None:
    """With one of DECLINE_REASONS, which the office reads and the applicant does not."""
    if reason not in DECLINE_REASONS:
        raise Invalid(N_("Choose a reason."), field="reason")
    found = _taken_in_hand(session, token)
    found.request.declined_at, found.request.decline_reason = clock.now(), reason
    found.request.draft = {}
    void_links_to(session, found.request.id)
    tell_applicant(session, found.request, "ask_for_another_referee")
    touch(found.application)
    session.flush()


def send_new_links(session: Session, email: str) -> None:
    """A fresh link for every reference that this address may still give; the caller learns nothing of what was found.

    Whoever is late gets the edition's further days, once, as long as the case has not been decided and nobody else was asked.
    """
    asked = select(RefereeRequest).where(
        RefereeRequest.email == plain_address(email), RefereeRequest.ended_at.is_(None)
    )
    for request in session.scalars(asked.order_by(RefereeRequest.id).with_for_update()):
        standing = standing_of(request, request.application)
        if standing is Standing.EXPIRED and not request.renewals:
            request.renewals, request.expiry_told_at = 1, None
            request.expires_at = answer_until(session, request.application, clock.now(), "reference_late")
        elif not is_open(request, request.application):
            continue
        request.bounced_at = None
        mail(session, request, "renew_referee_link")
    session.flush()
