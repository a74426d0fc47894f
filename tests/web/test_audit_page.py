"""The log of every step: each line names the case it concerns and leads to it."""

from typing import Any

from tests.walker import Walker

AUDITOR = "auditoria@demo.example"


def test_a_line_leads_to_its_case(peopled: Any) -> None:
    auditor = Walker(peopled, AUDITOR).open("/audit")
    led = {str(link["href"]).split("/")[1]: str(link["href"]) for link in auditor.page.select("tbody th a")}
    assert led
    for href in led.values():
        auditor.open(href)
