"""Ties between persons that keep one from acting on the other's cases."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from accreditation.people.models import Interest
from accreditation.texts import N_, Text


class InterestKind(StrEnum):
    """What a person can say ties them to another."""

    RELATIVE = "relative"
    BUSINESS = "business"
    CLOSE = "close"
    COLLEAGUE = "colleague"
    OTHER = "other"


INTEREST_LABELS: Mapping[str, Text] = {
    InterestKind.RELATIVE: N_("a family tie"),
    InterestKind.BUSINESS: N_("a common business"),
    InterestKind.CLOSE: N_("a close friendship or a dispute"),
    InterestKind.COLLEAGUE: N_("they worked together"),
    InterestKind.OTHER: N_("another tie"),
}
_SOFT = frozenset({InterestKind.COLLEAGUE, InterestKind.OTHER})


def is_hard(kind: str) -> bool:
    """Nobody may dismiss a tie of family, business, friendship or dispute (ISO/IEC 17024, 4.3)."""
    return kind not in _SOFT


def standing_interest() -> ColumnElement[bool]:
    """An interest counts until staff dismiss it with a reason."""
    return Interest.dismissed_at.is_(None)


_IDS = bindparam("ids", expanding=True)
_TIES = select(Interest.person_id, Interest.other_id).where(
    standing_interest(), or_(Interest.person_id.in_(_IDS), Interest.other_id.in_(_IDS))
)


def related_to(session: Session, person_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
    """For each person, everyone tied to them in either direction. One query."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for one, other in session.execute(_TIES, {"ids": list(person_ids)}):
        found[one].add(other)
        found[other].add(one)
    return {person_id: frozenset(found[person_id]) for person_id in person_ids}
