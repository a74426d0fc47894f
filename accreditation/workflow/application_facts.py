"""What guards may know of an application."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from accreditation.workflow.facts import Facts
from accreditation.workflow.panel_facts import Panel
from accreditation.workflow.states import ApplicationState, MissionState, WorkshopState


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts(Facts):
    """`waived`: stations whose waiver is granted and that lie ahead; `passed_over`: those passed over because of one.

    `reviewers_conflicted` counts when it is asked, and is asked by few: to know it takes more reading than anything else.
    """

    is_draft: bool = False
    was_submitted: bool = False
    call_time_zone: str = "UTC"
    own_time_zone: str = "UTC"
    track: str = "accredited"
    on_hold: bool = False
    sections_missing: tuple[str, ...] = ()
    documents_missing: tuple[str, ...] = ()
    is_signed: bool = False
    quota_left: int = 0
    has_letter: bool = False
    has_release_commitment: bool = False
    has_official: bool = True
    has_director: bool = False
    has_head_of_unit: bool = False
    levels: int = 1
    recommended: bool | None = None
    is_escalated: bool = False
    is_reserved: bool = False
    keeps_reserve: bool = False
    items_open: int = 0
    items_unanswered: int = 0
    sections_asked: frozenset[str] = frozenset()
    places_asked: frozenset[str] = frozenset()
    asked_from: ApplicationState | None = None
    criteria_unchecked: int = 0
    criteria_failed: int = 0
    references_in: int = 0
    reviewers: int = 0
    reviewers_conflicted: Callable[[], int] = lambda: 0
    scores_in: int = 0
    score_spread: float | None = None
    criterion_spread: int | None = None
    scores_are_discussed: bool = False
    desk_below_floor: int = 0
    decision: str | None = None
    decision_reasons: int = 0
    deciders_conflicted: int = 0
    panel: Panel = field(default_factory=Panel)
    seats_left: int = 0
    workshop_state: WorkshopState | None = None
    workshop_starts_at: datetime | None = None
    resits_used: int = 0
    attended: bool = False
    marks_missing: int = 0
    assessors: int = 0
    overall_mark: float | None = None
    criteria_below_floor: tuple[str, ...] = ()
    mission_state: MissionState | None = None
    mission_lasts: bool = False
    mission_mentor_id: uuid.UUID | None = None
    report_is_positive: bool | None = None
    extensions_used: int = 0
    waived: frozenset[str] = frozenset()
    passed_over: frozenset[str] = frozenset()
    has_waivers: bool = False
