"""The downloaded page that checks certificates, opened from the disk by a browser without a network, and files to hand to it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.storage.files import storage_at
from tests import staging
from tests.browser.browsing import COUNTRIES, WIDTHS, faults_of

DATA = re.compile(r'(?<=<script type="application/json" id="data">).+?(?=</script>)', re.DOTALL)


@dataclass
class Kit:
    """What somebody keeps: the page, and of one certificate the PDF, both credentials and the proof."""

    page: str
    headers: Mapping[str, str]
    certificate: Certificate
    pdf: bytes
    credential: bytes
    token: bytes
    evidence: bytes

    def changed(self, change: Callable[[Any], object]) -> bytes:
        """The proof, changed."""
        content = json.loads(self.evidence)
        change(content)
        return json.dumps(content).encode()

    def page_of(self, change: Callable[[Any], object]) -> str:
        """The page as it would be with other published keys."""
        content = json.loads(DATA.search(self.page)[0])  # type: ignore[index]
        change(content["trust"])
        return DATA.sub(lambda _: json.dumps(content).replace("<", "\\u003c"), self.page)


def kit_of(app: Any) -> Kit:
    """Downloaded as anybody does who has the certificate in hand."""
    query = select(Certificate).where(Certificate.issued_at.is_not(None)).order_by(Certificate.id).limit(1)
    certificate = db.session.scalars(query).one()
    pdf = storage_at(app.config["STORAGE_URL"]).fetch(certificate.storage_key or "")
    own, code = f"/credentials/{certificate.number}", f"?code={certificate.code}"
    addresses = (f"{own}{code}", f"{own}{code}&format=jwt", f"{own}/evidence.json{code}")
    page = app.test_client().get("/verify/offline.html?lang=es")
    return Kit(page.text, page.headers, certificate, pdf, *(fetch(app, address) for address in addresses))


def fetch(app: Any, address: str) -> bytes:
    """What a download brings."""
    answer = app.test_client().get(address)
    assert answer.status_code == 200, address
    return bytes(answer.data)


class Bench:
    """A browser without a network that opens such a page from the disk; `asked` is whatever it tried to fetch."""

    def __init__(self, chromium: Browser, folder: Path, width: str = "desk") -> None:
        across, down = WIDTHS[width]
        context = chromium.new_context(viewport={"width": across, "height": down}, locale=COUNTRIES["es"])
        context.set_default_timeout(10_000)
        context.set_offline(True)
        self.folder, self.page = folder, context.new_page()
        self.page.clock.set_fixed_time(staging.TODAY)
        self.faults, self.asked = faults_of(self.page), list[str]()
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, html: str) -> Page:
        file = self.folder / "page.html"
        file.write_text(html, encoding="utf-8")
        self.page.goto(file.as_uri())
        return self.page

    def hand_in(self, **files: bytes) -> dict[str, str]:
        """What the page says of them: the verdict, and of each row its result; {"notice"} where it checks nothing."""
        names = {"pdf": "certificate.pdf", "credential": "credential.json", "token": "credential.jwt"}
        if self.page.locator("#again").is_visible():
            self.page.click("#again")
        kinds = {"pdf": "application/pdf"}
        handed: Any = [
            {"name": names.get(name, f"{name}.json"), "mimeType": kinds.get(name, ""), "buffer": content}
            for name, content in files.items()
        ]
        self.page.set_input_files("#choice", handed)
        self.page.wait_for_selector("#answer:not([aria-busy]) > *")
        return self.said()

    def said(self) -> dict[str, str]:
        script = """() => Object.fromEntries([
          ["verdict", document.querySelector("[data-verdict]")?.dataset.verdict ?? "notice"],
          ...[...document.querySelectorAll("[data-row]")].map(({dataset}) => [dataset.row, dataset.state])])"""
        found: dict[str, str] = self.page.evaluate(script)
        return found
