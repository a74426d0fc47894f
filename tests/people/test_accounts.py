"""Opening an account, getting back in, and telling a stranger nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from accreditation import clock
from accreditation.cli import main
from accreditation.notifications.mail_folder import list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.worker import run_until_idle
from tests import staging
from tests.walker import Walker

SECRET = "caminata de noviembre"
NEWCOMER = {
    "given_names": "Lucía", "first_family_name": "Prueba", "second_family_name": "Demostración",
    "email": "lucia@demo.example", "administration": "none", "password": SECRET, "privacy": "y",
}  # fmt: skip


@pytest.fixture
def house(staffed: Any) -> Any:
    with clock.at(staging.TODAY):
        yield staffed


def mails(house: Any, mailbox: Mailbox, email: str) -> list[Any]:
    run_until_idle(house)
    return list_messages(mailbox.folder, email)


def link_in(mail: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/(?:confirm|password)\S+)", mail.text)
    assert found, mail.text
    return found[1]


def sign_up(house: Any, **changed: str) -> Walker:
    return Walker(house).open("/sign-up").submit(having="given_names", **{**NEWCOMER, **changed})


def test_an_account_counts_once_its_address_is_confirmed(house: Any, mailbox: Mailbox) -> None:
    assert sign_up(house).at.startswith("/sign-up/sent")
    early = Walker(house).open("/sign-in").submit(having="email", email=NEWCOMER["email"], password=SECRET)
    assert early.at.startswith("/sign-in")
    link = link_in(mails(house, mailbox, NEWCOMER["email"])[0])
    wrong = Walker(house).open(link).submit(having="password", password="otra frase larga")
    assert wrong.errors
    newcomer = Walker(house).open(link).submit(having="password", password=SECRET)
    assert newcomer.at.startswith(("/tasks", "/applications"))
    Walker(house).open(link, expect=410)
    again = Walker(house).open("/sign-in").submit(having="email", email=NEWCOMER["email"], password=SECRET)
    assert not again.at.startswith("/sign-in")


def test_who_came_from_a_call_goes_on_to_it(house: Any, mailbox: Mailbox) -> None:
    Walker(house).open("/sign-up?next=/calls%3Fpage%3D2").submit(having="given_names", **NEWCOMER)
    newcomer = Walker(house).open(link_in(mails(house, mailbox, NEWCOMER["email"])[0]))
    assert newcomer.submit(having="password", password=SECRET).at == "/calls?page=2"


def test_nobody_is_led_away_from_the_site(house: Any, mailbox: Mailbox) -> None:
    Walker(house).open("/sign-up?next=//elsewhere.example").submit(having="given_names", **NEWCOMER)
    assert "elsewhere" not in mails(house, mailbox, NEWCOMER["email"])[0].text


def test_what_was_typed_stays_when_a_form_is_refused(house: Any) -> None:
    page = sign_up(house, password="zq7kx", email="not an address")
    assert len(page.errors) >= 2
    assert page.page.select_one("#given_names")["value"] == "Lucía"
    assert page.page.select_one("#email")["value"] == "not an address"
    assert "zq7kx" not in page.answer.get_data(as_text=True), "a password is never sent back"


def test_a_known_address_is_answered_like_an_unknown_one(house: Any, mailbox: Mailbox) -> None:
    known, unknown = sign_up(house, email="oficial@demo.example"), sign_up(house, email="nadie@demo.example")
    assert (known.status, known.at, known.text) == (unknown.status, unknown.at, unknown.text)
    answers = []
    for email in ("oficial@demo.example", "persona.desconocida@demo.example"):
        page = Walker(house).open("/password/forgotten").submit(having="email", email=email)
        answers.append((page.status, page.at, page.text))
    assert answers[0] == answers[1]
    assert mails(house, mailbox, "persona.desconocida@demo.example") == []
    wrong = [
        Walker(house).open("/sign-in").submit(having="email", email=email, password="una frase equivocada").errors
        for email in ("oficial@demo.example", "persona.desconocida@demo.example")
    ]
    assert wrong[0] == wrong[1] != []


def test_a_new_password_signs_out_everywhere_and_its_link_works_once(house: Any, mailbox: Mailbox) -> None:
    email = "oficial@demo.example"
    elsewhere = Walker(house, email)
    Walker(house).open("/password/forgotten").submit(having="email", email=email)
    link = link_in(mails(house, mailbox, email)[0])
    weak = Walker(house).open(link).submit(having="password", password="contraseña")
    assert weak.errors
    Walker(house).open(link).submit(having="password", password=SECRET)
    Walker(house).open(link, expect=410)
    assert elsewhere.open("/tasks").at.startswith("/sign-in")
    assert Walker(house).open("/sign-in").submit(having="email", email=email, password=SECRET).at.startswith("/tasks")


@pytest.mark.parametrize("path", ["/cases", "/people", "/tasks", "/account", "/audit"])
def test_whoever_is_not_signed_in_is_asked_to(house: Any, path: str) -> None:
    assert Walker(house).open(path).at.startswith("/sign-in")


def test_a_form_without_its_token_is_refused(house: Any) -> None:
    client = house.test_client()
    answer = client.post("/sign-up", data=NEWCOMER)
    assert answer.status_code == 403


def test_the_first_administrator_comes_in_by_a_link_that_works_once(house: Any, tmp_path: Path) -> None:
    env = {"ENV": "test", "DATA_DIR": str(tmp_path), "DATABASE_URL": house.config["SQLALCHEMY_DATABASE_URI"]}
    command = ["admin", "create", "--email", "primera@demo.example", "--given-names", "Primera"]
    done = CliRunner().invoke(main, command, env={f"ACCREDITATION_{name}": value for name, value in env.items()})
    assert done.exit_code == 0, done.output
    link = "/" + done.output.strip().split("/", 3)[3]
    newcomer = Walker(house).open(link).submit(having="password", password=SECRET)
    newcomer.open("/people")
    Walker(house).open(link, expect=410)
