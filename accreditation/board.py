"""The form of the switchboard: what the door and the chapters below cannot import, handed to them when the house starts."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from accreditation.history import StateChange
from accreditation.workflow.effects import Consequence
from accreditation.workflow.facts import Facts
from accreditation.workflow.machine import Transition

FactsLoader = Callable[[Session, Sequence[Any]], Mapping[uuid.UUID, Any]]
FactsOfDeadline = Callable[[Session, Any], Facts]
ParentsOf = Callable[[Any, Transition], Sequence[tuple[type, uuid.UUID]]]
ConflictFinder = Callable[[Session, Sequence[Any], Sequence[Any]], Mapping[tuple[uuid.UUID, uuid.UUID], Sequence[Any]]]
CarryOut = Callable[[Session, Any, StateChange], None]


@dataclass(frozen=True)
class Switchboard:
    """What the door cannot import: each lifecycle's table, facts and parents, and each consequence's function.

    `deadlines`: of a row's facts only what its deadline reads.
    `conflicts`: what keeps people from cases, which only chapters above the reviews know.
    """

    tables: Mapping[str, type]
    loaders: Mapping[str, FactsLoader]
    deadlines: Mapping[str, FactsOfDeadline]
    parents: Mapping[str, ParentsOf]
    consequences: Mapping[Consequence, CarryOut]
    subject_of: Callable[[Session, str, uuid.UUID], Any]
    conflicts: ConflictFinder
