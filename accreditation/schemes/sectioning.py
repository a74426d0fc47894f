"""What an officer changes in the form of a draft edition: which sections, and in which order.

As in `drafting.py`, every verb takes `seen`, the mark of the sections that the page showed.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from accreditation.errors import Invalid
from accreditation.schemes.checks import texts_fault
from accreditation.schemes.drafting import new_key
from accreditation.schemes.editions import keep_parts, lock_draft
from accreditation.schemes.models import Scheme
from accreditation.schemes.questions import ESSENTIAL, REFERENCE, entry_in, entry_of, part_of
from accreditation.texts import DEFAULT_LOCALE, N_
from accreditation.workflow.actors import Actor

Entry = Mapping[str, Any]


def with_one_moved(entries: Sequence[Entry], key: str, by: int) -> list[Entry]:
    """The entries with that one `by` places further down; at the end nothing moves."""
    order = list(entries)
    at = next((place for place, entry in enumerate(order) if entry["key"] == key), None)
    if at is not None and 0 <= at + by < len(order):
        order[at], order[at + by] = order[at + by], order[at]
    return order


def key_for(prefix: str, names: Mapping[str, str], known: Collection[str]) -> str:
    """A key with a prefix, so that nothing that the house brings later can have the same one."""
    words = re.findall(r"\w+", names[DEFAULT_LOCALE])
    return new_key(" ".join([prefix, *words]), known)


def add_section(session: Session, actor: Actor, draft: Scheme, entry: Entry, *, seen: str) -> None:
    """A section of the house (key, names, required) at the end; once only."""
    lock_draft(session, actor, draft, seen, "sections")
    if entry_of(draft.sections, entry["key"]) is not None:
        raise Invalid(N_("The form has this section already."))
    keep_parts(session, actor, draft, sections=[*draft.sections, dict(entry)])


def write_section(
    session: Session, actor: Actor, draft: Scheme, key: str | None, texts: Mapping[str, Any], *, seen: str
) -> str:
    """Names, hints and `required` of a section; with `key` None a new one of the office's own. Returns its key."""
    lock_draft(session, actor, draft, seen, part_of(key or ""))
    if fault := texts_fault(texts["names"]):
        raise Invalid(fault, field=f"names_{DEFAULT_LOCALE}")
    if key == REFERENCE:
        keep_parts(session, actor, draft, reference={**reference_of(draft), **texts})
        return key
    if key is None:
        known = [entry["key"] for entry in draft.sections]
        key = key_for("own", texts["names"], known)
        sections = [*draft.sections, {"key": key, "own": True, "questions": [], **texts}]
    else:
        sections = [{**entry, **texts} if entry["key"] == key else entry for entry in draft.sections]
    keep_parts(session, actor, draft, sections=sections)
    return key


def move_section(session: Session, actor: Actor, draft: Scheme, key: str, by: int, *, seen: str) -> None:
    """One place up (-1) or down (1)."""
    lock_draft(session, actor, draft, seen, "sections")
    keep_parts(session, actor, draft, sections=with_one_moved(draft.sections, key, by))


def remove_section(session: Session, actor: Actor, draft: Scheme, key: str, *, seen: str) -> None:
    """Takes a section with its questions out of the form; identity and consents stay."""
    lock_draft(session, actor, draft, seen, "sections")
    if key in ESSENTIAL:
        raise Invalid(N_("The sections on identity and consents cannot be left out."))
    keep_parts(session, actor, draft, sections=[entry for entry in draft.sections if entry["key"] != key])


def reference_of(draft: Scheme) -> Entry:
    """What referees are asked, also where nothing is written yet."""
    return entry_in(draft, REFERENCE) or {}
