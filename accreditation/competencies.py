"""A case as a matrix: each competency of the rubric with every piece of evidence there is, what covers it, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from accreditation.applications.answers import saved_sections
from accreditation.applications.forms import reference_form_of
from accreditation.applications.models import Application
from accreditation.evidence import Judge, Judgements
from accreditation.texts import N_, Text
from accreditation.workflow.states import ApplicationState as S


class Kind(StrEnum):
    """Where a piece of evidence comes from, in the order of the road."""

    DOSSIER = "dossier"
    REFERENCES = "references"
    REVIEWS = "reviews"
    MARKS = "marks"
    MISSION = "mission"


KIND_LABELS: Mapping[Kind, Text] = {
    Kind.DOSSIER: N_("Application"),
    Kind.REFERENCES: N_("Referees"),
    Kind.REVIEWS: N_("Reviewers"),
    Kind.MARKS: N_("Workshop"),
    Kind.MISSION: N_("Mission"),
}
GAPS: Mapping[Kind, Text] = {
    Kind.DOSSIER: N_("The application says nothing of it."),
    Kind.REFERENCES: N_("No referee has seen it."),
    Kind.REVIEWS: N_("No reviewer scored it."),
    Kind.MARKS: N_("No workshop mark for it."),
    Kind.MISSION: N_("No evidence of it from a mission."),
}
# What can be there at the latest when a case is decided in these states; before the workshop nobody misses its marks.
_BEFORE_WORKSHOP = frozenset({Kind.DOSSIER, Kind.REFERENCES, Kind.REVIEWS})
_DUE: Mapping[S, frozenset[Kind]] = {
    S.AWAITING_SHORTLISTING: _BEFORE_WORKSHOP,
    S.WAITLISTED: _BEFORE_WORKSHOP,
    S.AWAITING_PRE_ACCREDITATION: _BEFORE_WORKSHOP | {Kind.MARKS},
}
# Answers of a referee that say nothing was seen.
_UNSEEN = "unseen"


@dataclass(frozen=True)
class Piece:
    """`source`: who says so, or what it is (a Text, or words in languages); `level` 1 to 5 where there is one."""

    kind: Kind
    source: Any
    level: int | None = None
    words: str = ""
    choice: Any = None


@dataclass(frozen=True)
class Competency:
    """`expected`: kinds of evidence that can be there by now; `covered` those that are. `mean`: of the workshop's marks."""

    criterion: Mapping[str, Any]
    pieces: Sequence[Piece]
    expected: Sequence[Kind]
    mean: float | None
    is_below_floor: bool

    @property
    def covered(self) -> Sequence[Kind]:
        return [kind for kind in self.expected if any(piece.kind is kind for piece in self.pieces)]

    @property
    def gaps(self) -> Sequence[Kind]:
        return [kind for kind in self.expected if kind not in self.covered]

    def of(self, kind: Kind) -> Sequence[Piece]:
        return [piece for piece in self.pieces if piece.kind is kind]


def competencies_of(
    session: Session, application: Application, judgements: Judgements, references: Sequence[Mapping[str, Any]]
) -> list[Competency]:
    """One for each criterion of the rubric. `references` as `shown_references` gives them; empty where they are closed."""
    saved = {key: section.answers for key, section in saved_sections(session, application).items()}
    result = judgements.result
    found = []
    for criterion in application.scheme.rubric:
        key, mapped = criterion["key"], criterion.get("evidence", {})
        pieces = [
            *_dossier(key, mapped, saved, application),
            *_references(mapped, references, application),
            *_reviews(mapped, judgements.reviews, application),
            *_levels(Kind.MARKS, key, judgements.marks),
            *_missions(key, judgements),
        ]
        found.append(
            Competency(
                criterion=criterion,
                pieces=pieces,
                expected=_expected(application, mapped),
                mean=result.levels.get(key) if result else None,
                is_below_floor=result is not None and key in result.below_floor,
            )
        )
    return found


def _expected(application: Application, mapped: Mapping[str, Any]) -> list[Kind]:
    due = _DUE.get(application.state, frozenset(Kind))
    possible = {Kind.DOSSIER, Kind.MARKS, Kind.MISSION}
    possible |= {Kind.REFERENCES} if mapped.get("reference") else set()
    possible |= {Kind.REVIEWS} if mapped.get("scoring") else set()
    return [kind for kind in Kind if kind in due & possible]


def _dossier(key: str, mapped: Mapping[str, Any], saved: Mapping[str, Any], application: Application) -> list[Piece]:
    own = saved.get("self_assessment", {})
    level, words = str(own.get(f"level_{key}") or ""), str(own.get(f"evidence_{key}") or "")
    found = []
    if level.isdigit() or words:
        found.append(Piece(Kind.DOSSIER, N_("How they see themselves"), int(level) if level.isdigit() else None, words))
    names = {section["key"]: section["names"] for section in application.scheme.sections}
    for section in mapped.get("sections", ()):
        rows = max((len(value) for value in saved.get(section, {}).values() if isinstance(value, list)), default=0)
        if rows and section in names:
            found.append(Piece(Kind.DOSSIER, names[section], choice=rows))
    return found


def _references(
    mapped: Mapping[str, Any], references: Sequence[Mapping[str, Any]], application: Application
) -> list[Piece]:
    wanted = set(mapped.get("reference", ()))
    fields = {field.key: field for field in reference_form_of(application.scheme).fields}
    found = []
    for each in references:
        for answer in each["answers"]:
            if answer["field"].key in wanted & fields.keys() and answer["value"] != _UNSEEN:
                found.append(Piece(Kind.REFERENCES, each["request"].name, choice=answer))
    return found


def _reviews(mapped: Mapping[str, Any], judges: Sequence[Judge], application: Application) -> list[Piece]:
    return [piece for key in mapped.get("scoring", ()) for piece in _levels(Kind.REVIEWS, key, judges)]


def _levels(kind: Kind, key: str, judges: Sequence[Judge]) -> list[Piece]:
    return [
        Piece(kind, judge.name, judge.levels[key], judge.comments.get(key, ""))
        for judge in judges
        if key in judge.levels
    ]


def _missions(key: str, judgements: Judgements) -> list[Piece]:
    return [
        Piece(Kind.MISSION, mission.mentor.display_name, int(report.levels[key]))
        for mission, report in judgements.reports
        if report.levels.get(key)
    ]
