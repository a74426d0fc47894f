"""Two verifiers written by others (npm `@digitalbazaar/vc`, `@digitalcredentials/verifier-core`) read a credential over HTTPS.

`make test-deep PART=verifiers`; it needs Node 20 or later on the path and installs the packages of `package-lock.json` beside it.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.transition import perform_transition
from tests import staging
from tests.databases import Databases
from tests.deep.verifiers import others
from tests.deep.verifiers.https import free_port, on_https


@pytest.fixture
def served(make_app: Any, databases: Databases) -> Iterator[tuple[Any, str]]:
    """The application on HTTPS with a certificate of its own making, as did:web wants it."""
    port = free_port()
    with databases.copy("sqlite", "peopled") as url:
        app = make_app(url, BASE_URL=f"https://localhost:{port}")
        with on_https(app, port):
            yield app, f"https://localhost:{port}"


def _take(held: Any, step: str, *reasons: str) -> None:
    head = actor_of(
        db.session(), db.session.scalars(select(Person).where(Person.email == "direccion@demo.example")).one()
    )
    perform_transition(
        db.session(), held, step, actor=head, note="Demo.", reasons=reasons, seen_version=held.version
    )  # fmt: skip
    db.session.commit()


if os.environ.get("DEEP") == "verifiers":

    def test_both_accept_it_and_tell_of_suspension_and_revocation(served: Any, tmp_path: Path) -> None:
        others.install()
        app, _ = served
        file = tmp_path / "credential.json"
        with clock.at(staging.TODAY), app.app_context():
            certificate = db.session.scalars(select(Certificate).where(Certificate.issued_at.is_not(None))).first()
            held = db.session.get_one(Accreditation, certificate.accreditation_id)
            address = f"/credentials/{certificate.number}?code={certificate.code}"
            file.write_bytes(app.test_client().get(address).data)
            for step, reasons, is_good in (
                (None, (), True),
                ("suspend", ("integrity",), False),
                ("reinstate", (), True),
                ("end_accreditation", ("retired",), False),
            ):
                if step is not None:
                    _take(held, step, *reasons)
                vc, steps, errors = others.said(file)
                assert vc["verified"] and vc["set"] == [["suspension", not is_good]], (step, vc)
                assert steps["valid_signature"] and not errors, (step, steps, errors)
                assert steps["suspension_status"] is is_good, (step, steps)
            credential = json.loads(file.read_text())
            credential["credentialSubject"]["licenseNumber"] = "AMS-2026-999999-00"
            file.write_text(json.dumps(credential))
            vc, _steps, errors = others.said(file)
            assert vc["verified"] is False and errors == ["The signature is not valid."]
