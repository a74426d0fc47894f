"""Who reads what of a dossier: gender nobody but the applicant, the day of birth and private addresses only the office."""

from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application, Section
from accreditation.applications.shown_answers import shown_sections
from accreditation.extensions import db
from accreditation.reviews.models import ReviewAssignment
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker
from tests.web.actors import holder_of

IDENTITY = {"gender": "woman", "birth_date": "1984-03-27"}
PRIVATE = {"needs": "Silla de ruedas en todo el recinto", "personal_email": "solo.mia@correo.example"}


@pytest.fixture
def told(peopled: Any) -> Any:
    """A case under review whose applicant answered everything private; (app, number, its applicant, a reviewer, an officer)."""
    with peopled.app_context():
        query = (
            select(ReviewAssignment)
            .join(Application, Application.id == ReviewAssignment.application_id)
            .where(Application.state == S.UNDER_REVIEW, ReviewAssignment.ended_at.is_(None))
            .order_by(Application.number, ReviewAssignment.id)
        )
        assignment = db.session.scalars(query).first()
        assignment.declared_at, assignment.handed_in_at = staging.TODAY, None
        case = db.session.get_one(Application, assignment.application_id)
        for key, answers in (
            ("identity", IDENTITY),
            ("contact", {"personal_email": PRIVATE["personal_email"]}),
            ("availability", {"needs": PRIVATE["needs"]}),
        ):
            section = db.session.scalars(
                select(Section).where(Section.application_id == case.id, Section.key == key)
            ).one()
            section.answers = {**section.answers, **answers}
        db.session.commit()
        return (
            peopled,
            case.number,
            case.applicant.email,
            assignment.reviewer.email,
            holder_of(Role.ROCB_OFFICER).email,
        )


def test_a_reviewer_reads_the_age_in_groups_and_nothing_private(told: Any) -> None:
    app, number, _applicant, reviewer, _officer = told
    with clock.at(staging.TODAY):
        text = Walker(app, reviewer, "es").open(f"/cases/{number}/review").text
        assert "40–49" in text
        assert "1984" not in text and "Mujer" not in text
        assert not any(words in text for words in PRIVATE.values())


def test_a_photo_is_seen_by_the_office_and_not_by_who_judges(told: Any) -> None:
    app, number, _applicant, reviewer, officer = told
    with app.app_context():
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        standing = (Document.application_id == case.id, Document.replaced_at.is_(None))
        photo = db.session.scalars(select(Document).where(*standing)).first()
        photo.kind, photo.file_name = "photo", "retrato.jpg"
        address = f"/documents/{photo.public_id}"
        db.session.commit()
    with clock.at(staging.TODAY):
        judging = Walker(app, reviewer, "es").open(f"/cases/{number}/review")
        assert "retrato.jpg" not in judging.text
        judging.open(address, expect=404).open(f"{address}/preview", expect=404)
        assert "retrato.jpg" in Walker(app, officer, "es").open(f"/cases/{number}/dossier").text
        assert Walker(app, officer, "es").client.get(address).status_code == 200


def test_the_office_reads_what_it_needs_but_not_the_gender(told: Any) -> None:
    app, number, _applicant, _reviewer, officer = told
    with clock.at(staging.TODAY):
        text = Walker(app, officer, "es").open(f"/cases/{number}/dossier").text
        assert "27 de marzo de 1984" in text and "Mujer" not in text
        assert all(words in text for words in PRIVATE.values())


def test_the_applicant_reads_everything(told: Any) -> None:
    app, number, *_others = told
    with app.app_context():
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        shown = {
            answer["field"].key: answer["value"]
            for section in shown_sections(db.session(), case, "applicant")
            for answer in section["answers"]
        }
    assert shown["gender"] == "woman" and shown["birth_date"] == "1984-03-27" and shown["needs"] == PRIVATE["needs"]


def test_a_level_is_a_figure_in_every_language(told: Any) -> None:
    app, number, _applicant, _reviewer, officer = told
    with app.app_context():
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        criterion = case.scheme.rubric[0]["key"]
        section = db.session.scalars(
            select(Section).where(Section.application_id == case.id, Section.key == "self_assessment")
        ).one()
        section.answers = {**section.answers, f"level_{criterion}": "4"}
        db.session.commit()
    with clock.at(staging.TODAY):
        french = Walker(app, officer, "fr").open(f"/cases/{number}/dossier")
    part = french.page.select_one("#dossier-self_assessment")
    assert part is not None and "4" in part.get_text()
    assert "seulement en" not in part.get_text()
