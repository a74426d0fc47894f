"""Which pages there are to look at: what each person of the demo reaches by links, each shape of page once.

A route that answers somebody with a page must be reached here; `NO_PAGE` of test_accessible.py says which do not.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import lxml.html
from bs4 import BeautifulSoup, Tag
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.people.models import Person, RoleGrant
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState
from tests.walker import Walker
from tests.web.actors import LISTED, cast

FILES = (".pdf", ".csv", ".xlsx", ".ics", ".png", ".json")
TWICE = 2
# Whoever reaches less has lost the way.
FEWEST = 4
# Who looks at what is public, and at addresses that no link leads to: others find it again on every way, and nothing of their own on it.
PUBLIC_FOR = ("nobody", "applicant", "rocb_officer", "rocb_head")
# The pages of which each object shows another face.
MANY = {
    "/cases/<number>": 12,
    "/cases/<number>/act": 12,
    "/cases/<number>/references": 6,
    "/cases/<number>/waivers": 6,
    "/applications/<number>/sections/<key>": 20,
    "/office/schemes/<code>/<int:edition>/sections/<key>": 20,
}


@dataclass(frozen=True)
class Page:
    """One answer as a browser would get it. `rule` is the route's, `who` the name of the one who asked."""

    who: str
    rule: str
    path: str
    status: int
    html: str
    pieces: frozenset[str]

    def __str__(self) -> str:
        return f"{self.path} as {self.who}" + (f" ({self.status})" if self.status != 200 else "")


def people_of(app: Any) -> dict[str, str | None]:
    """Nobody, one person for every role, one applicant for every state, and who is asked to endorse."""
    with app.app_context():
        query = select(Application).join(Application.applicant).where(LISTED).order_by(Application.number)
        applications = list(db.session.scalars(query))
        applicants = {f"applicant, {one.state.value}": one.applicant.email for one in applications}
        homes = [one.administration_id for one in applications if one.state == ApplicationState.AWAITING_ENDORSEMENT]
        asked = select(Person.email).join(RoleGrant, RoleGrant.person_id == Person.id).where(
            RoleGrant.role == Role.CONTACT_POINT, Person.administration_id.in_(homes), LISTED
        )  # fmt: skip
        return cast(app) | applicants | {f"contact point {email}": email for email in db.session.scalars(asked)}


class Collection:
    """Grows page by page; `take` tells whether a page is worth a look: of a route, or with a piece, not seen before."""

    def __init__(self, app: Any) -> None:
        self._map = app.url_map.bind("localhost")
        self._pieces: set[str] = set()

    def rule_of(self, path: str) -> str:
        """The route that answers there, "" for none."""
        for method in ("GET", "POST"):
            with suppress(HTTPException):
                return str(self._map.match(path.split("?")[0], method, return_rule=True)[0].rule)
        return ""

    def take(self, page: Page) -> bool:
        is_new = not page.pieces <= self._pieces
        self._pieces |= page.pieces
        return is_new


def fewest(pages: list[Page]) -> list[Page]:
    """Those that show every piece between them, the fullest first."""
    left, chosen = set[str]().union(*(page.pieces for page in pages)), []
    while left:
        chosen.append(max(pages, key=lambda page: len(page.pieces & left)))
        left -= chosen[-1].pieces
    return chosen


def _pieces(page: Any) -> Iterator[str]:
    """Every kind of element with the kind it stands in."""
    kinds = {
        tag: _kind(tag.tag, tag.get("class", ""), tag.get("type", ""), tag.get("role", "")) for tag in page.iter("*")
    }
    for tag in page.iterfind("body//*"):
        yield f"{kinds[tag.getparent()]}>{kinds[tag]}"


@cache
def _kind(name: str, classes: str, kind: str, role: str) -> str:
    return " ".join([name, *sorted(classes.split()), kind, role])


