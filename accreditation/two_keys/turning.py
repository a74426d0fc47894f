"""Asking for a second key, turning it, and taking a request back. Every one of these is a note for the auditor."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.history import StateChange
from accreditation.people.actor import actor_of
from accreditation.people.staff_notes import note_for_auditor
from accreditation.schemes.models import Call
from accreditation.texts import N_, Text
from accreditation.transition import facts_of, lifecycle_of, lock_case, perform_transition
from accreditation.two_keys.models import KeyRequest
from accreditation.two_keys.queries import expiry, is_close_to, may_see, subject_of, turned, waiting
from accreditation.workflow.actors import INTEREST, Actor
from accreditation.workflow.effects import Consequence
from accreditation.workflow.facts import Facts
from accreditation.workflow.two_keys import KEY_RULES, KeyRule, offices_of, second_key_against


def facts_for(session: Session, subject: Any) -> Facts:
    """What the rules of keys may know: of a call only its region, of a case its facts."""
    if isinstance(subject, Call):
        return Facts(now=clock.now(), region_id=subject.region_id, call_id=subject.id)
    facts: Facts = facts_of(session, subject)
    return facts


def _locked(session: Session, subject: Any, act: str = "") -> Any:
    """The row, read afresh; before a step also its parents, in the order of the door."""
    if not isinstance(subject, Call):
        return lock_case(session, subject, lifecycle_of(subject).transition(act) if act else None)
    session.flush()
    query = select(type(subject)).where(type(subject).id == subject.id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def _refuse_unless_ready(session: Session, rule: KeyRule, subject: Any, facts: Facts, reasons: Sequence[str]) -> None:
    if rule.lifecycle == "call":
        return
    lifecycle = lifecycle_of(subject)
    step = lifecycle.transition(rule.act)
    if subject.state not in step.sources:
        raise TransitionRefused(
            N_("This is not possible while the case is: %(state)s.", state=lifecycle.rule(subject.state).label)
        )
    skipped = "both_keys_are_turned"
    guards = [*(() if step.on_hold else lifecycle.common_guards), *step.guards]
    if against := [reason for guard in guards if guard.__name__ != skipped and (reason := guard(facts)) is not None]:
        raise TransitionRefused(*against)


def ask(
    session: Session, actor: Actor, act: str, subject: Any, *, reasons: Sequence[str], note: str, seen_version: int
) -> KeyRequest:
    """The first key. It binds the act to this row as it is now; an earlier request for the same is replaced."""
    rule = KEY_RULES[act]
    subject = _locked(session, subject)
    facts = facts_for(session, subject)
    if rule.first(actor, facts) is not None or actor.person_id is None:
        raise NotPermitted
    if subject.version != seen_version:
        raise ChangedMeanwhile(N_("The case was changed after you opened this page. Look at it again, then decide."))
    _refuse_unless_ready(session, rule, subject, facts, reasons)
    if rule.reasons and not reasons:
        raise Invalid(N_("Choose at least one reason."), "reasons")
    if not note.strip():
        raise Invalid(N_("Say why: whoever turns the second key decides by this."), "note")
    for earlier in session.scalars(select(KeyRequest).where(KeyRequest.subject_id == subject.id, waiting() | turned())):
        earlier.dropped_at, earlier.dropped_by_id = clock.now(), actor.person_id
    office = min(offices_of(actor, subject.region_id))
    request = KeyRequest(
        region_id=subject.region_id,
        act=act,
        lifecycle=rule.lifecycle,
        subject_id=subject.id,
        subject_version=subject.version,
        reasons=list(reasons),
        note=note.strip(),
        asked_by_id=actor.person_id,
        asked_office=office.value,
        asked_at=clock.now(),
        expires_at=expiry(session, subject.region_id),
    )
    session.add(request)
    session.flush()
    _note(session, actor, request, "ask_for_second_key")
    return request


def against_turning(session: Session, actor: Actor, request: KeyRequest, subject: Any) -> Text | None:
    """Why this person may not turn the second key, as a sentence; None when they may."""
    rule = KEY_RULES[request.act]
    refusal = second_key_against(rule.second, actor, actor_of(session, request.asked_by), request.region_id)
    return refusal or (INTEREST if is_close_to(actor, subject) else None)


def turn(session: Session, actor: Actor, request: KeyRequest) -> None:
    """The second key. A step is taken at once, in the name of whoever asked, through the door; a file may now be taken out.

    ChangedMeanwhile: the request is no longer open, or its row changed since. TransitionRefused: not this person, or the
    rule book refuses the step, or whoever asked may no longer take it.
    """
    subject = _locked(session, subject_of(session, request), request.act)
    session.refresh(request, with_for_update=True)
    _refuse_unless_waiting(request)
    if subject.version != request.subject_version:
        raise ChangedMeanwhile(
            N_("What the first key was turned for has changed since, so the request is void. It can be made again.")
        )
    if not may_see(actor, request, subject):
        raise NotPermitted
    if (refusal := against_turning(session, actor, request, subject)) is not None:
        raise TransitionRefused(refusal)
    rule = KEY_RULES[request.act]
    request.turned_by_id, request.turned_at = actor.person_id, clock.now()
    request.turned_office = min(offices_of(actor, request.region_id) & rule.second).value
    _note(session, actor, request, "turn_second_key")
    session.flush()
    if rule.lifecycle != "call":
        perform_transition(
            session,
            subject,
            request.act,
            actor=actor_of(session, request.asked_by),
            note=request.note,
            reasons=request.reasons,
            seen_version=request.subject_version,
        )


def _refuse_unless_waiting(request: KeyRequest) -> None:
    if request.turned_at is not None or request.dropped_at is not None or request.expires_at <= clock.now():
        raise ChangedMeanwhile(
            N_("This request is no longer open: the key was turned, it was taken back, or it expired.")
        )


def take_back(session: Session, actor: Actor, request: KeyRequest) -> None:
    """By whoever asked, or by whoever could turn the second key and will not."""
    session.refresh(request, with_for_update=True)
    _refuse_unless_waiting(request)
    subject = subject_of(session, request)
    if actor.person_id != request.asked_by_id and against_turning(session, actor, request, subject) is not None:
        raise NotPermitted
    request.dropped_at, request.dropped_by_id = clock.now(), actor.person_id
    _note(session, actor, request, "drop_key_request")


def use(session: Session, actor: Actor, request: KeyRequest) -> Any:
    """For a file: whoever asked takes it out, once, if nothing changed since. Returns what it is about."""
    subject = _locked(session, subject_of(session, request))
    session.refresh(request, with_for_update=True)
    stale = subject.version != request.subject_version or request.expires_at <= clock.now()
    if request.turned_at is None or request.used_at is not None or request.dropped_at is not None or stale:
        raise ChangedMeanwhile(
            N_("This request is no longer open: the key was turned, it was taken back, or it expired.")
        )
    if actor.person_id != request.asked_by_id or KEY_RULES[request.act].first(actor, facts_for(session, subject)):
        raise NotPermitted
    request.used_at = clock.now()
    _note(session, actor, request, "use_two_keys")
    return subject


def _note(session: Session, actor: Actor, request: KeyRequest, what: str) -> None:
    note_for_auditor(
        session,
        actor,
        what,
        region_id=request.region_id,
        subject_id=request.subject_id,
        details={"act": request.act, "request": request.public_id},
    )


def _spend(session: Session, subject: Any, change: StateChange) -> None:
    """Both keys are used up by the step they were turned for."""
    query = select(KeyRequest).where(KeyRequest.subject_id == subject.id, KeyRequest.act == change.transition, turned())
    for request in session.scalars(query):
        request.used_at = change.at


CONSEQUENCES: Mapping[Consequence, Callable[[Session, Any, StateChange], None]] = {Consequence.SPEND_KEYS: _spend}
