"""A worker killed at any statement of issuing a certificate: its lease runs out, another finishes, and it is issued once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.invariants import broken_rows
from accreditation.jobs.carry_out import run_all_waiting
from accreditation.jobs.models import OutboxRow
from accreditation.jobs.outbox import LEASE
from accreditation.notifications.models import Message
from accreditation.transparency.models import LogLeaf
from accreditation.workflow.states import CertificateState
from tests.databases import Databases
from tests.deep.faults.breaking import KILLED
from tests.deep.faults.conftest import SceneOn
from tests.deep.faults.roads import take
from tests.deep.scene import Scene

ROOT = Path(__file__).parents[3]
DEEP = os.environ.get("DEEP") == "faults"
# Every point when deep, else one in the middle.
POINTS = range(1, 400) if DEEP else (40,)


def environment(scene: Scene) -> Mapping[str, str]:
    config = scene.app.config
    told = {
        "DATABASE_URL": config["SQLALCHEMY_DATABASE_URI"],
        "DATA_DIR": str(config["DATA_DIR"]),
        "STORAGE_URL": config["STORAGE_URL"],
        "MAIL_URL": config["MAIL_URL"],
    }
    return {**os.environ, **{f"ACCREDITATION_{name}": value for name, value in told.items()}}


@contextmanager
def workers(scene: Scene, said: Path) -> Iterator[Callable[[int], bool]]:
    """`dies(point)`: a worker carries out all that waits, and whether it died at that point; `said` is where it writes."""
    command = [sys.executable, "-m", "tests.deep.faults.dying_worker"]
    with (
        said.open("w") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(scene),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as nursery,
    ):
        assert nursery.stdin and nursery.stdout

        def dies(point: int) -> bool:
            print(point, scene.moment.isoformat(), file=nursery.stdin, flush=True)
            status = nursery.stdout.readline().strip()
            assert status in ("0", str(KILLED)), said.read_text()
            return status == str(KILLED)

        yield dies


def _issued_once(session: Session, certificate_id: object) -> None:
    assert session.get_one(Certificate, certificate_id).state is CertificateState.ISSUED
    leaves = select(func.count()).select_from(LogLeaf).where(LogLeaf.certificate_id == certificate_id)
    assert session.scalar(leaves.where(LogLeaf.event == "issue")) == 1
    assert session.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.done_at.is_(None))) == 0
    assert session.scalar(select(func.count()).select_from(Message).where(Message.sent_at.is_(None))) == 0
    assert list(broken_rows(session)) == []


@pytest.mark.long
def test_a_worker_that_dies_is_replaced(scene_on: SceneOn, backend: str, databases: Databases, tmp_path: Path) -> None:
    with scene_on(backend) as scene, workers(scene, tmp_path / "said") as dies:
        reserved = scene.ids("reserved", table=Certificate)[0]
        scene.settle()
        take(scene.act("certificate", reserved, "approve_content"))
        url = scene.app.config["SQLALCHEMY_DATABASE_URI"]
        for number, point in enumerate(POINTS):
            databases.rewind(url, first=number == 0, let_go=db.engine.dispose)
            # What was published of the log is rewound too: else this were a backup restored, and issuing stops.
            shutil.rmtree(scene.app.config["DATA_DIR"] / "log", ignore_errors=True)
            died = dies(point)
            with clock.at(scene.moment), Session(db.engine) as session:
                assert list(broken_rows(session)) == [], f"killed at point {point}"
            with clock.at(scene.moment + LEASE):
                run_all_waiting(scene.stage.factory, scene.stage.handlers)
                with Session(db.engine) as session:
                    _issued_once(session, reserved)
            if not died:
                break
        assert number > 30 or not DEEP, "the job is longer than that"
        databases.forget(url)
