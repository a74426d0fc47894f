"""A whole request broken at every statement: the act is there or it is not, and the same form sent again counts once."""

import os
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.history import StateChange
from accreditation.invariants import broken_rows
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.deep.faults.breaking import broken_at, content_of
from tests.walker import Walker

EVERY_SO_MANY = 1 if os.environ.get("DEEP") == "faults" else 7
# Written in short transactions of their own, beside the act.
LEDGER = {"sign_in_session", "reading_receipt", "limit_hit"}


def _kept(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {table for table, digest in after.items() if before[table] != digest} - LEDGER


def _deferrals(engine: Any) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(StateChange).where(StateChange.transition == "defer"))


def test_a_broken_request_may_be_sent_again(lived_in: Any) -> None:
    with lived_in.app_context():
        engine = db.engine
        number = db.session.scalars(select(Application.number).where(Application.state == S.CONFIRMED)).first()
    with clock.at(staging.TODAY):
        officer = Walker(lived_in, "oficial@demo.example").open(f"/cases/{number}/steps/defer")
        form = officer.form()
        before, deferrals, point = content_of(engine), _deferrals(engine), 1
        while True:
            with broken_at(engine, point) as points:
                officer.send(form, {"note": "Se aplaza."})
            if not points.broke:
                break
            after = _deferrals(engine)
            assert after == deferrals + 1 or not _kept(before, content_of(engine)), f"half an act at point {point}"
            point += EVERY_SO_MANY
        assert officer.status == 200 and officer.at == f"/cases/{number}"
        assert _deferrals(engine) == deferrals + 1 and point > 30
        with Session(engine) as session:
            assert list(broken_rows(session)) == []
