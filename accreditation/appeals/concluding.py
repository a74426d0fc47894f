"""What the panel writes: a finding on each ground, its reasons, what follows, and each member's word on it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.models import Appeal, Kind
from accreditation.appeals.panel import own_seat, seats_of
from accreditation.errors import Invalid, NotPermitted, no_longer_than
from accreditation.reviews.decision_models import Decision
from accreditation.texts import N_
from accreditation.training.marking_models import Mark
from accreditation.transition import facts_of, lock_case, touch
from accreditation.workflow.actors import Actor
from accreditation.workflow.appeal_actors import panel_of_the_appeal
from accreditation.workflow.remedies import BY_NAME, MEASURE_BY_NAME, Remedy, remedies_for
from accreditation.workflow.states import REFUSED, AppealState, ApplicationState

LONGEST = 8000


def write_conclusion(
    session: Session,
    actor: Actor,
    appeal: Appeal,
    conclusion: str,
    *,
    findings: Mapping[str, Mapping[str, Any]] | None = None,
    remedy: str = "",
    details: Mapping[str, Any] | None = None,
    upheld_part: str = "",
    measure: str = "",
    public_reason: str = "",
) -> None:
    """Keeps what the panel wrote so far. Where it says something new, everybody's agreement is asked for again.

    `findings`: per code of a ground {"holds": bool, "reason": text}. `details` of a remedy: the `outcome` put in place of the
    decision, or the ids of the `assessors` whose marks are void.
    """
    appeal = _examined(session, actor, appeal)
    if measure and (measure not in MEASURE_BY_NAME or appeal.kind != Kind.COMPLAINT):
        raise Invalid(N_("Choose from the list."), field="measure")
    written = {
        "conclusion": no_longer_than(LONGEST, conclusion, "conclusion"),
        "findings": _findings(appeal, findings or {}),
        "remedy": remedy,
        "details": _details(session, appeal, remedy, details or {}),
        "upheld_part": no_longer_than(LONGEST, upheld_part, "upheld_part"),
        "measure": measure,
        "public_reason": no_longer_than(LONGEST, public_reason, "public_reason"),
    }
    if any(getattr(appeal, name) != value for name, value in written.items()):
        _keep(session, appeal, written)


def _examined(session: Session, actor: Actor, appeal: Appeal) -> Appeal:
    """Locked for a member of its panel, while it is examined."""
    appeal = lock_case(session, appeal)
    is_member = panel_of_the_appeal(actor, facts_of(session, appeal)) is None
    if not is_member or appeal.state is not AppealState.UNDER_EXAMINATION:
        raise NotPermitted
    return appeal


def _keep(session: Session, appeal: Appeal, written: Mapping[str, Any]) -> None:
    for name, value in written.items():
        setattr(appeal, name, value)
    for seat in seats_of(session, appeal):
        seat.agreed_at = None
    touch(appeal)
    session.flush()


def _findings(appeal: Appeal, findings: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        code: {"holds": bool(found.get("holds")), "reason": no_longer_than(LONGEST, str(found.get("reason", "")), code)}
        for code, found in findings.items()
        if code in appeal.kinds
    }


def _details(session: Session, appeal: Appeal, remedy: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """What the remedy needs besides its name, checked against the refusal in which the case stands."""
    if not remedy:
        return {}
    found, application = BY_NAME.get(remedy), appeal.application
    if found is None or application is None or found not in fitting_remedies(session, appeal):
        raise Invalid(N_("This remedy does not fit the decision."), field="remedy")
    if found.outcomes is not None:
        outcome = details.get("outcome", "")
        if outcome not in found.outcomes[application.state]:
            raise Invalid(N_("Say which outcome takes the place of the decision."), field="outcome")
        return {"outcome": outcome}
    if remedy == "mark_again" and application.state is ApplicationState.NOT_SUCCESSFUL:
        marked = set(details.get("assessors", ())) & assessors_who_marked(session, appeal)
        if not marked:
            raise Invalid(N_("Name at least one assessor whose marks are void."), field="assessors")
        return {"assessors": sorted(marked)}
    return {}


def fitting_remedies(session: Session, appeal: Appeal) -> tuple[Remedy, ...]:
    """Those that fit the refusal in which the case of an appeal stands; none for a complaint."""
    application = appeal.application
    if appeal.kind != Kind.APPEAL or application is None or application.state not in REFUSED:
        return ()
    judged = select(Decision.id).where(Decision.application_id == application.id, Decision.set_aside_at.is_(None))
    return remedies_for(application.state, was_reviewed=session.scalars(judged.limit(1)).first() is not None)


def assessors_who_marked(session: Session, appeal: Appeal) -> set[str]:
    """The ids of those whose marks count in the workshop of the case, as text."""
    if appeal.application is None or appeal.application.workshop_id is None:
        return set()
    query = select(Mark.assessor_id).where(
        Mark.application_id == appeal.application_id,
        Mark.workshop_id == appeal.application.workshop_id,
        Mark.voided_at.is_(None),
    )
    return {str(person_id) for person_id in session.scalars(query.distinct())}


def agree(session: Session, actor: Actor, appeal: Appeal, seen_version: int) -> None:
    """A member agrees with the conclusion as they read it."""
    appeal = lock_case(session, appeal)
    seat = own_seat(session, actor, appeal)
    if seen_version != appeal.version:
        raise Invalid(
            N_("The conclusion was changed after you opened this page. Read it again, then agree."), field="agree"
        )
    if not appeal.conclusion:
        raise Invalid(N_("There is no conclusion yet."), field="agree")
    seat.agreed_at = clock.now()
    touch(appeal)
    session.flush()


def write_opinion(session: Session, actor: Actor, appeal: Appeal, opinion: str) -> None:
    """A member's own opinion, kept with the conclusion; nobody has to give one."""
    appeal = lock_case(session, appeal)
    own_seat(session, actor, appeal).opinion = no_longer_than(LONGEST, opinion, "opinion")
    touch(appeal)
    session.flush()
