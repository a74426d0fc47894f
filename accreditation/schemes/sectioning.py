"""What an officer changes in the form of a draft edition: which sections, in which order, and the questions they add.

As in `drafting.py`, every verb takes `seen`, the mark of the sections that the page showed.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.schemes.checks import texts_fault
from accreditation.schemes.drafting import new_key
from accreditation.schemes.editions import keep, lock_draft
from accreditation.schemes.models import Scheme
from accreditation.schemes.questions import ESSENTIAL, REFERENCE, entry_in, entry_of, part_of, question_fault
from accreditation.texts import DEFAULT_LOCALE, N_
from accreditation.workflow.actors import Actor

Entry = Mapping[str, Any]


def _moved(entries: Sequence[Entry], key: str, by: int) -> list[Entry]:
    """The entries with that one `by` places further down; at the end nothing moves."""
    order = list(entries)
    at = next((place for place, entry in enumerate(order) if entry["key"] == key), None)
    if at is not None and 0 <= at + by < len(order):
        order[at], order[at + by] = order[at + by], order[at]
    return order


def _key(prefix: str, names: Mapping[str, str], known: Collection[str]) -> str:
    """A key with a prefix, so that nothing that the house brings later can have the same one."""
    words = re.findall(r"\w+", names[DEFAULT_LOCALE])
    return new_key(" ".join([prefix, *words]), known)


def add_section(session: Session, actor: Actor, draft: Scheme, entry: Entry, *, seen: str) -> None:
    """A section of the house (key, names, required) at the end; once only."""
    lock_draft(session, actor, draft, seen, "sections")
    if entry_of(draft.sections, entry["key"]) is not None:
        raise Invalid(N_("The form has this section already."))
    keep(session, actor, draft, sections=[*draft.sections, dict(entry)])


def write_section(
    session: Session, actor: Actor, draft: Scheme, key: str | None, texts: Mapping[str, Any], *, seen: str
) -> str:
    """Names, hints and `required` of a section; with `key` None a new one of the office's own. Returns its key."""
    lock_draft(session, actor, draft, seen, part_of(key or ""))
    if fault := texts_fault(texts["names"]):
        raise Invalid(fault, field=f"names_{DEFAULT_LOCALE}")
    if key == REFERENCE:
        keep(session, actor, draft, reference={**_reference(draft), **texts})
        return key
    if key is None:
        known = [entry["key"] for entry in draft.sections]
        key = _key("own", texts["names"], known)
        sections = [*draft.sections, {"key": key, "own": True, "questions": [], **texts}]
    else:
        sections = [{**entry, **texts} if entry["key"] == key else entry for entry in draft.sections]
    keep(session, actor, draft, sections=sections)
    return key


def move_section(session: Session, actor: Actor, draft: Scheme, key: str, by: int, *, seen: str) -> None:
    """One place up (-1) or down (1)."""
    lock_draft(session, actor, draft, seen, "sections")
    keep(session, actor, draft, sections=_moved(draft.sections, key, by))


def remove_section(session: Session, actor: Actor, draft: Scheme, key: str, *, seen: str) -> None:
    """Takes a section with its questions out of the form; identity and consents stay."""
    lock_draft(session, actor, draft, seen, "sections")
    if key in ESSENTIAL:
        raise Invalid(N_("The sections on identity and consents cannot be left out."))
    keep(session, actor, draft, sections=[entry for entry in draft.sections if entry["key"] != key])


def write_question(
    session: Session, actor: Actor, draft: Scheme, section: str, key: str | None, question: Entry, *, seen: str
) -> None:
    """One question as `schemes/questions.py` says, without its key; with `key` None a new one at the end."""
    lock_draft(session, actor, draft, seen, part_of(section))
    present = _questions(draft, section)
    if fault := texts_fault(question["names"]):
        raise Invalid(fault, field=f"names_{DEFAULT_LOCALE}")
    if key is None:
        written = {**question, "key": _key("q", question["names"], [each["key"] for each in present])}
        questions = [*present, written]
    else:
        written = {**question, "key": key}
        questions = [written if each["key"] == key else each for each in present]
    slots = [slot["key"] for slot in draft.documents] if section != REFERENCE else []
    if fault := question_fault(written, questions, slots):
        raise Invalid(fault)
    _keep_questions(session, actor, draft, section, lambda _present: questions)


def move_question(session: Session, actor: Actor, draft: Scheme, section: str, key: str, by: int, *, seen: str) -> None:
    """One place up (-1) or down (1)."""
    lock_draft(session, actor, draft, seen, part_of(section))
    _keep_questions(session, actor, draft, section, lambda present: _moved(present, key, by))


def remove_question(session: Session, actor: Actor, draft: Scheme, section: str, key: str, *, seen: str) -> None:
    """Takes a question out; refused while another one depends on it."""
    lock_draft(session, actor, draft, seen, part_of(section))
    present = _questions(draft, section)
    if any((each.get("shown_if") or {}).get("key") == key for each in present):
        raise Invalid(N_("Another question depends on this one. Change that one first."))
    _keep_questions(session, actor, draft, section, lambda present: [each for each in present if each["key"] != key])


def _questions(draft: Scheme, section: str) -> list[Entry]:
    entry = entry_in(draft, section)
    if entry is None:
        raise ChangedMeanwhile(N_("This section is not in the form any more."))
    return list(entry.get("questions", ()))


def _keep_questions(
    session: Session, actor: Actor, draft: Scheme, section: str, change: Callable[[list[Entry]], list[Entry]]
) -> None:
    questions = [dict(each) for each in change(_questions(draft, section))]
    if section == REFERENCE:
        keep(session, actor, draft, reference={**_reference(draft), "questions": questions})
        return
    sections = [{**entry, "questions": questions} if entry["key"] == section else entry for entry in draft.sections]
    keep(session, actor, draft, sections=sections)


def _reference(draft: Scheme) -> Entry:
    """What referees are asked, also where nothing is written yet."""
    return entry_in(draft, REFERENCE) or {}
