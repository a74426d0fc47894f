"""What guards and actor rules may know of a case, frozen at the moment the door asks."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from accreditation.texts import Text
from accreditation.workflow.states import AccreditationState, ApplicationState, MissionState, WorkshopState


class Involvement(StrEnum):
    """What a person is, or was, in a case. Most of them disqualify from deciding it.

    UNDECLARED: a reviewer who has not yet said whether an interest stands in the way; the file stays closed until then.
    FORMER: reviewed, trained, interviewed, marked or mentored, but holds that part no longer; it bars from deciding and
    grants nothing.
    OVERRULED: decided what was set aside after an appeal; REMARKER: marks again what an appeal had voided.
    """

    APPLICANT = "applicant"
    NOMINATOR = "nominator"
    REVIEWER = "reviewer"
    UNDECLARED = "undeclared"
    TRAINER = "trainer"
    ASSESSOR = "assessor"
    MENTOR = "mentor"
    REFEREE = "referee"
    RELATED = "related"
    FORMER = "former"
    REMARKER = "remarker"
    DECIDER = "decider"
    OVERRULED = "overruled"
    APPEALS_PANEL = "appeals_panel"
    FILER = "filer"


class Circle(StrEnum):
    """Who in the office may know of an appeal or complaint.

    OFFICE: its officers and readers. RESTRICTED: the head, and the case officer the head names. LIAISON: it is about the head,
    so that the liaison of the WCO Secretariat keeps it.
    """

    OFFICE = "office"
    RESTRICTED = "restricted"
    LIAISON = "liaison"


Involvements = Mapping[uuid.UUID, frozenset[Involvement]]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Common ground of all six lifecycles. `numbers` and `moments` feed deadlines (`workflow/deadlines.py`)."""

    now: datetime
    region_id: uuid.UUID
    applicant_id: uuid.UUID | None = None
    administration_id: uuid.UUID | None = None
    call_id: uuid.UUID | None = None
    centre_id: uuid.UUID | None = None
    involvements: Involvements = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    moments: Mapping[str, datetime] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    both_keys_turned: bool = False

    def involvement_of(self, person_id: uuid.UUID | None) -> frozenset[Involvement]:
        return self.involvements.get(person_id, frozenset()) if person_id else frozenset()


@dataclass(frozen=True)
class Panel:
    """Who sits on the panel of a call today and may vote in this case, and what they voted since it came before them.

    `entitled`: members without interest. `interested`: those who sit on it but are barred here. `votes`: person -> outcome,
    "abstain" or "recused". `away`: the chair or deputy who is away today.
    """

    entitled: frozenset[uuid.UUID] = frozenset()
    interested: frozenset[uuid.UUID] = frozenset()
    away: frozenset[uuid.UUID] = frozenset()
    chair_id: uuid.UUID | None = None
    deputy_id: uuid.UUID | None = None
    votes: Mapping[uuid.UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts(Facts):
    """`waived`: stations whose waiver is granted and that lie ahead; `passed_over`: those passed over because of one."""

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
    reviewers_conflicted: int = 0
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


@dataclass(frozen=True, kw_only=True)
class WorkshopFacts(Facts):
    starts_on: date | None = None
    ends_on: date | None = None
    today: date | None = None
    assessors: int = 0
    confirmed: int = 0
    attendance_missing: int = 0
    marks_missing: int = 0


@dataclass(frozen=True, kw_only=True)
class MissionFacts(Facts):
    application_state: ApplicationState | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    today: date | None = None
    mentor_id: uuid.UUID | None = None
    mentor_is_accredited: bool = False
    mentor_is_conflicted: bool = False
    candidate_accepts: bool = False
    report_is_complete: bool = False
    feedback_is_in: bool = False


@dataclass(frozen=True, kw_only=True)
class AccreditationFacts(Facts):
    """`approved`: kinds of amendment that were approved and are not carried out yet.

    `paused_until`: suspended at the own request until this day. `stands_until`: the last day, a mission under way counted in.
    """

    today: date | None = None
    expires_on: date | None = None
    stands_until: date | None = None
    renewal_missing: tuple[Text, ...] = ()
    has_open_complaint: bool = False
    months_since_expiry: int = 0
    approved: frozenset[str] = frozenset()
    paused_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class CertificateFacts(Facts):
    accreditation_state: AccreditationState | None = None
    faults: tuple[str, ...] = ()
    issuing_is_stopped: bool = False
    has_pdf: bool = False
    has_leaf: bool = False
    has_successor: bool = False
    today: date | None = None
    stands_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class AppealFacts(Facts):
    """`applicant_id` is whose matter it is: who appeals, or who is complained about; None while a complaint names nobody.

    For a complaint `application_state` is None, and the persons involved are those of the case it rests on, if any.
    `panel_agreed` counts the members who agree with the conclusion as it stands; `grounds_open` the grounds without finding.
    """

    kind: str = "appeal"
    circle: Circle = Circle.OFFICE
    case_officer_id: uuid.UUID | None = None
    application_state: ApplicationState | None = None
    is_in_time: bool = False
    is_linked: bool = True
    was_heard: bool = True
    is_heard_now: bool = False
    panel: int = 0
    panel_conflicted: int = 0
    panel_agreed: int = 0
    chair_id: uuid.UUID | None = None
    has_reasons: bool = False
    grounds_open: int = 0
    names_what_follows: bool = False
    names_the_part: bool = False
