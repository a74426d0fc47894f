"""The stored log: its tree, one sequence for all, what monitors read, and what a restored backup brings about."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import make_url, select, text
from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.log import handle_of
from accreditation.certificates.models import Certificate
from accreditation.errors import TransitionRefused
from accreditation.extensions import db
from accreditation.invariants import broken_rows
from accreditation.jobs.carry_out import own_transaction
from accreditation.notifications.mail_folder import list_messages, read_message
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.region.installation import install_region
from accreditation.region.models import NumberSequence
from accreditation.transition import perform_transition
from accreditation.transparency import merkle, notes
from accreditation.transparency.alarms import open_alarm
from accreditation.transparency.entering import enter_leaf
from accreditation.transparency.models import LogLeaf
from accreditation.transparency.tiles import Tile, tile_at, unbundled
from accreditation.transparency.tree import tile_bytes, tree_of
from accreditation.worker import run_until_idle
from accreditation.workflow.states import CertificateState
from tests import staging
from tests.transparency.test_merkle import heads_over
from tests.walker import Walker

HEAD = "direccion@demo.example"
MANY = 270


@pytest.fixture
def region_id(app: Any, session: Session) -> Any:
    with app.app_context():
        row_id = install_region(session).id
    session.commit()
    return row_id


def test_the_stored_tree_is_the_tree_of_its_entries(session: Session, region_id: Any) -> None:
    with clock.at(staging.TODAY):
        for number in range(MANY):
            enter_leaf(session, region_id, {"event": "issue", "number": number}, clock.now())
    session.commit()
    entries = [entry.encode() for entry in session.scalars(select(LogLeaf.entry).order_by(LogLeaf.position))]
    heads = heads_over([merkle.leaf_hash(entry) for entry in entries])
    for size in (0, 1, 255, 256, 257, MANY):
        assert tree_of(session, size).head() == heads(0, size)
    tree = tree_of(session)
    for index in (0, 255, 256, MANY - 1):
        assert merkle.is_included(merkle.leaf_hash(entries[index]), index, MANY, tree.inclusion(index), tree.head())
        assert merkle.is_consistent(index, MANY, heads(0, index), tree.head(), tree.consistency(index))
    assert unbundled(tile_bytes(session, Tile(None, 1, MANY - 256))) == entries[256:]
    assert tile_bytes(session, Tile(1, 0, 1)) == heads(0, 256)
    assert Tile(0, 1234067).path == "0/x001/x234/067" and tile_at("0/x001/x234/067") == Tile(0, 1234067)
    assert [tile_at(bad) for bad in ("0/1", "0/000.p/256", "0/000.p/0", "64/000", "0/x000/001", "a/000")] == [None] * 6
    assert not list(broken_rows(session))
    session.execute(text("UPDATE log_leaf SET entry = 'x' WHERE position = 3"))
    session.execute(text("UPDATE log_tile SET head = 'x' WHERE number = 0"))
    assert len([line for line in broken_rows(session) if line.startswith("log_")]) == 2


def test_two_who_enter_at_once_keep_one_sequence(app: Any, session: Session, region_id: Any) -> None:
    with app.app_context():
        factory = sessionmaker(db.engine)
    gate, errors = threading.Barrier(2), []

    def work() -> None:
        try:
            gate.wait()
            for _ in range(15):
                with own_transaction(factory) as own:
                    enter_leaf(own, region_id, {"event": "issue"}, clock.now())
        except Exception as error:
            errors.append(error)

    hands = [threading.Thread(target=work) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert not errors
    assert session.scalars(select(LogLeaf.position).order_by(LogLeaf.position)).all() == list(range(30))


@pytest.fixture
def issuing(peopled: Any) -> Iterator[Any]:
    """A small history with a certificate, a day later, after the first night."""
    with clock.at(staging.TODAY + timedelta(days=1)):
        run_until_idle(peopled, timers=True)
        yield peopled


def _issued() -> Certificate:
    issued = select(Certificate).where(Certificate.state == CertificateState.ISSUED)
    return db.session.scalars(issued.order_by(Certificate.id).limit(1)).one()


def _take(step: str) -> None:
    """The head suspends or reinstates whoever holds that certificate."""
    held = db.session.get_one(Accreditation, _issued().accreditation_id)
    head = actor_of(db.session(), db.session.scalars(select(Person).where(Person.email == HEAD)).one())
    reasons = ["integrity"] if step == "suspend" else []
    perform_transition(db.session(), held, step, actor=head, note="Demo.", reasons=reasons, seen_version=held.version)
    db.session.commit()


def _fetched(app: Any, path: str) -> bytes:
    answer = app.test_client().get(path)
    assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == "*"
    return bytes(answer.data)


def _monitored(app: Any) -> tuple[notes.Checkpoint, list[bytes]]:
    """What a monitor does that knows only the log's public key."""
    _, key = notes.read_verifier_key(Walker(app).open("/log").page.select("pre.code")[-1].get_text())
    checkpoint = notes.opened(_fetched(app, "/log/checkpoint").decode(), [key])
    assert checkpoint is not None and checkpoint.origin == "localhost/log"
    full, rest = divmod(checkpoint.size, 256)
    tiles = [Tile(None, number) for number in range(full)] + ([Tile(None, full, rest)] if rest else [])
    entries = [entry for tile in tiles for entry in unbundled(_fetched(app, f"/log/tile/{tile.path}"))]
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    assert merkle.head_of(hashes) == checkpoint.head
    if rest:
        assert _fetched(app, f"/log/tile/{Tile(0, full, rest).path}") == b"".join(hashes[full * 256 :])
    return checkpoint, entries


