"""A call reviewed blind in the demo: scores that differ and how that is settled, a reviewer who recognised, a file without names."""

import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.document_models import Document
from accreditation.applications.redacting import redact
from accreditation.demonstration import reviewing
from accreditation.demonstration.cast import Part
from accreditation.demonstration.dossier import inspected
from accreditation.demonstration.plot import ABOUT, Plan, cast_for, publish
from accreditation.demonstration.scenes import select as apply
from accreditation.demonstration.selection import REVIEWERS, Case
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.region.models import Region
from accreditation.reviews.declaring import declare_no_interest
from accreditation.reviews.discussing import contribute, open_discussion
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.recognising import recognise
from accreditation.reviews.reviewers import assign_reviewer, assignment_of
from accreditation.reviews.scoring import hand_in, save_scores

ORIGIN = Plan(
    "ROO", "TOA", "es", "accredited", "DO", "America/Guatemala", -60, -32, 12, "",
    {
        "es": "Expertos en normas de origen", "en": "Experts in rules of origin",
        "pt": "Especialistas em regras de origem", "fr": "Experts en règles d’origine",
    },
    ABOUT,
    {"discussed": 1, "third_reviewer": 1, "recognised": 1, "redacted": 1},
    is_blind=True,
)  # fmt: skip
HIGH, MIDDLE, LOW = (5, 4, 4, 5), (4, 3, 4, 4), (2, 2, 3, 2)
_WORDS = {
    HIGH: "Demo: dio forma al procedimiento de su administración y lo muestra con resoluciones.",
    MIDDLE: "Demo: resuelve casos difíciles y otras áreas le consultan.",
    LOW: "Demo: los casos que describe los decidió su jefatura; no veo trabajo propio.",
}


def play_blind_call(stage: Stage, region: Region, scheme_id: uuid.UUID, parts: Iterator[Part]) -> None:
    """Four cases under review: one discussed, one settled by a third reviewer, one recognised, one with a file redacted."""
    call_id = publish(stage, region, scheme_id, ORIGIN)
    cases = cast_for(stage, region.id, ORIGIN, call_id, parts)
    for group in cases.values():
        for case in group:
            day = apply(case, "screening")
            reviewing.send_to_review(case, day + 9)
    _discussed(cases["discussed"][0])
    _third_reviewer(cases["third_reviewer"][0])
    _recognised(cases["recognised"][0])
    _redacted(cases["redacted"][0])


def _mine(case: Case, session: Session, key: str) -> ReviewAssignment:
    found = assignment_of(session, case.application(session), case.stage.people[key])
    assert found is not None
    return found


def _scored(case: Case, key: str, day: int, levels: Sequence[int]) -> None:
    """Declares, scores and hands in."""
    with case.stage.at(case.stage.moment(day, 11)) as session:
        actor, mine = case.stage.actor(session, key), _mine(case, session, key)
        declare_no_interest(session, actor, mine)
        criteria = mine.application.scheme.scoring
        words = _WORDS[tuple(levels)]
        typed = {each["key"]: (level, words) for each, level in zip(criteria, levels, strict=True)}
        save_scores(session, actor, mine, typed)
        hand_in(session, actor, mine, "")


def _discussed(case: Case) -> None:
    """Two lie far apart; the office opened a discussion that is still open."""
    one, other = case.reviewers()
    _scored(case, one, -9, HIGH)
    _scored(case, other, -7, LOW)
    with case.stage.at(case.stage.moment(-2, 9)) as session:
        question = "Demo: ¿qué decidió la persona por sí misma en los casos que describe?"
        open_discussion(session, case.stage.actor(session, "oficial"), case.application(session), question)
    for key, hour, words in (
        (one, 14, "Demo: las resoluciones del anexo llevan su firma técnica; por eso di un 5."),
        (other, 17, "Demo: no las había relacionado con su puesto. Las leo otra vez mañana."),
    ):
        with case.stage.at(case.stage.moment(-2, hour)) as session:
            contribute(session, case.stage.actor(session, key), _mine(case, session, key), words)


def _third_reviewer(case: Case) -> None:
    """Two lie far apart; a third was asked and handed in."""
    one, other = case.reviewers()
    _scored(case, one, -10, LOW)
    _scored(case, other, -8, HIGH)
    home = {"revisor": "UY", "revisor2": "MX", "reviewer3": "JM", "revisor4": "BR"}
    third = next(key for key in REVIEWERS if key not in (one, other) and home[key] != case.part.administration)
    with case.stage.at(case.stage.moment(-6, 9)) as session:
        person = session.get_one(Person, case.stage.people[third])
        assign_reviewer(session, case.stage.actor(session, "oficial"), case.application(session), person)
    _scored(case, third, -2, MIDDLE)


def _recognised(case: Case) -> None:
    """The first reviewer recognised the person and judges freely; the second has not opened the file."""
    key = case.reviewers()[0]
    _scored(case, key, -6, MIDDLE)
    with case.stage.at(case.stage.moment(-5, 9)) as session:
        words = "Demo: el proyecto de origen digital solo pudo ser de una persona; nunca trabajamos juntos."
        recognise(session, case.stage.actor(session, key), case.application(session), is_free=True, words=words)


def _redacted(case: Case) -> None:
    """The photograph and the name stand on the first page of the curriculum: a version without them, which one reads."""
    with case.stage.at(case.stage.moment(-8, 10)) as session:
        application = case.application(session)
        query = select(Document).where(Document.application_id == application.id, Document.kind == "cv")
        document = session.scalars(query.where(Document.replaced_at.is_(None))).one()
        found = inspected("Curriculum vitae (sin nombre)")
        officer = case.stage.actor(session, "oficial")
        redact(session, officer, application, case.stage.storage, document, "curriculum-sin-nombre.pdf", found)
    key = case.reviewers()[0]
    with case.stage.at(case.stage.moment(-7, 10)) as session:
        declare_no_interest(session, case.stage.actor(session, key), _mine(case, session, key))
