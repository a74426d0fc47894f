"""Blind review: who reads a case without learning whose it is, and what then stands in the place of names.

Whoever reviews a case of a blind call reads it blind for good, also with another role and after the decision.
"""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from babel import Locale
from sqlalchemy import ColumnElement, and_, exists, false, not_, select
from sqlalchemy.orm import Session

from accreditation.applications.answers import saved_sections
from accreditation.applications.fields import Field
from accreditation.applications.lists import Filter
from accreditation.applications.models import Application
from accreditation.reviews.models import ReviewAssignment
from accreditation.schemes.models import Call
from accreditation.texts import LOCALES
from accreditation.visibility import applications_visible_to
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Involvement

HIDDEN = "▇▇▇"
# Whole sections, and single answers, that say who somebody is.
SECTIONS = frozenset({"contact", "referees", "consents"})
ANSWERS: Mapping[str, frozenset[str]] = {
    "employment": frozenset({"department", "supervisor", "supervisor_email"}),
    "wco_history": frozenset({"clikc_user", "ace_id"}),
}
# Of this section only the age in groups of ten years is shown.
WHO = "identity"
COLUMNS: Mapping[str, frozenset[str]] = {"publications": frozenset({"title", "address"})}
# Kinds of answers that give an address or a home away.
KINDS = frozenset({"email", "phone", "zone"})
_NAMED = (
    ("identity", ("given_names", "first_family_name", "second_family_name", "preferred_name", "name_on_certificate")),
    ("contact", ("work_email", "personal_email", "phone", "address")),
    ("employment", ("supervisor", "supervisor_email")),
    ("wco_history", ("clikc_user", "ace_id")),
)
SHORTEST = 3


def reads_blind(actor: Actor, application: Application, facts: Facts) -> bool:
    """Whether this person must not learn whose case it is."""
    return application.call.is_blind and Involvement.REVIEWER in facts.involvement_of(actor.person_id)


def blind_to(actor: Actor) -> ColumnElement[bool]:
    """The same as a condition on Application."""
    if actor.person_id is None:
        return false()
    reviews = exists().where(
        ReviewAssignment.application_id == Application.id,
        ReviewAssignment.reviewer_id == actor.person_id,
        ReviewAssignment.ended_at.is_(None),
    )
    return and_(Application.call_id.in_(select(Call.id).where(Call.is_blind)), reviews)


@lru_cache(maxsize=512)
def _by_name(actor: Actor) -> ColumnElement[bool]:
    return and_(applications_visible_to(actor), not_(blind_to(actor)))


def listed_for(actor: Actor, wanted: Filter) -> ColumnElement[bool]:
    """What may be seen of a list: whoever reviews a case blind does not find it by a name."""
    if wanted.seeks_a_name and Role.REVIEWER in actor.roles():
        return _by_name(actor)
    return applications_visible_to(actor)


def unnamed_among(session: Session, actor: Actor, cases: Sequence[Application]) -> frozenset[uuid.UUID]:
    """Those of a page that this person reads blind."""
    if not cases or Role.REVIEWER not in actor.roles():
        return frozenset()
    query = select(Application.id).where(Application.id.in_([case.id for case in cases]), blind_to(actor))
    return frozenset(session.scalars(query))


def _folded(text: str) -> str:
    """Small letters without accents, one for each letter of `text`, so that places stay the same."""
    return "".join((unicodedata.normalize("NFD", letter)[0].lower() + " ")[0] for letter in text)


def masked(text: str, words: Iterable[str]) -> str:
    """The text with HIDDEN for each of the words, whatever their accents and capitals."""
    text = unicodedata.normalize("NFC", text)
    folded = _folded(text)
    wanted = sorted({_folded(unicodedata.normalize("NFC", word)) for word in words}, key=len, reverse=True)
    if not wanted:
        return text
    pattern = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in wanted if word.strip())
    shown, end = [], 0
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", folded):
        shown += [text[end : match.start()], HIDDEN]
        end = match.end()
    return "".join([*shown, text[end:]])


def words_about(session: Session, application: Application) -> frozenset[str]:
    """What tells who the applicant is: names and their parts, addresses, administration and country in every language."""
    saved = {key: section.answers for key, section in saved_sections(session, application).items()}
    person, home = application.applicant, application.administration
    names = [person.given_names, person.first_family_name, person.second_family_name or "", person.email]
    names += [str(saved.get(key, {}).get(name) or "") for key, fields in _NAMED for name in fields]
    for row in saved.get("referees", {}).get("rows") or []:
        names += [str(row.get("name") or ""), str(row.get("email") or "")]
    names += [str(name) for name in home.names.values()]
    names += [Locale(locale).territories[home.iso2] for locale in LOCALES]
    return frozenset(part for name in names for part in _parts(name))


def _parts(name: str) -> Iterator[str]:
    whole = name.strip()
    if len(whole) >= SHORTEST:
        yield whole
    if "@" not in whole and not any(letter.isdigit() for letter in whole) and len(whole.split()) <= 6:
        yield from (part for part in re.split(r"[\s'’-]+", whole) if len(part) >= SHORTEST + 1)


def _hidden(section: str, field: Field) -> bool:
    hidden = ANSWERS.get(section, frozenset()) | COLUMNS.get(section, frozenset())
    return field.key in hidden or field.kind in KINDS


def _shown(section: str, answers: Sequence[Mapping[str, Any]], words: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {**answer, "value": _masked_value(answer["value"], words)}
        for answer in answers
        if not _hidden(section, answer["field"])
    ]


def _masked_value(value: Any, words: frozenset[str]) -> Any:
    return masked(value, words) if isinstance(value, str) else value


def blind_sections(sections: Sequence[Mapping[str, Any]], words: frozenset[str]) -> list[dict[str, Any]]:
    """The sections of `answers.shown_sections` for a reader who must not learn whose they are."""
    found = []
    for section in sections:
        key = section["key"]
        if key in SECTIONS:
            continue
        answers = section["answers"]
        if key == WHO:
            answers = [answer for answer in answers if answer["field"].key == "age"]
        tables = [
            {**table, "rows": [_shown(key, row, words) for row in table["rows"]]}
            for table in (section["tables"] if key != WHO else ())
        ]
        found.append({**section, "answers": _shown(key, answers, words), "tables": tables})
    return found


def has_masks(sections: Sequence[Mapping[str, Any]]) -> bool:
    """Whether something was hidden in what is left."""
    rows = [
        row for section in sections for row in (section["answers"], *(r for t in section["tables"] for r in t["rows"]))
    ]
    return any(isinstance(answer["value"], str) and HIDDEN in answer["value"] for row in rows for answer in row)
