"""Every page of every role as WCAG 2.2 AA asks it: axe finds nothing, nothing sticks out, focus shows, errors are announced.

A new page is looked at as soon as a link leads to it (docs/development/tests.md).
"""

import fcntl
import pickle
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser

from accreditation import clock
from accreditation.notifications.mailbox import Mailbox
from tests import staging
from tests.browser import preparing, showing
from tests.browser.browsing import Served
from tests.browser.looking import Eyes
from tests.browser.pages import Page, Tour, fewest
from tests.conftest import folder_of_all_processes

# Pages that no link leads to.
ALONE = (
    "/sign-up/sent",
    "/password/sent",
    "/verify?number=AMS-1&name=",
    "/call-alerts/done",
    "/link/new",
    "/link/sent",
    "/complaints/done",
    "/log/alarm",
    "/taken-over-done",
)
# Routes that answer with a file, a probe or a redirect, and so have no page to look at.
NO_PAGE = {
    "/static/<path:filename>",
    "/.well-known/did.json",
    "/accreditations/<public_id>/name/paper",
    "/appeals/<public_id>/casefile",
    "/appeals/<public_id>/files/<file_id>",
    "/certificates/specimen-<locale>.pdf",
    "/credentials/<number>",
    "/credentials/<number>/evidence.json",
    "/credentials/status/<name>",
    "/accreditations/<public_id>/renewal/files/<file_id>",
    "/renewal-draws/<int:number>.json",
    "/log/checkpoint",
    "/log/consistency/<int:older>",
    "/log/proof/<int:position>",
    "/log/tile/<path:address>",
    "/administration",
    "/applications/<number>/deadlines.ics",
    "/applications/<number>/form.json",
    "/applications/<number>/form.pdf",
    "/applications/<number>/name-on-certificate.png",
    "/calendar/<token>.ics",
    "/cases/<number>/act",
    "/certificates/<number>.pdf",
    "/documents/<public_id>",
    "/documents/<public_id>/preview",
    "/healthz",
    "/imports/<public_id>/report.csv",
    "/readyz",
    "/rules",
    "/uploads/<public_id>",
    "/verify/offline.html",
    "/verify/trust.json",
}
# Pages of states in which nothing of the tests' data is: nobody has looked at these here.
OUT_OF_REACH = {
    "/administration/<iso2>/calls/<reference>/below",
    "/appeals/<public_id>/answer",
    "/applications/<number>/appeal",
    "/cases/<number>/endorsement",
    "/cases/<number>/markers",
    "/cases/<number>/recommend",
    "/cases/<number>/review/summary",
    "/cases/<number>/seat",
    "/keys/<public_id>",
    "/link/<token>/withdraw",
    "/office/calls/<reference>/assignment/<number>",
    "/practice/<public_id>/summary",
    "/workshops/<public_id>/decisions",
}


# Every share looks at as many of them, so that processes share the work.
SHARES = 5


class Toured(NamedTuple):
    """What a walk through the house brought: the pages worth a look, and what was broken on the way."""

    pages: list[Page]
    broken: list[str]


@pytest.fixture
def toured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Toured:
    """The first process that asks walks through the house, the others wait for it."""
    kept = folder_of_all_processes(tmp_path_factory, "pages-of-everybody") / "pages.pickle"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            found = _collected(request.getfixturevalue("peopled"), request.getfixturevalue("mailbox"))
            kept.with_suffix(".draft").write_bytes(pickle.dumps(tuple(found)))
            kept.with_suffix(".draft").rename(kept)
    return Toured(*pickle.loads(kept.read_bytes()))


def _collected(app: Any, mailbox: Mailbox) -> Toured:
    with clock.at(staging.TODAY):
        showing.play_scenes(app)
        showing.an_entry_of_the_register(app)
        showing.a_signatory(app)
        showing.a_complaint_to_confirm(app)
        showing.a_pause_to_answer(app)
        preparing.a_merge(app)
        preparing.an_edition_in_preparation(app)
        preparing.one_to_endorse_and_one_to_write(app)
        preparing.a_renewal_in_a_draw(app)
        preparing.a_waiver_to_decide(app)
        preparing.two_lists_of_experts(app)
        links = preparing.links_in_mails(app, mailbox)
        tour = Tour(app)
        return Toured(fewest([*tour.walk(*links, *ALONE), *tour.send_empty()]), tour.broken)


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_for_everybody(toured: Toured, served: Served, chromium: Browser, share: int) -> None:
    eyes, found = Eyes(chromium), list[str]()
    for page in toured.pages[share::SHARES]:
        served.show(eyes.tab, page)
        found += [f"{page}: {said}" for said in eyes.findings()]
    assert found == [], "\n".join(found)


@pytest.mark.long
def test_nobody_meets_a_broken_page_or_a_dead_link(toured: Toured) -> None:
    """In Spanish; tests/web/test_every_page.py walks in the other languages."""
    assert toured.broken == [], "\n".join(toured.broken)


@pytest.mark.long
def test_every_route_that_answers_with_a_page_is_reached(toured: Toured, peopled: Any) -> None:
    answering = {rule.rule for rule in peopled.url_map.iter_rules() if "GET" in (rule.methods or ())}
    missing = answering - {page.rule for page in toured.pages} - NO_PAGE - OUT_OF_REACH
    assert missing == set(), (
        "no link leads anybody here: prepare what it needs (preparing.py), or say that it has no page"
    )
