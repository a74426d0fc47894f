"""The office opens, changes, publishes and extends a call; each bad value is refused beside its field and kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.schemes.models import Call
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.walker import Walker, in_english

GOOD = {
    "category": "ACE",
    "subject": "VAL",
    "language": "es",
    "title_es": "Expertos en valoración",
    "title_fr": "Experts en évaluation",
    "description_es": "Para asesorar a otras administraciones.",
    "description_pt": "Para assessorar outras administrações.",
    "opens_at": "2026-11-23T08:00",
    "closes_at": "2026-12-18T17:00",
    "time_zone": "America/Guatemala",
    "workshop_on": "2027-03-01",
    "seats": "12",
    "quota": "3",
}


@pytest.fixture
def officer(staffed: Any) -> Iterator[Walker]:
    with clock.at(staging.TODAY):
        yield in_english(staffed, "oficial")


def opened(officer: Walker, **typed: str) -> str:
    officer.open("/office/calls/new").submit(having="title_es", **{**GOOD, **typed})
    return officer.at.rpartition("/")[2]


BAD = [
    {"title_es": ""},
    {"title_es": "x" * 201},
    {"title_pt": "x" * 201},
    {"description_es": ""},
    {"description_fr": "x" * 4001},
    {"category": "NONE"},
    {"subject": "NONE"},
    {"language": "de"},
    {"track": "other"},
    {"scheme": "none"},
    {"centre": "none"},
    {"time_zone": "Europe/Berlin"},
    {"opens_at": ""},
    {"opens_at": "tomorrow"},
    {"opens_at": "9999-12-31T23:59"},
    {"opens_at": "0001-01-01T00:00"},
    {"closes_at": "2026-11-23T08:00"},
    {"closes_at": "2026-02-30T08:00"},
    {"workshop_on": "2026-12-18"},
    {"workshop_on": "next year"},
    {"seats": "0"},
    {"seats": "many"},
    {"seats": ""},
    {"quota": "21"},
    {"sponsor": "x" * 201},
]


@pytest.mark.parametrize(
    "typed", BAD, ids=lambda typed: " ".join(f"{key}={value[:12]}" for key, value in typed.items())
)
@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_bad_value_is_refused_beside_its_field_and_kept(officer: Walker, typed: dict[str, str]) -> None:
    officer.open("/office/calls/new").submit(having="title_es", expect=422, **{**GOOD, **typed})
    (name, value), *_rest = typed.items()
    field = officer.page.select_one(f'main [name="{name}"]')
    group = field.find_parent(class_="govuk-form-group") if field else None
    assert group is not None and group.select_one(".govuk-error-message")
    if field.name != "select":
        assert (field.get_text().strip() if field.name == "textarea" else field.get("value", "")) == value
    kept = officer.page.select_one('[name="title_fr"]')
    assert kept is not None and kept["value"] == GOOD["title_fr"]
    officer.open("/office/calls")
    assert "No call yet" in officer.text


def test_a_call_keeps_its_four_languages_and_says_its_moments(officer: Walker, staffed: Any) -> None:
    reference = opened(officer)
    assert "18 December 2026, 17:00 (Guatemala)" in officer.text
    with staffed.app_context():
        call = db.session.scalars(select(Call)).one()
        assert call.reference == reference and set(call.descriptions) == {"es", "pt"}
        assert call.closes_at == datetime(2026, 12, 18, 23, tzinfo=UTC)
    officer.open(f"/office/calls/{reference}/edit").submit(
        having="title_es", title_en="Experts in valuation", quota="4"
    )
    assert "Experts in valuation" in officer.text


def test_what_applicants_rely_on_is_fixed_once_published(officer: Walker, staffed: Any) -> None:
    reference = opened(officer)
    officer.submit("/publish")
    assert "Open to applications" in officer.text
    officer.open(f"/office/calls/{reference}/edit")
    fields = {str(tag["name"]) for tag in officer.page.select("main form [name]")}
    assert not fields & {"category", "subject", "language", "track", "scheme", "opens_at", "closes_at", "time_zone"}
    officer.submit(having="title_es", seats="20", closes_at="2026-11-24T08:00")
    with staffed.app_context():
        call = db.session.scalars(select(Call)).one()
        assert call.seats == 20 and call.closes_at == datetime(2026, 12, 18, 23, tzinfo=UTC)


def test_an_extension_takes_the_drafts_along(officer: Walker, staffed: Any) -> None:
    reference = opened(officer)
    officer.submit("/publish")
    with staffed.app_context():
        from accreditation.applications.beginning import begin_application

        person = db.session.scalars(select(Person).where(Person.administration_id.is_not(None))).first()
        begin_application(db.session(), actor_of(db.session(), person), person, db.session.scalars(select(Call)).one())
        db.session.commit()
    officer.open(f"/office/calls/{reference}").submit("/extend", closes_at="2026-12-01T17:00", reason="few", expect=422)
    assert "may only be extended" in " ".join(officer.errors)
    officer.submit("/extend", closes_at="", expect=422)
    officer.open(f"/office/calls/{reference}").submit("/extend", closes_at="2027-01-08T17:00", expect=422)
    assert "Choose why the call is extended." in officer.errors
    officer.submit("/extend", closes_at="2027-01-08T17:00", reason="other", expect=422)
    assert "Write the reason, in Spanish at least." in officer.errors
    officer.submit("/extend", closes_at="2027-01-08T17:00", reason="few", note_es="Hubo un feriado.")
    for page in (officer, Walker(staffed).open(f"/calls/{reference}?lang=en")):
        assert "Too few applications had arrived. Hubo un feriado." in page.text
        assert "From 18 December 2026, 17:00 (Guatemala) to 8 January 2027, 17:00 (Guatemala)." in page.text
    assert "Olga" in officer.text and "Olga" not in page.text
    with staffed.app_context():
        draft = db.session.scalars(select(Application)).one()
        assert draft.state is ApplicationState.DRAFT and draft.due_at == datetime(2027, 1, 8, 23, tzinfo=UTC)


def test_a_stale_form_saves_nothing(officer: Walker, staffed: Any) -> None:
    reference = opened(officer)
    other = in_english(staffed, "oficial").open(f"/office/calls/{reference}/edit")
    officer.open(f"/office/calls/{reference}/edit").submit(having="title_es", seats="20")
    other.submit(having="title_es", seats="21", sponsor="Typed for nothing", expect=409)
    assert "Typed for nothing" in other.text
    assert "Typed for nothing" not in officer.open(f"/office/calls/{reference}").text


def test_the_page_of_a_call_draws_its_applications_by_state(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        officer = in_english(peopled, "oficial").open("/office/calls")
        link = officer.page.select_one("main table a")
        assert link is not None
        officer.open(str(link["href"]))
        counts = [int(tag.get_text()) for tag in officer.page.select(".counts__number")]
        assert counts and len(officer.page.select(".counts__bar rect:not(.counts__gap)")) == len(counts)
        first = officer.page.select_one(".counts__link")
        assert first is not None
        officer.open(str(first["href"]))
        assert len(officer.page.select("tbody tr")) == counts[0]
