"""Being told of calls without an account: asked for, confirmed by a mailed link, written to, and ended by another link."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.notifications.mail_folder import list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.notifications.models import Message
from accreditation.schemes.alerts import KEPT_FOR, TO_CONFIRM, forget_call_alerts
from accreditation.schemes.models import CallAlert
from accreditation.worker import run_until_idle, session_factory
from tests import staging
from tests.walker import Walker
from tests.web.test_call_pages import opened

SOMEBODY = "curiosa@customs.example"


@pytest.fixture
def house(staffed: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield staffed


def ask(house: Any, email: str = SOMEBODY, lang: str = "en", subject: str = "VAL") -> Walker:
    walker = Walker(house, lang=lang).open(f"/call-alerts?subject={subject}&lang={lang}")
    return walker.submit(having="email", email=email)


def mails(house: Any, mailbox: Mailbox, email: str = SOMEBODY) -> list[Any]:
    run_until_idle(house)
    return list(list_messages(mailbox.folder, email))


def link_in(mail: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/call-alerts/\S+)", mail.text)
    assert found, mail.text
    return found[1]


def confirmed(house: Any, mailbox: Mailbox, lang: str = "en") -> None:
    ask(house, lang=lang)
    Walker(house, lang=lang).open(link_in(mails(house, mailbox)[0])).submit()


def publish(house: Any, **typed: str) -> str:
    officer = Walker(house, "oficial@demo.example")
    reference = opened(officer, **typed)
    officer.submit("/publish")
    return reference


def alerts(house: Any) -> list[CallAlert]:
    with house.app_context():
        return list(db.session.scalars(select(CallAlert)))


def test_from_the_wish_to_the_mail_and_out_again(house: Any, mailbox: Mailbox) -> None:
    assert ask(house).at.startswith("/call-alerts/done")
    assert alerts(house)[0].confirmed_at is None
    link = link_in(mails(house, mailbox)[0])
    page = Walker(house).open(f"{link}?lang=en")
    assert alerts(house)[0].confirmed_at is None, "a program that opens links confirms nothing"
    assert "We will tell you" in page.submit().text
    Walker(house).open(link, expect=410)

    reference = publish(house)
    publish(house, subject="PCA")
    told = mails(house, mailbox)
    (announced,) = [mail for mail in told if mail.subject.startswith("A call is announced")]
    assert len(told) == 2 and f"/calls/{reference}" in announced.text
    assert announced.text.count("/call-alerts/") == 1
    out = Walker(house).open(f"{link_in(announced)}?lang=en").submit()
    assert "We forgot your address." in out.text and alerts(house) == []
    publish(house)
    assert len(mails(house, mailbox)) == 2


def test_nobody_is_written_to_who_did_not_confirm(house: Any, mailbox: Mailbox) -> None:
    ask(house)
    publish(house)
    assert [mail.subject for mail in mails(house, mailbox) if "announced" in mail.subject] == []


def test_a_known_address_is_answered_like_an_unknown_one_and_hears_nothing_more(house: Any, mailbox: Mailbox) -> None:
    confirmed(house, mailbox)
    page = ask(house)
    assert page.at.startswith("/call-alerts/done")
    assert len(mails(house, mailbox)) == 1 and len(alerts(house)) == 1


def test_the_mail_is_in_the_language_in_which_it_was_asked_for(house: Any, mailbox: Mailbox) -> None:
    confirmed(house, mailbox, lang="fr")
    publish(house)
    assert any("Experts en évaluation" in mail.subject for mail in mails(house, mailbox))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_does_not_serve_is_refused_beside_its_field(house: Any) -> None:
    walker = Walker(house).open("/call-alerts?lang=en").submit(having="email", subject="VAL", email="nobody")
    assert walker.errors and walker.page.select_one("#email")["value"] == "nobody"


@pytest.mark.parametrize("backend", ["sqlite"])
def test_no_link_is_kept_with_the_mails(house: Any, mailbox: Mailbox) -> None:
    confirmed(house, mailbox)
    publish(house)
    run_until_idle(house)
    with house.app_context():
        bodies = list(db.session.scalars(select(Message.body)))
    assert len(bodies) == 2 and not any("/call-alerts/" in body for body in bodies)


def test_addresses_are_forgotten_in_time(house: Any, mailbox: Mailbox) -> None:
    confirmed(house, mailbox)
    ask(house, "otra@customs.example")
    for later, left in (
        (TO_CONFIRM - timedelta(hours=1), 2),
        (TO_CONFIRM + timedelta(hours=1), 1),
        (KEPT_FOR * 1.01, 0),
    ):
        with clock.at(staging.TODAY + later):
            forget_call_alerts(session_factory(house))
        assert len(alerts(house)) == left
