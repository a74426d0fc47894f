"""The next edition of a scheme: prepared by an officer, adopted by the head of the office, never edited afterwards."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.people.staff_notes import note_for_auditor
from accreditation.schemes.checks import shortcomings_of
from accreditation.schemes.models import Call, Scheme
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role

PARTS = (
    "names", "numbers", "rubric", "scoring", "eligibility", "reasons", "sections", "documents", "declarations",
    "reference", "renewal",
)  # fmt: skip


def editions_of(session: Session, region_id: uuid.UUID) -> Sequence[Scheme]:
    """Every edition of every scheme of the region, newest first, drafts among them."""
    query = select(Scheme).where(Scheme.region_id == region_id)
    return session.scalars(query.order_by(Scheme.code, Scheme.edition.desc())).all()


def edition_of(session: Session, region_id: uuid.UUID, code: str, edition: int) -> Scheme | None:
    query = select(Scheme).where(Scheme.region_id == region_id, Scheme.code == code, Scheme.edition == edition)
    return session.scalars(query).one_or_none()


def draft_of(session: Session, region_id: uuid.UUID, code: str) -> Scheme | None:
    """The edition under preparation, or None."""
    query = select(Scheme).where(Scheme.region_id == region_id, Scheme.code == code, Scheme.adopted_at.is_(None))
    return session.scalars(query).first()


def calls_by_edition(session: Session, region_id: uuid.UUID) -> Mapping[uuid.UUID, Sequence[Call]]:
    """The calls that use each edition, newest first. One query."""
    found: dict[uuid.UUID, list[Call]] = {}
    query = select(Call).where(Call.region_id == region_id).order_by(Call.opens_at.desc(), Call.id.desc())
    for call in session.scalars(query):
        found.setdefault(call.scheme_id, []).append(call)
    return found


def mark_of(scheme: Scheme, *parts: str) -> str:
    """A short mark of what stands in these parts: a page carries it, so that a stale one is noticed."""
    content = {part: getattr(scheme, part) for part in parts or PARTS}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _require(actor: Actor, role: Role, region_id: uuid.UUID) -> None:
    if not actor.holds(role, region_id):
        raise NotPermitted


def _note(session: Session, actor: Actor, scheme: Scheme, what: str, details: Mapping[str, Any]) -> None:
    note_for_auditor(
        session,
        actor,
        what,
        region_id=scheme.region_id,
        subject_id=scheme.id,
        details={"scheme": f"{scheme.code} {scheme.edition}", **details},
    )


def prepare_next(session: Session, actor: Actor, scheme: Scheme) -> Scheme:
    """A draft copy of an adopted edition under the next number; only one is prepared at a time."""
    _require(actor, Role.ROCB_OFFICER, scheme.region_id)
    session.refresh(scheme, with_for_update=True)
    if draft_of(session, scheme.region_id, scheme.code) is not None:
        raise ChangedMeanwhile(N_("The next edition is already being prepared."))
    newest = select(func.max(Scheme.edition)).where(Scheme.region_id == scheme.region_id, Scheme.code == scheme.code)
    content = {part: getattr(scheme, part) for part in PARTS}
    draft = Scheme(region_id=scheme.region_id, code=scheme.code, edition=(session.scalar(newest) or 0) + 1, **content)
    session.add(draft)
    session.flush()
    _note(session, actor, draft, "prepare_edition", {"from": scheme.edition})
    return draft


def lock_draft(session: Session, actor: Actor, draft: Scheme, seen: str, *parts: str) -> None:
    """Locks a draft for an officer; refuses an adopted edition, or a page that no longer shows what stands in `parts`."""
    _require(actor, Role.ROCB_OFFICER, draft.region_id)
    _lock(session, draft, seen, *parts)


def _lock(session: Session, draft: Scheme, seen: str, *parts: str) -> None:
    session.refresh(draft, with_for_update=True)
    if draft.adopted_at is not None:
        raise ChangedMeanwhile(
            N_("This edition was adopted meanwhile. It is not edited any more; prepare the next one.")
        )
    if mark_of(draft, *parts) != seen:
        raise ChangedMeanwhile(N_("Someone else changed this part of the edition after you opened the page."))


def keep_parts(session: Session, actor: Actor, draft: Scheme, **parts: Any) -> None:
    """Writes these parts of a locked draft, with a note of what stood there before."""
    before = {part: getattr(draft, part) for part, value in parts.items() if getattr(draft, part) != value}
    if not before:
        return
    for part in before:
        setattr(draft, part, parts[part])
    session.flush()
    _note(session, actor, draft, "change_edition", {"before": before})


def adopt_edition(session: Session, actor: Actor, draft: Scheme, *, seen: str) -> None:
    """From now on later calls may use it. Cases stay on the edition of their call. Invalid with all that is missing."""
    _require(actor, Role.ROCB_HEAD, draft.region_id)
    _lock(session, draft, seen)
    if missing := shortcomings_of(draft):
        refusal = Invalid(missing[0].reason)
        refusal.reasons = tuple(each.reason for each in missing)
        raise refusal
    draft.adopted_at, draft.adopted_by_id = clock.now(), actor.person_id
    session.flush()
    _note(session, actor, draft, "adopt_edition", {})


def discard_edition(session: Session, actor: Actor, draft: Scheme, *, seen: str) -> None:
    """Takes a draft away; its number is free again. An adopted edition stays for ever."""
    lock_draft(session, actor, draft, seen)
    _note(session, actor, draft, "discard_edition", {part: getattr(draft, part) for part in PARTS})
    session.flush()
    session.delete(draft)
    session.flush()
