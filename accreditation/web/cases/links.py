"""From a case to the pages where its evidence is read and written, and from a task to its page."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from accreditation.appeals.room import may_promise
from accreditation.extensions import db
from accreditation.integrity.readers import may_read
from accreditation.missions.models import Mission
from accreditation.reviews.declaration_models import Recognition
from accreditation.reviews.recognising import recognitions_in
from accreditation.training.marking_again import marks_are_void
from accreditation.visibility import missions_visible_to
from accreditation.waivers.queries import may_be_waived
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import FoundCase
from accreditation.workflow import permissions, score_guards
from accreditation.workflow.actors import Role, head_of_office, officer_without_interest
from accreditation.workflow.permissions import Permission
from accreditation.workflow.states import MAY_HAVE_MISSIONS, ApplicationState


def _offered(found: FoundCase, pages: Sequence[tuple[Permission, str, str]]) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": url_for(endpoint, number=found.application.number)}
        for permission, endpoint, label in pages
        if found.may(permission)
    ]


def links_of(found: FoundCase) -> list[dict[str, Any]]:
    """Tabs of the case, where one reads: only what this person may open."""
    pages: tuple[tuple[Permission, str, str], ...] = (
        (permissions.READ_DOSSIER, "cases.dossier", _("Dossier")),
        (permissions.READ_REFERENCES, "cases.references", _("References")),
        (permissions.READ_JUDGEMENTS, "decisions.evidence", _("Evidence")),
        (permissions.READ_IDENTITY_PAPER, "cases.identity_paper", _("Passport")),
        (permissions.READ_EMERGENCY_CONTACT, "cases.emergency_contact", _("In an emergency")),
        (permissions.INTERVIEW, "cases.interviews", _("Language interviews")),
        (permissions.WEIGH_CONFLICTS, "rocb.conflicts", _("Conflicts of interest")),
        (permissions.TAG, "cases.tags", _("Tags")),
        (permissions.TALK, "cases.messages", _("Messages")),
    )
    if found.application.call.is_blind:
        pages = (*pages, (permissions.REDACT, "rocb.blind_files", _("Files for blind reviewers")))
    if may_be_waived(found.application.scheme.numbers):
        pages = (*pages, (permissions.READ_JUDGEMENTS, "cases.waivers", _("Waived stations")))
    names_the_person = ("cases.references", "cases.waivers", "rocb.blind_files") if found.reads_blind else ()
    links = [*_missions_in(found), *_offered(found, [page for page in pages if page[1] not in names_the_person])]
    if found.may(permissions.READ_JUDGEMENTS) and may_read(db.session(), current_actor(), found.application.region_id):
        address = url_for("rocb.case_integrity", number=found.application.number)
        links.append({"label": _("Integrity register"), "href": address})
    return links


def differing_scores(found: FoundCase) -> str:
    """Where the office sees to scores that differ; empty where they do not, or the case is not with the reviewers."""
    is_reviewed = found.application.state is ApplicationState.UNDER_REVIEW
    if not is_reviewed or not found.may(permissions.ASSIGN) or score_guards.every_score_is_in(found.facts) is not None:
        return ""
    return url_for("rocb.scores", number=found.application.number) if score_guards.the_scores_agree(found.facts) else ""


def recognised_in(found: FoundCase) -> Sequence[Recognition]:
    """Which reviewers of a blind call recognised the applicant, for those who read judgements."""
    if not found.application.call.is_blind or found.reads_blind or not found.may(permissions.READ_JUDGEMENTS):
        return []
    return recognitions_in(db.session(), found.application.id)


def acts_of(found: FoundCase) -> list[dict[str, Any]]:
    """Pages of the case where this person writes what the next step needs."""
    is_reviewed = found.application.state is ApplicationState.UNDER_REVIEW
    pages = (
        (permissions.CHECK, "rocb.screen", _("Check the conditions")),
        (permissions.ASSIGN, "rocb.reviewers", _("Reviewers")),
        *([(permissions.ASSIGN, "rocb.scores", _("Scores"))] if is_reviewed else []),
        (permissions.SCORE, "reviewer.review", _("Score")),
        (permissions.DECIDE, "decisions.decide", _("Decide")),
        (permissions.PLAN_MISSION, "mentor.plan", _("Plan a mission")),
        (permissions.MARK, "trainer.marks", _("Mark")),
        (permissions.MARK_AGAIN, "trainer.marks", _("Mark again")),
    )
    return [*_offered(found, pages), *_after_an_appeal(found)]


def _missions_in(found: FoundCase) -> list[dict[str, Any]]:
    """The missions of the case that this person may open, the latest first; a question only where there may be one."""
    if found.reads_blind or found.application.state not in MAY_HAVE_MISSIONS:
        return []
    here = (Mission.application_id == found.application.id, missions_visible_to(current_actor()))
    missions = db.session.scalars(select(Mission).where(*here).order_by(Mission.id.desc()))
    return [
        {"label": _("Mission: %(title)s", title=row.title), "href": url_for("mentor.mission", public_id=row.public_id)}
        for row in missions
    ]


def _after_an_appeal(found: FoundCase) -> list[dict[str, Any]]:
    """What an upheld appeal asks of the office: assessors who mark again, and a place where the workshop is full."""
    actor, session, number = current_actor(), db.session(), found.application.number
    offered = []
    is_office = actor.roles() & {Role.ROCB_OFFICER, Role.ROCB_HEAD}
    if (
        is_office
        and officer_without_interest(actor, found.facts) is None
        and marks_are_void(session, found.application)
    ):
        offered.append({"label": _("Name who marks again"), "href": url_for("rocb.markers", number=number)})
    if is_office and head_of_office(actor, found.facts) is None and may_promise(session, found.application):
        offered.append(
            {"label": _("A seat after the appeal"), "href": url_for("rocb.seat_after_appeal", number=number)}
        )
    return offered
