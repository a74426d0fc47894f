"""Keys come, go and are lost: the inventory tells it, issuing obeys it, and older documents keep counting."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.certificates.demo_key import create_demo_key
from accreditation.certificates.inventory import keys_of, note_use, trust_in, warnings_about
from accreditation.certificates.keys import load_key
from accreditation.certificates.models import Certificate
from accreditation.certificates.signatures import check_pdf
from accreditation.errors import TransitionRefused
from accreditation.extensions import db
from accreditation.region.models import Region
from accreditation.storage.files import storage_at
from accreditation.texts import say
from accreditation.worker import run_until_idle
from accreditation.workflow.states import CertificateState
from tests import staging
from tests.certificates.test_issuing import release
from tests.walker import Walker

HEAD, ADMINISTRATOR = "direccion@demo.example", "administracion@demo.example"


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def documents(app: Any) -> dict[str, bytes]:
    storage = storage_at(app.config["STORAGE_URL"])
    issued = select(Certificate).where(Certificate.state == CertificateState.ISSUED)
    return {row.number: storage.fetch(str(row.storage_key)) for row in db.session.scalars(issued)}


@pytest.mark.long
def test_a_key_is_rotated_lost_and_replaced(house: Any, tmp_path: Path) -> None:
    other = create_demo_key(tmp_path / "other")
    house.config["SIGNING_KEY_FILE"] = str(other)
    number = release(house)
    run_until_idle(house)
    with house.app_context():
        region_id = db.session.scalar(select(Region.id))
        new, old = keys_of(db.session(), region_id)
        assert (new.retired_at, old.retired_at) == (None, staging.TODAY)
        files, trust = documents(house), trust_in(db.session(), region_id)
        assert len(files) > 1 and all(check_pdf(pdf, trust).is_trusted for pdf in files.values())
        assert check_pdf(files[number], trust).key_id == new.key_id == load_key(other).key_id
        address = f"/certificates/keys/{new.public_id}"

    administrator = Walker(house, ADMINISTRATOR).open(address)
    assert administrator.page.select_one("main form") is None
    head = Walker(house, HEAD).open(f"{address}?lang=en")
    head.submit(having="since", note="A laptop is gone.", expect=422)
    earlier = staging.TODAY - timedelta(hours=3)
    head.open(address).submit(having="since", since=f"{earlier:%Y-%m-%dT%H:%M}", note="A laptop is gone.")
    assert number in head.text and "A laptop is gone." in head.open("/certificates/issuing").text
    with house.app_context():
        lost, kept = keys_of(db.session(), region_id)
        trust = trust_in(db.session(), region_id)
        counting = {name for name, pdf in documents(house).items() if check_pdf(pdf, trust).is_trusted}
        assert counting == set(files) - {number}
        proven = trust_in(db.session(), region_id, proven_at=earlier - timedelta(minutes=1))
        assert check_pdf(files[number], proven).is_trusted
        with pytest.raises(TransitionRefused, match="lost"):
            note_use(db.session(), region_id, load_key(other))
        note_use(db.session(), region_id, load_key(create_demo_key(tmp_path / "third")))
        assert [row.retired_at is None for row in keys_of(db.session(), region_id)].count(True) == 1


def test_the_inventory_warns_before_a_key_ends(house: Any) -> None:
    with house.app_context():
        row = keys_of(db.session(), db.session.scalar(select(Region.id)))[0]

        def told(days: int) -> str:
            return " ".join(say(words, "en") for words in warnings_about(row, row.valid_until - timedelta(days=days)))

        assert "ends in" not in told(91)
        assert "ends in 90 days" in told(90)
        assert "validity is over" in told(-1)
        old = load_key(create_demo_key(house.config["DATA_DIR"]))
        with pytest.raises(TransitionRefused, match="not valid"), clock.at(staging.TODAY + timedelta(days=12 * 366)):
            note_use(db.session(), row.region_id, old)
