"""Whatever the office writes in one language only is shown marked, and told, to readers of another."""

from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.region.models import Administration, Category, Region, RegionalBody, Subject
from accreditation.schemes.models import Call, CallExtension, Scheme
from accreditation.texts import LOCALES, N_, only_in, say, told_in
from accreditation.training.models import Workshop
from accreditation.web.written import plain, shown, written
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker
from tests.web.actors import cast
from tests.web.wandering import pages_reached

MARK = "§"
TOLD = only_in("es", "pt")
TABLES = (Administration, Category, Region, RegionalBody, Subject, Call, CallExtension, Scheme, Workshop)
READERS = ("nobody", "applicant", "contact_point", "rocb_officer", "rocb_head", "reviewer", "assessor", "mentor")


def _only_spanish(content: Any) -> Any:
    """Every text by language loses all but Spanish, and gets a mark by which it is known."""
    if isinstance(content, list):
        return [_only_spanish(each) for each in content]
    if not isinstance(content, dict):
        return content
    if content and set(content) <= set(LOCALES):
        return {"es": MARK + next(content[language] for language in ("es", "en", *content) if language in content)}
    return {key: _only_spanish(each) for key, each in content.items()}


def _forget_other_languages() -> None:
    for table in TABLES:
        for row in db.session.scalars(select(table)):
            for column in table.__table__.columns:
                if isinstance(before := getattr(row, column.key), dict | list):
                    setattr(row, column.key, _only_spanish(before))
    db.session.commit()


# Text that has the mark or shows a tag; then, seen from the element that holds it, what tells how it has to be marked.
_TEXT = f"//text()[contains(., '{MARK}') or contains(., '<span')]"
_AROUND = "ancestor-or-self::*"
_APART = (
    f"{_AROUND}[contains(concat(' ', @class, ' '), ' printed ') or contains(concat(' ', @class, ' '), ' other-name ')]"
)
_NOT_READ_ON = f"{_AROUND}[self::title or self::option or self::textarea or self::script or self::svg]"
_BY_LANGUAGE = "//*[contains(concat(' ', @class, ' '), ' by-language ')]"


def _faults(page: Any) -> list[str]:
    """Of a page as lxml reads it."""
    found = []
    for text in page.xpath(_TEXT):
        holder = text.getparent().getparent() if text.is_tail else text.getparent()
        if holder.xpath(_APART):
            continue
        apart = [each.tag for each in holder.xpath(_NOT_READ_ON)][-1:]
        if "<span" in text:
            found.append(f"marks shown as text: {text[:80]}")
        elif apart == ["option"]:
            found += [] if TOLD in text else [f"an option does not tell: {text}"]
        elif not apart and (holder.xpath(f"{_AROUND}/@lang")[-1] != "es" or TOLD not in _told_beside(holder)):
            found.append(f"not marked: {text.strip()[:80]}")
    return found + [f"marks in {value.attrname}" for value in page.xpath("//@*[contains(., '<span')]")]


def _told_beside(holder: Any) -> str:
    around = holder.xpath(f"{_AROUND}{_BY_LANGUAGE[3:]}")
    return str(around[-1].text_content()) if around else ""


@pytest.fixture
def spanish_only(peopled: Any) -> Any:
    with peopled.app_context():
        _forget_other_languages()
    return peopled


@pytest.mark.long
def test_every_page_marks_what_is_there_in_another_language_only(spanish_only: Any) -> None:
    marked, faults = 0, []
    with clock.at(staging.TODAY):
        people = cast(spanish_only)
        for name in READERS:
            browser = Walker(spanish_only, people[name], "pt")
            for path in pages_reached(browser, "/" if people[name] is None else "/tasks?lang=pt"):
                page = browser.tree
                faults += [f"{name}, {path}: {fault}" for fault in _faults(page)]
                marked += len(page.xpath(_BY_LANGUAGE))
    assert faults == [] and marked > 200


def test_the_form_marks_questions_choices_and_criteria(spanish_only: Any) -> None:
    with clock.at(staging.TODAY):
        with spanish_only.app_context():
            draft = db.session.scalars(select(Application).where(Application.state == S.DRAFT)).first()
            email, number = draft.applicant.email, draft.number
            sections = [entry["key"] for entry in draft.scheme.sections]
        browser = Walker(spanish_only, email, "pt")
        for path in (*sections, "documents"):
            page = f"/applications/{number}/{'' if path == 'documents' else 'sections/'}{path}?lang=pt"
            shown_page = browser.open(page).tree
            assert _faults(shown_page) == [], path
            assert shown_page.xpath(_BY_LANGUAGE), path


def test_a_reader_of_the_language_written_sees_plain_words(spanish_only: Any) -> None:
    with clock.at(staging.TODAY):
        browser = Walker(spanish_only, None, "es")
        for _path in pages_reached(browser, "/"):
            assert not browser.tree.xpath(_BY_LANGUAGE)


@pytest.mark.parametrize(("locale", "language"), [("en", "Spanish"), ("fr", "espagnol"), ("pt", "espanhol")])
def test_mails_and_lists_tell_it_in_words(locale: str, language: str) -> None:
    told = only_in("es", locale)
    assert language in told
    assert told_in({"es": "Valoración"}, locale) == f"Valoración ({told})"
    assert told_in({"es": "Valoración", locale: "V"}, locale) == "V"
    assert say(N_("“%(name)s”: %(fault)s", name={"es": "Uno"}, fault="x"), locale).count(told) == 1
    assert told_in({}, locale) == ""


def test_what_was_written_cannot_break_out(app: Any) -> None:
    with app.test_request_context("/?lang=pt"):
        nasty = {"es": "<b>{x}%(y)s</b>"}
        assert "<b>" not in written(nasty) and "&lt;b&gt;{x}%(y)s" in written(nasty)
        assert "<b>" not in shown(N_("What shows it: %(criterion)s", criterion=nasty))
        assert "<b>{x}%(y)s</b>" in plain(written(nasty)) and "<span" not in plain(written(nasty))
        assert written({"pt": "<b>"}) == "<b>" and not hasattr(written({"pt": "<b>"}), "__html__")


def test_whoever_writes_is_told_which_languages_are_missing(spanish_only: Any) -> None:
    missing = say(N_("Not written in: %(languages)s", languages="inglés, portugués, francés"), "es")
    with clock.at(staging.TODAY):
        with spanish_only.app_context():
            reference = db.session.scalars(select(Call.reference)).first()
            code = db.session.scalars(select(Category.code)).first()
        officer = Walker(spanish_only, cast(spanish_only)["rocb_officer"], "es")
        for path in (
            f"/office/calls/{reference}",
            f"/office/calls/{reference}/edit",
            f"/standing-data/categories/{code}",
        ):
            assert missing in officer.open(f"{path}?lang=es").text, path
