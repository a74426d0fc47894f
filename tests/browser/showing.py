"""The demo's scenes of review, panel, practice and complaints, played into the tests' data so that their pages can be looked at."""

from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.demonstration.blind import play_blind_call
from accreditation.demonstration.cast import applicants
from accreditation.demonstration.complaints import play_complaints
from accreditation.demonstration.panel import play_panel
from accreditation.demonstration.practice import play_practice
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.region.models import Region
from accreditation.schemes.models import Scheme
from tests import staging
from tests.duplicates.conftest import HEAD
from tests.walker import Walker


def play_scenes(app: Any) -> None:
    """As `performance.play` does after its calls; the applicants are those who have no account yet."""
    with clock.at(staging.TODAY):
        stage = Stage(app)
        with stage.factory() as session:
            region = session.scalars(select(Region)).one()
            scheme_id = session.scalars(select(Scheme.id).order_by(Scheme.edition.desc())).first()
            stage.learn_places(session, region)
            stage.people = {row.email.split("@")[0]: row.id for row in session.scalars(select(Person))}
            session.expunge(region)
        assert scheme_id is not None
        parts = (part for part in applicants() if part.key not in stage.people)
        play_panel(stage, region, scheme_id, parts)
        play_blind_call(stage, region, scheme_id, parts)
        play_practice(stage, region, scheme_id)
        play_complaints(stage, region.id)


def a_complaint_to_confirm(app: Any) -> None:
    """By somebody without an account."""
    typed = {"name": "Comercio Ejemplo", "email": "comercio@correo.example", "text": "Llegó tarde a cada sesión."}
    Walker(app).open("/complaints").submit(having="text", kind="conduct", subject="Una persona experta", **typed)


def an_entry_of_the_register(app: Any) -> None:
    walker = Walker(app, HEAD).open("/integrity")
    said = {"name": "Ejemplo Quetzal, Ana", "reason": "Sanción.", "source": "Carta 7"}
    walker.submit(having="name", **said, starts_on="02 03 2026")


def a_signatory(app: Any) -> None:
    """In office today."""
    walker = Walker(app, HEAD).open("/certificates/signatories/new")
    walker.submit(
        having="post_es", name="Helena Demostración Jacarandá", place="1", post_es="Jefatura", starts_on="2026-01-01"
    )
