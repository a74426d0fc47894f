"""The office keeps the region's standing data on pages: changed, added, retired, moved, with each refusal beside its field."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.people.staff_notes import StaffNote
from accreditation.region.models import Administration, RegionalBody, Subject
from tests import staging
from tests.walker import Walker, in_english

SOURCE = "Letter of the Vice-Chair, 3 November 2026"
NEW_SUBJECT = {"code": "GREEN", "name_es": "Aduana verde", "name_fr": "Douane verte", "source": SOURCE}


@pytest.fixture
def officer(staffed: Any) -> Iterator[Walker]:
    with clock.at(staging.TODAY):
        yield in_english(staffed, "oficial")


def row_of(app: Any, table: Any, *conditions: Any) -> Any:
    with app.app_context():
        return db.session.scalars(select(table).where(*conditions)).one()


def test_a_subject_is_added_offered_and_retired(officer: Walker, staffed: Any) -> None:
    officer.open("/standing-data/subjects/new").submit(having="code", own_translations=["fr"], **NEW_SUBJECT)
    assert "Douane verte own translation" in officer.text
    assert officer.open("/office/calls/new").page.select('#subject option[value="GREEN"]')
    officer.open("/standing-data/subjects/GREEN").submit(having="retired_on", retired_on="2026-11-24", is_confirmed="y")
    row = row_of(staffed, Subject, Subject.code == "GREEN")
    assert (row.retired_on, row.is_confirmed, row.own_translations) == (date(2026, 11, 24), True, ["fr"])
    assert not officer.open("/office/calls/new").page.select('#subject option[value="GREEN"]')
    with staffed.app_context():
        written = db.session.scalars(
            select(StaffNote.what).where(StaffNote.subject_id == row.id).order_by(StaffNote.id)
        )
        assert list(written) == ["add_standing_data", "change_standing_data"]


def test_the_office_moves_and_its_host_before_ends_on_the_eve(officer: Walker, staffed: Any) -> None:
    new_host = {"kind": "rocb", "iso2": "CL", "city": "Santiago", "name_es": "ORFC en Chile", "source": SOURCE}
    officer.open("/standing-data/bodies/new?kind=rocb")
    assert "The present host of the office is Brasília." in officer.text
    officer.submit(having="city", expect=422, **new_host)
    assert "Give the first day of the office at this host." in officer.errors[-1]
    officer.submit(having="city", expect=422, starts_on="2024-06-01", **new_host)
    assert "The present host began on that day or later." in officer.errors[-1]
    officer.submit(having="city", starts_on="2027-01-01", **new_host)
    brasil = row_of(staffed, RegionalBody, RegionalBody.kind == "rocb", RegionalBody.iso2 == "BR")
    assert brasil.ends_on == date(2026, 12, 31)
    officer.open(f"/standing-data/bodies/{brasil.public_id}")
    officer.submit(having="city", expect=422, ends_on="2027-03-01")
    assert "at another host" in " ".join(officer.errors)


def test_a_member_joins_with_its_languages_and_leaves(officer: Walker, staffed: Any) -> None:
    officer.open("/standing-data/administrations/new").submit(
        having="first_language",
        iso2="GD",
        first_language="en",
        other_languages=["fr", "en"],
        time_zone="America/Grenada",
        sub_region="caribbean",
        source=SOURCE,
    )
    assert "Grenada" in officer.text
    assert row_of(staffed, Administration, Administration.iso2 == "GD").languages == ["en", "fr"]
    officer.open("/standing-data/administrations/GD").submit(having="left_on", left_on="2026-11-01")
    assert not [tag for tag in Walker(staffed).open("/sign-up?lang=en").page.select("option") if "Grenada" in tag.text]


BAD = [
    ("subjects/new", {"code": "green"}),
    ("subjects/new", {"code": "G"}),
    ("subjects/new", {"code": "VAL"}),
    ("subjects/new", {"name_es": ""}),
    ("subjects/new", {"name_pt": "x" * 201}),
    ("subjects/new", {"source": ""}),
    ("subjects/new", {"retired_on": "yesterday"}),
    ("subjects/new", {"retired_on": "0001-01-01"}),
    ("subjects/VAL", {"name_es": ""}),
    ("categories/ACE", {"source": "x" * 501}),
    ("administrations/GT", {"left_on": "2026-02-30"}),
    ("administrations/GT", {"time_zone": "Mars/Olympus"}),
    ("administrations/GT", {"first_language": "xx"}),
    ("administrations/new", {"iso2": "GT", "source": SOURCE}),
    ("bodies/new", {"city": "", "iso2": "PE", "name_es": "CRC", "source": SOURCE}),
    (
        "bodies/new",
        {
            "ends_on": "2026-01-01",
            "starts_on": "2026-02-01",
            "city": "Lima",
            "iso2": "PE",
            "name_es": "C",
            "source": SOURCE,
        },
    ),
]


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("page", "typed"), BAD)
def test_a_bad_value_is_refused_beside_its_field_and_kept(officer: Walker, page: str, typed: dict[str, str]) -> None:
    good = NEW_SUBJECT if page == "subjects/new" else {}
    officer.open(f"/standing-data/{page}").submit(having="source", expect=422, **{**good, **typed})
    name, value = next(iter(typed.items()))
    field = officer.page.select_one(f'main [name="{name}"]')
    group = field.find_parent(class_="govuk-form-group") if field else None
    assert group is not None and group.select_one(".govuk-error-message")
    if field.name == "input":
        assert field["value"] == value


def test_a_stale_page_changes_nothing(officer: Walker, staffed: Any) -> None:
    other = in_english(staffed, "direccion").open("/standing-data/categories/ACE")
    officer.open("/standing-data/categories/ACE").submit(having="name_es", name_en="Accredited Expert")
    other.submit(having="name_es", name_en="Typed for nothing", expect=409)
    assert "Someone else changed this entry" in other.text and "Typed for nothing" in other.text


def test_the_tables_are_read_by_auditor_and_administrator_and_show_no_key(officer: Walker, staffed: Any) -> None:
    for table in ("categories", "subjects", "bodies", "administrations"):
        for key in ("auditoria", "administracion"):
            page = in_english(staffed, key).open(f"/standing-data/{table}").page
            assert not page.select(f'main a[href^="/standing-data/{table}/"]')
        links = [str(tag["href"]) for tag in officer.open(f"/standing-data/{table}").page.select("main table th a")]
        assert links and not [link for link in links if link.count("-") >= 5]
    officer.open("/standing-data/persons", expect=404).open("/standing-data/subjects/NONE", expect=404)
    in_english(staffed, "auditoria").open("/standing-data/subjects/VAL", expect=404)
