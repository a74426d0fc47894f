"""The first acts of the journey: a call is opened, an officer finds it, opens an account, applies and signs."""

import re
from pathlib import Path

from playwright.sync_api import Locator

from accreditation.applications.fields import Field, SectionForm, asked
from accreditation.demonstration.dossier import curriculum
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import ApplicationState as S
from tests.answering import answer_to, asked_of, standard_forms
from tests.browser.reader import Reader
from tests.browser.road import APPLICANT, NAME, PASSWORD, Road

TITLES = {
    "es": "Expertos en valoración",
    "en": "Experts in valuation",
    "pt": "Especialistas em valoração",
    "fr": "Experts en évaluation",
}


def open_the_call(road: Road) -> None:
    with road.on(2026, 11, 25):
        office = road.desk
        office.open(f"/demo?lang={road.lang}")
        road.staff("oficial").enter("Calls").press("Open a new call")
        _describe(office, road.lang)
        road.keep(office, "call-filled-in")
        office.press("Save the draft")
        road.call = re.search(r"AMS-2026-VAL-\d+", office.path)[0]  # type: ignore[index]
        office.press("Publish the call")
        road.keep(office, "call-published")


def _describe(office: Reader, lang: str) -> None:
    for code, title in TITLES.items():
        office.page.locator(f"#title_{code}").fill(title)
    office.page.locator("#description_es").fill("Para asesorar a otras administraciones en valoración aduanera.")
    office.page.locator("#description_en").fill("To advise other administrations on customs valuation.")
    office.field("Category").select_option("ACE")
    office.field("Subject").select_option("VAL")
    office.field("Language of assessment").select_option(lang)
    office.choose("Training centre", "Bosch")
    office.write("Opens", "2026-11-26T08:00").write("Closes", "2026-12-18T17:00")
    office.field("Time zone of these moments").select_option("America/Guatemala")
    office.write("First day of the workshop", "2027-03-01")
    office.write("Seats in the workshop", "12").write("Places for each administration", "3").write(
        "Sponsor", "Aval Fund"
    )


def open_an_account(road: Road) -> None:
    with road.on(2026, 11, 27):
        visitor = road.phone.open("/calls")
        road.keep(visitor, "calls")
        visitor.follow(TITLES[road.lang])
        road.keep(visitor, "call")
        visitor.press("Create an account")
        visitor.write("Given names", "Ana Lucía").write("First family name", "Ejemplo")
        visitor.write("Second family name", "Quetzal").write("Work e-mail address", APPLICANT)
        visitor.choose("Your customs administration", "Guatemala").write("Password", PASSWORD)
        visitor.tick_this(visitor.main.get_by_role("checkbox"))
        road.keep(visitor, "account-filled-in")
        visitor.press("Open an account")
        link = re.search(r"https?://\S+/confirm/[\w-]+", road.mails_to(APPLICANT)[0].text)
        assert link is not None, "the mail has a link"
        visitor.open(link[0]).write("The password you chose", PASSWORD).press("Confirm and sign in")


def apply(road: Road) -> None:
    with road.on(2026, 11, 30):
        applicant = road.applicant(f"/sign-in?next=/calls/{road.call}")
        applicant.press("Apply")
        road.number = re.search(r"AMS-2026-VAL-\d+$", applicant.path)[0]  # type: ignore[index]
        road.since = road.today
        road.sees(applicant, APPLICATION, S.DRAFT)
        road.keep(applicant, "draft")
        applicant.follow(standard_forms()[0].title)
        for form in standard_forms():
            fill_in(applicant, form)
            road.keep(applicant, f"section-{form.key}")
            applicant.press("Save and continue")
        _hand_in(applicant, road.folder / "cv.pdf")
        road.keep(applicant, "documents")
        applicant.press("Check and submit")
        applicant.tick("What I state is accurate and complete, and I agree to comply with the rules of the process.")
        applicant.write("Type your full name to sign", NAME)
        road.keep(applicant, "check-and-sign")
        applicant.press("Submit application")
        road.reaches(S.AWAITING_ENDORSEMENT, "submitted")


def _hand_in(applicant: Reader, file: Path) -> None:
    """The curriculum, at the first place for a file."""
    file.write_bytes(curriculum())
    form = applicant.main.locator("form").filter(has=applicant.page.locator("input[type=file]")).first
    if form.get_by_label(applicant.said("It is written in")).count():
        applicant.select("It is written in", applicant.lang, form)
    applicant.hand_in(form.locator("input[type=file]"), file)
    applicant.press_this(form.get_by_role("button").last)


def fill_in(applicant: Reader, form: SectionForm) -> None:
    for field in asked_of(form):
        if field.kind == "table":
            for at in range(field.least or 1):
                row = applicant.group(f"{applicant.said(field.row_title or field.label)} {at + 1}")
                given = {column.key: answer_to(column, applicant.lang, at) for column in field.columns}
                for column in asked(field.columns, given):
                    _answer(applicant, column, row, at)
        else:
            _answer(applicant, field, applicant.main)


def _answer(applicant: Reader, field: Field, within: Locator, row: int | None = None) -> None:
    given = answer_to(field, applicant.lang, row)
    if field.kind == "date":
        year, month, day = given.split("-")
        parts = applicant.group_like(field.label, within)
        applicant.write("Day", day, parts).write("Month", month, parts).write("Year", year, parts)
    elif field.is_list:
        applicant.select(field.label, given, within)
    elif field.kind in ("choice", "several"):
        applicant.tick(field.choices[0][1], applicant.group_like(field.label, within))
    elif field.kind == "yes":
        applicant.tick(field.label, within)
    elif field.kind in ("country", "language", "level", "zone"):
        applicant.select(field.label, given, within)
    else:
        applicant.write(field.label, given, within)


ACTS = (open_the_call, open_an_account, apply)
