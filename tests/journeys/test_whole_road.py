"""The whole road through the real pages: from a call to a certificate that anyone can check, and its suspension."""

import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from accreditation import clock
from accreditation.demonstration.dossier import curriculum
from accreditation.notifications.mail_folder import Received, list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.worker import run_until_idle
from tests.answering import standard_forms, typed_into
from tests.walker import Walker

PASSWORD = "una-frase-larga-y-propia-2026"
APPLICANT = "ana.lucia@aduana.example"
NAME = "Ana Lucía Ejemplo Quetzal"
# In Spanish on SQLite it is walked in Chromium too (tests/browser/test_journey.py), so of these only the first every time.
ROADS = ("en-postgresql", "es-sqlite", "pt-sqlite", "fr-postgresql")
STEPS = ("oficial", "contacto", "revisor", "revisor2", "panel", "direccion", "coordinacion", "evaluador", "evaluador2")


class Road:
    """The story's clock, the people in it and their mails. `lang` is the language of every page they open."""

    def __init__(self, app: Any, mailbox: Mailbox, lang: str) -> None:
        self.app, self.mailbox, self.lang = app, mailbox, lang
        self.call = self.number = ""

    @contextmanager
    def on(self, day: date) -> Iterator[None]:
        """A working day at noon in Guatemala; at its end the mails go out."""
        with clock.at(datetime(day.year, day.month, day.day, 18, tzinfo=UTC)):
            yield
            run_until_idle(self.app)

    def as_(self, key: str) -> Walker:
        return Walker(self.app, f"{key}@demo.example", self.lang)

    def applicant(self) -> Walker:
        walker = Walker(self.app, lang=self.lang)
        walker.open("/sign-in").submit(having="password", email=APPLICANT, password=PASSWORD)
        return walker

    def mail_to(self, email: str) -> Received:
        messages = list_messages(self.mailbox.folder, email)
        assert messages, f"no mail to {email}"
        return messages[0]


@pytest.fixture(params=ROADS if os.environ.get("DEEP") == "journeys" else ROADS[:1])
def language_and_backend(request: pytest.FixtureRequest) -> tuple[str, str]:
    lang, backend = request.param.split("-")
    return lang, backend


@pytest.fixture
def backend(language_and_backend: tuple[str, str]) -> str:
    return language_and_backend[1]


@pytest.fixture
def road(language_and_backend: tuple[str, str], staffed: Any, mailbox: Mailbox) -> Road:
    return Road(staffed, mailbox, language_and_backend[0])


@pytest.mark.long
def test_from_a_call_to_a_certificate_that_anyone_can_check(road: Road) -> None:
    for act in ACTS:
        act(road)


def open_the_call(road: Road) -> None:
    with road.on(date(2026, 11, 25)):
        officer = road.as_("oficial").open("/office/calls/new")
        centre = next(option for option in officer.page.select("#centre option") if "Bosch" in option.text)
        officer.submit(
            having="title_es",
            title_es="Expertos en valoración",
            title_en="Experts in valuation",
            description_es="Para asesorar a otras administraciones.",
            language="es",
            track="accredited",
            opens_at="2026-11-26T08:00",
            closes_at="2026-12-18T17:00",
            time_zone="America/Guatemala",
            workshop_on="2027-03-01",
            seats="12",
            quota="3",
            sponsor="Fondo de demostración",
            category="ACE",
            subject="VAL",
            centre=str(centre["value"]),
        )
        road.call = re.search(r"AMS-2026-VAL-\d+", officer.at)[0]  # type: ignore[index]
        officer.submit("/publish")
    with road.on(date(2026, 11, 26)):
        assert road.call in Walker(road.app, lang=road.lang).open("/calls").text


def register(road: Road) -> None:
    with road.on(date(2026, 11, 27)):
        visitor = Walker(road.app, lang=road.lang).open("/sign-up")
        home = next(
            option["value"]
            for option in visitor.page.select("select[name=administration] option")
            if "Guatemala" in option.text
        )
        visitor.submit(
            having="given_names",
            given_names="Ana Lucía",
            first_family_name="Ejemplo",
            second_family_name="Quetzal",
            email=APPLICANT,
            administration=home,
            password=PASSWORD,
            privacy="y",
        )
    link = re.search(r"/confirm/[\w-]+", road.mail_to(APPLICANT).text)
    assert link is not None
    with road.on(date(2026, 11, 27)):
        visitor = Walker(road.app, lang=road.lang).open(link[0])
        visitor.submit(having="password", password=PASSWORD)


