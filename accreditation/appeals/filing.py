"""Bringing an appeal or a complaint: whoever may, in which words; whether it came in time is found at admission."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.models import Appeal, Kind
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted, TransitionRefused, no_longer_than
from accreditation.missions.models import Mission
from accreditation.people.roles import holders
from accreditation.region.models import Region
from accreditation.schemes.models import Scheme
from accreditation.texts import N_
from accreditation.transition import lock_case, open_case
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.involvement import Circle
from accreditation.workflow.states import REFUSED, AppealState

OPEN = (AppealState.FILED, AppealState.ACKNOWLEDGED, AppealState.UNDER_EXAMINATION)
GROUNDS, CONCERNS = "appeal_grounds", "complaint_kinds"
# Codes of complaints that not every officer learns of: about the staff of the office, and about its head.
ABOUT_OFFICE, ABOUT_HEAD = "office", "head"
MAY_COMPLAIN = (Role.BENEFICIARY, Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)
SHORTEST, LONGEST = 20, 8000


def codes_in(scheme: Scheme, name: str) -> list[str]:
    """The codes of one of the edition's lists; none where the edition is older than the list."""
    return [entry["code"] for entry in scheme.reasons.get(name, [])]


def last_moment_to_appeal(application: Application) -> datetime:
    """Until when an appeal against the refusal in which the case stands comes in time."""
    days: int = application.scheme.numbers["appeal_window_days"]
    return application.state_since + timedelta(days=days)


def open_appeal_of(session: Session, application: Application) -> Appeal | None:
    """The appeal that is being handled, or None."""
    query = select(Appeal).where(
        Appeal.application_id == application.id, Appeal.kind == Kind.APPEAL, Appeal.state.in_(OPEN)
    )
    return session.scalars(query).first()


def appeals_in(session: Session, application: Application, person_id: uuid.UUID | None) -> Sequence[Appeal]:
    """What this person filed in the case, newest first."""
    mine = (Appeal.application_id == application.id, Appeal.filed_by_id == person_id, Appeal.kind == Kind.APPEAL)
    return session.scalars(select(Appeal).where(*mine).order_by(Appeal.filed_at.desc(), Appeal.id.desc())).all()


def file_appeal(
    session: Session, actor: Actor, application: Application, grounds: str, kinds: Sequence[str] = ()
) -> Appeal:
    """The applicant appeals a refusal; one appeal at a time. `kinds`: codes of the edition's list of grounds."""
    application = lock_case(session, application)
    if actor.person_id is None or actor.person_id != application.applicant_id:
        raise NotPermitted
    if application.state not in REFUSED:
        raise TransitionRefused(N_("There is no refusal to appeal against."))
    if open_appeal_of(session, application) is not None:
        raise TransitionRefused(N_("Your appeal is already being handled."))
    known = codes_in(application.scheme, GROUNDS)
    chosen = [code for code in known if code in kinds]
    if set(kinds) - set(known):
        raise Invalid(N_("Choose from the list."), field="kinds")
    if not grounds.strip():
        raise Invalid(N_("Say why you think the decision is wrong."), field="grounds")
    appeal = Appeal(
        region_id=application.region_id,
        scheme_id=application.scheme_id,
        kind=Kind.APPEAL,
        application_id=application.id,
        about_id=application.applicant_id,
        filed_by_id=actor.person_id,
        filed_at=clock.now(),
        decision_published_at=application.state_since,
        kinds=chosen,
        grounds=no_longer_than(LONGEST, grounds, "grounds"),
        findings={},
        details={},
        reasons=[],
    )
    open_case(session, appeal, actor=actor)
    return appeal


def newest_edition(session: Session, region_id: uuid.UUID) -> Scheme:
    """The edition under which a complaint is handled: the one adopted last. Refused while there is none."""
    adopted = select(Scheme).where(Scheme.region_id == region_id, Scheme.adopted_at.is_not(None))
    newest = session.scalars(adopted.order_by(Scheme.adopted_at.desc(), Scheme.edition.desc())).first()
    if newest is None:
        raise NotPermitted
    return newest


def checked_words(scheme: Scheme, kind: str, text: str) -> None:
    """Invalid with the field, where a complaint says too little or chooses what is not in the list."""
    known = codes_in(scheme, CONCERNS)
    if known and kind not in known:
        raise Invalid(N_("Choose what the complaint is about."), field="kind")
    if len(text.strip()) < SHORTEST:
        raise Invalid(N_("Say what happened, where and when, in a few sentences."), field="text")


def file_complaint(
    session: Session,
    actor: Actor,
    region: Region,
    *,
    kind: str,
    named: str,
    text: str,
    is_sensitive: bool = False,
    mission: Mission | None = None,
) -> Appeal:
    """Somebody who speaks for an administration complains. `is_sensitive`: only the head and whoever the head names see it."""
    received = {grant.scope_id for grant in actor.grants if grant.role in MAY_COMPLAIN}
    if actor.person_id is None or not received:
        raise NotPermitted
    if mission is not None and not received & {mission.id, mission.beneficiary_id}:
        raise NotPermitted
    checked_words(newest_edition(session, region.id), kind, text)
    complaint = new_complaint(session, region, kind=kind, named=named, text=text, is_sensitive=is_sensitive)
    complaint.filed_by_id, complaint.filed_for_id = actor.person_id, actor.administration_id
    if mission is not None:
        complaint.mission_id, complaint.application_id = mission.id, mission.application_id
    open_case(session, complaint, actor=actor)
    return complaint


def new_complaint(
    session: Session, region: Region, *, kind: str, named: str, text: str, is_sensitive: bool = False
) -> Appeal:
    """A complaint that rests on nothing yet, in the circle that its kind asks for; not yet put on record."""
    circle = Circle.RESTRICTED if is_sensitive or kind == ABOUT_OFFICE else Circle.OFFICE
    is_about_head = kind == ABOUT_HEAD
    heads = holders(session, [Role.ROCB_HEAD], region.id) if is_about_head else []
    return Appeal(
        region_id=region.id,
        scheme_id=newest_edition(session, region.id).id,
        kind=Kind.COMPLAINT,
        about_id=heads[0].id if len(heads) == 1 else None,
        filed_at=clock.now(),
        circle=Circle.LIAISON if is_about_head else circle,
        named=no_longer_than(200, named, "named"),
        kinds=[kind] if kind else [],
        grounds=no_longer_than(LONGEST, text, "text"),
        findings={},
        details={},
        reasons=[],
    )
