"""Who is written to: each function answers with persons of a case; nobody with an interest in it, nobody without account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.appeals.models import AppealPanelist
from accreditation.applications.message_models import CaseMessage, Side
from accreditation.applications.models import Application
from accreditation.missions.grace import missions_led_now
from accreditation.missions.models import Mission
from accreditation.notifications.cases import Case
from accreditation.notifications.parties import Recipients as Recipients
from accreditation.notifications.parties import endorsers as endorsers
from accreditation.notifications.parties import first_to_speak as first_to_speak
from accreditation.notifications.parties import heads as heads
from accreditation.notifications.parties import heads_and_officers as heads_and_officers
from accreditation.notifications.parties import holding as holding
from accreditation.notifications.parties import keepers as keepers
from accreditation.notifications.parties import officers as officers
from accreditation.notifications.parties import officials as officials
from accreditation.notifications.parties import (
    officials_and_officers_if_submitted as officials_and_officers_if_submitted,
)
from accreditation.notifications.parties import whose_word_it_is as whose_word_it_is
from accreditation.notifications.parties import within_circle as within_circle
from accreditation.notifications.parties import without_interest as without_interest
from accreditation.people.models import Person
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.scoring import handed_in
from accreditation.reviews.scoring_models import FormerScore
from accreditation.texts import DEFAULT_LOCALE
from accreditation.training.marking_models import MarkingAgain
from accreditation.training.models import WorkshopStaff
from accreditation.workflow.actors import Role
from accreditation.workflow.machine import Party
from accreditation.workflow.states import SEATED, ApplicationState


@dataclass(frozen=True)
class Recipient:
    """One address with the language and time zone of who reads it. `is_concerned`: the case is about this person.

    `name` is of a reader without account.
    """

    email: str
    locale: str
    time_zone: str
    person: Person | None = None
    is_concerned: bool = False
    name: str = ""


def the_person(_session: Session, case: Case) -> Iterable[Person]:
    """Applicant, candidate or expert: whose case it is."""
    return [case.person] if case.person else []


def correspondents(session: Session, case: Case) -> Iterable[Person]:
    """Those of the regional office who wrote on this case before; where nobody did, its officers."""
    wrote = select(CaseMessage.author_id).where(
        CaseMessage.application_id == case.subject.id, CaseMessage.side == Side.OFFICE
    )
    authors = set(session.scalars(wrote))
    of_office = without_interest(session, case, heads_and_officers(session, case))
    return [person for person in of_office if person.id in authors] or officers(session, case)


def panel(session: Session, case: Case) -> Iterable[Person]:
    """Members of the selection panel of the region or of this call; where there is none, the head of the office."""
    members = holding(session, (Role.PANEL_MEMBER,), case.region.id)
    if case.call is not None:
        members += holding(session, (Role.PANEL_MEMBER,), case.call.id)
    return without_interest(session, case, members) or heads(session, case)


def reviewers(session: Session, case: Case) -> Iterable[Person]:
    """Assigned reviewers who have not handed in yet."""
    if case.application is None:
        return []
    query = select(Person).join(ReviewAssignment, ReviewAssignment.reviewer_id == Person.id)
    still = (ReviewAssignment.ended_at.is_(None), ReviewAssignment.handed_in_at.is_(None))
    return session.scalars(query.where(ReviewAssignment.application_id == case.application.id, *still)).all()


def reviewers_who_scored(session: Session, case: Case) -> Iterable[Person]:
    """Assigned reviewers who have handed in, where the case is still with them."""
    if case.application is None or case.subject.state != ApplicationState.UNDER_REVIEW:
        return []
    return [assignment.reviewer for assignment in handed_in(session, case.application.id)]


def reviewers_to_look_again(session: Session, case: Case) -> Iterable[Person]:
    """Reviewers whose scores were handed in and opened again."""
    again = select(FormerScore.assignment_id)
    query = select(Person).join(ReviewAssignment, ReviewAssignment.reviewer_id == Person.id)
    still = (ReviewAssignment.ended_at.is_(None), ReviewAssignment.handed_in_at.is_(None))
    of_case = ReviewAssignment.application_id == case.subject.id
    return session.scalars(query.where(of_case, *still, ReviewAssignment.id.in_(again))).all()


def reviewers_at_work(session: Session, case: Case) -> Iterable[Person]:
    """The reviewers, where the case is with them now."""
    return reviewers(session, case) if case.subject.state == ApplicationState.UNDER_REVIEW else []


def assessors(session: Session, case: Case) -> Iterable[Person]:
    """The assessors of the workshop."""
    if case.workshop is None:
        return []
    query = select(Person).join(WorkshopStaff, WorkshopStaff.person_id == Person.id)
    return session.scalars(
        query.where(WorkshopStaff.workshop_id == case.workshop.id, WorkshopStaff.duty == "assessor")
    ).all()


def trainers(session: Session, case: Case) -> Iterable[Person]:
    """Trainers and assessors of the workshop."""
    if case.workshop is None:
        return []
    query = select(Person).join(WorkshopStaff, WorkshopStaff.person_id == Person.id)
    return session.scalars(query.where(WorkshopStaff.workshop_id == case.workshop.id)).all()


def candidates(session: Session, case: Case) -> Iterable[Person]:
    """Everybody with a seat in the workshop."""
    if case.workshop is None:
        return []
    query = select(Person).join(Application, Application.applicant_id == Person.id)
    return session.scalars(
        query.where(Application.workshop_id == case.workshop.id, Application.state.in_(SEATED))
    ).all()


def coordinators(session: Session, case: Case) -> Iterable[Person]:
    """Coordinators of the training centre of the workshop; where there is none, the regional office."""
    centre_id = case.workshop.centre_id if case.workshop else case.call.centre_id if case.call else None
    there = without_interest(session, case, holding(session, (Role.RTC_COORDINATOR,), centre_id))
    return there or officers(session, case)


def mentor(_session: Session, case: Case) -> Iterable[Person]:
    return [case.mission.mentor] if case.mission else []


def beneficiary(session: Session, case: Case) -> Iterable[Person]:
    """Who speaks for the administration that receives the mission."""
    return _received_by(session, case.mission) if case.mission else []


def hosts(session: Session, case: Case) -> Iterable[Person]:
    """Who speaks for the administrations in which the expert leads a mission at this moment."""
    led = missions_led_now(session, case.person.id) if case.person else []
    return [person for mission in led for person in _received_by(session, mission)]


def _received_by(session: Session, mission: Mission) -> list[Person]:
    scopes = (mission.id, mission.beneficiary_id)
    found = [person for scope in scopes for person in holding(session, (Role.BENEFICIARY,), scope)]
    return found or holding(session, (Role.CONTACT_POINT,), mission.beneficiary_id)


def filer(_session: Session, case: Case) -> Iterable[Person]:
    """Who filed the appeal or complaint."""
    return [case.appeal.filed_by] if case.appeal and case.appeal.filed_by else []


def the_person_heard(_session: Session, case: Case) -> Iterable[Person]:
    """Whoever is complained about."""
    return [case.appeal.about] if case.appeal and case.appeal.about else []


def appeals_panel(session: Session, case: Case) -> Iterable[Person]:
    if case.appeal is None:
        return []
    query = select(Person).join(AppealPanelist, AppealPanelist.person_id == Person.id)
    sits = (AppealPanelist.appeal_id == case.appeal.id, AppealPanelist.ended_at.is_(None))
    return session.scalars(query.where(*sits)).all()


def newest_panelist(session: Session, case: Case) -> Iterable[Person]:
    """Who joined the panel last, in the place of another."""
    if case.appeal is None:
        return []
    query = select(Person).join(AppealPanelist, AppealPanelist.person_id == Person.id)
    sits = (AppealPanelist.appeal_id == case.appeal.id, AppealPanelist.ended_at.is_(None))
    return session.scalars(query.where(*sits).order_by(AppealPanelist.id.desc()).limit(1)).all()


def markers_again(session: Session, case: Case) -> Iterable[Person]:
    """Who was named to mark a candidate again after an appeal."""
    if case.application is None:
        return []
    query = select(Person).join(MarkingAgain, MarkingAgain.assessor_id == Person.id)
    return session.scalars(query.where(MarkingAgain.application_id == case.application.id)).all()


def _nobody(_session: Session, _case: Case) -> Iterable[Person]:
    return []


def _whose_mission(session: Session, case: Case) -> Iterable[Person]:
    """The mentor of the mission of a candidate who is away; the office asks where there is none."""
    return mentor(session, case) or officers(session, case)


TURN: dict[Party, Recipients] = {
    Party.APPLICANT: the_person,
    Party.ADMINISTRATION: whose_word_it_is,
    Party.OFFICE: officers,
    Party.REVIEWERS: reviewers,
    Party.PANEL: panel,
    Party.CENTRE: coordinators,
    Party.ASSESSORS: assessors,
    Party.DECISION_MAKER: heads,
    Party.MENTOR: _whose_mission,
    Party.APPEALS_PANEL: appeals_panel,
    Party.SYSTEM: _nobody,
    Party.NOBODY: _nobody,
}


def addressed(session: Session, case: Case, to: Sequence[Recipients]) -> list[Recipient]:
    """Each person once, in a fixed order. Persons concerned are reached only by the rules that name them."""
    about = {the_person, the_person_heard, filer, candidates}
    people: list[Person] = []
    for rule in to:
        found = rule(session, case)
        people += found if rule in about else within_circle(session, case, without_interest(session, case, found))
    reachable = {person.id: person for person in people if person.email_confirmed_at and not person.disabled_at}
    return [_reader(person, case) for _, person in sorted(reachable.items())]


def _reader(person: Person, case: Case) -> Recipient:
    """The person's language, else Spanish; their time zone, else the one of the region."""
    is_concerned = case.person is not None and case.person.id == person.id
    return Recipient(
        person.email, person.locale or DEFAULT_LOCALE, person.time_zone or case.region.time_zone, person, is_concerned
    )