class Tour:
    """A walk of every person through the house; afterwards, what the house answers to forms sent empty.

    `broken` grows with every link that leads nowhere and every page that is not whole.
    """

    def __init__(self, app: Any, collection: Collection | None = None) -> None:
        self._collection = collection or Collection(app)
        self._walkers = {who: Walker(app, email) for who, email in people_of(app).items()}
        self._seen: dict[str, set[str]] = {who: set() for who in self._walkers}
        self._public: set[str] = set()
        self._forms: list[tuple[str, str, Tag]] = []
        self.broken: list[str] = []

    def walk(self, *starts: str) -> Iterator[Page]:
        """Every page worth a look, as its person gets it."""
        for who, walker in self._walkers.items():
            walker.client.get("/?lang=es")
            own = ["/", "/tasks", "/applications"]
            if who not in PUBLIC_FOR:
                self._seen[who] = self._public - set(own)
            yield from self._follow(who, walker, starts if who in PUBLIC_FOR else (), own)

    def _follow(self, who: str, walker: Walker, typed: Sequence[str], own: Sequence[str]) -> Iterator[Page]:
        """From addresses that are `typed`, which may lead to nothing for this person, and the person's `own` pages."""
        seen, times, waiting = self._seen[who], Counter[str](), [*typed, *own]
        while waiting:
            path = waiting.pop(0)
            rule = self._collection.rule_of(path)
            if path in seen or not rule or times[rule] >= MANY.get(rule, TWICE):
                continue
            seen.add(path)
            times[rule] += 1
            answer = walker.client.get(path, follow_redirects=True)
            if answer.status_code != 200 and path not in typed:
                self.broken.append(f"{path} as {who}: {answer.status_code}")
            is_download = "attachment" in answer.headers.get("Content-Disposition", "")
            if answer.mimetype == "text/html" and answer.status_code == 200 and not is_download:
                page = lxml.html.document_fromstring(answer.get_data())
                waiting += _links(page)
                self.broken += [f"{path} as {who}: {fault}" for fault in faults_in(page, "es")]
                if who == "nobody" and answer.request.full_path.rstrip("?") == path:
                    self._public.add(path)
                yield from self._kept(who, answer, page)
        if times.total() < FEWEST:
            self.broken.append(f"{who} reaches only {sorted(times)}")

    def _kept(self, who: str, answer: Any, page: Any) -> Iterator[Page]:
        at = answer.request.full_path.rstrip("?")
        rule, status = self._collection.rule_of(at), answer.status_code
        pieces = frozenset((f"{rule} {status}", *_pieces(page)))
        found = Page(who, rule, at, status, answer.get_data(as_text=True), pieces)
        if self._collection.take(found):
            self._forms += [
                (who, at, form) for form in BeautifulSoup(found.html, "lxml").select("main form[method=post]")
            ]
            yield found

    def cookie_of(self, page: Page) -> str:
        """With which the person of a page goes on from there; "" for nobody."""
        client = self._walkers[page.who].client
        kept = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
        return f"{kept.key}={kept.value}" if kept else ""

    def again(self, page: Page, lang: str) -> Page:
        """The same address for the same person, read in another language."""
        client = self._walkers[page.who].client
        client.get(f"/?lang={lang}")
        answer = client.get(page.path)
        client.get("/?lang=es")
        return replace(page, status=answer.status_code, html=answer.get_data(as_text=True))

    def send_empty(self) -> Iterator[Page]:
        """The forms of the pages that were seen, sent with nothing typed: what comes back and says why."""
        for who, at, form in self._forms:
            if form.select_one("input:not([type=hidden]), textarea, select"):
                answer = self._walkers[who].client.post(str(form.get("action") or at), data=_untouched(form))
                if answer.mimetype == "text/html" and answer.status_code in (400, 409, 422):
                    yield from self._kept(who, answer, lxml.html.document_fromstring(answer.get_data()))


def faults_in(page: Any, lang: str) -> Iterator[str]:
    """Of a page as lxml reads it: another language, no heading or two, marks of a sentence or a template left standing."""
    text = page.text_content()
    if page.get("lang") != lang:
        yield f"speaks {page.get('lang')}"
    if len(page.xpath("//h1")) != 1:
        yield f"has {len(page.xpath('//h1'))} headings"
    if "%(" in text or "{{" in text:
        yield "shows a mark where a word should stand"


def _untouched(form: Tag) -> dict[str, str]:
    """What a form says of itself, and the button of its act."""
    said = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[type=hidden][name]")}
    button = form.select_one("button[name]:not(.govuk-button--secondary):not([type=button])")
    return said | ({str(button["name"]): str(button.get("value", ""))} if button else {})


def _links(page: Any) -> list[str]:
    found = [str(address).split("#")[0] for address in page.xpath("//a/@href")]
    return [
        path
        for path in found
        if path.startswith("/") and not path.split("?")[0].endswith(FILES) and "lang=" not in path
    ]
