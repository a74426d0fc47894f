"""Two keys to one merge: somebody of the office proposes, somebody of another office confirms."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.duplicates.conflicts import reasons_against_merging
from accreditation.duplicates.evidence import evidence_of
from accreditation.duplicates.models import PersonMerge, TwoPeople
from accreditation.duplicates.moving import as_log, give_rows, lock_cases_of, rows_of
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.people import feeds, links, sessions
from accreditation.people.account_mail import mail
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.people.roles import refuse_outsider
from accreditation.people.staff_notes import note_for_auditor
from accreditation.texts import N_, Text, as_record
from accreditation.two_keys.queries import days_to_turn
from accreditation.workflow.actors import Actor
from accreditation.workflow.two_keys import MERGE_SECOND, OFFICE_OF, Office, offices_of, second_key_against


def refuse_involved(actor: Actor, region_id: uuid.UUID, *people: uuid.UUID) -> None:
    """NotPermitted unless the actor is of the region's office, is none of these persons and tied to none."""
    refuse_outsider(actor, region_id)
    if actor.person_id in people or actor.related_to & set(people):
        raise NotPermitted


def refuse_stranger(actor: Actor, region_id: uuid.UUID, *people: uuid.UUID) -> None:
    """NotPermitted unless the actor is of the region's office or of one that has the second key, and has no tie here."""
    if not offices_of(actor, region_id) & (MERGE_SECOND | {Office.REGIONAL_OFFICE}):
        raise NotPermitted
    if actor.person_id in people or actor.related_to & set(people):
        raise NotPermitted


def note_pair(session: Session, actor: Actor, what: str, one: Person, other: Person, **more: str) -> None:
    note_for_auditor(
        session,
        actor,
        what,
        region_id=one.region_id,
        subject_id=one.id,
        details={"person": str(one.id), "other": str(other.id), **more},
    )


def say_two_people(session: Session, actor: Actor, one: Person, other: Person, note: str) -> None:
    """The pair is not shown again."""
    refuse_involved(actor, one.region_id, one.id, other.id)
    first, second = sorted((one.id, other.id))
    said = select(TwoPeople.id).where(TwoPeople.one_id == first, TwoPeople.other_id == second)
    if session.scalars(said).first() is not None:
        return
    assert actor.person_id is not None
    session.add(
        TwoPeople(
            region_id=one.region_id,
            one_id=first,
            other_id=second,
            said_by_id=actor.person_id,
            said_at=clock.now(),
            note=note.strip(),
        )
    )
    note_pair(session, actor, "say_two_people", one, other)


def propose_merge(session: Session, actor: Actor, kept: Person, absorbed: Person, note: str) -> PersonMerge:
    """The first key. TransitionRefused with every reason that stands against it; Invalid without a note."""
    refuse_involved(actor, kept.region_id, kept.id, absorbed.id)
    _lock(session, kept, absorbed)
    if not note.strip():
        raise Invalid(N_("Say how you know that it is one person."), "note")
    earlier = _waiting_for(session, kept.id, absorbed.id)
    if earlier is not None and not has_expired(session, earlier):
        raise TransitionRefused(N_("A merge of one of these accounts is proposed already."))
    if reasons := reasons_against_merging(session, kept, absorbed):
        raise TransitionRefused(*reasons)
    assert actor.person_id is not None
    if earlier is not None:
        earlier.dropped_at, earlier.dropped_by_id = clock.now(), actor.person_id
        session.flush()
    merge = PersonMerge(
        region_id=kept.region_id,
        kept_id=kept.id,
        absorbed_id=absorbed.id,
        note=note.strip(),
        evidence=[as_record(each.text) for each in evidence_of(kept, absorbed)],
        moved={},
        proposed_by_id=actor.person_id,
        proposed_at=clock.now(),
    )
    session.add(merge)
    session.flush()
    note_pair(session, actor, "propose_merge", kept, absorbed)
    return merge


def _waiting_for(session: Session, *people: uuid.UUID) -> PersonMerge | None:
    query = select(PersonMerge).where(
        PersonMerge.confirmed_at.is_(None),
        PersonMerge.dropped_at.is_(None),
        or_(PersonMerge.kept_id.in_(people), PersonMerge.absorbed_id.in_(people)),
    )
    return session.scalars(query).first()


