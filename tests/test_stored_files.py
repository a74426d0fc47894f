"""Every row has its file and every file its row: `db check` names what does not fit, the sweep removes what a crash left."""

import os
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.applications.document_models import Document
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.storage.files import Folder, storage_at
from accreditation.stored_files import broken_files, naming_columns, sweep
from accreditation.worker import session_factory
from tests import staging


def aged(storage: Folder, key: str, **ago: int) -> str:
    """The file as if stored that long before the tests' present."""
    moment = (staging.TODAY - timedelta(**ago)).timestamp()
    os.utime(storage.root / key[:2] / key, (moment, moment))
    return key


def storage_of(app: Any) -> Folder:
    found = storage_at(app.config["STORAGE_URL"])
    assert isinstance(found, Folder)
    return found


def test_every_column_that_names_a_file_is_known() -> None:
    named = {str(column) for column in naming_columns()}
    assert {
        "document.storage_key",
        "document.preview_storage_key",
        "certificate.storage_key",
        "upload_piece.storage_key",
    } <= named


def test_a_history_made_by_real_steps_has_all_its_files(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        assert list(broken_files(db.session(), storage_of(peopled))) == []


def test_what_is_missing_changed_or_astray_is_named(peopled: Any) -> None:
    storage = storage_of(peopled)
    with clock.at(staging.TODAY), peopled.app_context():
        gone, changed = db.session.scalars(select(Document).order_by(Document.id).limit(2)).all()
        storage.delete(gone.storage_key)
        (storage.root / changed.storage_key[:2] / changed.storage_key).write_bytes(b"%PDF-1.7 another")
        signed = db.session.scalars(select(Certificate).where(Certificate.storage_key.is_not(None))).first()
        storage.delete(signed.storage_key)
        astray, fresh = aged(storage, storage.put(b"x"), hours=2), aged(storage, storage.put(b"y"), minutes=50)
        broken = "\n".join(broken_files(db.session(), storage))
    assert f"document {gone.public_id}: its file is not stored" in broken
    assert f"document {changed.public_id}: its file is changed" in broken
    assert f"certificate {signed.number}: its file is not stored" in broken
    assert f"file {astray}: no row names it" in broken and fresh not in broken


def test_the_sweep_takes_leftovers_and_nothing_that_is_named_young_or_old(peopled: Any) -> None:
    storage = storage_of(peopled)
    left = aged(storage, storage.put(b"left by a crash"), hours=2)
    young = aged(storage, storage.put(b"its row is being written"), minutes=5)
    old = aged(storage, storage.put(b"a person decides"), days=30)
    with peopled.app_context():
        named = db.session.scalars(select(Document.storage_key)).all()
    for key in named:
        aged(storage, key, hours=3)
    with clock.at(staging.TODAY):
        sweep(session_factory(peopled), storage)
    assert not storage.exists(left)
    assert storage.exists(young) and storage.exists(old) and named and all(map(storage.exists, named))