def test_a_monitor_finds_each_event_of_a_certificate_and_no_person(issuing: Any, walk: Any) -> None:
    before, entries = _monitored(issuing)
    with issuing.app_context():
        names = db.session.execute(select(Person.given_names, Person.first_family_name)).all()
        certificate = _issued()
        _take("suspend")
        _take("reinstate")
        handle = handle_of(certificate.number, certificate.code)
    after, more = _monitored(issuing)
    assert more[: before.size] == entries and after.size == before.size + 2
    assert [json.loads(entry)["event"] for entry in more if handle.encode() in entry] == [
        "issue",
        "suspend",
        "reinstate",
    ]
    assert not [name for pair in names for name in pair if name.encode() in b"".join(more)]
    consistency = json.loads(_fetched(issuing, f"/log/consistency/{before.size}"))
    proof = [base64.b64decode(each) for each in consistency["proof"]]
    assert merkle.is_consistent(before.size, after.size, before.head, after.head, proof)
    index, path, note = notes.read_proof(_fetched(issuing, f"/log/proof/{before.size}").decode())
    assert merkle.is_included(merkle.leaf_hash(more[index]), index, after.size, path, after.head)
    assert issuing.test_client().get(f"/log/tile/0/000.p/{after.size + 1}").status_code == 404
    page = walk(issuing, lang="en").open("/log")
    assert "Accreditation reinstated" in page.text
    assert "unchanged" in page.submit("/log", having="checkpoint", checkpoint=note).text
    page.submit("/log", having="checkpoint", checkpoint=note.replace("localhost", "other"), expect=422)


def test_each_night_the_histories_are_anchored_and_the_seal_goes_to_the_administrations(
    issuing: Any, mailbox: Any, walk: Any
) -> None:
    with issuing.app_context():
        anchor = db.session.scalars(select(LogLeaf).where(LogLeaf.event == "anchor")).one()
        assert json.loads(anchor.entry)["cases"] > 10
        assert not list(broken_rows(db.session()))
        db.session.execute(
            text(
                "UPDATE history_anchor SET head = (SELECT 'f' || substr(head, 2)) WHERE length > 4 AND head NOT LIKE 'f%'"
            )
        )
        assert [line for line in broken_rows(db.session()) if "its history is not what leaf" in line]
        db.session.rollback()
    received = [read_message(mailbox.folder, each.key) for each in list_messages(mailbox.folder)]
    attached = [
        (mail.to, content)
        for mail in received
        for name, _, content in mail.attachments
        if name.startswith("checkpoint")
    ]
    assert attached and all("contacto" in to for to, _ in attached)
    content = attached[0][1].decode()
    page = walk(issuing, lang="en").open("/log")
    assert "unchanged" in page.submit("/log", having="checkpoint", checkpoint=content).text


def test_a_restored_backup_locks_issuing_until_the_head_settles_it(
    issuing: Any, make_app: Any, walk: Any, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.sqlite"
    live = str(make_url(issuing.config["SQLALCHEMY_DATABASE_URI"]).database)
    with closing(dbapi2.connect(live)) as source, closing(dbapi2.connect(str(backup))) as copy:
        source.backup(copy)
    with issuing.app_context():
        _take("suspend")
    with clock.at(staging.TODAY + timedelta(days=1, minutes=5)):
        run_until_idle(issuing, timers=True)
        published, _ = _monitored(issuing)
    restored = make_app(f"sqlite:///{backup}")
    with clock.at(staging.TODAY + timedelta(days=1, minutes=10)):
        run_until_idle(restored, timers=True)
        with restored.app_context():
            assert open_alarm(db.session()) is not None
            reserved = db.session.scalars(
                select(Certificate).where(Certificate.state == CertificateState.RESERVED).limit(1)
            ).one()
            officer = db.session.scalars(select(Person).where(Person.email == "oficial2@demo.example")).one()
            with pytest.raises(TransitionRefused, match="stopped"):
                perform_transition(
                    db.session(), reserved, "approve_content", actor=actor_of(db.session(), officer),
                    seen_version=reserved.version,
                )  # fmt: skip
            db.session.rollback()
            numbers = {row.series: row.last for row in db.session.scalars(select(NumberSequence))}
        assert walk(restored, lang="en").open("/verify").status == 200
        assert "Issuing is stopped" in walk(restored, lang="en").open("/log").text
        page = walk(restored, HEAD, lang="en").open("/log/alarm")
        page.submit("/log/alarm", note=" ", expect=422)
        page.submit("/log/alarm", note="An old backup was restored.")
    with clock.at(staging.TODAY + timedelta(days=1, minutes=15)):
        run_until_idle(restored, timers=True)
        after, _ = _monitored(restored)
        assert after == published
        assert "Accreditation suspended" in page.open("/log/alarm?lang=en").text
        with restored.app_context():
            number, code = _issued().number, _issued().code
            address = f"/verify/{number}?code={code}"
            assert "Suspended since" in walk(restored, lang="en").open(address).text
            _take("suspend")
            _take("reinstate")
        assert "Valid today" in walk(restored, lang="en").open(address).text
    with restored.app_context():
        assert open_alarm(db.session()) is None and not list(broken_rows(db.session()))
        jumped = {row.series: row.last for row in db.session.scalars(select(NumberSequence))}
        assert {last - numbers[series] for series, last in jumped.items() if series.startswith("certificate:")} == {
            1000
        }
