"""Proposals of reviewers as jobs: what one officer may see and assign, worked out outside of any transaction."""

from sqlalchemy import ColumnElement, and_

from accreditation.applications.models import Application
from accreditation.jobs.carry_out import Handler, SessionFactory, own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.reviews.assigning.gather import gather
from accreditation.reviews.assigning.models import AssignmentProposal
from accreditation.reviews.assigning.propose import propose
from accreditation.reviews.assigning.stored import PROPOSE, keep_proposal, rows_of
from accreditation.schemes.models import Call
from accreditation.visibility import applications_visible_to
from accreditation.workflow.actors import Actor


def assignable_by(actor: Actor) -> ColumnElement[bool]:
    """The cases of others that the officer may see: no other is counted, named or assigned."""
    return and_(applications_visible_to(actor), Application.applicant_id != actor.person_id)


def work_out(factory: SessionFactory, row: OutboxRow) -> None:
    """Works out one proposal; one that is finished or was discarded meanwhile is left alone."""
    with factory() as session:
        proposal = session.get(AssignmentProposal, row.subject_id)
        if proposal is None or proposal.finished_at is not None or proposal.discarded_at is not None:
            return
        call = session.get_one(Call, proposal.call_id)
        actor = actor_of(session, session.get_one(Person, proposal.asked_by_id))
        locked = [(kept.application_id, kept.reviewer_id) for kept in rows_of(session, proposal)]
        problem = gather(session, call, assignable_by(actor), locked=locked).problem
    found = propose(problem)
    with own_transaction(factory) as session:
        again = session.get(AssignmentProposal, row.subject_id, with_for_update=True)
        if again is not None and again.finished_at is None and again.discarded_at is None:
            keep_proposal(session, again, found, problem.locked)


HANDLERS: dict[str, Handler] = {PROPOSE: work_out}
