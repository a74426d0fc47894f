"""Lists of applications for staff: what is asked for in the address, as a query."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only

from accreditation.applications.models import Application
from accreditation.applications.tagged import Tagged
from accreditation.people.models import Person
from accreditation.people.names import folded
from accreditation.region.models import Administration, Subject
from accreditation.schemes.models import Call
from accreditation.workflow.states import ApplicationState

_PATTERN_SIGN, _ESCAPED = re.compile("[%_/]"), r"/\g<0>"
_WHOLE = re.compile(r"[A-Z]{2,7}-[0-9]{4}-[A-Z]{2,7}-[0-9]{4,}")
# So many calls are offered as filters; the page of an older call leads to its cases.
LATEST = 12


@dataclass(frozen=True)
class Filter:
    """What a list of cases is narrowed to; empty means everything that may be seen."""

    states: Sequence[ApplicationState] = field(default_factory=tuple)
    call_id: uuid.UUID | None = None
    administration_id: uuid.UUID | None = None
    typed: str = ""
    tagged: Tagged | None = None

    @property
    def seeks_a_name(self) -> bool:
        """What is typed is a part of a name, not of a number."""
        return bool(self.typed.strip()) and not any(letter.isdigit() for letter in self.typed)

    def condition(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.states:
            found.append(Application.state.in_(list(self.states)))
        if self.call_id is not None:
            found.append(Application.call_id == self.call_id)
        if self.administration_id is not None:
            found.append(Application.administration_id == self.administration_id)
        if self.tagged is not None:
            found.append(self.tagged.condition())
        if self.typed.strip():
            found.append(self._matches())
        return found

    def _matches(self) -> ColumnElement[bool]:
        """What has a digit is a number, from its beginning; anything else a part of a name without accents."""
        typed = self.typed.strip().upper()
        if not self.seeks_a_name:
            whole = Application.number == typed
            return whole if _WHOLE.fullmatch(typed) else Application.number.startswith(typed, autoescape=True)
        words = [_has_in_name(word) for word in folded(self.typed).split()]
        return Application.applicant_id.in_(select(Person.id).where(*words))


def _has_in_name(part: str) -> ColumnElement[bool]:
    """Written into the text of the question, quoted: how often it occurs decides how it is best looked for."""
    pattern = bindparam(None, f"%{_PATTERN_SIGN.sub(_ESCAPED, part)}%", String(), literal_execute=True)
    return Person.search_name.like(pattern, escape="/")


_NAMES = (Person.given_names, Person.first_family_name, Person.second_family_name)
_SHOWN = (Application.number, Application.state, Application.state_since, Application.due_at, Application.on_hold)


@lru_cache(maxsize=512)
def cases(visible: ColumnElement[bool], wanted: Filter) -> Select[Any]:
    """The cases of a page, as far as a list shows them, with applicant and administration in the same query."""
    return (
        select(Application)
        .join(Application.applicant)
        .join(Application.administration)
        .options(
            load_only(*_SHOWN),
            contains_eager(Application.applicant).load_only(*_NAMES),
            contains_eager(Application.administration).load_only(Administration.iso2),
        )
        .where(visible, *wanted.condition())
    )


_OF_REGION = Call.region_id == bindparam("region_id")
_NEWEST_FIRST = (Call.opens_at.desc(), Call.id.desc())
_LATEST = select(Call.id).where(_OF_REGION).order_by(*_NEWEST_FIRST).limit(LATEST)
_CALLS = (
    select(Call.id, Call.reference, Subject.names)
    .join(Call.subject)
    .where(or_(and_(_OF_REGION, Call.reference == bindparam("reference")), Call.id.in_(_LATEST)))
    .order_by(*_NEWEST_FIRST)
)


def calls_to_choose(
    session: Session, region_id: uuid.UUID, reference: str
) -> tuple[Sequence[Row[Any]], uuid.UUID | None]:
    """The region's latest calls and the one of that reference, and the id of the latter. One query.

    A call is (id, reference, names): the names are those of its subject, by language.
    """
    found = session.execute(_CALLS, {"region_id": region_id, "reference": reference}).all()
    return found, next((row.id for row in found if row.reference == reference), None)


def counts_by_state(session: Session, visible: ColumnElement[bool], wanted: Filter) -> Mapping[ApplicationState, int]:
    """How many visible cases are in each state under the other filters. One query."""
    others = replace(wanted, states=())
    query = select(Application.state, func.count()).where(visible, *others.condition()).group_by(Application.state)
    return dict(session.execute(query).all())


def case_by_number(session: Session, visible: ColumnElement[bool], number: str) -> Application | None:
    """The case of that number if this person may see it, else None: unknown and foreign are alike."""
    return session.scalars(_by_number(visible), {"number": number.upper()}).one_or_none()


@lru_cache(maxsize=512)
def _by_number(visible: ColumnElement[bool]) -> Select[Any]:
    """Put together once for the same visibility, which is kept for the same person and rights."""
    return (
        select(Application)
        .where(Application.number == bindparam("number"), visible)
        .options(
            joinedload(Application.applicant).load_only(*_NAMES, Person.administration_id),
            joinedload(Application.administration).load_only(Administration.iso2, Administration.names),
            joinedload(Application.scheme),
            joinedload(Application.call).joinedload(Call.subject),
            joinedload(Application.call).joinedload(Call.category),
        )
    )