def apply(road: Road) -> None:
    with road.on(date(2026, 11, 30)):
        applicant = road.applicant().open(f"/calls/{road.call}")
        applicant.submit("/apply")
        road.number = re.search(r"AMS-2026-VAL-\d+$", applicant.at)[0]  # type: ignore[index]
        for form in standard_forms():
            applicant.open(f"/applications/{road.number}/sections/{form.key}")
            applicant.submit(having="version", act="continue", **typed_into(form))
        applicant.open(f"/applications/{road.number}/documents")
        applicant.submit(having="kind", kind="cv", file=(io.BytesIO(curriculum()), "cv.pdf"))
        applicant.open(f"/applications/{road.number}/submit")
        applicant.submit(having="signed_as", signed_as=NAME, accurate="yes")
        assert road.number in applicant.text


def endorse(road: Road) -> None:
    with road.on(date(2026, 12, 2)):
        official = road.as_("contacto").open(f"/cases/{road.number}/endorse")
        official.submit(
            having="missions_per_year",
            act="endorse",
            missions_per_year="2",
            days_per_year="15",
            years="4",
            signed_as="Gabriel Demostración Pinabete",
            signed_position="Enlace nacional",
        )


def screen(road: Road) -> None:
    with road.on(date(2026, 12, 3)):
        officer = road.as_("oficial").open(f"/cases/{road.number}/ask")
        officer.submit(having="question", act="add", question="Envíe la constancia de servicio.", about="employment")
        officer.open(f"/cases/{road.number}/ask").submit(having="seen_version", act="send")
    with road.on(date(2026, 12, 4)):
        applicant = road.applicant().open(f"/applications/{road.number}")
        item = applicant.form("/answers").select_one("textarea")
        assert item is not None
        applicant.submit("/answers", act="send", **{str(item["name"]): "Adjunta en el expediente 17."})
    with road.on(date(2026, 12, 7)):
        officer = road.as_("oficial").open(f"/cases/{road.number}/screen")
        names = {str(field["name"]) for field in officer.page.select('input[type=radio][name^="check-"]')}
        evidence = {name.replace("check-", "evidence-"): "CV, p. 1" for name in names}
        officer.submit(**dict.fromkeys(names, "yes"), **evidence)
        for key in ("Rosa", "Raúl"):
            officer.open(f"/cases/{road.number}/reviewers")
            label = next(label for label in officer.page.select("label") if key in label.text)
            chosen = officer.page.select_one(f"#{label['for']}")
            assert chosen is not None
            officer.submit(having="reviewer", reviewer=str(chosen["value"]))
        take(officer, road.number, "start_review")


def take(walker: Walker, number: str, step: str, **typed: Any) -> None:
    walker.open(f"/cases/{number}/steps/{step}").submit(having="seen_version", **typed)


def review(road: Road) -> None:
    with road.on(date(2026, 12, 10)):
        for key in ("revisor", "revisor2"):
            reviewer = road.as_(key).open(f"/cases/{road.number}/review")
            reviewer.submit("/declaration", answer="none")
            reviewer.open(f"/cases/{road.number}/review")
            levels = {str(field["name"]): "4" for field in reviewer.page.select('input[type=radio][name^="score-"]')}
            reviewer.submit(having="overall", act="hand_in", overall="Sólida.", **levels)
            reviewer.submit("/hand-in")
    with road.on(date(2026, 12, 14)):
        take(road.as_("oficial"), road.number, "close_review")
    with road.on(date(2026, 12, 15)):
        decide(road.as_("panel"), road.number, "shortlist")


def decide(walker: Walker, number: str, outcome: str, **typed: Any) -> None:
    """Records a judgement, then publishes it."""
    walker.open(f"/cases/{number}/decide").submit("/decide", having="outcome", outcome=outcome, **typed)
    walker.open(f"/cases/{number}/decide").submit("/publish")


def attend_the_workshop(road: Road) -> None:
    with road.on(date(2027, 1, 11)):
        officer = road.as_("oficial").open(f"/office/calls/{road.call}").submit("/workshop")
        place = officer.at
        for name, duty in (("Tomás", "trainer"), ("Eva", "assessor"), ("Elías", "assessor")):
            option = next(option for option in officer.open(place).page.select("#person option") if name in option.text)
            officer.submit(having="person", act="staff", person=str(option["value"]), duty=duty)
        officer.open(place).submit(having="starts_on", starts_on="2027-03-01", ends_on="2027-03-05")
        officer.take_step(place, "open_workshop")
        take(officer, road.number, "invite")
    with road.on(date(2027, 1, 13)):
        applicant = road.applicant().open(f"/applications/{road.number}/steps/confirm")
        applicant.submit(having="seen_version")
    with road.on(date(2027, 3, 1)):
        coordinator = road.as_("coordinacion").open(place)
        coordinator.submit("/attendance", day="2027-03-01", **{f"present-{road.number}": "yes"})
        coordinator.take_step(place, "start_workshop")
    with road.on(date(2027, 3, 5)):
        road.as_("coordinacion").take_step(place, "end_workshop")
        for key in ("evaluador", "evaluador2"):
            assessor = road.as_(key).open(f"/cases/{road.number}/marks")
            marks = {str(field["name"]): "4" for field in assessor.page.select('input[type=radio][name^="mark-"]')}
            assessor.submit("/marks", **marks)
        road.as_("coordinacion").take_step(place, "close_workshop")


