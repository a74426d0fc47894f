"""The states of the six lifecycles, as the field names them, and the groups other chapters ask for."""

from enum import StrEnum


class ApplicationState(StrEnum):
    DRAFT = "draft"
    AWAITING_ENDORSEMENT = "awaiting_endorsement"
    SCREENING = "screening"
    INFORMATION_REQUESTED = "information_requested"
    UNDER_REVIEW = "under_review"
    AWAITING_SHORTLISTING = "awaiting_shortlisting"
    WAITLISTED = "waitlisted"
    SHORTLISTED = "shortlisted"
    INVITED = "invited"
    CONFIRMED = "confirmed"
    IN_WORKSHOP = "in_workshop"
    AWAITING_PRE_ACCREDITATION = "awaiting_pre_accreditation"
    PRE_ACCREDITED = "pre_accredited"
    ON_MISSION = "on_mission"
    AWAITING_ACCREDITATION = "awaiting_accreditation"
    ACCREDITED = "accredited"
    RECOGNIZED = "recognized"
    NOT_ENDORSED = "not_endorsed"
    NOT_SELECTED = "not_selected"
    NOT_SUCCESSFUL = "not_successful"
    NOT_ACCREDITED = "not_accredited"
    WITHDRAWN = "withdrawn"
    NOMINATION_WITHDRAWN = "nomination_withdrawn"
    LAPSED = "lapsed"


class WorkshopState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    RUNNING = "running"
    UNDER_ASSESSMENT = "under_assessment"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class MissionState(StrEnum):
    PLANNED = "planned"
    OFFERED = "offered"
    RELEASED = "released"
    UNDER_WAY = "under_way"
    REPORTED = "reported"
    EVALUATED = "evaluated"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class AccreditationState(StrEnum):
    ACTIVE = "active"
    EXPIRING = "expiring"
    SUSPENDED = "suspended"
    UNAVAILABLE = "unavailable"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class CertificateState(StrEnum):
    RESERVED = "reserved"
    LINTED = "linted"
    SIGNED = "signed"
    LOGGED = "logged"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    EXPIRED = "expired"


class AppealState(StrEnum):
    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    INADMISSIBLE = "inadmissible"
    UNDER_EXAMINATION = "under_examination"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


_A = ApplicationState

SELECTED = frozenset(
    {
        _A.SHORTLISTED,
        _A.INVITED,
        _A.CONFIRMED,
        _A.IN_WORKSHOP,
        _A.AWAITING_PRE_ACCREDITATION,
        _A.PRE_ACCREDITED,
        _A.ON_MISSION,
        _A.AWAITING_ACCREDITATION,
    }
)
GOOD_ENDS = frozenset({_A.ACCREDITED, _A.RECOGNIZED})
OTHER_ENDS = frozenset(
    {
        _A.NOT_ENDORSED,
        _A.NOT_SELECTED,
        _A.NOT_SUCCESSFUL,
        _A.NOT_ACCREDITED,
        _A.WITHDRAWN,
        _A.NOMINATION_WITHDRAWN,
        _A.LAPSED,
    }
)
DECIDED = GOOD_ENDS | OTHER_ENDS
OPEN = frozenset(_A) - DECIDED
BEYOND_ENDORSEMENT = OPEN - {_A.DRAFT, _A.AWAITING_ENDORSEMENT}
BEFORE_SELECTION = frozenset(
    {
        _A.AWAITING_ENDORSEMENT,
        _A.SCREENING,
        _A.INFORMATION_REQUESTED,
        _A.UNDER_REVIEW,
        _A.AWAITING_SHORTLISTING,
        _A.WAITLISTED,
    }
)
MAY_HAVE_MISSIONS = frozenset(
    {
        _A.PRE_ACCREDITED,
        _A.ON_MISSION,
        _A.AWAITING_ACCREDITATION,
        _A.ACCREDITED,
        _A.RECOGNIZED,
        _A.NOT_ACCREDITED,
    }
)
REFUSED = frozenset({_A.NOT_SELECTED, _A.NOT_SUCCESSFUL, _A.NOT_ACCREDITED})
OVERTURNABLE = REFUSED | {_A.WAITLISTED, _A.SHORTLISTED, _A.PRE_ACCREDITED}
SEATED = frozenset({_A.INVITED, _A.CONFIRMED, _A.IN_WORKSHOP})
AHEAD_OF_MISSION = frozenset({MissionState.PLANNED, MissionState.OFFERED, MissionState.RELEASED})
OPEN_MISSIONS = frozenset({*AHEAD_OF_MISSION, MissionState.UNDER_WAY})
BEFORE_MARKING = frozenset({WorkshopState.PLANNED, WorkshopState.OPEN, WorkshopState.RUNNING})
STANDING = frozenset({AccreditationState.ACTIVE, AccreditationState.EXPIRING})
IN_FORCE = frozenset({*STANDING, AccreditationState.UNAVAILABLE})
HELD = frozenset({*IN_FORCE, AccreditationState.SUSPENDED})
REVOCABLE = frozenset({CertificateState.SIGNED, CertificateState.LOGGED, CertificateState.ISSUED})
EXAMINED = frozenset({AppealState.UPHELD, AppealState.PARTLY_UPHELD, AppealState.DISMISSED})
