"""What is known of the renewal of accreditations: practice in the present cycle, and the request that stands in it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from accreditation.accreditations.editions import editions_of
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.missions.models import Mission
from accreditation.renewals.activity_models import LoggedActivity
from accreditation.renewals.models import RenewalRequest
from accreditation.schemes.earlier import number_in
from accreditation.schemes.models import Call, Scheme
from accreditation.schemes.renewal import Finding, Known, judge
from accreditation.workflow.deadlines import add_months
from accreditation.workflow.involvement import Involvement, Involvements
from accreditation.workflow.states import MissionState

DONE = (MissionState.REPORTED, MissionState.EVALUATED)
_COUNTED: Mapping[str, str] = {"refresher": "refreshers", "activity": "activities", "publication": "publications"}
BEGAN = func.coalesce(Accreditation.renewed_on, Accreditation.granted_on)


@dataclass(frozen=True)
class Renewal:
    """How one accreditation stands: its edition, the request of this cycle, and every condition."""

    scheme: Scheme
    request: RenewalRequest | None
    known: Known
    findings: tuple[Finding, ...]

    @property
    def practice(self) -> tuple[Finding, ...]:
        """What can be worked on years ahead."""
        return tuple(finding for finding in self.findings if finding.name == "practice")

    @property
    def practice_missing(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.practice if not finding.met)


def cycle_began_on(accreditation: Accreditation) -> date:
    return accreditation.renewed_on or accreditation.granted_on


def opens_on(accreditation: Accreditation, scheme: Scheme) -> date:
    """From when on renewal may be asked for."""
    months = number_in(scheme.numbers, "renewal_opens_months")
    end = datetime.combine(accreditation.expires_on, time(), tzinfo=UTC)
    return max(add_months(end, -months).date(), cycle_began_on(accreditation))


def asked_until(accreditation: Accreditation, scheme: Scheme) -> date:
    """The last day on which renewal may be asked for: an expired accreditation may be reinstated for a time."""
    end = datetime.combine(accreditation.expires_on, time(), tzinfo=UTC)
    return add_months(end, scheme.numbers["reinstatement_months"]).date() - timedelta(days=1)


def led_missions(session: Session, accreditations: Sequence[Accreditation]) -> Mapping[uuid.UUID, Sequence[Mission]]:
    """By accreditation: the missions in its subject that the expert led since the cycle began. One query."""
    query = (
        select(Accreditation.id, Mission)
        .join(Mission, Mission.mentor_id == Accreditation.person_id)
        .join(Application, Application.id == Mission.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(
            Accreditation.id.in_([each.id for each in accreditations]),
            Call.subject_id == Accreditation.subject_id,
            Mission.state.in_(DONE),
            Mission.ends_on >= BEGAN,
        )
        .order_by(Mission.ends_on, Mission.id)
    )
    found: dict[uuid.UUID, list[Mission]] = defaultdict(list)
    for accreditation_id, mission in session.execute(query):
        found[accreditation_id].append(mission)
    return found


def activities_of(session: Session, accreditation: Accreditation) -> Sequence[LoggedActivity]:
    """Those of the present cycle that were not withdrawn, the latest first."""
    query = select(LoggedActivity).where(
        LoggedActivity.accreditation_id == accreditation.id,
        LoggedActivity.withdrawn_at.is_(None),
        LoggedActivity.ended_on >= cycle_began_on(accreditation),
    )
    return session.scalars(query.order_by(LoggedActivity.ended_on.desc(), LoggedActivity.id.desc())).all()


def _sums(session: Session, ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[tuple[str, str, int, int]]]:
    """By accreditation: (kind, unit, how many, amount) of what is confirmed in the present cycle. One query."""
    query = (
        select(
            LoggedActivity.accreditation_id,
            LoggedActivity.kind,
            LoggedActivity.unit,
            func.count(),
            func.sum(LoggedActivity.amount),
        )
        .join(Accreditation, Accreditation.id == LoggedActivity.accreditation_id)
        .where(
            LoggedActivity.accreditation_id.in_(list(ids)),
            LoggedActivity.withdrawn_at.is_(None),
            LoggedActivity.is_confirmed.is_(True),
            LoggedActivity.ended_on >= BEGAN,
        )
        .group_by(LoggedActivity.accreditation_id, LoggedActivity.kind, LoggedActivity.unit)
    )
    found: dict[uuid.UUID, list[tuple[str, str, int, int]]] = defaultdict(list)
    for accreditation_id, kind, unit, count, amount in session.execute(query):
        found[accreditation_id].append((kind, unit, count, amount))
    return found


def standing_requests(session: Session, accreditations: Sequence[Accreditation]) -> Mapping[uuid.UUID, RenewalRequest]:
    """By accreditation the request of its present cycle that has not ended. One query."""
    query = (
        select(RenewalRequest)
        .join(Accreditation, Accreditation.id == RenewalRequest.accreditation_id)
        .where(Accreditation.id.in_([each.id for each in accreditations]), STANDS)
    )
    return {request.accreditation_id: request for request in session.scalars(query)}


# Condition on RenewalRequest joined to Accreditation: it belongs to the present cycle and has not ended.
STANDS = and_(RenewalRequest.outcome == "", RenewalRequest.cycle_began_on >= BEGAN)


def amounts_of(
    missions: int, sums: Sequence[tuple[str, str, int, int]], numbers: Mapping[str, int]
) -> Mapping[str, int]:
    """Measure -> how much; a day counts as the hours of the edition."""
    day = number_in(numbers, "practice_day_hours")
    found: dict[str, int] = defaultdict(int, missions=missions)
    for kind, unit, count, amount in sums:
        hours = amount * day if unit == "days" else amount
        found["hours"] += hours
        found[_COUNTED.get(kind, "missions")] += count
        if kind == "refresher":
            found["refresher_hours"] += hours
    return found


def renewals_of(
    session: Session, accreditations: Sequence[Accreditation], schemes: Mapping[uuid.UUID, Scheme]
) -> Mapping[uuid.UUID, Renewal]:
    """By accreditation how it stands; `schemes` by accreditation. A constant number of queries."""
    missions = led_missions(session, accreditations)
    sums = _sums(session, [each.id for each in accreditations])
    requests = standing_requests(session, accreditations)
    found = {}
    for row in accreditations:
        scheme, request = schemes[row.id], requests.get(row.id)
        amounts = amounts_of(len(missions.get(row.id, ())), sums.get(row.id, ()), scheme.numbers)
        known = Known(
            amounts=amounts,
            is_asked=request is not None,
            is_endorsed=request.is_endorsed if request else None,
            is_checked=request is not None and request.checked_at is not None,
            is_drawn=request.is_drawn if request else None,
            has_passed=request.has_passed if request else None,
        )
        found[row.id] = Renewal(scheme, request, known, judge(scheme, known))
    return found


def renewal_of(session: Session, accreditation: Accreditation) -> Renewal:
    return renewals_of(session, [accreditation], editions_of(session, [accreditation]))[accreditation.id]


def with_parts(involvements: Involvements, request: RenewalRequest | None) -> Involvements:
    """Who endorsed, checked or audited the request has a part in the case, and does not decide on it."""
    if request is None:
        return involvements
    merged = dict(involvements)
    for person_id, part in (
        (request.endorsed_by_id, Involvement.NOMINATOR),
        (request.checked_by_id, Involvement.REVIEWER),
        (request.audited_by_id, Involvement.ASSESSOR),
    ):
        if person_id is not None:
            merged[person_id] = merged.get(person_id, frozenset()) | {part}
    return merged
