"""What waits on the way to a renewal: practice to confirm, a word, a check, originals, an audit, a decision."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.errand import Errand
from accreditation.renewals.activity_models import LoggedActivity
from accreditation.renewals.models import RenewalRequest
from accreditation.renewals.queries import STANDS
from accreditation.schemes.models import Scheme
from accreditation.turns import unrelated
from accreditation.visibility import OFFICIAL_ROLES, scopes
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.states import AccreditationState

_LIVE = (
    AccreditationState.ACTIVE, AccreditationState.EXPIRING, AccreditationState.UNAVAILABLE, AccreditationState.EXPIRED,
)  # fmt: skip


NAMES = frozenset(
    {"hand_in_originals", "endorse_renewal", "confirm_practice", "check_renewal", "audit_renewal", "decide_renewal"}
)


def errands_of_renewal(actor: Actor) -> Iterator[Errand]:
    """For the expert, the administration, officers, auditors and the head, each where they have no interest."""
    for name, condition in _conditions(actor):
        for state in _LIVE:
            yield Errand(name, "accreditation", state, condition, due_at=_ORIGINALS_BY.get(name))


def _conditions(actor: Actor) -> Iterator[tuple[str, ColumnElement[bool]]]:
    others = unrelated(actor, Accreditation.person_id)
    drawn = _request(RenewalRequest.is_drawn, RenewalRequest.has_passed.is_(None))
    yield "hand_in_originals", and_(Accreditation.person_id == actor.person_id, drawn)
    if administrations := scopes(actor, *OFFICIAL_ROLES):
        unspoken = _request(RenewalRequest.is_endorsed.is_(None), RenewalRequest.checked_at.is_(None), _endorses())
        yield "endorse_renewal", and_(Accreditation.administration_id.in_(administrations), unspoken, *others)
    if regions := scopes(actor, Role.ROCB_OFFICER):
        here = Accreditation.region_id.in_(regions)
        yield "confirm_practice", and_(here, _unjudged(), *others)
        spoken = or_(RenewalRequest.is_endorsed, ~_endorses())
        yield "check_renewal", and_(here, _request(RenewalRequest.checked_at.is_(None), spoken), *others)
    if regions := scopes(actor, Role.AUDITOR):
        yield "audit_renewal", and_(Accreditation.region_id.in_(regions), drawn, *others)
    if regions := scopes(actor, Role.ROCB_HEAD):
        spared = or_(RenewalRequest.is_drawn.is_(False), RenewalRequest.has_passed.is_not(None), ~_audits())
        ready = or_(RenewalRequest.is_endorsed.is_(False), and_(RenewalRequest.checked_at.is_not(None), spared))
        yield "decide_renewal", and_(Accreditation.region_id.in_(regions), _request(ready), *others)


def _request(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(RenewalRequest.accreditation_id == Accreditation.id, STANDS, *which)


# Originals are handed in, and looked at, by a day of their own.
_BY = select(func.min(RenewalRequest.originals_by)).where(
    RenewalRequest.accreditation_id == Accreditation.id, STANDS, RenewalRequest.is_drawn
)
_ORIGINALS_BY = dict.fromkeys(("hand_in_originals", "audit_renewal"), _BY.correlate(Accreditation).scalar_subquery())


def _unjudged() -> ColumnElement[bool]:
    return exists().where(
        LoggedActivity.accreditation_id == Accreditation.id,
        LoggedActivity.withdrawn_at.is_(None),
        LoggedActivity.is_confirmed.is_(None),
    )


def _edition_has(name: str) -> ColumnElement[bool]:
    number = func.coalesce(Scheme.numbers[name].as_integer(), 0)
    query = select(Scheme.id).join(Application, Application.scheme_id == Scheme.id)
    return query.where(Application.id == Accreditation.application_id, number > 0).exists()


def _endorses() -> ColumnElement[bool]:
    return _edition_has("renewal_endorsement")


def _audits() -> ColumnElement[bool]:
    return _edition_has("renewal_audit_percent")
