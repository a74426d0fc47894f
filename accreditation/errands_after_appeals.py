"""What waits because of an appeal or a complaint: a word of the person concerned, a measure, new reviewers, new marks."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, or_, select

from accreditation.appeals.models import Appeal, AppealHearing
from accreditation.applications.models import Application
from accreditation.errand import Errand
from accreditation.reviews.models import SET_ASIDE, ReviewAssignment
from accreditation.training.marking_models import Mark, MarkingAgain
from accreditation.turns import OFFICERS, unrelated
from accreditation.visibility import not_about, of_the_circle, scopes
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.states import AppealState, ApplicationState


def errands_after_appeals(actor: Actor) -> Iterator[Errand]:
    """For the person complained about, the office, and whoever marks again."""
    asked = exists().where(
        AppealHearing.appeal_id == Appeal.id,
        AppealHearing.person_id == actor.person_id,
        AppealHearing.answered_at.is_(None),
    )
    yield Errand("answer_complaint", "appeal", AppealState.ACKNOWLEDGED, asked, due_at=Appeal.due_at)
    undecided = ApplicationState.AWAITING_PRE_ACCREDITATION
    yield Errand("mark_again", "application", undecided, _mine_to_mark(actor), due_at=Application.due_at)
    if scopes(actor, *OFFICERS, Role.WCO_LIAISON):
        open_measure = and_(
            Appeal.measure.not_in(("", "none")),
            Appeal.carried_out_at.is_(None),
            of_the_circle(actor, *OFFICERS),
            not_about(actor),
        )
        for state in (AppealState.UPHELD, AppealState.PARTLY_UPHELD):
            yield Errand("carry_out_measure", "appeal", state, open_measure, due_at=Appeal.due_at)
    if regions := scopes(actor, *OFFICERS):
        ours = and_(
            or_(*(Application.region_id == region for region in sorted(regions))),
            *unrelated(actor, Application.applicant_id),
        )
        for name, state, nobody in (
            ("name_markers", undecided, _nobody_marks()),
            ("name_reviewers", ApplicationState.UNDER_REVIEW, _nobody_reviews()),
        ):
            yield Errand(name, "application", state, and_(ours, nobody), due_at=Application.due_at)


def _mine_to_mark(actor: Actor) -> ColumnElement[bool]:
    named = (MarkingAgain.application_id == Application.id, MarkingAgain.assessor_id == actor.person_id)
    given = (Mark.application_id == Application.id, Mark.assessor_id == actor.person_id)
    return and_(
        exists().where(*named, MarkingAgain.workshop_id == Application.workshop_id),
        ~exists().where(*given, Mark.workshop_id == Application.workshop_id),
    )


def _nobody_marks() -> ColumnElement[bool]:
    """Marks were voided and nobody was named to mark again. The few voided marks come first, not the cases of a region."""
    voided = select(Mark.application_id).where(Mark.voided_at.is_not(None))
    here = Mark.workshop_id == Application.workshop_id
    return and_(
        Application.id.in_(voided),
        exists().where(Mark.application_id == Application.id, here, Mark.voided_at.is_not(None)),
        ~exists().where(
            MarkingAgain.application_id == Application.id, MarkingAgain.workshop_id == Application.workshop_id
        ),
    )


def _nobody_reviews() -> ColumnElement[bool]:
    """The reviews were set aside and nobody reviews the case now. The few set aside come first."""
    set_aside = select(ReviewAssignment.application_id).where(
        ReviewAssignment.ended_at.is_not(None), ReviewAssignment.ended_reason == SET_ASIDE
    )
    standing = (ReviewAssignment.application_id == Application.id, ReviewAssignment.ended_at.is_(None))
    return and_(Application.id.in_(set_aside), ~exists().where(*standing))