def _lock(session: Session, *people: Person) -> None:
    """In order of id, read afresh: whoever begins an application or is given a role meanwhile waits."""
    for person in sorted(people, key=lambda each: each.id):
        session.refresh(person, with_for_update=True)


def lock_merge(session: Session, merge: PersonMerge) -> None:
    session.refresh(merge, with_for_update=True)
    _lock(session, merge.kept, merge.absorbed)


def drop_proposal(session: Session, actor: Actor, merge: PersonMerge) -> None:
    """Takes a proposal back that nobody confirmed; the pair is shown again. Also by who could confirm it and will not."""
    refuse_stranger(actor, merge.region_id, merge.kept_id, merge.absorbed_id)
    lock_merge(session, merge)
    _refuse_unless_waiting(merge)
    merge.dropped_at, merge.dropped_by_id = clock.now(), actor.person_id
    note_pair(session, actor, "drop_merge", merge.kept, merge.absorbed)


def _refuse_unless_waiting(merge: PersonMerge) -> None:
    if not merge.waits:
        raise ChangedMeanwhile(N_("This proposal was confirmed or taken back after you opened the page."))


def has_expired(session: Session, merge: PersonMerge) -> bool:
    """Nobody turned the second key in the time that the scheme gives."""
    return clock.now() >= merge.proposed_at + timedelta(days=days_to_turn(session, merge.region_id))


def second_key_refused(session: Session, actor: Actor, merge: PersonMerge) -> Sequence[Text]:
    """Why this person may not turn the second key, as sentences; empty when they may."""
    if has_expired(session, merge):
        return [N_("The time for the second key is over. The merge can be proposed again.")]
    refusal = second_key_against(MERGE_SECOND, actor, actor_of(session, merge.proposed_by), merge.region_id)
    return [] if refusal is None else [refusal]


def merges_to_confirm(session: Session, actor: Actor) -> list[PersonMerge]:
    """Proposals of which this person may turn the second key, the oldest first."""
    regions = {grant.scope_id for grant in actor.grants if OFFICE_OF.get(grant.role) in MERGE_SECOND}
    near = [person_id for person_id in (actor.person_id, *actor.related_to) if person_id is not None]
    if not regions:
        return []
    query = select(PersonMerge).where(
        PersonMerge.region_id.in_(regions),
        PersonMerge.confirmed_at.is_(None),
        PersonMerge.dropped_at.is_(None),
        PersonMerge.kept_id.not_in(near),
        PersonMerge.absorbed_id.not_in(near),
    )
    found = session.scalars(
        query.options(joinedload(PersonMerge.proposed_by)).order_by(PersonMerge.proposed_at).limit(20)
    )
    return [merge for merge in found if not second_key_refused(session, actor, merge)]


def confirm_merge(session: Session, actor: Actor, merge: PersonMerge) -> None:
    """The second key: in one transaction everything moves and is logged, the second account ends, both are written to.

    Order: locks (persons, cases), reasons against it once more, rows, sessions, links and calendar, the account itself.
    """
    refuse_stranger(actor, merge.region_id, merge.kept_id, merge.absorbed_id)
    lock_merge(session, merge)
    _refuse_unless_waiting(merge)
    if refusals := second_key_refused(session, actor, merge):
        raise TransitionRefused(*refusals)
    if reasons := reasons_against_merging(session, merge.kept, merge.absorbed):
        raise TransitionRefused(*reasons)
    rows = rows_of(session, merge.absorbed_id, merge.kept_id)
    merge.moved, merge.was_disabled_at = as_log(rows), merge.absorbed.disabled_at
    merge.confirmed_by_id, merge.confirmed_at = actor.person_id, clock.now()
    session.flush()
    lock_cases_of(session, rows)
    give_rows(session, rows, merge.kept_id)
    _end(session, merge)
    note_pair(session, actor, "merge_accounts", merge.kept, merge.absorbed)
    for email in (merge.kept.email, merge.absorbed.email):
        mail(session, "accounts_merged", merge.kept, email)
    session.flush()


def _end(session: Session, merge: PersonMerge) -> None:
    """Nobody is signed in with the second account any more; its address leads to the one kept."""
    absorbed = merge.absorbed
    absorbed.merged_into_id, absorbed.disabled_at = merge.kept_id, absorbed.disabled_at or clock.now()
    sessions.end_sessions(session, absorbed.id)
    links.void_links(session, absorbed.id)
    feeds.revoke_feeds(session, absorbed.id)
