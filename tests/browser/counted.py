"""`make journeys`: what each role's most frequent journey costs on a phone and a bad line; writes docs/development/journeys.md.

The demo in the folder given is filled where it is empty, and copied: the journeys change what they walk through.
"""

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import flask_migrate
from playwright.sync_api import Browser
from sqlalchemy import select

from accreditation import create_app
from accreditation.certificates.models import Certificate
from accreditation.demonstration.performance import is_played, play
from accreditation.extensions import db
from accreditation.workflow.states import CertificateState
from benchmarks.chromium import chromium_started
from benchmarks.table import put_between
from benchmarks.weights import serving
from tests.browser.after_decided import check_by_code, check_by_number, read_the_log
from tests.browser.browsing import page_at, sign_in_on_demo
from tests.browser.counting import Cost, Hands
from tests.browser.journeys import JOURNEYS, Journey

ROOT = Path(__file__).parents[2]
PAGE, FIGURES = ROOT / "docs" / "development" / "journeys.md", ROOT / "benchmarks" / "journeys.json"
BEGIN, END = "<!-- table: written by make journeys -->", "<!-- end of the table -->"
HEAD = "| Who | until | pages | taps | fields | seconds | kB first | kB later |\n|---|---|---|---|---|---|---|---|"


def walk(chromium: Browser, base: str, journey: Journey) -> Cost:
    """Signed in by another browser, so that nothing is kept in the one that counts. Leaves a picture where it fails."""
    hands = Hands(chromium, base)
    start = journey.start
    if journey.who:
        door = page_at(chromium, "phone")
        sign_in_on_demo(door, base, f"{journey.who}@demo.example")
        hands.page.context.add_cookies(door.context.cookies())  # type: ignore[arg-type]
        start = door.url
        door.context.close()
    hands.come_in(start)
    try:
        journey.walk(hands)
        hands.page.wait_for_load_state("networkidle")
    except Exception:
        hands.page.screenshot(path=ROOT / "build" / f"journey-{journey.name}.png", full_page=True)
        raise
    finally:
        hands.page.context.close()
    return hands.cost


def _of_strangers(app: Any) -> list[Journey]:
    """The newest certificate, by number and name and by the code printed on it; and the log."""
    with app.app_context():
        issued = select(Certificate).where(Certificate.state == CertificateState.ISSUED)
        certificate = db.session.scalars(issued.order_by(Certificate.issued_at.desc())).first()
        assert certificate is not None
        number, name, code = certificate.number, certificate.holder_name, certificate.code
        db.session.remove()
    address = f"/verify/{number}?code={code}"
    return [
        Journey("verify", "Anybody", "checked by number and name", "", lambda hands: check_by_number(hands, number, name)),
        Journey("code", "Anybody", "checked by the code", "", lambda hands: check_by_code(hands, address), address),
        Journey("log", "Monitor", "the newest checkpoint is seen", "", read_the_log),
    ]  # fmt: skip


def _cell(before: float | None, now: float) -> str:
    return f"{now:.0f}" if before is None or round(before) == round(now) else f"{before:.0f} → **{now:.0f}**"


def rows_of(journeys: list[Journey], before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """A line for each journey: what it was when it was first counted, and what it is."""
    lines = []
    for journey in journeys:
        cost = Cost(**now[journey.name])
        was = Cost(**before[journey.name]) if journey.name in before else None
        cells = [
            _cell(getattr(was, name, None), getattr(cost, name)) for name in ("pages", "taps", "fields", "seconds")
        ]
        cells += [_cell(was and was.first_kb, cost.first_kb), _cell(was and was.later_kb, cost.later_kb)]
        lines.append(f"| {journey.role} | {journey.until} | {' | '.join(cells)} |")
    return lines


def _write(lines: list[str]) -> None:
    put_between(PAGE, BEGIN, END, "\n".join(["", HEAD, *lines, ""]))


def _app(data_dir: Path) -> Any:
    """The demo of that folder, filled."""
    os.environ.update(ACCREDITATION_ENV="demo", ACCREDITATION_DATA_DIR=str(data_dir), ACCREDITATION_MAIL_URL="")
    app = create_app("demo")
    with app.app_context():
        flask_migrate.upgrade()
    if not is_played(app):
        play(app, click.echo)
    return app


def count(data_dir: Path, only: list[str]) -> tuple[list[Journey], dict[str, Any]]:
    app, found = _app(data_dir), {}
    journeys = [each for each in (*JOURNEYS, *_of_strangers(app)) if not only or each.name in only]
    with serving(app, data_dir) as base, chromium_started() as chromium:
        for journey in journeys:
            cost = walk(chromium, base, journey)
            found[journey.name] = asdict(cost)
            click.echo(f"{journey.name:12} {cost}")
    return journeys, found


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.browser.counted", description=__doc__)
    options.add_argument("data_dir", type=Path)
    options.add_argument("--only", nargs="*", help="Names of journeys; prints them and writes nothing.")
    chosen = options.parse_args()
    _app(chosen.data_dir.absolute())
    with tempfile.TemporaryDirectory() as passing:
        copied = shutil.copytree(chosen.data_dir, Path(passing) / "demo")
        journeys, found = count(copied, chosen.only or [])
    if chosen.only:
        return
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    kept = {"first": kept.get("first", found), "now": found}
    FIGURES.write_text(json.dumps(kept, indent=1) + "\n")
    _write(rows_of(journeys, kept["first"], kept["now"]))


if __name__ == "__main__":
    main()
