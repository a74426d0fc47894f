"""Conflicts by what somebody said or signed: references, nominations, declared ties, and scores voided before."""

import uuid
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import or_, select, union

from accreditation.applications.endorsement_models import Endorsement
from accreditation.applications.models import Application
from accreditation.applications.nomination_models import Nomination
from accreditation.applications.referees.reading import ties_of_referees
from accreditation.conflicts.ground import Found, Ground
from accreditation.conflicts.kinds import Conflict, Dismissal, Kind
from accreditation.people.interests import INTEREST_LABELS, InterestKind, is_hard
from accreditation.people.models import Interest, Person
from accreditation.reviews.models import ReviewAssignment
from accreditation.texts import N_
from accreditation.workflow.states import ApplicationState

_NAMED = Conflict(Kind.REFEREE, True, N_("The applicant named this person as a referee."), "applicant")
_NAMES = Conflict(
    Kind.REFEREE, False, N_("This person named the applicant as a referee, in an application of their own."), "person"
)
_NOMINATED = Conflict(Kind.NOMINATION, True, N_("This person nominated the applicant, or spoke on the nomination."))
_VOIDED = Conflict(Kind.VOIDED, True, N_("The scores of this person in this case were voided."))


def referees(ground: Ground) -> Found:
    """Whom the applicant named in this case; and whom somebody named who may now judge them."""
    by_id = {case.id: case for case in ground.cases}
    query = select(Application.id, Application.applicant_id).where(
        Application.applicant_id.in_(ground.everyone), Application.state != ApplicationState.DRAFT
    )
    owner = dict(ground.session.execute(query).all())
    known, by_address = ties_of_referees(list(owner))
    for case_id, referee in set(ground.session.execute(known.union_all(by_address)).all()) if owner else ():
        if case_id in by_id and referee in ground.person_ids:
            yield (case_id, referee), _NAMED
        if owner[case_id] in ground.person_ids:
            for case in ground.cases_of.get(referee, ()):
                yield (case.id, owner[case_id]), _NAMES


def nominations(ground: Ground) -> Found:
    ids = [case.id for case in ground.cases]
    endorsed = select(Endorsement.application_id, Endorsement.official_id).where(
        Endorsement.application_id.in_(ids), Endorsement.official_id.in_(ground.person_ids)
    )
    recommended = select(Nomination.application_id, Nomination.recommended_by_id).where(
        Nomination.application_id.in_(ids), Nomination.recommended_by_id.in_(ground.person_ids)
    )
    for case_id, person_id in ground.session.execute(union(endorsed, recommended)):
        yield (case_id, person_id), _NOMINATED


def voided(ground: Ground) -> Found:
    """Whose scores were voided once is not asked again in the same case."""
    query = select(ReviewAssignment.application_id, ReviewAssignment.reviewer_id).where(
        ReviewAssignment.application_id.in_([case.id for case in ground.cases]),
        ReviewAssignment.reviewer_id.in_(ground.person_ids),
        ReviewAssignment.voided_at.is_not(None),
    )
    for case_id, person_id in ground.session.execute(query):
        yield (case_id, person_id), _VOIDED


def declared_ties(ground: Ground) -> Found:
    """Ties that one of the two, or the office, put on record; those dismissed come with who dismissed them and why."""
    query = select(Interest).where(
        or_(
            Interest.person_id.in_(ground.person_ids) & Interest.other_id.in_(ground.applicant_ids),
            Interest.other_id.in_(ground.person_ids) & Interest.person_id.in_(ground.applicant_ids),
        )
    )
    ties = ground.session.scalars(query.order_by(Interest.id)).all()
    names = _names(ground, {tie.dismissed_by_id for tie in ties if tie.dismissed_by_id})
    for tie in ties:
        conflict = _declared(tie, names)
        for case, is_applicant in ground.between(tie.person_id, tie.other_id):
            yield (case.id, tie.other_id if is_applicant else tie.person_id), conflict


def _names(ground: Ground, person_ids: set[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    if not person_ids:
        return {}
    people = ground.session.scalars(select(Person).where(Person.id.in_(person_ids)))
    return defaultdict(str, {person.id: person.display_name for person in people})


def _declared(tie: Interest, names: Mapping[uuid.UUID, str]) -> Conflict:
    label = INTEREST_LABELS.get(tie.kind, INTEREST_LABELS[InterestKind.OTHER])
    dismissal = None
    if tie.dismissed_at is not None:
        by = names[tie.dismissed_by_id] if tie.dismissed_by_id else ""
        dismissal = Dismissal(by, tie.dismissed_at, tie.dismissed_reason)
    reason = N_("Declared: %(tie)s.", tie=label)
    return Conflict(Kind.DECLARED, is_hard(tie.kind), reason, tie.public_id, dismissal)
