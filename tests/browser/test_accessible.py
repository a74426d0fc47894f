"""Every page of every role as WCAG 2.2 AA asks it: axe finds nothing, nothing sticks out, focus shows, errors are announced.

A new page is looked at as soon as a link leads to it (docs/development/tests.md).
"""

from typing import Any

from playwright.sync_api import Browser

from accreditation.notifications.mailbox import Mailbox
from tests.browser import preparing, showing
from tests.browser.browsing import Served
from tests.browser.looking import findings, ready
from tests.browser.pages import Tour

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


def test_every_page_is_for_everybody(served: Served, peopled: Any, mailbox: Mailbox, chromium: Browser) -> None:
    showing.play_scenes(peopled)
    showing.an_entry_of_the_register(peopled)
    showing.a_signatory(peopled)
    showing.a_complaint_to_confirm(peopled)
    showing.a_pause_to_answer(peopled)
    preparing.a_merge(peopled)
    preparing.an_edition_in_preparation(peopled)
    preparing.one_to_endorse_and_one_to_write(peopled)
    preparing.a_renewal_in_a_draw(peopled)
    preparing.a_waiver_to_decide(peopled)
    preparing.two_lists_of_experts(peopled)
    links = preparing.links_in_mails(peopled, mailbox)
    tour, tab, found, seen = Tour(peopled), ready(chromium), [], set()
    for page in (*tour.walk(*links, *ALONE), *tour.send_empty()):
        seen.add(page.rule)
        served.show(tab, page)
        found += [f"{page}: {said}" for said in findings(tab)]
    assert found == [], "\n".join(found)
    missing = (
        {rule.rule for rule in peopled.url_map.iter_rules() if "GET" in (rule.methods or ())}
        - seen
        - NO_PAGE
        - OUT_OF_REACH
    )
    assert missing == set(), (
        "no link leads anybody here: prepare what it needs (preparing.py), or say that it has no page"
    )
