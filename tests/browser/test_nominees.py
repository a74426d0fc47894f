"""A contact point ranks six nominees within four places, in Spanish, at a desk and on a phone, and by keyboard alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select, update

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.region.models import Administration
from accreditation.schemes.models import Call
from accreditation.texts import N_plural
from tests import staging
from tests.browser.browsing import Served, page_at
from tests.browser.keyboard import Keyboard
from tests.browser.reader import Reader

PLACES, NOMINEES = 4, 6


@pytest.fixture
def nominees(served: Served, peopled: Any) -> Iterator[tuple[str, list[str]]]:
    """The path of the page, and the numbers of those who wait, in the order in which they applied."""
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(_gather, peopled).result()


def _gather(app: Any) -> tuple[str, list[str]]:
    with clock.at(staging.TODAY), app.app_context():
        home = db.session.scalars(select(Administration).where(Administration.iso2 == "GT")).one()
        submitted = select(Application).where(Application.submitted_at.is_not(None)).order_by(Application.submitted_at)
        chosen = list(db.session.scalars(submitted).unique())[-NOMINEES:]
        call = db.session.get_one(Call, chosen[0].call_id)
        table = Application.__table__
        db.session.execute(
            update(table)
            .where(table.c.id.in_([row.id for row in chosen]))
            .values(administration_id=home.id, call_id=call.id, state="awaiting_endorsement", on_hold=False)
        )
        others = table.c.administration_id == home.id, table.c.call_id == call.id
        db.session.execute(
            update(table).where(*others, table.c.state != "awaiting_endorsement").values(state="withdrawn")
        )
        call.quota = PLACES
        db.session.commit()
        query = select(Application.number).where(
            Application.call_id == call.id, Application.state == "awaiting_endorsement"
        )
        numbers = db.session.scalars(
            query.where(Application.administration_id == home.id).order_by(Application.submitted_at)
        )
        return f"/administration/GT/calls/{call.reference}", list(numbers)


def _order(reader: Reader) -> list[str]:
    """Numbers of the cases from the top down."""
    return [
        str(cell.get_attribute("id")).removeprefix("nominee-") for cell in reader.page.locator(".nominee__place").all()
    ]


def _move(reader: Reader, number: str, where: str) -> None:
    reader.press_this(reader.page.locator(f'button[name="{where}"][value="{number}"]'))


def _rank(reader: Reader, path: str, numbers: list[str], width: str) -> None:
    """The last is moved to the top, one by numbers, and four of six stand within the places."""
    reader.sign_in_as("contacto").open(path)
    assert len(_order(reader)) == NOMINEES
    reader.keep(f"{width}-es-nominees-1-unranked")
    for place, number in enumerate(reversed(numbers), start=1):
        field = reader.page.locator(f'[name="place-{number}"]')
        if isinstance(reader, Keyboard):
            reader.reach(field)
            reader.page.keyboard.insert_text(str(place))
        else:
            field.fill(str(place))
    reader.press("Save the order")
    assert _order(reader) == numbers[::-1]
    _move(reader, numbers[0], "up")
    reader.open(path)
    _move(reader, numbers[-1], "down")
    wanted = [numbers[-2], numbers[-1], *numbers[-3:1:-1], numbers[0], numbers[1]]
    assert _order(reader) == wanted
    for words, count in (("Within the places", PLACES), ("Below the places", NOMINEES - PLACES)):
        assert reader.main.get_by_text(reader.said(words), exact=True).count() == count
    places = N_plural("%(used)s of %(all)s place", "%(used)s of %(all)s places", num=PLACES, used=0, all=PLACES)
    assert reader.said(places) in reader.main.inner_text()
    reader.keep(f"{width}-es-nominees-2-ranked")


def test_at_a_desk_and_the_second_official_is_told(
    served: Served, chromium: Browser, nominees: tuple[str, list[str]]
) -> None:
    path, numbers = nominees
    second = Reader(page_at(chromium, "desk", lang="es"), served, "es").sign_in_as("dg").open(path)
    _rank(Reader(page_at(chromium, "desk", lang="es"), served, "es"), path, numbers, "desk")
    _move(second, numbers[0], "down")
    assert "Gabriel Demostración Pinabete" in second.main.inner_text(), "who ranked meanwhile"


def test_on_a_phone_by_keyboard_alone(served: Served, chromium: Browser, nominees: tuple[str, list[str]]) -> None:
    path, numbers = nominees
    _rank(Keyboard(page_at(chromium, "phone", lang="es"), served, "es"), path, numbers, "phone")
