"""The persons and cases among whom conflicts are looked for, and what several kinds need to know of them."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Any

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application, Section
from accreditation.conflicts.kinds import Conflict, Pair
from accreditation.people.models import Person
from accreditation.region.models import Administration
from accreditation.texts import LOCALES
from accreditation.workflow.states import ApplicationState

Found = Iterator[tuple[Pair, Conflict]]


@cache
def country_names(iso2: str) -> dict[str, str]:
    """A country in every language, to stand in a sentence."""
    return {locale: Locale(locale).territories.get(iso2, iso2) for locale in LOCALES}


class Ground:
    """Cases and the people who may act in them. What is asked of it is read once, for all of them together."""

    def __init__(self, session: Session, cases: Sequence[Application], people: Sequence[Person]) -> None:
        self.session, self.cases, self.people = session, cases, people
        self.person_ids = {person.id for person in people}
        self.applicant_ids = {case.applicant_id for case in cases}
        self.everyone = self.person_ids | self.applicant_ids
        self.cases_of: dict[uuid.UUID, list[Application]] = defaultdict(list)
        for case in cases:
            self.cases_of[case.applicant_id].append(case)

    def between(self, one: uuid.UUID, other: uuid.UUID) -> Iterator[tuple[Application, bool]]:
        """The cases of one person in which the other may act, then the reverse; `True` where `one` is the applicant."""
        if one == other:
            return
        for applicant, actor, first in ((one, other, True), (other, one, False)):
            if actor in self.person_ids:
                for case in self.cases_of.get(applicant, ()):
                    yield case, first

    @cached_property
    def iso2_of(self) -> dict[uuid.UUID, str]:
        """The country of every administration. A region has a few dozen of them."""
        return dict(self.session.execute(select(Administration.id, Administration.iso2)).all())

    @cached_property
    def dossiers(self) -> dict[uuid.UUID, list[tuple[uuid.UUID, dict[str, dict[str, Any]]]]]:
        """By person the answers of identity and employment in each application handed in: case and answers, oldest first.

        A draft is its applicant's alone and shows nothing to anybody.
        """
        query = (
            select(Application.applicant_id, Application.id, Section.key, Section.answers)
            .join(Section, Section.application_id == Application.id)
            .where(
                Application.applicant_id.in_(self.everyone),
                Application.state != ApplicationState.DRAFT,
                Section.key.in_(("identity", "employment")),
            )
            .order_by(Application.id)
        )
        found: dict[uuid.UUID, dict[uuid.UUID, dict[str, dict[str, Any]]]] = defaultdict(dict)
        for person_id, case_id, key, answers in self.session.execute(query):
            found[person_id].setdefault(case_id, {})[key] = answers
        return {person_id: list(by_case.items()) for person_id, by_case in found.items()}
