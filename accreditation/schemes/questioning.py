"""The questions of a section of the form: written, moved, taken out."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.schemes.checks import texts_fault
from accreditation.schemes.editions import keep_parts, lock_draft
from accreditation.schemes.models import Scheme
from accreditation.schemes.questions import REFERENCE, entry_in, part_of, question_fault
from accreditation.schemes.sectioning import Entry, key_for, reference_of, with_one_moved
from accreditation.texts import DEFAULT_LOCALE, N_
from accreditation.workflow.actors import Actor


def write_question(
    session: Session, actor: Actor, draft: Scheme, section: str, key: str | None, question: Entry, *, seen: str
) -> None:
    """One question as `schemes/questions.py` says, without its key; with `key` None a new one at the end."""
    lock_draft(session, actor, draft, seen, part_of(section))
    present = _questions(draft, section)
    if fault := texts_fault(question["names"]):
        raise Invalid(fault, field=f"names_{DEFAULT_LOCALE}")
    if key is None:
        written = {**question, "key": key_for("q", question["names"], [each["key"] for each in present])}
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
    _keep_questions(session, actor, draft, section, lambda present: with_one_moved(present, key, by))


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
        keep_parts(session, actor, draft, reference={**reference_of(draft), "questions": questions})
        return
    sections = [{**entry, "questions": questions} if entry["key"] == section else entry for entry in draft.sections]
    keep_parts(session, actor, draft, sections=sections)
