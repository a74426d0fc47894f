"""What the templates of the tests' databases hold: no rows, the staff, or a small history of two calls."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import flask_migrate

from accreditation import clock
from accreditation.demonstration import plot, story
from accreditation.demonstration.cast import applicants
from accreditation.demonstration.performance import open_region
from accreditation.demonstration.stage import Stage
from accreditation.extensions import db
from accreditation.filling.filling import fill
from tests import twin

TODAY = datetime(2026, 11, 24, 18, tzinfo=UTC)
_FATES = {
    "ECOM": dict.fromkeys(plot.COMMERCE.fates, 1),
    "AEO": dict.fromkeys(plot.OPERATORS.fates, 1),
    "PCA": dict.fromkeys(("on_mission", "mission_offered", "awaiting_accreditation", "reserved"), 1),
}
# What gives every kind of object that has an address.
_TWIN_FATES = {
    "PCA": dict.fromkeys(("on_mission", "reserved"), 1),
    "ECOM": dict.fromkeys(
        ("recognized", "awaiting_pre", "in_workshop", "appeal_filed", "under_review", "awaiting_shortlisting"), 1
    ),
    "AEO": dict.fromkeys(("draft", "screening", "information_requested"), 1),
}


def empty(app: Any) -> None:
    """Every table, made by the migrations."""
    with app.app_context():
        flask_migrate.upgrade()


def staffed(app: Any) -> None:
    """The region as its data files say, the default scheme, and the demo's people of every role."""
    with clock.at(TODAY):
        open_region(Stage(app), -2000)


def peopled(app: Any) -> None:
    """Cases in most states, by real steps, seen from TODAY."""
    with clock.at(TODAY):
        stage = Stage(app)
        region, scheme_id = open_region(stage, -600)
        parts = applicants()
        for plan in (plot.AUDIT, plot.COMMERCE, plot.OPERATORS):
            small = replace(plan, fates=_FATES[plan.subject])
            call_id = plot.publish(stage, region, scheme_id, small)
            cases = plot.cast_for(stage, region.id, small, call_id, parts)
            full = {fate: cases.get(fate, []) for fate in plan.fates}
            story.PLAYS[plan.subject](stage, call_id, full)


def twinned(app: Any) -> None:
    """A second region beside them (tests/twin.py)."""
    with clock.at(TODAY):
        twin.build(app, _TWIN_FATES, app.config["DATA_DIR"] / "twin")


def filled(app: Any) -> None:
    """The staff with more cases than a page of a list holds."""
    with clock.at(TODAY):
        fill(app, 320, 5)


def close(app: Any) -> None:
    """Lets go of the database, so that it can be copied."""
    with app.app_context():
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


MAKERS = {"empty": empty, "staffed": staffed, "peopled": peopled, "twinned": twinned, "filled": filled}
# Which template another one goes on from.
UPON = {"staffed": "empty", "peopled": "empty", "twinned": "peopled", "filled": "staffed"}
