"""What a list said of people goes when they refuse, when nobody answers in time, and when a list is never taken over."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.people.account_mail import mail
from accreditation.people.links import void_links_to_any
from accreditation.people.models import Person

# How long a list waits to be taken over.
DRAFT_DAYS = 30
_EMPTY: Mapping[str, Any] = {
    "cells": {}, "remarks": [], "given_names": "", "first_family_name": "", "second_family_name": "", "email": "",
    "old_certificate": "", "person_id": None, "granted_on": None, "expires_on": None,
}  # fmt: skip


def forget_lines(session: Session, *which: Any, keeps_digest: bool = False) -> int:
    """What these lines say of people goes; returns how many. A confirmed line stays with its accreditation.

    `keeps_digest`: the same line is refused for good, because the person does not want it.
    """
    values = {**_EMPTY, "forgotten_at": clock.now()} | ({} if keeps_digest else {"digest": ""})
    conditions = (*which, ImportedLine.accreditation_id.is_(None), ImportedLine.forgotten_at.is_(None))
    count = session.scalar(select(func.count()).select_from(ImportedLine).where(*conditions)) or 0
    session.execute(update(ImportedLine).where(*conditions).values(values).execution_options(synchronize_session=False))
    session.expire_all()
    return count


def forget_unanswered(factory: SessionFactory) -> None:
    """Lines nobody confirmed in time, the refused ones of the same lists, and lists that were not taken over."""
    now = clock.now()
    over = ExpertImport.answers_until < now
    never = ExpertImport.taken_in_at.is_(None) & (ExpertImport.handed_in_at < now - timedelta(days=DRAFT_DAYS))
    with own_transaction(factory) as session:
        lists = select(ExpertImport.id).where(over | never)
        late = ImportedLine.import_id.in_(lists)
        half = select(Person).where(
            Person.id.in_(
                select(ImportedLine.person_id).where(
                    late, ImportedLine.person_agrees, ImportedLine.accreditation_id.is_(None)
                )
            )
        )
        for person in session.scalars(half).all():
            mail(session, "imported_not_confirmed", person, person.email)
        void_links_to_any(session, select(ImportedLine.id).where(late))
        forget_lines(session, late)
        said = update(ImportedLine).where(late, ImportedLine.administration_reason != "")
        session.execute(said.values(administration_reason="").execution_options(synchronize_session=False))
