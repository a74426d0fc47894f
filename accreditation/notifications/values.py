"""What the text of a message may speak of: names, dates, reasons and the next step of a case, for one reader."""

from datetime import date, timedelta
from typing import Any

from babel import Locale
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accreditation.appeals.models import Kind
from accreditation.notifications.cases import Case
from accreditation.notifications.recipients import Recipient
from accreditation.notifications.scopes import scope_told
from accreditation.notifications.wording import Ours, spoken
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.schemes.models import Scheme
from accreditation.texts import in_language, say, say_day, say_moment, told_in
from accreditation.workflow.machine import Deadline
from accreditation.workflow.states import REFUSED


def values_for(session: Session, case: Case, reader: Recipient) -> dict[str, Any]:
    """The names that templates and subject lines of cases may use; an empty value where there is nothing to say."""
    locale = reader.locale
    is_blind = _reads_blind(session, case, reader)
    return {
        "number": Ours(_number(case)),
        "title": told_in(case.call.titles, locale) if case.call else "",
        "person": case.person.display_name if case.person and not is_blind else "",
        "administration": "" if is_blind else _administration(case, locale),
        "state": case.rule.label,
        "mission": case.mission.title if case.mission else "",
        "expires": _day(case.accreditation.expires_on if case.accreditation else None, locale),
        "certificate": Ours(case.certificate.number if case.certificate else ""),
        "conclusion": _conclusion(case, reader),
        "is_complaint": case.appeal is not None and case.appeal.kind == Kind.COMPLAINT,
        "reasons": reasons_of(session, case, locale),
        "words": _words(session, case),
        "appeal_until": _appeal_until(session, case, reader),
        **scope_told(session, case, reader),
        "note": say(case.change.noted, locale) if case.change and case.step and case.step.needs_note else "",
        **_event(case, locale),
        **_what_is_waited_for(case, reader),
    }


def _number(case: Case) -> str:
    """What people call it: an appeal or complaint by its reference, a case by its number, a workshop by its call."""
    if case.appeal is not None:
        return case.appeal.reference
    return case.application.number if case.application else case.call.reference if case.call else ""


def _reads_blind(session: Session, case: Case, reader: Recipient) -> bool:
    """Whether the mail must not say whose case it is."""
    if case.application is None or reader.person is None or not case.application.call.is_blind:
        return False
    reviews = exists().where(
        ReviewAssignment.application_id == case.application.id, ReviewAssignment.reviewer_id == reader.person.id
    )
    return bool(session.scalar(select(reviews)))


def _day(day: date | None, locale: str) -> Ours:
    return Ours(say_day(day, locale) if day else "")


def _conclusion(case: Case, reader: Recipient) -> str:
    """The reasons of the panel; a complainant reads the part that was written for them, not the file of somebody else."""
    if case.appeal is None:
        return ""
    is_filer = reader.person is not None and reader.person.id == case.appeal.filed_by_id
    return case.appeal.public_reason if case.appeal.kind == Kind.COMPLAINT and is_filer else case.appeal.conclusion


def _administration(case: Case, locale: str) -> str:
    if case.administration is None:
        return ""
    country = Locale.parse(locale).territories[case.administration.iso2]
    return case.administration.names.get(locale) or country or in_language(case.administration.names, locale)


def _event(case: Case, locale: str) -> dict[str, Any]:
    """First and last day and place of the mission, or else of the workshop."""
    event: Any = case.mission or case.workshop
    venue = "" if case.mission or not case.workshop or case.workshop.is_online else case.workshop.venue
    return {
        "starts": _day(event.starts_on if event else None, locale),
        "ends": _day(event.ends_on if event else None, locale),
        "place": venue,
    }


def _what_is_waited_for(case: Case, reader: Recipient) -> dict[str, Any]:
    """From the rule book; no deadline where the case went on after this step, or where none runs."""
    rule, due_at = case.rule, case.subject.due_at
    runs = isinstance(rule.deadline, Deadline) and due_at is not None
    due = Ours(say_moment(due_at, reader.locale, reader.time_zone)) if runs else Ours("")
    return {
        "waiting_for": spoken(rule.waiting_for, reader.locale),
        "otherwise": spoken(rule.deadline.otherwise, reader.locale) if isinstance(rule.deadline, Deadline) else "",
        "due": due,
        "deadline": Ours("") if case.has_left_the_state else due,
    }


def reasons_of(session: Session, case: Case, locale: str) -> list[str]:
    """The coded reasons of the step in the reader's language, in the words of the scheme of the case."""
    if case.step is None or case.step.reasons is None or case.application is None:
        return []
    codes = [_code(reason) for reason in (case.change.reasons if case.change else [])] or _of_the_decision(
        session, case
    )
    scheme = session.get_one(Scheme, case.application.scheme_id)
    known = {entry["code"]: entry["texts"] for entry in scheme.reasons.get(case.step.reasons, [])}
    return [told_in(known[code], locale) for code in codes if code in known]


def _published(session: Session, case: Case) -> Decision | None:
    """The decision that the step of this message published."""
    if case.application is None or case.step is None or not case.step.decides:
        return None
    query = select(Decision).where(
        Decision.application_id == case.application.id,
        Decision.outcome == case.step.name,
        Decision.released_at.is_not(None),
    )
    return session.scalars(query.order_by(Decision.released_at.desc()).limit(1)).first()


def _words(session: Session, case: Case) -> str:
    """What whoever decided says to the person, beside the coded reasons."""
    decision = _published(session, case)
    return decision.words if decision else ""


def _appeal_until(session: Session, case: Case, reader: Recipient) -> Ours:
    """Until when a refusal may be appealed, by the edition of the case; empty for everything else."""
    if case.application is None or case.change is None or case.step is None or case.step.target not in REFUSED:
        return Ours("")
    days = session.get_one(Scheme, case.application.scheme_id).numbers["appeal_window_days"]
    return Ours(say_moment(case.change.at + timedelta(days=days), reader.locale, reader.time_zone))


def _of_the_decision(session: Session, case: Case) -> list[str]:
    """Published decisions keep their reasons themselves."""
    decision = _published(session, case)
    return [_code(reason) for reason in decision.reasons] if decision else []


def _code(reason: Any) -> str:
    return str(reason["code"]) if isinstance(reason, dict) else str(reason)
