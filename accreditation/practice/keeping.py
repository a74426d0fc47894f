"""The office keeps practice dossiers: one person writes, another agrees and opens it, reviewers are asked, it is closed."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.people.account_mail import mail
from accreditation.people.models import Person
from accreditation.people.roles import holders, refuse_outsider
from accreditation.people.staff_notes import note_for_auditor
from accreditation.practice.models import PracticeDossier, PracticeReading
from accreditation.schemes.models import Scheme
from accreditation.texts import LOCALES, N_, Text
from accreditation.workflow.actors import Actor, Role

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 200, 8000, 2000
MOST_SECTIONS = 12
# Account mail: you are asked to practise.
ASKED = "practice_asked"

Levels = Mapping[str, tuple[int | None, str]]


def _office(actor: Actor, region_id: uuid.UUID) -> uuid.UUID:
    refuse_outsider(actor, region_id)
    assert actor.person_id is not None
    return actor.person_id


def _locked(session: Session, dossier: PracticeDossier) -> PracticeDossier:
    session.refresh(dossier, with_for_update=True)
    return dossier


def _checked(title: str, language: str, sections: Sequence[tuple[str, str]], expected: Levels) -> dict[str, Any]:
    if not title.strip():
        raise Invalid(N_("Give the dossier a title."), field="title")
    if len(title) > LONGEST_TITLE or any(len(head) > LONGEST_TITLE for head, _text in sections):
        raise Invalid(N_("A title has at most %(most)s characters.", most=LONGEST_TITLE), field="title")
    if language not in LOCALES:
        raise Invalid(N_("Say in which language the dossier is written."), field="language")
    if any(len(text) > LONGEST_TEXT for _head, text in sections) or len(sections) > MOST_SECTIONS:
        most = N_("At most %(sections)s sections of %(most)s characters.", sections=MOST_SECTIONS, most=LONGEST_TEXT)
        raise Invalid(most, field="sections")
    if any(len(reason) > LONGEST_REASON for _level, reason in expected.values()):
        raise Invalid(N_("A reason has at most %(most)s characters.", most=LONGEST_REASON), field="sections")
    return {
        "title": title.strip(),
        "language": language,
        "sections": [
            {"title": head.strip(), "text": text.replace("\r\n", "\n").strip()}
            for head, text in sections
            if head.strip() or text.strip()
        ],
        "expected": {key: {"level": level, "reason": reason.strip()} for key, (level, reason) in expected.items()},
    }


def begin(
    session: Session, actor: Actor, scheme: Scheme, title: str, language: str, sections: Sequence[tuple[str, str]],
    expected: Levels,
) -> PracticeDossier:  # fmt: skip
    """A draft that only the office sees, to be scored by the rubric of this edition."""
    writer_id = _office(actor, scheme.region_id)
    told = _checked(title, language, sections, expected)
    dossier = PracticeDossier(region_id=scheme.region_id, scheme_id=scheme.id, written_by_id=writer_id, **told)
    session.add(dossier)
    session.flush()
    return dossier


def write(
    session: Session, actor: Actor, dossier: PracticeDossier, title: str, language: str,
    sections: Sequence[tuple[str, str]], expected: Levels, *, seen: int,
) -> None:  # fmt: skip
    """Changes a draft. ChangedMeanwhile where somebody else wrote or opened it since `seen`."""
    writer_id = _office(actor, dossier.region_id)
    _locked(session, dossier)
    if dossier.opened_at is not None or dossier.version != seen:
        raise ChangedMeanwhile(N_("Somebody else of the office changed or opened this dossier meanwhile."))
    for name, value in _checked(title, language, sections, expected).items():
        setattr(dossier, name, value)
    dossier.written_by_id, dossier.updated_at = writer_id, clock.now()
    session.flush()


def lacking(dossier: PracticeDossier) -> list[Text]:
    """What keeps a draft from being opened."""
    found = [] if any(section["text"] for section in dossier.sections) else [N_("Write at least one section.")]
    given = [dossier.expected.get(criterion["key"], {}) for criterion in dossier.scheme.scoring]
    if not all(each.get("level") and each.get("reason") for each in given):
        found.append(N_("Say for every criterion which level you expect, and why."))
    return found


def open_dossier(session: Session, actor: Actor, dossier: PracticeDossier, *, seen: int) -> None:
    """Somebody of the office who did not write it agrees with the levels; from now on nothing in it changes."""
    person_id = _office(actor, dossier.region_id)
    _locked(session, dossier)
    if dossier.opened_at is not None or dossier.version != seen:
        raise ChangedMeanwhile(N_("Somebody else of the office changed or opened this dossier meanwhile."))
    if dossier.written_by_id == person_id:
        raise Invalid(N_("Somebody of the office who did not write it agrees with the levels and opens it."))
    if missing := lacking(dossier):
        raise Invalid(*missing)
    dossier.opened_at, dossier.opened_by_id = clock.now(), person_id
    _note(session, actor, dossier, "open_practice")


def close_dossier(session: Session, actor: Actor, dossier: PracticeDossier) -> None:
    """Nobody hands in any more; those who did still read how it was scored."""
    _office(actor, dossier.region_id)
    if not _locked(session, dossier).is_open:
        raise ChangedMeanwhile(N_("This dossier is not open any more."))
    dossier.closed_at = clock.now()
    _note(session, actor, dossier, "close_practice")


def can_be_asked(session: Session, dossier: PracticeDossier) -> Sequence[Person]:
    """Reviewers of the region who were not asked yet and did not make the dossier."""
    asked = set(session.scalars(select(PracticeReading.reviewer_id).where(PracticeReading.dossier_id == dossier.id)))
    apart = asked | {dossier.written_by_id, dossier.opened_by_id}
    return [person for person in holders(session, [Role.REVIEWER], dossier.region_id) if person.id not in apart]


def ask(session: Session, actor: Actor, dossier: PracticeDossier, public_ids: Sequence[str]) -> int:
    """Asks these reviewers by mail to score it; returns how many."""
    _office(actor, dossier.region_id)
    if not _locked(session, dossier).is_open:
        raise ChangedMeanwhile(N_("This dossier is not open any more."))
    people = [person for person in can_be_asked(session, dossier) if person.public_id in public_ids]
    if not people:
        raise Invalid(N_("Choose at least one reviewer."), field="reviewer")
    for person in people:
        session.add(PracticeReading(dossier_id=dossier.id, reviewer_id=person.id, asked_at=clock.now()))
        mail(session, ASKED, person, person.email, path=f"/practice/{dossier.public_id}")
    session.flush()
    return len(people)


def _note(session: Session, actor: Actor, dossier: PracticeDossier, what: str) -> None:
    note_for_auditor(
        session, actor, what, region_id=dossier.region_id, subject_id=dossier.id, details={"title": dossier.title}
    )
    session.flush()


def dossiers_of(session: Session, region_id: uuid.UUID) -> Sequence[PracticeDossier]:
    """Every practice dossier of the region, the latest first."""
    query = select(PracticeDossier).options(joinedload(PracticeDossier.scheme))
    query = query.where(PracticeDossier.region_id == region_id)
    return session.scalars(query.order_by(PracticeDossier.id.desc())).all()
