"""What an officer changes in a draft edition: numbers, weights, criteria, and the lists of reasons, conditions, documents.

Every verb takes `seen`, the mark (`editions.mark_of`) of the parts that the page showed, and raises ChangedMeanwhile
where they changed since, Invalid where a value does not serve.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.people.names import folded
from accreditation.schemes.checks import (
    HIGHEST_FLOOR,
    conditions_fault,
    number_fault,
    renewal_conditions_fault,
    rows_fault,
    texts_fault,
    weights_fault,
)
from accreditation.schemes.editions import keep_parts, lock_draft
from accreditation.schemes.models import Scheme
from accreditation.schemes.numbers import every_number
from accreditation.texts import DEFAULT_LOCALE, N_
from accreditation.workflow.actors import Actor


def set_numbers(
    session: Session, actor: Actor, draft: Scheme, names: Mapping[str, str], numbers: Mapping[str, int], *, seen: str
) -> None:
    """The edition's name and all its numbers."""
    lock_draft(session, actor, draft, seen, "names", "numbers")
    if fault := texts_fault(names):
        raise Invalid(fault, field=f"name_{DEFAULT_LOCALE}")
    for number in every_number():
        if fault := number_fault(number, numbers.get(number.name)):
            raise Invalid(fault, field=number.name)
    keep_parts(
        session, actor, draft, names=dict(names), numbers={each.name: numbers[each.name] for each in every_number()}
    )


def weigh(
    session: Session,
    actor: Actor,
    draft: Scheme,
    part: str,
    weights: Mapping[str, int],
    floors: Mapping[str, int],
    *,
    seen: str,
) -> None:
    """Weights and floors of the criteria of "rubric" or "scoring"; a criterion without a floor named keeps its own."""
    lock_draft(session, actor, draft, seen, part)
    criteria = []
    for criterion in getattr(draft, part):
        changed = {**criterion, "weight": weights[criterion["key"]]}
        if criterion["key"] in floors:
            changed["floor"] = floors[criterion["key"]]
            if not 0 <= changed["floor"] <= HIGHEST_FLOOR:
                raise Invalid(N_("A floor is a level from 0 to 5."), field=f"floor_{criterion['key']}")
        criteria.append(changed)
    if fault := weights_fault(criteria):
        raise Invalid(fault)
    keep_parts(session, actor, draft, **{part: criteria})


def write_criterion(
    session: Session, actor: Actor, draft: Scheme, part: str, key: str | None, texts: Mapping[str, Any], *, seen: str
) -> None:
    """What a criterion says (`names`, `meaning`, `anchors` by level, `comment_at`); a new one (`key` None) has no weight yet."""
    lock_draft(session, actor, draft, seen, part)
    if fault := texts_fault(texts["names"]):
        raise Invalid(fault, field=f"names_{DEFAULT_LOCALE}")
    criteria = list(getattr(draft, part))
    if key is None:
        known = {criterion["key"] for criterion in criteria}
        criteria.append({"key": new_key(texts["names"][DEFAULT_LOCALE], known), "weight": 0, "floor": 0, **texts})
    else:
        criteria = [{**criterion, **texts} if criterion["key"] == key else criterion for criterion in criteria]
    keep_parts(session, actor, draft, **{part: criteria})


def new_key(name: str, known: Collection[str]) -> str:
    """A code made of the words of a name that none of `known` has."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in folded(name))
    start = letters.strip("_")[:26] or "criterion"
    return next(
        key for number in range(1, len(known) + 2) if (key := start + (f"_{number}" * (number > 1))) not in known
    )


def remove_criterion(session: Session, actor: Actor, draft: Scheme, part: str, key: str, *, seen: str) -> None:
    """Takes a criterion out; the others must be weighed again before adoption."""
    lock_draft(session, actor, draft, seen, part)
    left = [criterion for criterion in getattr(draft, part) if criterion["key"] != key]
    if not left:
        raise ChangedMeanwhile(N_("The last criterion cannot be taken out."))
    keep_parts(session, actor, draft, **{part: left})


# Column of the words in the rows of each part.
WORDS_OF = {"eligibility": "names", "documents": "names", "declarations": "texts"}


def write_rows(
    session: Session, actor: Actor, draft: Scheme, part: str, rows: Sequence[Mapping[str, Any]], *, seen: str
) -> None:
    """The rows of "eligibility" (schemes/conditions.py), "documents" (key, names ...) or "declarations" (key, texts ...)."""
    lock_draft(session, actor, draft, seen, part)
    if fault := conditions_fault(rows) if part == "eligibility" else rows_fault(rows, "key", WORDS_OF[part]):
        raise Invalid(fault)
    if part == "declarations":
        rows = _with_versions(rows, draft.declarations)
    keep_parts(session, actor, draft, **{part: [dict(row) for row in rows]})


def _with_versions(
    rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]
) -> Sequence[Mapping[str, Any]]:
    """Declarations with the version of their wording: the day on which it was written, kept where no word changed."""
    versions = {each["key"]: (each["texts"], each["version"]) for each in before}
    today = clock.today().isoformat()

    def version(row: Mapping[str, Any]) -> str:
        texts, known = versions.get(row["key"], ({}, today))
        return known if texts == row["texts"] else today

    return [{**row, "version": version(row)} for row in rows]


def write_reasons(
    session: Session, actor: Actor, draft: Scheme, name: str, rows: Sequence[Mapping[str, Any]], *, seen: str
) -> None:
    """The reasons (code, texts) of one list."""
    lock_draft(session, actor, draft, seen, "reasons")
    if fault := rows_fault(rows, "code", "texts"):
        raise Invalid(fault)
    keep_parts(session, actor, draft, reasons={**draft.reasons, name: [dict(row) for row in rows]})


def write_renewal(
    session: Session, actor: Actor, draft: Scheme, conditions: Sequence[Mapping[str, Any]], *, seen: str
) -> None:
    """The conditions of renewal (schemes/renewal.py)."""
    lock_draft(session, actor, draft, seen, "renewal")
    if fault := renewal_conditions_fault(conditions):
        raise Invalid(fault)
    keep_parts(session, actor, draft, renewal=[dict(each) for each in conditions])
