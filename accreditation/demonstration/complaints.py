"""Complaints in the demo: one of the public that waits to be looked at, and a sensitive one of an administration."""

import uuid

from accreditation.appeals.complaining import ask_to_complain, put_on_record
from accreditation.appeals.filing import file_complaint
from accreditation.demonstration.stage import Stage
from accreditation.region.models import Region


def play_complaints(stage: Stage, region_id: uuid.UUID) -> None:
    """Neither was acknowledged yet."""
    with stage.at(stage.moment(-3)) as session:
        region = session.get_one(Region, region_id)
        written = ask_to_complain(
            session,
            region,
            name="Demo: Comercio Ejemplo S. A.",
            email="comercio@demo.example",
            locale="es",
            kind="certificate",
            subject="Demo: certificado visto en una oferta",
            text="Demo: en una oferta comercial se usa un certificado que, según la página de verificación, está suspendido.",
        )
        put_on_record(session, written)
    with stage.at(stage.moment(-2)) as session:
        region = session.get_one(Region, region_id)
        file_complaint(
            session,
            stage.actor(session, "beneficiario"),
            region,
            kind="conduct",
            named="Demo: experto de una administración vecina",
            text="Demo: durante la misión se difundieron datos internos. Pedimos discreción por tratarse de un país vecino.",
            is_sensitive=True,
        )
