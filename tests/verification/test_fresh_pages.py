"""The page that answers a code: kept by caches for half a minute, the same for everybody, and never older than a change."""

from typing import Any

from sqlalchemy import func, select

from accreditation.jobs.models import OutboxRow
from tests.verification.conftest import House
from tests.walker import Walker


def _ask(house: House, address: str, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return house.app.test_client().get(address, headers={"Accept-Language": "en", **given})


def test_caches_may_keep_it_and_learn_at_once_that_it_changed(house: House) -> None:
    address = f"/verify/{house.certificate.number}?code={house.certificate.code}"
    first = _ask(house, address)
    assert b"Valid today" in first.data and "Set-Cookie" not in first.headers
    assert first.cache_control.public and 0 < first.cache_control.max_age <= 60
    assert {"Cookie", "Accept-Language"} <= {each.strip() for each in first.headers["Vary"].split(",")}
    again = _ask(house, address, If_None_Match=first.headers["ETag"])
    assert again.status_code == 304 and not again.data and again.cache_control.public
    spanish = _ask(house, address + "&lang=es")
    assert "Set-Cookie" not in spanish.headers and "Válido hoy" in spanish.get_data(as_text=True)
    assert spanish.headers["ETag"] != first.headers["ETag"]

    with house.writing() as session:
        before = session.scalar(select(func.count(OutboxRow.id)).where(OutboxRow.done_at.is_(None)))
    house.take("suspend", "integrity")
    with house.writing() as session:
        waiting = session.scalar(select(func.count(OutboxRow.id)).where(OutboxRow.done_at.is_(None)))
    assert waiting > before, "nobody carries out what must follow"
    changed = _ask(house, address, If_None_Match=first.headers["ETag"])
    assert changed.status_code == 200 and b"Suspended since" in changed.data


def test_no_cache_keeps_what_is_for_one_reader(house: House) -> None:
    number, code, name = house.certificate.number, house.certificate.code, house.certificate.holder_name
    for query in ({"name": name}, {"code": "wrong"}, {}):
        answer = house.app.test_client().get(f"/verify/{number}", query_string=query)
        assert answer.status_code == 200 and not answer.cache_control.public
    officer = Walker(house.app, "oficial@demo.example").open(f"/verify/{number}?code={code}")
    assert officer.answer.headers["Cache-Control"] == "no-store"


def test_wrong_codes_are_counted_and_right_ones_are_not(house: House) -> None:
    address = f"/verify/{house.certificate.number}?code="
    client = house.app.test_client()
    assert [client.get(address + "wrong").status_code for _ in range(32)] == [200] * 30 + [429] * 2
    assert client.get(address + house.certificate.code).status_code == 200
