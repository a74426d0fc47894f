"""Who signs on the day, where the office was, on which paper and in which languages: as the office keeps it on its pages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.certificates.appearance import office_on, signatures_on
from accreditation.certificates.models import Certificate
from accreditation.certificates.preparation import content_of, faults_of_certificate
from accreditation.extensions import db
from accreditation.region.models import Region, RegionalBody
from accreditation.workflow.states import CertificateState
from tests import staging
from tests.walker import Walker

HEAD, OFFICER = "direccion@demo.example", "oficial@demo.example"


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def named(walker: Walker, name: str, place: int, first: str, last: str = "", expect: int = 200, **words: str) -> Walker:
    walker.open("/certificates/signatories/new")
    typed = {"name": name, "place": str(place), "starts_on": first, "ends_on": last, "post_es": "Dirección", **words}
    return walker.submit(having="post_es", expect=expect, **typed)


def test_whoever_is_in_office_on_the_day_signs(house: Any) -> None:
    head = Walker(house, HEAD)
    named(head, "Rita Antes Sauce", 1, "2020-01-01", "2025-12-31")
    named(head, "Helena Ahora Ceiba", 1, "2026-01-01", organisation_es="Oficina Regional")
    named(head, "Víctor Ahora Roble", 2, "2020-01-01")
    named(head, "Otra Más Lapacho", 2, "2026-06-01", expect=422)
    assert "Víctor Ahora Roble" in head.errors[0]
    named(head, "ᏣᎳᎩ Ming", 1, "2019-01-01", "2019-12-31", expect=422)
    head.open("/certificates/look").submit("look", paper="letter", second_language="fr")
    with house.app_context():
        region = db.session.scalars(select(Region)).one()
        host = db.session.scalars(
            select(RegionalBody).where(RegionalBody.city == "Brasília", RegionalBody.kind == "rocb")
        ).one()
        host.address = "SAUS Quadra 3"
        db.session.flush()
        assert [
            parts[0] for parts in signatures_on(db.session(), region, date(2025, 12, 31), "es", holder_id=None)
        ] == [
            "Rita Antes Sauce",
            "Víctor Ahora Roble",
        ]
        assert office_on(db.session(), region, date(2020, 5, 5), "es") == "Montevideo, Uruguay"
        certificate = db.session.scalars(
            select(Certificate).where(Certificate.state == CertificateState.RESERVED)
        ).first()
        content = content_of(db.session(), certificate)
        assert content.signatories == (
            ("Helena Ahora Ceiba", "Dirección", "Oficina Regional"),
            ("Víctor Ahora Roble", "Dirección", ""),
        )
        country = {"es": "Brasil", "en": "Brazil"}[content.locale]
        assert (content.paper, content.office_address) == ("letter", f"SAUS Quadra 3, Brasília, {country}")
        assert content.second is not None and content.second.locale == "fr" and content.second.country != ""
        assert faults_of_certificate(db.session(), certificate) == ()
        certificate.accreditation.administration.certificate_paper = "a4"
        certificate.accreditation.administration.certificate_second_language = "none"
        own = content_of(db.session(), certificate)
        assert (own.paper, own.second) == ("a4", None)
    specimen = Walker(house, OFFICER).client.get("/certificates/specimen-es.pdf")
    assert specimen.data.startswith(b"%PDF-")


def test_only_the_head_keeps_signatories(house: Any) -> None:
    officer = Walker(house, OFFICER)
    assert officer.open("/certificates/look").page.select_one("main form") is None
    officer.open("/certificates/signatories/new", expect=404)
