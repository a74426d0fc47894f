"""One sound certificate and what it is held against; each test changes what it is about."""

from datetime import UTC, date, datetime

import pytest

from accreditation.certificates.content import CertificateContent
from accreditation.certificates.lint import IssuingPolicy

NUMBER = "AMS-2026-000123-53"


@pytest.fixture
def content() -> CertificateContent:
    return CertificateContent(
        number=NUMBER,
        holder_name="María Ñandú Peralta",
        administration="Servicio de Aduanas de Prueba",
        country="Ecuador",
        category="Experto/a formador/a",
        subject="Valoración en aduana",
        language="español",
        level="accredited",
        issuing_body="Oficina Regional",
        region_name="Américas y el Caribe",
        decided_on=date(2026, 11, 2),
        decision_reference="AMS-DEC-2026-017",
        effective_on=date(2026, 11, 2),
        expires_on=date(2029, 11, 1),
        issued_on=date(2026, 11, 3),
        signatories=(("Ana Ferreira", "Directora"), ("Jean Desrosiers", "Presidente")),
        verify_url=f"https://aval.example.org/verify/{NUMBER}?code=Zk3nP0q_8sJr2VtXw5LbYg1aHc4dEf6u",
        locale="es",
    )


@pytest.fixture
def policy() -> IssuingPolicy:
    return IssuingPolicy(
        region="AMS",
        reserved_number=NUMBER,
        decision_at=datetime(2026, 11, 2, 15, tzinfo=UTC),
        conflict_at=datetime(2026, 11, 2, 14, tzinfo=UTC),
        base_url="https://aval.example.org",
        approved_name="María Ñandú Peralta",
        language="es",
        administrations=frozenset({"Servicio de Aduanas de Prueba"}),
        categories=frozenset({"Experto/a formador/a"}),
        subjects=frozenset({"Valoración en aduana"}),
        validity_months=36,
        today=date(2026, 11, 3),
    )
