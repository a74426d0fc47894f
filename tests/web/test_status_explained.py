"""In every state everybody concerned reads what is waited for, from whom, since, until, what else happens and by which rule."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, update

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.applications.pauses import clear_hold, set_hold
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.overdue import end_deferrals
from accreditation.people.models import Person
from accreditation.schemes.reference import standard_scheme
from accreditation.texts import LOCALES, say
from accreditation.web.standing import standing_of
from accreditation.worker import session_factory
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import Role
from accreditation.workflow.deadlines import working_days_left
from accreditation.workflow.states import OPEN
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker
from tests.web.actors import holder_of

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
OFFICER = "oficial@demo.example"


def _subject(state: Any, **more: Any) -> Any:
    plain = {
        "on_hold": False,
        "held_since": None,
        "deferred_until": None,
        "accepted_at": None,
        "due_at": None,
        "paused_until": None,
    }
    return SimpleNamespace(state=state, state_since=NOW, **{**plain, **more})


def _all_subjects() -> Iterator[tuple[str, Any]]:
    for name in ("application", "accreditation", "mission", "appeal", "workshop"):
        for state in LIFECYCLES[name].states:
            yield name, _subject(state)
    for state in OPEN - {S.DRAFT, S.AWAITING_ENDORSEMENT}:
        yield "application", _subject(state, on_hold=True, held_since=NOW)
    yield "application", _subject(S.SHORTLISTED, deferred_until=date(2027, 11, 1))


@pytest.mark.parametrize("locale", LOCALES)
def test_all_six_answers_are_there_in_every_language(locale: str) -> None:
    scheme = SimpleNamespace(numbers=standard_scheme()["numbers"], code="STD", edition=1)
    for name, subject in _all_subjects():
        standing = standing_of(LIFECYCLES[name], subject, scheme)  # type: ignore[arg-type]
        answers = (standing.waiting_for, standing.who, standing.no_end, standing.otherwise, standing.rule)
        for answer in answers:
            said = say(answer, locale)
            assert said.strip() and "%(" not in said, (name, subject.state, said)
        assert standing.since == NOW and standing.anchor


def test_the_rule_names_the_number_of_the_edition() -> None:
    scheme = SimpleNamespace(
        numbers={**standard_scheme()["numbers"], "screening_working_days": 7}, code="STD", edition=2
    )
    standing = standing_of(LIFECYCLES["application"], _subject(S.SCREENING), scheme)  # type: ignore[arg-type]
    assert say(standing.rule, "en") == "To screen, for the office: 7 working days."


def _people_of(app: Any) -> list[tuple[str, str]]:
    """Number and e-mail of every case, every applicant listed for signing in."""
    with app.app_context():
        rows = db.session.execute(
            select(Application.number, Application.applicant_id).order_by(Application.number)
        ).all()
        for number, person_id in rows:
            email = f"{number.lower()}@demo.example"
            db.session.execute(update(Person).where(Person.id == person_id).values(email=email))
        db.session.commit()
    return [(number, f"{number.lower()}@demo.example") for number, _ in rows]


def _answers(browser: Walker) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in browser.page.select(".turn .turn__facts dd")]


def _assert_explained(browser: Walker, who: str, number: str, *, is_open: bool) -> set[str]:
    """The address of the rule; of a case that is over only since when, as nothing is waited for."""
    assert browser.page.select_one(".turn__sentence").get_text(strip=True), f"{who} {number}"
    wanted = 5 if is_open else 1
    assert len(_answers(browser)) == wanted and all(_answers(browser)), f"{who} {number}: {_answers(browser)}"
    return {str(link["href"]) for link in browser.page.select(".turn__rule a")}


@pytest.mark.long
def test_each_viewer_reads_them_on_the_page_and_the_rule_can_be_opened(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        officer, rules = Walker(peopled, OFFICER, "en"), set()
        with peopled.app_context():
            states = {
                row.number: row.state for row in db.session.execute(select(Application.number, Application.state))
            }
        for number, email in _people_of(peopled):
            applicant = Walker(peopled, email, "en").open(f"/applications/{number}?lang=en")
            is_open = states[number] in OPEN
            rules |= _assert_explained(applicant, "applicant", number, is_open=is_open)
            if states[number] != S.DRAFT:
                rules |= _assert_explained(officer.open(f"/cases/{number}"), "officer", number, is_open=is_open)
        assert rules
        page = Walker(peopled, lang="en").open("/rules")
        anchors = {tag["id"] for tag in page.page.select("li[id]")}
        for rule in rules:
            path, _, anchor = rule.partition("#")
            assert page.open(path).status == 200
            assert anchor in anchors, rule


def test_a_contact_point_reads_them_too(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        contact = holder_of(Role.CONTACT_POINT)
        contact.email = "contacto.prueba@demo.example"
        query = select(Application.number, Application.state).where(
            Application.administration_id == contact.administration_id, Application.state != S.DRAFT
        )
        cases = list(db.session.execute(query))
        db.session.commit()
        browser = Walker(peopled, "contacto.prueba@demo.example", "en")
    with clock.at(staging.TODAY):
        assert cases
        for number, state in cases:
            page = browser.open(f"/cases/{number}")
            _assert_explained(page, "contact point", number, is_open=state in OPEN)


def test_an_offered_mission_waits_for_the_candidate_first(peopled: Any) -> None:
    mission = _subject(LIFECYCLES["mission"].states("offered"))
    assert say(standing_of(LIFECYCLES["mission"], mission).who, "en") == "The candidate"
    mission.accepted_at = NOW
    assert say(standing_of(LIFECYCLES["mission"], mission).who, "en") == "The administration"


def test_the_timeline_speaks_in_words_and_in_both_time_zones(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        people = dict(_people_of(peopled))
        with peopled.app_context():
            row = db.session.scalars(select(Application).where(Application.state == S.SHORTLISTED)).first()
            row.applicant.time_zone, row.call.time_zone, number = "Europe/Madrid", "America/Guatemala", row.number
            db.session.commit()
        page = Walker(peopled, people[number], "en").open(f"/applications/{number}?lang=en")
        times = [tag.get_text() for tag in page.page.select(".timeline time")]
        assert times and all("(Madrid)" in each and "(Guatemala)" in each for each in times)
        titles = {tag.get_text() for tag in page.page.select(".timeline__title")}
        assert "Draft" in titles and not any("_" in each for each in titles)


def test_withdrawing_says_before_what_it_does_in_that_state(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        for number, email in _people_of(peopled):
            browser = Walker(peopled, email, "en").open(f"/applications/{number}/steps/withdraw?lang=en")
            with peopled.app_context():
                state = db.session.scalars(select(Application.state).where(Application.number == number)).one()
            if state not in OPEN:
                assert browser.at.startswith(f"/applications/{number}") and "steps" not in browser.at
                continue
            for sentence in ("cannot be taken up again", "confirmation by e-mail", "The record of each step stays"):
                assert sentence in browser.text, (state, sentence)
            assert "at least 5 years" in browser.text
            assert ("Nobody else is told" in browser.text) == (state is S.DRAFT)
            assert ("seat in the workshop is given" in browser.text) == (
                state in (S.INVITED, S.CONFIRMED, S.IN_WORKSHOP)
            )
            browser.submit("/steps/withdraw")
            assert "Withdrawn" in browser.text


def test_a_hold_stops_the_clock_and_gives_back_what_was_left(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        case = db.session.scalars(select(Application).where(Application.state == S.UNDER_REVIEW)).first()
        begun, due = clock.now(), case.due_at
        set_hold(db.session(), case, SimpleNamespace(at=begun, note="A question."))  # type: ignore[arg-type]
        released = begun + timedelta(days=30)
        clear_hold(db.session(), case, SimpleNamespace(at=released))  # type: ignore[arg-type]
        assert working_days_left(released, case.moved_until, frozenset()) == working_days_left(begun, due, frozenset())
        assert not case.on_hold and case.held_since is None


def test_a_mission_moved_back_gives_the_delay_back(peopled: Any) -> None:
    query = select(Mission).join(Application).where(Mission.state == "offered", Application.state == S.PRE_ACCREDITED)
    later = timedelta(days=40)
    with clock.at(staging.TODAY):
        with peopled.app_context():
            mission = db.session.scalars(query).first()
            address, before = f"/missions/{mission.public_id}", mission.application.due_at
            first, last = ((day + later).isoformat() for day in (mission.starts_on, mission.ends_on))
        office = Walker(peopled, OFFICER).open(address)
        office.submit("/dates", starts_on=last, ends_on=first, expect=422)
        assert office.errors and office.form("/dates").select_one("#starts_on")["value"] == last
        office.submit("/dates", starts_on=first, ends_on=last)
        with peopled.app_context():
            assert db.session.scalars(query).first().application.due_at == before + later


def test_a_deferral_ends_with_its_months(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        case = db.session.scalars(select(Application).where(Application.state == S.SHORTLISTED)).first()
        case.deferred_until, row_id = date(2027, 1, 10), case.id
        db.session.commit()
    for day, state in ((date(2027, 1, 10), S.SHORTLISTED), (date(2027, 1, 12), S.LAPSED)):
        with clock.at(datetime(day.year, day.month, day.day, 18, tzinfo=UTC)):
            end_deferrals(session_factory(peopled))
            with peopled.app_context():
                assert db.session.get_one(Application, row_id).state is state


def test_a_case_on_hold_waits_for_the_head_and_the_person_learns_it_without_the_reason(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        people = dict(_people_of(peopled))
        with peopled.app_context():
            case = db.session.scalars(select(Application).where(Application.state == S.UNDER_REVIEW)).first()
            number = case.number
        head = Walker(peopled, "direccion@demo.example", "en").open(f"/cases/{number}/steps/hold?lang=en")
        reason = head.page.select_one('input[name="reasons"]')["value"]
        head.submit("/steps/hold", note="An allegation came in.", reasons=reason)
        assert "release it" in head.open("/tasks").text and number in head.text
        page = Walker(peopled, people[number], "en").open(f"/applications/{number}?lang=en")
        assert "This case is on hold" in page.text and "allegation" not in page.text
        assert "To clear a case on hold, for the head of the office: 60 days." in page.text


@pytest.mark.long
def test_whoever_has_to_act_is_called_you(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        drafts = 0
        for number, email in _people_of(peopled):
            page = Walker(peopled, email, "en").open(f"/applications/{number}?lang=en")
            if "Draft" in page.page.select_one("h1").parent.get_text():
                assert _answers(page)[0] == "You"
                drafts += 1
        assert drafts
