"""Two verifiers written by others (npm `@digitalbazaar/vc`, `@digitalcredentials/verifier-core`) read a credential over HTTPS.

`make test-deep PART=verifiers`; it needs Node 20 or later on the path and installs the packages of `package-lock.json` beside it.
"""

import json
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.transition import perform_transition
from tests import staging
from tests.databases import Databases

HERE = Path(__file__).parent


@pytest.fixture
def served(make_app: Any, databases: Databases) -> Iterator[tuple[Any, str]]:
    """The application on HTTPS with a certificate of its own making, as did:web wants it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with databases.copy("sqlite", "peopled") as url:
        app = make_app(url, BASE_URL=f"https://localhost:{port}")
        server = make_server("127.0.0.1", port, app, threaded=True, ssl_context="adhoc")
        hand = threading.Thread(target=server.serve_forever)
        hand.start()
        yield app, f"https://localhost:{port}"
        server.shutdown()
        hand.join()


def _said(path: Path) -> Any:
    """What both say of the credential in a file. Node is told to trust the certificate of the moment, on this machine only."""
    done = subprocess.run(
        ["node", "verify.mjs", str(path)], cwd=HERE, env={**os.environ, "NODE_TLS_REJECT_UNAUTHORIZED": "0"},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    said = json.loads(done.stdout.splitlines()[-1])
    steps = {step["id"]: step.get("valid") for step in said["core"]["log"]}
    return said["vc"], steps, said["core"]["errors"]


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
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True, timeout=300)
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
                vc, steps, errors = _said(file)
                assert vc["verified"] and vc["set"] == [["suspension", not is_good]], (step, vc)
                assert steps["valid_signature"] and not errors, (step, steps, errors)
                assert steps["suspension_status"] is is_good, (step, steps)
            credential = json.loads(file.read_text())
            credential["credentialSubject"]["licenseNumber"] = "AMS-2026-999999-00"
            file.write_text(json.dumps(credential))
            vc, _steps, errors = _said(file)
            assert vc["verified"] is False and errors == ["The signature is not valid."]
