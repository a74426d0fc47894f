"""What belongs into a sealed case file: everything that its reader may read of the case, and nothing that lies under seal."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.appeals.files import files_of
from accreditation.appeals.keeping import hearing_of
from accreditation.appeals.models import Appeal
from accreditation.appeals.panel import seats_of
from accreditation.applications.models import Application
from accreditation.applications.papers import documents_of
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.shown_answers import shown_sections
from accreditation.casefile.manifest import EVENTS, readable
from accreditation.history import StateChange, timeline_of
from accreditation.jobs.models import OutboxRow
from accreditation.missions.models import Mission, MissionReport
from accreditation.notifications.models import Message
from accreditation.people.models import Person
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.storage.files import Storage
from accreditation.texts import DEFAULT_LOCALE, Text, say
from accreditation.training.marking_models import Mark
from accreditation.waivers.queries import waivers_of

_LINK = (
    "id", "region_id", "lifecycle", "subject_id", "sequence", "at", "transition", "from_state", "to_state", "actor_id",
    "on_behalf_of_id", "note", "reasons", "scheme_id", "salt", "commitment", "previous_hash", "hash",
)  # fmt: skip


def gathered(session: Session, appeal: Appeal, storage: Storage, eyes: str) -> dict[str, bytes]:
    """Name in the archive -> content."""
    files = {"appeal.json": _json(_of_appeal(session, appeal)), EVENTS: _json(_events(session, appeal))}
    for number, file in enumerate(files_of(session, appeal), start=1):
        files[f"appeal-files/{number:02}-{_safe(file.file_name)}"] = storage.fetch(file.storage_key)
    if appeal.application is not None:
        files |= _of_application(session, appeal.application, storage, eyes)
    for number, letter in enumerate(_letters(session, appeal), start=1):
        head = f"To: {letter.email}\nDate: {letter.created_at.isoformat()}\nSubject: {letter.subject}\n\n"
        files[f"letters/{number:03}-{letter.kind}.txt"] = (head + letter.body).encode()
    return files


def _json(value: Any) -> bytes:
    return readable(_plain(value))


def _plain(value: Any) -> Any:
    """Only what JSON knows; sentences of the house in its first language."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Text):
        return say(value, DEFAULT_LOCALE)
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def _safe(name: str) -> str:
    """A file name that unpacks anywhere."""
    plain = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in name).strip(". ")
    return plain or "file"


def chains_of(session: Session, appeal: Appeal) -> Mapping[uuid.UUID, Sequence[StateChange]]:
    """The events of the appeal, and of the case it rests on, oldest first."""
    subjects = [appeal.id, *([appeal.application_id] if appeal.application_id else [])]
    return {subject: links for subject in subjects if (links := timeline_of(session, subject))}


def _events(session: Session, appeal: Appeal) -> dict[str, Any]:
    found = {}
    for subject, links in chains_of(session, appeal).items():
        found[str(subject)] = [{name: getattr(link, name) for name in _LINK} for link in links]
    return found


def _name(session: Session, person_id: uuid.UUID | None) -> str:
    return session.get_one(Person, person_id).display_name if person_id else ""


def _of_appeal(session: Session, appeal: Appeal) -> dict[str, Any]:
    columns = (
        "kind", "circle", "state", "filed_at", "decision_published_at", "named", "linked_at", "kinds", "grounds",
        "findings", "conclusion", "public_reason", "upheld_part", "remedy", "details", "measure", "carried_out_at",
        "carried_out_note",
    )  # fmt: skip
    hearing = hearing_of(session, appeal)
    seats = seats_of(session, appeal)
    return {
        **{name: getattr(appeal, name) for name in columns},
        "reference": appeal.reference,
        "about": _name(session, appeal.about_id),
        "filed_by": _name(session, appeal.filed_by_id) or (appeal.complainant.name if appeal.complainant else ""),
        "panel": [
            {
                "name": seat.person.display_name,
                "chair": seat.is_chair,
                "agreed_at": seat.agreed_at,
                "opinion": seat.opinion,
                "replaced_at": seat.ended_at,
                "replaced_because": seat.ended_reason,
            }
            for seat in seats
        ],
        "hearing": None
        if hearing is None
        else {name: getattr(hearing, name) for name in ("alleged", "asked_at", "answer_by", "answer", "answered_at")},
    }


