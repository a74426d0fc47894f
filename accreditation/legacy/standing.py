"""How a line of a list stands, in a word, and the figures of a whole list."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, and_, case, func, select
from sqlalchemy.orm import Session, joinedload

from accreditation.accreditations.models import Accreditation
from accreditation.jobs.models import OutboxRow
from accreditation.legacy.confirming import REFUSALS
from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.legacy.taking_over import IMPORT_MAIL
from accreditation.texts import N_, Text

VERDICTS: Mapping[str, tuple[Text, str]] = {
    "kept": (N_("Can be taken over"), "good"),
    "changed": (N_("With changes"), "applicant"),
    "refused": (N_("Refused"), "attention"),
}


@dataclass(frozen=True)
class Figures:
    """Numbers of a list: lines by verdict; of those taken over, how many said what; letters sent of all."""

    verdicts: Mapping[str, int]
    asked: int
    confirmed: int
    by_person: int
    by_administration: int
    forgotten: int
    letters: int
    letters_sent: int


def figures_of(session: Session, source: ExpertImport, visible: ColumnElement[bool]) -> Figures:
    """Of the lines that the reader may see. Three queries."""
    mine = and_(ImportedLine.import_id == source.id, visible)
    verdicts = select(ImportedLine.verdict, func.count()).where(mine).group_by(ImportedLine.verdict)

    def how_many(condition: object) -> object:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0).cast(Integer)  # type: ignore[arg-type]

    asked = ImportedLine.asked_at.is_not(None)
    counted = select(
        how_many(asked),
        how_many(ImportedLine.accreditation_id.is_not(None)),
        how_many(ImportedLine.person_agrees),
        how_many(ImportedLine.administration_agrees),
        how_many(asked & ImportedLine.forgotten_at.is_not(None)),
    ).where(mine)
    letters = select(func.count(), func.count(OutboxRow.done_at)).join(
        ImportedLine, ImportedLine.id == OutboxRow.subject_id
    )
    sent = session.execute(letters.where(mine, OutboxRow.effect == IMPORT_MAIL)).one()
    return Figures(dict(session.execute(verdicts).all()), *session.execute(counted).one(), *sent)


def imported_as(session: Session, accreditation: Accreditation) -> ImportedLine | None:
    """The line by which somebody was taken over; None where they were accredited here."""
    if accreditation.application_id is not None:
        return None
    query = select(ImportedLine).where(ImportedLine.accreditation_id == accreditation.id)
    return session.scalars(query.options(joinedload(ImportedLine.source))).one_or_none()


def standing_of_line(row: ImportedLine) -> tuple[Text, str]:
    """What became of a line that was taken over, and its tone."""
    if row.accreditation_id is not None:
        return N_("Confirmed by both"), "good"
    if row.person_agrees is False:
        return N_("The person said: %(reason)s.", reason=REFUSALS[row.person_reason]), "other"
    if row.administration_agrees is False:
        return N_("Refused by the administration"), "other"
    if row.forgotten_at is not None:
        return N_("Forgotten: no answer in time"), "other"
    if row.undelivered_at is not None:
        return N_("The address does not exist"), "attention"
    if row.person_agrees and row.administration_agrees:
        return N_("Was accredited here meanwhile"), "other"
    if row.person_agrees:
        return N_("Waits for the administration"), "applicant"
    if row.administration_agrees:
        return N_("Waits for the person"), "applicant"
    return N_("Unverified: waits for both"), "applicant"
