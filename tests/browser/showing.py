"""The demo's scenes of review, panel, practice and complaints, played into the tests' data so that their pages can be looked at."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.pausing import ask_for_pause
from accreditation.demonstration.blind import play_blind_call
from accreditation.demonstration.cast import applicants
from accreditation.demonstration.complaints import play_complaints
from accreditation.demonstration.panel import play_panel
from accreditation.demonstration.practice import play_practice
from accreditation.demonstration.stage import Stage
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.region.models import Region
from accreditation.schemes.models import Scheme
from accreditation.workflow.states import AccreditationState
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


def a_pause_to_answer(app: Any) -> None:
    """Asked by somebody accredited, so that an officer has it to answer."""
    with clock.at(staging.TODAY), app.app_context():
        session = db.session()
        held = session.scalars(select(Accreditation).where(Accreditation.state == AccreditationState.ACTIVE)).first()
        until = staging.TODAY.date() + timedelta(days=30)
        ask_for_pause(session, actor_of(session, held.person), held, until, "Demo")
        session.commit()