def _of_application(session: Session, application: Application, storage: Storage, eyes: str) -> dict[str, bytes]:
    documents = documents_of(session, application, eyes)
    files = {
        "application.json": _json(
            {
                "number": application.number,
                "applicant": application.applicant.display_name,
                "state": application.state,
                "call": application.call.reference,
                "sections": shown_sections(session, application, eyes),
            }
        ),
        "decisions.json": _json(list(_decisions(session, application))),
        "reviews.json": _json(list(_reviews(session, application))),
        "marks.json": _json(list(_marks(session, application))),
        "missions.json": _json(list(_missions(session, application))),
        "waivers.json": _json(list(_waivers(session, application))),
        "references.json": _json(list(_references(session, application))),
    }
    for number, document in enumerate(documents, start=1):
        name = f"documents/{number:02}-{document.kind}-{_safe(document.file_name)}"
        files[name] = storage.fetch(document.storage_key)
    return files


def _decisions(session: Session, application: Application) -> Iterator[dict[str, Any]]:
    query = select(Decision).where(Decision.application_id == application.id).order_by(Decision.decided_at, Decision.id)
    names = ("stage", "outcome", "decided_at", "reasons", "statement", "released_at", "set_aside_at")
    for row in session.scalars(query):
        by = {"decided_by": row.decided_by.display_name, "by_appeals_panel": row.appeal_id is not None}
        yield {name: getattr(row, name) for name in names} | by


def _reviews(session: Session, application: Application) -> Iterator[dict[str, Any]]:
    """What was handed in, also where it no longer counts; what is being written is nobody's to read."""
    rows = select(ReviewAssignment).where(ReviewAssignment.application_id == application.id)
    for row in session.scalars(rows.order_by(ReviewAssignment.id)):
        if row.handed_in_at is None and row.ended_at is None:
            continue
        yield {
            "reviewer": row.reviewer.display_name,
            "declared_at": row.declared_at,
            "handed_in_at": row.handed_in_at,
            "comment": row.overall_comment,
            "counts": row.ended_at is None,
            "ended_at": row.ended_at,
            "ended_because": row.ended_reason,
            "scores": [
                {"criterion": score.criterion, "level": score.level, "comment": score.comment} for score in row.scores
            ],
        }


def _marks(session: Session, application: Application) -> Iterator[dict[str, Any]]:
    rows = select(Mark).where(Mark.application_id == application.id).order_by(Mark.created_at, Mark.id)
    for row in session.scalars(rows):
        yield {
            "assessor": _name(session, row.assessor_id),
            "criterion": row.criterion,
            "level": row.level,
            "comment": row.comment,
            "counts": row.voided_at is None,
            "voided_at": row.voided_at,
        }


def _missions(session: Session, application: Application) -> Iterator[dict[str, Any]]:
    rows = select(Mission, MissionReport).outerjoin(MissionReport, MissionReport.mission_id == Mission.id)
    for mission, report in session.execute(rows.where(Mission.application_id == application.id).order_by(Mission.id)):
        told = report is not None and report.handed_in_at is not None
        yield {
            "title": mission.title,
            "state": mission.state,
            "starts_on": mission.starts_on,
            "ends_on": mission.ends_on,
            "mentor": mission.mentor.display_name,
            "report": {name: getattr(report, name) for name in ("levels", "summary", "recommends")} if told else None,
        }


def _waivers(session: Session, application: Application) -> Iterator[dict[str, Any]]:
    names = (
        "station", "ground", "source", "words", "proposed_at", "outcome", "decided_at", "reason", "taken_back_at",
        "taken_back_why",
    )  # fmt: skip
    for row in waivers_of(session, application):
        yield {
            **{name: getattr(row, name) for name in names},
            "accreditation_granted_on": row.accreditation.granted_on if row.accreditation else None,
            "document": row.document.file_name if row.document else None,
            "proposed_by": row.proposed_by.display_name,
            "decided_by": row.decided_by.display_name if row.decided_by else None,
            "taken_back_by": row.taken_back_by.display_name if row.taken_back_by else None,
        }


def _references(session: Session, application: Application) -> Iterator[dict[str, Any]]:
    rows = select(RefereeRequest).where(RefereeRequest.application_id == application.id).order_by(RefereeRequest.id)
    for row in session.scalars(rows):
        if row.answered_at is not None:
            yield {"name": row.name, "post": row.post, "answered_at": row.answered_at, "answers": row.answers}


def _letters(session: Session, appeal: Appeal) -> Sequence[Message]:
    """The mails about the appeal and about its case, oldest first; one-use links are not kept in them."""
    subjects = [appeal.id, *([appeal.application_id] if appeal.application_id else [])]
    rows = select(OutboxRow.id).where(OutboxRow.subject_id.in_(subjects))
    query = select(Message).where(Message.outbox_id.in_(rows)).order_by(Message.created_at, Message.id)
    return session.scalars(query).all()
