"""Referees at a browser: asked, answering once by a link, late, replaced; and what the applicant never learns."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from accreditation import clock
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.referees.standing import Standing, standing_of
from accreditation.extensions import db
from accreditation.notifications.mail_folder import list_messages
from accreditation.people.session_models import OneUseLink
from accreditation.region.models import Region
from accreditation.texts import say_moment
from accreditation.worker import run_until_idle
from tests import staging
from tests.referees import (
    ADDRESS,
    STATEMENT,
    applicant_with_referees,
    ask_another,
    case_of,
    contact_of,
    fitting_answers,
    hand_in,
    link_to,
    request_to,
)
from tests.walker import Walker
from tests.web.actors import cast

TODAY = staging.TODAY


@pytest.fixture
def asked(peopled: Any) -> Any:
    """The application, its applicant at a browser, and the number of a case in which Marta was just asked."""
    with clock.at(TODAY):
        applicant, number = applicant_with_referees(peopled)
        ask_another(applicant, peopled)
        yield peopled, applicant, number


def test_looking_changes_nothing_and_the_token_is_kept_nowhere(asked: Any) -> None:
    app, _, _ = asked
    path = link_to(app)
    token = path.split("/")[2].split("?")[0]
    for _ in range(2):
        page = Walker(app, lang="en").open(path)
        assert page.page.html["lang"] == "es", "in the referee's language, whatever the browser prefers"
    with app.app_context():
        request = request_to()
        assert request.opened_at is None and request.reminded_at is None
        rows = [str(row) for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]
        assert not [row for row in rows if token in row]


def test_the_page_tells_the_end_in_the_time_zone_of_the_mail(asked: Any) -> None:
    app, _, _ = asked
    path = link_to(app)
    with app.app_context():
        request = request_to()
        zone = db.session.get_one(Region, request.region_id).time_zone
        assert say_moment(request.expires_at, "es", zone) in Walker(app).open(path).text


def test_an_answer_is_handed_in_once(asked: Any) -> None:
    app, applicant, number = asked
    path = link_to(app)
    referee = Walker(app, lang="es").open(path)
    referee.submit(expect=422).submit(knows="yes")
    typed = {**fitting_answers(app), "statement": "Corto."}
    referee.submit(having="declared", act="hand_in", expect=422, **typed)
    assert referee.page.select_one("#statement").get_text() == "Corto." and len(referee.errors) == 2
    assert referee.page.select_one("#years")["value"] == "7", "nothing typed is lost"
    typed["statement"] = STATEMENT
    referee.submit(having="declared", act="hand_in", **typed)
    thanks = referee.text
    for again in (path, path.replace("?", "/reference?"), path.replace("?", "/decline?")):
        assert Walker(app, lang="es").open(again).text == thanks
    with app.app_context():
        request = request_to()
        assert request.answers["statement"] == STATEMENT and request.draft == {}
        left = db.session.query(OneUseLink).filter_by(subject_id=request.id, used_at=None).count()
        assert left == 0
    run_until_idle(app)
    assert [mail.subject for mail in list_messages(app.config["DATA_DIR"] / "mail", ADDRESS)].__len__() == 2


def test_only_who_decides_reads_it(asked: Any) -> None:
    app, applicant, number = asked
    hand_in(app)
    people = cast(app)
    for name in ("contact_point", "stranger", "donor"):
        if name in people:
            Walker(app, people[name]).open(f"/cases/{number}/references", expect=404)
    officer = Walker(app, people["rocb_officer"]).open(f"/cases/{number}/references")
    assert STATEMENT in officer.text
    assert STATEMENT in officer.open(f"/cases/{number}/dossier").text
    applicant.open(f"/cases/{number}/references", expect=404)


def _pages_of(app: Any, number: str, applicant: str, contact: str) -> list[str]:
    shown = []
    for email, paths in (
        (applicant, (f"/applications/{number}", f"/cases/{number}/dossier", "/applications", "/tasks")),
        (contact, (f"/cases/{number}", f"/cases/{number}/dossier", f"/cases/{number}/endorse", "/tasks", "/cases")),
    ):
        browser = Walker(app, email)
        for path in paths:
            browser.open(path, expect=404 if path.endswith("/endorse") else 200)
            for field in browser.page.select('input[name="csrf_token"], input[name="form_key"]'):
                field["value"] = ""
            shown.append(str(browser.page))
    mails = list_messages(app.config["DATA_DIR"] / "mail", applicant)
    return [*shown, *sorted(f"{mail.subject} {mail.text}" for mail in mails)]


def test_two_worlds_that_differ_in_the_answer_alone_look_the_same(asked: Any) -> None:
    """Applicant and contact point: every page and mail is the same to the letter, whatever was written, however long."""
    app, applicant, number = asked
    with app.app_context():
        case = case_of(number)
        who, contact = case.applicant.email, contact_of(case)
    hand_in(app, STATEMENT)
    run_until_idle(app)
    one = _pages_of(app, number, who, contact)
    with app.app_context():
        request = request_to()
        request.answers = {
            **request.answers,
            "statement": "No lo recomiendo. " * 100,
            "recommends": "no",
            "integrity": "yes",
        }
        db.session.commit()
    other = _pages_of(app, number, who, contact)
    assert one == other
    assert not [page for page in one if STATEMENT[:40] in page]


def test_saving_often_does_not_show_in_the_version_of_the_case(asked: Any) -> None:
    app, applicant, number = asked
    with app.app_context():
        before = case_of(number).version
    referee = Walker(app, lang="es").open(link_to(app)).submit(knows="yes")
    for words in ("Uno.", "Uno, dos.", "Uno, dos, tres."):
        referee.submit(having="declared", act="later", statement=words)
    assert referee.page.select_one("#statement").get_text() == "Uno, dos, tres."
    with app.app_context():
        assert case_of(number).version == before


def test_declining_tells_the_applicant_that_but_not_why(asked: Any) -> None:
    app, applicant, number = asked
    referee = Walker(app, lang="es").open(link_to(app)).submit(knows="no")
    assert referee.page.select_one("#reason-unknown").has_attr("checked")
    referee.submit(having="reason", reason="interest")
    run_until_idle(app)
    with app.app_context():
        assert standing_of(request_to(), case_of(number)) is Standing.DECLINED
        who = case_of(number).applicant.email
    page = applicant.open(f"/applications/{number}").text
    told = list_messages(app.config["DATA_DIR"] / "mail", who)[0].text
    officer = Walker(app, cast(app)["rocb_officer"], "en").open(f"/cases/{number}/references?lang=en").text
    reason = "I have an interest in the matter"
    assert reason in officer and reason not in page and reason not in told
    assert "Marta" in told.replace("\u200b", "")


def test_a_late_referee_gets_a_new_link_and_finds_what_was_begun(asked: Any) -> None:
    app, applicant, number = asked
    path = link_to(app)
    referee = Walker(app, lang="es").open(path).submit(knows="yes")
    with clock.at(TODAY + timedelta(days=40)):
        referee.submit(having="declared", act="hand_in", expect=410, **fitting_answers(app))
        assert STATEMENT in referee.text, "what was typed can be copied"
        Walker(app, lang="es").open(path, expect=410)
        known = Walker(app, lang="es").open("/link/new").submit(email=ADDRESS).text
        unknown = Walker(app, lang="es").open("/link/new").submit(email="nadie@nada.example").text
        assert known == unknown
        run_until_idle(app)
        assert link_to(app) != path
        again = Walker(app, lang="es").open(link_to(app)).submit(knows="yes")
        assert again.page.select_one("#statement").get_text() == STATEMENT
        again.submit(having="declared", act="hand_in")
        with app.app_context():
            assert standing_of(request_to(), case_of(number)) is Standing.ANSWERED


def test_a_replaced_referee_finds_a_dead_link_at_once(asked: Any) -> None:
    app, applicant, number = asked
    path = link_to(app)
    referee = Walker(app, lang="es").open(path).submit(knows="yes")
    with app.app_context():
        public_id = request_to().public_id
    applicant.open(f"/applications/{number}/referees/{public_id}/replace")
    other = {"name": "Otra Persona Distinta", "post": "Universidad", "email": "otra@universidad.example"}
    applicant.submit(having="outside", language="pt", outside="yes", **other)
    assert "Marta" not in Walker(app, lang="es").open(path).text
    referee.submit(having="declared", act="hand_in", **fitting_answers(app))
    with app.app_context():
        assert standing_of(request_to(), case_of(number)) is Standing.REPLACED and request_to().draft == {}
    run_until_idle(app)
    mails = [mail.text for mail in list_messages(app.config["DATA_DIR"] / "mail", ADDRESS)]
    assert sum("/link/" not in text for text in mails) == 1
    assert "lang=pt" in link_to(app, "otra@universidad.example")


@pytest.mark.parametrize("email", ["own", "own+tag", ADDRESS, "Marta.Vale+x@camara.example"])
def test_nobody_is_own_referee_and_nobody_is_asked_twice(asked: Any, email: str) -> None:
    app, applicant, number = asked
    with app.app_context():
        case = case_of(number)
        own, public_id = case.applicant.email, request_to().public_id
    email = {"own": own, "own+tag": own.replace("@", "+a@")}.get(email, email)
    applicant.open(f"/applications/{number}/referees/{public_id}/replace")
    typed = {"name": "Otra Persona Distinta", "post": "X", "email": email, "language": "es", "outside": "yes"}
    applicant.submit(having="outside", expect=422, **typed)
    assert applicant.page.select_one("#email-error") and applicant.page.select_one("#name")["value"] == typed["name"]


def test_ones_own_name_under_another_address_is_oneself(asked: Any) -> None:
    app, applicant, number = asked
    with app.app_context():
        name, public_id = case_of(number).applicant.display_name, request_to().public_id
    applicant.open(f"/applications/{number}/referees/{public_id}/replace")
    typed = {"name": name.upper(), "post": "X", "email": "xyz@correo.example", "language": "es", "outside": "yes"}
    applicant.submit(having="outside", expect=422 if len(name.split()) > 2 else 200, **typed)


def test_reminders_by_hand_have_a_limit(asked: Any) -> None:
    app, applicant, number = asked
    with app.app_context():
        public_id, who = request_to().public_id, case_of(number).applicant.email
    act = f"{public_id}/remind"
    assert not applicant.open(f"/applications/{number}").page.select(f"form[action$='{act}']"), "not on the same day"
    for day in (1, 2):
        with clock.at(TODAY + timedelta(days=day, hours=1)):
            applicant.sign_in(who)
            applicant.open(f"/applications/{number}").submit(act)
            run_until_idle(app)
    with clock.at(TODAY + timedelta(days=4)):
        applicant.sign_in(who)
        assert not applicant.open(f"/applications/{number}").page.select(f"form[action$='{act}']")
    with app.app_context():
        assert request_to().own_reminders == 2
    assert len(list_messages(app.config["DATA_DIR"] / "mail", ADDRESS)) == 3


def test_an_address_that_is_refused_is_told_to_the_applicant(asked: Any) -> None:
    app, applicant, number = asked
    with app.app_context():
        public_id, who = request_to().public_id, case_of(number).applicant.email
    applicant.open(f"/applications/{number}/referees/{public_id}/replace")
    bad = "marta..vale@camara.example"
    typed = {"name": "Otra Persona Distinta", "post": "X", "email": bad, "language": "es", "outside": "yes"}
    applicant.submit(having="outside", **typed)
    run_until_idle(app)
    with app.app_context():
        assert standing_of(request_to(bad), case_of(number)) is Standing.UNDELIVERED
    told = list_messages(app.config["DATA_DIR"] / "mail", who)[0]
    assert number in told.subject and "Otra Persona Distinta" in told.text


def test_many_referees_cost_no_more_queries_than_one(asked: Any, query_count: Any) -> None:
    app, applicant, number = asked
    officer = Walker(app, cast(app)["rocb_officer"])
    pages = ((applicant, f"/applications/{number}"), (officer, f"/cases/{number}/references"))
    few = [query_count(app, partial(browser.open, path)) for browser, path in pages]
    with app.app_context():
        one = request_to()
        kept = {name: getattr(one, name) for name in ("region_id", "application_id", "name", "post", "locale")}
        moments = {
            "asked_at": one.asked_at,
            "expires_at": one.expires_at,
            "is_outside": True,
            "draft": {},
            "answers": {},
        }
        db.session.add_all(RefereeRequest(email=f"n{number}@uno.example", **kept, **moments) for number in range(30))
        db.session.commit()
    many = [query_count(app, partial(browser.open, path)) for browser, path in pages]
    assert many == few


def test_an_officer_words_the_questions_of_the_next_edition(peopled: Any) -> None:
    with clock.at(TODAY):
        officer = Walker(peopled, cast(peopled)["rocb_officer"])
        officer.open("/office/schemes/STD/1")
        assert "¿De dónde conoce a esta persona?" in officer.text
        officer.submit("/next")
        base = "/office/schemes/STD/2/sections/reference"
        officer.open(base).submit(having="names_es", names_es="Su opinión")
        words = {"names_es": "¿La volvería a contratar?", "kind": "choice"}
        rows = {"rows-0-key": "yes", "rows-0-text_es": "Sí", "rows-1-key": "no", "rows-1-text_es": "No"}
        officer.open(f"{base}/questions/new").submit(having="kind", **words, **rows)
        officer.open("/office/schemes/STD/2/form/reference")
        assert "Su opinión" in officer.text and "¿La volvería a contratar?" in officer.text
        officer.open(f"{base}/questions/new").submit(having="kind", expect=422, names_es="Un archivo", kind="file")
        assert "Su opinión" not in officer.open("/office/schemes/STD/1/form/reference").text
