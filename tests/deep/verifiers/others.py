"""What others say of a certificate: two verifiers of credentials, poppler's `pdfsig`, and the offline check without our database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

# Seconds: so that another program which hangs fails the test, also on a busy machine.
PATIENCE = 600
HERE = Path(__file__).parent
PROGRAM = str(Path(sys.executable).with_name("accreditation"))


def install() -> None:
    """The packages of `package-lock.json`, in the versions it names."""
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True, timeout=PATIENCE)


def said(path: Path) -> Any:
    """What both say of the credential in a file. Node is told to trust the certificate of the moment, on this machine only."""
    done = subprocess.run(
        ["node", "verify.mjs", str(path)], cwd=HERE, env={**os.environ, "NODE_TLS_REJECT_UNAUTHORIZED": "0"},
        capture_output=True, text=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    answer = json.loads(done.stdout.splitlines()[-1])
    steps = {step["id"]: step.get("valid") for step in answer["core"]["log"]}
    return answer["vc"], steps, answer["core"]["errors"]


def is_good(path: Path) -> bool:
    """Whether both accept the credential in a file and find it neither suspended nor revoked; they have to agree."""
    vc, steps, errors = said(path)
    assert vc["verified"] and steps["valid_signature"] and not errors, (vc, steps, errors)
    ((purpose, is_set),) = vc["set"]
    assert purpose == "suspension" and steps["suspension_status"] is not is_set, (vc, steps)
    return not is_set


def is_sealed(path: Path) -> bool:
    """Whether poppler finds one valid signature over the whole file."""
    done = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return "Signature is Valid." in done.stdout and "Total document signed" in done.stdout


class Folder:
    """What somebody kept of a certificate, without the house: document, credential, proof, and the keys of the issuer.

    `heard` is what the offline check printed last of each file.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.heard = path, dict[str, str]()
        path.mkdir(parents=True)

    def keep(self, name: str, content: bytes) -> Path:
        (self.path / name).write_bytes(content)
        return self.path / name

    def is_good(self, name: str) -> bool:
        """Whether `accreditation certificate verify` says so, without any database; it must be able to tell."""
        done = subprocess.run(
            [PROGRAM, "certificate", "verify", name, "--trust", "trust.json", "--evidence", "evidence.json", "--lang", "en"],
            cwd=self.path, capture_output=True, text=True, timeout=PATIENCE, check=False,
            env={"PATH": os.environ["PATH"], "ACCREDITATION_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite"},
        )  # fmt: skip
        self.heard[name] = done.stdout + done.stderr
        assert done.returncode in (0, 1), self.heard
        return done.returncode == 0
