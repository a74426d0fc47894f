"""“May I apply?”: question by question without an account, to an answer that says what is missing and where to go on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.eligibility import findings_of
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.schemes.models import Call, Scheme
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.walker import Walker
from tests.web.applicant import walker_in
from tests.web.test_call_pages import opened

ANSWERS = {
    "has-member": "yes",
    "has-years": "12",
    "has-subject": "6",
    "has-language": "C2",
    "has-documents": "cv",
}


@pytest.fixture
def noon(staffed: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield staffed


@pytest.fixture
def officer(noon: Any) -> Walker:
    return Walker(noon, "oficial@demo.example").open("/help?lang=en")


def published(officer: Walker, **typed: str) -> str:
    """The reference of a call that the public sees."""
    reference = opened(officer, **typed)
    officer.submit("/publish")
    return reference


def visitor(app: Any, lang: str = "en") -> Walker:
    return Walker(app, lang=lang)


def answered(walker: Walker, reference: str, **changed: str) -> Walker:
    """Every question one after the other, as somebody without JavaScript does."""
    answers = {**ANSWERS, **{name.replace("_", "-"): value for name, value in changed.items()}}
    walker.open("/eligibility").submit(having="call", call=reference)
    for name, value in answers.items():
        walker.submit(having=name, **{name: value})
    return walker


def headline(walker: Walker) -> str:
    return walker.page.select_one("h1").get_text(" ", strip=True)


def test_from_the_first_page_to_an_account_for_the_call(noon: Any, officer: Walker) -> None:
    reference = published(officer)
    walker = visitor(noon).open("/")
    assert walker.page.select_one('main a[href="/eligibility"]')
    answered(walker, reference)
    assert headline(walker) == "You can apply"
    link = walker.page.select_one('a[href^="/sign-up"]')
    assert link["href"] == f"/sign-up?next=/calls/{reference}"
    assert "What counts as proof" in walker.text


def test_a_near_miss_says_what_is_missing_in_numbers(noon: Any, officer: Walker) -> None:
    walker = answered(visitor(noon), published(officer), has_years="3", has_language="B1")
    assert headline(walker) == "Not yet: 2 conditions are missing"
    assert "Missing: 2 more years in customs" in walker.text
    assert "Missing: 1 more level in Spanish: from B1 to B2" in walker.text
    assert not walker.page.select('a[href^="/sign-up"]')


def test_what_can_be_handed_in_later_does_not_keep_anybody_from_beginning(noon: Any, officer: Walker) -> None:
    walker = answered(visitor(noon), published(officer), has_documents="none")
    assert headline(walker) == "You can begin, and add what is missing"
    assert "1 document" in walker.text and "Curriculum vitae" in walker.text
    assert walker.page.select('a[href^="/sign-up"]')


def test_the_answer_has_an_address_that_can_be_sent_and_each_answer_changed(noon: Any, officer: Walker) -> None:
    reference = published(officer)
    address = answered(visitor(noon), reference, has_years="3").at
    other = visitor(noon).open(address)
    assert headline(other) == "Not yet: 1 condition is missing"
    change = next(
        link["href"] for link in other.page.select(".govuk-summary-list__actions a") if "years have" in link.text
    )
    other.open(change).submit(having="has-years", **{"has-years": "5"})
    assert headline(other) == "You can apply"
    assert other.answer.headers.getlist("Set-Cookie") == [] or "session" not in str(other.answer.headers)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("typed", ["", "many", "-1", "61", "5.5", "٥"])
def test_an_answer_that_does_not_serve_is_refused_beside_its_question(noon: Any, officer: Walker, typed: str) -> None:
    reference = published(officer)
    walker = visitor(noon).open(f"/eligibility?call={reference}&has-member=yes")
    walker.submit(having="has-years", expect=422, **{"has-years": typed})
    assert walker.errors.count("Write a number from 0 to 60.") >= 1
    assert walker.page.select_one('input[name="has-years"]')["value"] == typed
    assert walker.page.title.get_text().startswith("Error:")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_nothing_and_too_much_are_refused(noon: Any, officer: Walker) -> None:
    reference = published(officer)
    start = f"/eligibility?call={reference}&has-member=yes&has-years=9&has-subject=9&has-language=C1"
    walker = visitor(noon).open("/eligibility").submit(having="call", expect=422)
    assert "Answer this question." in walker.errors
    walker.open(start).submit(having="has-documents", expect=422, **{"has-documents": ["cv", "none"]})
    assert "Choose what you have, or the last answer, not both." in walker.errors
    strange = "&_external=1&_anchor=x&who=me&has-language=XX"
    assert "who" not in str(walker.open(start + strange).page.select("main form input"))


def test_a_change_of_the_scheme_changes_the_page_and_screening_alike(noon: Any, officer: Walker) -> None:
    draft = "/office/schemes/STD/2"
    officer.open("/office/schemes").submit("/next")
    officer.open(f"{draft}/eligibility").submit(
        having="rows-0-key",
        **{
            "rows-1-least": "8",
            "rows-1-proof_en": "A letter of your head of staff.",
            "rows-5-key": "clikc",
            "rows-5-text_es": "Curso de valoración",
            "rows-5-rule": "course",
            "rows-5-title_es": "Valoración aduanera",
        },
    )
    assert "at least 8" in officer.text and "Valoración aduanera" in officer.text
    Walker(noon, "direccion@demo.example").open(draft).submit("/adopt")
    reference = published(officer, scheme=_edition(noon, 2))
    walker = answered(visitor(noon), reference, has_years="7", has_clikc="no")
    assert "Missing: 1 more year in customs" in walker.text
    assert "A letter of your head of staff." in walker.text
    conditions = "".join(tag.get_text() for tag in walker.page.select(".condition"))
    assert "The course “Valoración aduanera (only in Spanish)” on CLiKC!, with its certificate" in conditions


def _edition(app: Any, number: int) -> str:
    with app.app_context():
        return str(db.session.scalars(select(Scheme).where(Scheme.edition == number)).one().public_id)


def test_what_the_office_did_not_write_in_a_language_says_so(noon: Any, officer: Walker) -> None:
    reference = published(officer)
    draft = "/office/schemes/STD/2"
    officer.open("/office/schemes").submit("/next")
    officer.open(f"{draft}/eligibility").submit(having="rows-0-key", **{"rows-1-proof_fr": ""})
    Walker(noon, "direccion@demo.example").open(draft).submit("/adopt")
    reference = published(officer, scheme=_edition(noon, 2), title_fr="")
    walker = answered(visitor(noon, "fr"), reference)
    proof = walker.page.select_one(".condition .by-language")
    assert "currículum" in proof.select_one("[lang=es]").get_text() and "espagnol" in proof.get_text()
    assert len(walker.page.select(".condition .by-language")) == 1
    assert walker.open(f"/calls/{reference}").page.select_one("h1 [lang=es]") is not None


def test_a_planned_call_and_none_at_all(noon: Any, officer: Walker) -> None:
    scope = "category=ACE&subject=VAL&language=es&"
    about_me = "&".join(f"{name}={value}" for name, value in ANSWERS.items())
    walker = visitor(noon).open(f"/eligibility?{scope}{about_me}")
    assert headline(walker) == "You meet the conditions" and "No such call is open or planned" in walker.text
    later = published(officer, opens_at="2026-12-01T08:00")
    walker.open(f"/eligibility?call=none&{scope}{about_me}")
    assert (
        "Announced" in walker.text
        and "1 December 2026" in walker.text
        and not walker.page.select('a[href^="/sign-up"]')
    )
    assert "Planned calls" in walker.open("/calls").text
    assert "Announced" in walker.open(f"/calls/{later}").text
    with clock.at(staging.TODAY + timedelta(days=60)):
        walker.open(f"/eligibility?call={later}&{about_me}")
        assert "call=none" not in walker.at or "subject=VAL" in walker.at
        assert "No such call is open or planned" in walker.text


def test_who_is_signed_in_finds_their_answers_filled_in(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            reference = db.session.scalars(select(Call.reference).where(Call.closes_at > clock.now())).first()
        walker, number = walker_in(peopled, ApplicationState.INFORMATION_REQUESTED)
        walker.open(f"/eligibility?call={reference}&has-member=yes")
        with peopled.app_context():
            case = db.session.scalars(select(Application).where(Application.number == number)).one()
            finding = findings_of(db.session(), case)["years"]
        years = walker.page.select_one('input[name="has-years"]')["value"]
        assert int(years) == finding.has.values["num"]
        assert number in walker.text


def test_before_submitting_somebody_learns_which_condition_the_answers_lack(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        walker, number = walker_in(peopled, ApplicationState.DRAFT)
        walker.open(f"/applications/{number}/submit")
        assert "conditions of the call" not in walker.text and "condition of the call is not" not in walker.text
        walker.open(f"/applications/{number}/sections/employment")
        walker.submit(having="years_in_customs", years_in_customs="3")
        assert "Missing: 2 more years in customs" in walker.open(f"/applications/{number}/submit").text


def test_screening_shows_what_the_rules_find_in_the_dossier(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            query = select(Application).where(Application.state == ApplicationState.SCREENING)
            case = db.session.scalars(query).first()
            number, findings = case.number, findings_of(db.session(), case)
        officer = Walker(peopled, "oficial@demo.example").open(f"/cases/{number}/screen?lang=en")
        assert "At least 5 full years in customs" in officer.text
        told = [tag.get_text(" ", strip=True) for tag in officer.page.select(".finding__said")]
        assert len(told) == len(findings)
        for finding, said in zip(findings.values(), told, strict=True):
            wanted = {True: "Met, by the dossier", False: "Not met, by the dossier", None: "The dossier does not say"}
            assert wanted[finding.met] in said


def test_the_number_of_queries_does_not_grow_with_the_calls(noon: Any, officer: Walker, query_count: Any) -> None:
    reference = published(officer)
    walker, address = visitor(noon), "/eligibility"
    about_me = "&".join(f"{name}={value}" for name, value in ANSWERS.items())
    paths = (address, f"{address}?call={reference}&{about_me}", "/calls")
    few = [query_count(noon, lambda path=path: walker.open(path)) for path in paths]
    with noon.app_context():
        one = db.session.scalars(select(Call)).one()
        kept = {column.key: getattr(one, column.key) for column in Call.__table__.columns}
        for number in range(29):
            copy = {**kept, "reference": f"{reference}-{number}"}
            db.session.add(Call(**{name: value for name, value in copy.items() if name not in ("id", "public_id")}))
        db.session.commit()
    assert len(walker.open(address).page.select("input[name=call]")) == 31
    assert [query_count(noon, lambda path=path: walker.open(path)) for path in paths] == few