def go_on_mission(road: Road) -> None:
    with road.on(date(2027, 3, 15)):
        decide(road.as_("direccion"), road.number, "pre_accredit", statement="Felicitaciones.")
        _appoint_the_mentor(road)
        officer = road.as_("oficial").open(f"/cases/{road.number}/mission")
        mentor, host = officer.page.select_one("#mentor option"), None
        host = next(option for option in officer.page.select("#beneficiary option") if "Honduras" in option.text)
        assert mentor is not None
        officer.submit(
            having="mentor",
            title="Diagnóstico en Honduras",
            mentor=str(mentor["value"]),
            beneficiary=str(host["value"]),
            starts_on="2027-05-03",
            ends_on="2027-05-07",
        )
        place = officer.at
        officer.take_step(place, "offer_mission")
    with road.on(date(2027, 3, 17)):
        road.applicant().take_step(place, "accept_mission")
        road.as_("contacto").take_step(place, "release_for_mission")
    with road.on(date(2027, 5, 3)):
        road.as_("mentor").take_step(place, "start_mission")
    with road.on(date(2027, 5, 10)):
        mentor_at_work = road.as_("mentor").open(place)
        levels = {str(field["name"]): "4" for field in mentor_at_work.page.select('input[type=radio][name^="level-"]')}
        mentor_at_work.submit(
            "/report", summary="Escuchó antes de aconsejar.", recommends="yes", act="hand_in", **levels
        )
    with road.on(date(2027, 5, 12)):
        road.as_("beneficiario").open(place).submit("/feedback", rating="5", comment="Muy útil.")
        road.as_("oficial").take_step(place, "evaluate_mission")


def _appoint_the_mentor(road: Road) -> None:
    administrator = road.as_("administracion").open("/people?q=Marina")
    assert "Marina" in administrator.text, "only one person is called so: the search leads to her"
    scope = next(option for option in administrator.page.select("option") if road.call in option.text)
    administrator.submit(having="role", role="mentor", scope=str(scope["value"]))


def accredit(road: Road) -> None:
    with road.on(date(2027, 5, 14)):
        decide(road.as_("direccion"), road.number, "accredit")
        issuer = road.as_("oficial2").open("/tasks")
        link = next(link for link in issuer.page.select("main a[href^='/certificates/']"))
        issuer.take_step(str(link["href"]), "approve_content")


def check_the_certificate(road: Road) -> None:
    mails = list_messages(road.mailbox.folder, APPLICANT)
    ((name, media_type, content),) = [file for mail in mails for file in mail.attachments]
    assert media_type == "application/pdf" and content.startswith(b"%PDF")
    number = name.removesuffix(".pdf")
    with road.on(date(2027, 5, 17)):
        issuer = road.as_("oficial2").open(f"/certificates/{number}")
        (link,) = issuer.page.select("main a[href$='.pdf']")
        assert issuer.client.get(str(link["href"])).get_data() == content, "the office opens what was sent"
        anybody = Walker(road.app, lang=road.lang).open("/verify")
        anybody.submit(having="number", number=number, name=NAME)
        assert NAME in anybody.text
        assert anybody.page.select_one(".answer.tone-good"), anybody.text[:400]
        anybody.open("/verify").submit(having="file", file=(io.BytesIO(content), name))
        assert anybody.page.select_one(".answer.tone-good"), anybody.text[:400]
        anybody.open("/verify").submit(having="number", number=number, name="Otra Persona", expect=anybody_status())
        assert NAME not in anybody.text
    with road.on(date(2027, 5, 18)):
        head = road.as_("direccion").open("/accreditations")
        link = next(link for link in head.page.select("main a[href^='/accreditations/']"))
        head.take_step(str(link["href"]), "suspend", reasons="complaint", note="Se examina una queja.")
        anybody = Walker(road.app, lang=road.lang).open("/verify")
        anybody.submit(having="number", number=number, name=NAME)
        assert not anybody.page.select_one(".answer.tone-good"), "a suspension shows at once"


def anybody_status() -> int:
    """A wrong name is answered as an ordinary page, alike for known and unknown numbers."""
    return 200


ACTS: tuple[Callable[[Road], None], ...] = (
    open_the_call,
    register,
    apply,
    endorse,
    screen,
    review,
    attend_the_workshop,
    go_on_mission,
    accredit,
    check_the_certificate,
)
