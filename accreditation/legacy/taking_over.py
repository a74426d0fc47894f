"""A list handed in, its columns named, taken over as a whole, and taken back while nobody has confirmed."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, insert, or_, select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.database import new_id, new_public_id
from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.jobs import outbox
from accreditation.legacy.checking import checked, newest_edition
from accreditation.legacy.forgetting import forget_lines
from accreditation.legacy.headings import FIELDS, missing, proposed
from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.legacy.reading import Line
from accreditation.people.account_mail import mail
from accreditation.people.links import void_links_to_any
from accreditation.people.roles import holders, refuse_outsider
from accreditation.people.staff_notes import note_for_auditor
from accreditation.region.models import Administration
from accreditation.schemes.earlier import number_in
from accreditation.storage.sheets import Sheet
from accreditation.texts import N_, as_record
from accreditation.workflow.actors import Actor, Role

OFFICIALS = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)
IMPORT_MAIL, ASK = "import_mail", "ask_imported_expert"


def days_to_answer(numbers: Mapping[str, int]) -> int:
    """Days in which people of a list may answer, by the numbers of an edition."""
    return number_in(numbers, "import_answer_days")


def hand_in(session: Session, actor: Actor, region_id: uuid.UUID, file_name: str, sheet: Sheet) -> ExpertImport:
    """Keeps what was read, with columns as the office named them last; nothing is checked and nobody is asked yet."""
    refuse_outsider(actor, region_id)
    assert actor.person_id is not None
    source = ExpertImport(
        region_id=region_id,
        file_name=file_name[:255],
        sheet=sheet.name,
        sha256=sheet.sha256,
        headings=list(sheet.headings),
        columns=proposed(sheet.headings, _remembered(session, region_id)),
        handed_in_by_id=actor.person_id,
        handed_in_at=clock.now(),
    )
    session.add(source)
    session.flush()
    rows = [
        {
            "id": new_id(), "public_id": new_public_id(), "region_id": region_id, "import_id": source.id, "line": number,
            "cells": dict(zip(sheet.headings, texts, strict=False)), "remarks": [],
        }
        for number, texts in sheet.lines
    ]  # fmt: skip
    session.execute(insert(ImportedLine), rows)
    return source


def _remembered(session: Session, region_id: uuid.UUID) -> Mapping[str, str]:
    last = select(ExpertImport.columns).where(ExpertImport.region_id == region_id, ExpertImport.checked_at.is_not(None))
    return (
        session.scalars(last.order_by(ExpertImport.handed_in_at.desc(), ExpertImport.id.desc()).limit(1)).first() or {}
    )


def lines_of(session: Session, source: ExpertImport) -> Sequence[ImportedLine]:
    query = select(ImportedLine).where(ImportedLine.import_id == source.id)
    return session.scalars(query.order_by(ImportedLine.line)).all()


def locked(session: Session, source: ExpertImport) -> ExpertImport:
    """The list, its row locked and read afresh."""
    query = select(ExpertImport).where(ExpertImport.id == source.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def name_columns(session: Session, actor: Actor, source: ExpertImport, columns: Mapping[str, str]) -> None:
    """Which heading says what, and the dry run. Raises Invalid while something needed is said by no column."""
    source = locked(session, source)
    refuse_outsider(actor, source.region_id)
    _refuse_taken(source)
    chosen = {field: heading for field, heading in columns.items() if field in FIELDS and heading in source.headings}
    if len(set(chosen.values())) < len(chosen):
        raise Invalid(N_("A column can say one thing only."), "columns")
    if lacking := missing(chosen):
        raise Invalid(N_("Say which column has this: %(what)s.", what=FIELDS[lacking[0][0]].label), lacking[0][0])
    source.columns = chosen
    rows = lines_of(session, source)
    _keep(session, rows, checked(session, actor, source, rows))
    source.checked_at = clock.now()


def _refuse_taken(source: ExpertImport) -> None:
    if source.taken_in_at is not None:
        raise ChangedMeanwhile(N_("This list was taken over already."))


def _keep(session: Session, rows: Sequence[ImportedLine], lines: Sequence[Line]) -> None:
    known = {row.line: row.id for row in rows}
    session.execute(update(ImportedLine), [{"id": known[line.number], **_columns_of(line)} for line in lines])
    session.expire_all()


def _columns_of(line: Line) -> dict[str, Any]:
    remarks = [{"kind": each.kind, "field": each.field, **as_record(each.text)} for each in line.remarks]
    return {"person_id": None, **line.values, "verdict": line.verdict, "remarks": remarks}


def take_in(session: Session, actor: Actor, source: ExpertImport) -> int:
    """All lines that were not refused, or none; returns how many. Everybody on them is written to.

    What was shown is looked at again: where a verdict is another one now, nothing is taken over, the report is made
    anew, and ChangedMeanwhile says so. The caller commits in both cases.
    """
    source = locked(session, source)
    refuse_outsider(actor, source.region_id)
    _refuse_taken(source)
    if source.checked_at is None:
        raise Invalid(N_("Say first which column says what."), "columns")
    rows = lines_of(session, source)
    lines = checked(session, actor, source, rows)
    if [line.verdict for line in lines] != [row.verdict for row in rows]:
        _keep(session, rows, lines)
        raise Invalid(N_("Something changed since the report was made. It was made anew: look at it again."), "report")
    taken = [row for row in rows if row.verdict != "refused"]
    if not taken:
        raise Invalid(N_("No line of this list can be taken over."), "report")
    now, edition = clock.now(), newest_edition(session, source.region_id)
    source.taken_in_by_id, source.taken_in_at = actor.person_id, now
    source.answers_until = now + timedelta(days=days_to_answer(edition.numbers))
    _ask_people(session, taken)
    _ask_administrations(session, source, taken)
    _note(session, actor, "experts_taken_over", source, len(taken))
    return len(taken)


def _ask_people(session: Session, rows: Sequence[ImportedLine]) -> None:
    """One letter to each address, however many lines it has."""
    now = clock.now()
    session.execute(update(ImportedLine), [{"id": row.id, "asked_at": now} for row in rows])
    first: dict[str, ImportedLine] = {}
    for row in rows:
        first.setdefault(row.email, row)
    for row in first.values():
        ask_person(session, row)


def ask_person(session: Session, row: ImportedLine) -> None:
    outbox.put(
        session,
        effect=IMPORT_MAIL,
        lifecycle="import",
        subject_id=row.id,
        region_id=row.region_id,
        payload={"kind": ASK},
    )


def _ask_administrations(session: Session, source: ExpertImport, rows: Sequence[ImportedLine]) -> None:
    wanted = {row.administration_id for row in rows}
    administrations = session.scalars(select(Administration).where(Administration.id.in_(wanted))).all()
    until = source.answers_until.isoformat() if source.answers_until else ""
    for administration in sorted(administrations, key=lambda row: row.iso2):
        path = f"/administration/{administration.iso2}/imported-experts"
        for person in holders(session, OFFICIALS, administration.id):
            mail(session, "experts_to_confirm", person, person.email, path=path, expires_at=until)


def _note(session: Session, actor: Actor, what: str, source: ExpertImport, lines: int) -> None:
    details = {"file": source.file_name, "sheet": source.sheet, "lines": lines}
    note_for_auditor(session, actor, what, region_id=source.region_id, subject_id=source.id, details=details)


def somebody_answered(session: Session, source: ExpertImport) -> bool:
    agreed = or_(ImportedLine.person_agrees, ImportedLine.administration_agrees)
    return bool(session.scalar(select(exists().where(ImportedLine.import_id == source.id, agreed))))


def take_back(session: Session, actor: Actor, source: ExpertImport) -> None:
    """Nobody has confirmed yet: the links open nothing any more, and what the list says of people is forgotten at once."""
    source = locked(session, source)
    refuse_outsider(actor, source.region_id)
    if not source.waits_for_answers:
        raise ChangedMeanwhile(N_("This list is not taken over."))
    if somebody_answered(session, source):
        raise Invalid(
            N_("Somebody has confirmed already, so the list stays. Whoever does not answer is forgotten in time."),
            "back",
        )
    source.taken_back_by_id, source.taken_back_at = actor.person_id, clock.now()
    mine = ImportedLine.import_id == source.id
    void_links_to_any(session, select(ImportedLine.id).where(mine))
    _note(session, actor, "experts_taken_back", source, forget_lines(session, mine))
