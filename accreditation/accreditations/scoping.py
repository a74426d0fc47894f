"""The scope of an accreditation reduced or extended by the head of the office: what may change, on which grounds, and from what to what."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.amendment_models import Amendment, Kind
from accreditation.accreditations.models import Accreditation
from accreditation.errors import Invalid, NotPermitted, no_longer_than
from accreditation.history import StateChange
from accreditation.region.models import Category, Subject
from accreditation.region.standing_data import entry_named, in_use
from accreditation.texts import N_, Text
from accreditation.transition import facts_of, lock_case, perform_transition, refuse_if_stale
from accreditation.workflow.actors import Actor, decision_maker_without_interest
from accreditation.workflow.states import HELD

DIRECTIONS: Mapping[str, Text] = {"reduced": N_("Reduced"), "extended": N_("Extended")}
LEVELS: Mapping[str, Text] = {"accredited": N_("Accredited expert"), "recognized": N_("Recognized expert")}
LONGEST_REFERENCE = 80


@dataclass(frozen=True)
class Scope:
    """Codes of category and subject, and the level. The language is that of the assessment: it never changes."""

    category: str
    subject: str
    level: str


def scope_of(accreditation: Accreditation) -> Scope:
    return Scope(accreditation.category.code, accreditation.subject.code, accreditation.level)


def change_scope(
    session: Session,
    actor: Actor,
    accreditation: Accreditation,
    wanted: Scope,
    *,
    direction: str,
    reference: str,
    why: str,
    seen_version: int,
) -> StateChange:
    """Another category, subject or level from now on; the certificate is superseded by one that says so.

    `reference` names the decision behind it; whoever extends must give one, because nobody assessed the new scope before.
    """
    accreditation = lock_case(session, accreditation)
    refuse_if_stale(session, accreditation, actor, seen_version)
    if decision_maker_without_interest(actor, facts_of(session, accreditation)) is not None:
        raise NotPermitted
    before = scope_of(accreditation)
    _refuse_what_does_not_fit(session, accreditation, before, wanted, direction)
    reference, why = no_longer_than(LONGEST_REFERENCE, reference, "reference"), why.strip()
    if direction == "extended" and not reference:
        raise Invalid(N_("Name the decision on which the wider scope rests."), field="reference")
    if not why:
        raise Invalid(N_("Write why: the expert reads it."), field="why")
    after = {**asdict(wanted), "direction": direction, "reference": reference}
    session.add(_decided(actor, accreditation, why, asdict(before), after))
    return perform_transition(
        session, accreditation, "change_scope", actor=actor, note=why, seen_version=accreditation.version
    )


def _decided(
    actor: Actor, accreditation: Accreditation, why: str, before: dict[str, Any], after: dict[str, Any]
) -> Amendment:
    assert actor.person_id is not None
    now = clock.now()
    return Amendment(
        region_id=accreditation.region_id,
        accreditation_id=accreditation.id,
        kind=Kind.SCOPE,
        asked_by_id=actor.person_id,
        asked_at=now,
        why=why,
        before=before,
        after=after,
        outcome="approved",
        decided_by_id=actor.person_id,
        decided_at=now,
    )


def _refuse_what_does_not_fit(
    session: Session, accreditation: Accreditation, before: Scope, wanted: Scope, direction: str
) -> None:
    if direction not in DIRECTIONS:
        raise Invalid(N_("Say whether it is reduced or extended."), field="direction")
    for field, table in (("category", Category), ("subject", Subject)):
        offered = {row.code for row in in_use(session, accreditation.region_id, table)} | {getattr(before, field)}
        if getattr(wanted, field) not in offered:
            raise Invalid(N_("Choose one of the list."), field=field)
    if wanted.level not in LEVELS:
        raise Invalid(N_("Choose one of the list."), field="level")
    if wanted == before:
        raise Invalid(
            N_("This is the scope as it stands now. Change the category, the subject or the level."), field="category"
        )
    if direction == "extended" and (before.level, wanted.level) == ("accredited", "recognized"):
        raise Invalid(N_("From accredited to recognized is a reduction."), field="direction")
    if direction == "reduced" and (before.level, wanted.level) == ("recognized", "accredited"):
        raise Invalid(N_("From recognized to accredited is an extension."), field="direction")
    _refuse_what_is_held(session, accreditation, wanted)


def _refuse_what_is_held(session: Session, accreditation: Accreditation, wanted: Scope) -> None:
    """One person holds one accreditation for each category, subject and language."""
    query = select(Accreditation.id).where(
        Accreditation.person_id == accreditation.person_id,
        Accreditation.language == accreditation.language,
        Accreditation.state.in_(HELD),
        Accreditation.id != accreditation.id,
        Accreditation.category.has(Category.code == wanted.category),
        Accreditation.subject.has(Subject.code == wanted.subject),
    )
    if session.scalar(query.limit(1)) is not None:
        raise Invalid(N_("The person already holds an accreditation of this scope."), field="category")


def write_scope(session: Session, accreditation: Accreditation, after: Mapping[str, Any]) -> None:
    """What was decided becomes what is so; part of the step."""
    category = entry_named(session, accreditation.region_id, Category, after["category"])
    subject = entry_named(session, accreditation.region_id, Subject, after["subject"])
    accreditation.category_id, accreditation.subject_id = category.id, subject.id
    accreditation.level = after["level"]
    session.flush()
    session.expire(accreditation, ["category", "subject"])


def scope_changes_of(session: Session, accreditation: Accreditation) -> list[Amendment]:
    """Those that were carried out, the newest first."""
    query = select(Amendment).where(
        Amendment.accreditation_id == accreditation.id,
        Amendment.kind == Kind.SCOPE,
        Amendment.change_id.is_not(None),
    )
    return list(session.scalars(query.order_by(Amendment.decided_at.desc(), Amendment.id.desc())))
