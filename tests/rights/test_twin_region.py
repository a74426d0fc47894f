"""Two regions in one house: nothing of the second appears in the first, and nobody of the first touches the second.

Here the addresses and searches are those of the second region; the access matrix looks at all addresses of the first.

Checking a certificate is the one question that knows no region: the QR of every certificate leads to the house that issued
it, and the answer needs the number with its code or its holder's name.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.jobs.models import OutboxRow
from accreditation.missions.models import Mission
from accreditation.people.models import Person, RoleGrant
from accreditation.region.models import Region
from accreditation.schemes.models import Call, Scheme
from accreditation.training.models import Workshop
from tests.rights.requests import SESSIONS, token_of
from tests.twin import CODE, MARK, TRACES
from tests.walker import Walker
from tests.web.actors import browsers
from tests.web.test_access_matrix import _path

# The demo's mailbox stands for the mail server of everybody; signing in as a demo person is no page of a region.
ELSEWHERE = ("/demo", "/static", *SESSIONS)

# The people of the house are asked in as many tests, so that two processes share them.
SHARES = 3

# Who is told that an object of the second region is not there; others may be sent to sign in, or to where they belong.
STRICTLY = ("rocb_head", "rocb_officer", "auditor", "wco_liaison", "administrator", "applicant")
# Addresses that somebody else's secret or code opens, and what is of the whole installation, and public.
OF_NO_REGION = (
    *("/verify", "/confirm", "/password", "/link", "/taken-over", "/call-alerts", "/complaints/confirm"),
    *("/certificates/<number>.pdf", "/office/schemes", "/log/consistency", "/log/proof", "/log/tile"),
)


def addresses(code: str, objects: int) -> Iterator[dict[tuple[str, str], Any]]:
    """(beginning of the rule, variable) -> an object of the region, over so many objects of each kind."""
    region_id = db.session.scalars(select(Region.id).where(Region.code == code)).one()

    def some(column: Any) -> list[Any]:
        table = column.class_
        found = db.session.scalars(select(column).where(table.region_id == region_id).order_by(table.id)).all()
        return [*found[:: max(1, len(found) // 3)], found[-1]]

    cases, calls, certificates = some(Application.number), some(Call.reference), some(Certificate.number)
    kinds = {
        ("/cases", "number"): cases, ("/applications", "number"): cases, ("/calls", "reference"): calls,
        ("/office/calls", "reference"): calls, ("/certificates", "number"): certificates,
        ("/missions", "public_id"): some(Mission.public_id), ("/documents", "public_id"): some(Document.public_id),
        ("/accreditations", "public_id"): some(Accreditation.public_id), ("/appeals", "public_id"): some(Appeal.public_id),
        ("/workshops", "public_id"): some(Workshop.public_id), ("/people", "public_id"): some(Person.public_id),
        ("/jobs", "public_id"): some(OutboxRow.public_id), ("/office/schemes", "code"): some(Scheme.code),
        ("/office/schemes", "edition"): some(Scheme.edition), ("/cases", "name"): ["hold"],
        ("/applications", "name"): ["withdraw"], ("/applications", "key"): ["identity"],
        ("/verify", "number"): certificates,
    }  # fmt: skip
    for turn in range(objects):
        yield {key: values[turn % len(values)] for key, values in kinds.items()}


def paths(house: Any, method: str, code: str) -> list[tuple[str, str]]:
    """(rule, path) of every address of an object that answers to the method, with objects of this region in it."""
    with house.app_context():
        known = list(addresses(code, 2))
    found = {
        (rule.rule, _path(rule, values))
        for values in known
        for rule in house.url_map.iter_rules()
        if method in rule.methods and not rule.rule.startswith(ELSEWHERE) and "<" in rule.rule
    }
    return sorted(found)


def searches(house: Any) -> list[str]:
    with house.app_context():
        twin_call = db.session.scalars(select(Call.reference).where(Call.reference.startswith(CODE))).first()
    asked = [
        f"/cases?q={MARK}",
        f"/cases?q={CODE}-",
        f"/cases?call={twin_call}",
        f"/people?q={MARK}",
        "/verify?number=TWN",
    ]
    asked += [f"/cases?sort={order}" for order in ("number", "since")]
    return [
        *asked,
        "/",
        "/calls",
        "/register",
        "/workflow",
        "/help",
        "/figures",
        "/tasks",
        "/audit",
        "/jobs",
        "/people",
    ]


@pytest.mark.long
@pytest.mark.parametrize("some", range(SHARES))
def test_nothing_of_the_second_region_appears_in_the_first(twinned: Any, some: int) -> None:
    with twinned.app_context():
        marked = db.session.scalars(select(Person.first_family_name)).all()
        assert sum(MARK in name for name in marked) > 50, "there is no twin"
    asked = paths(twinned, "GET", CODE)
    absent = {path for rule, path in asked if not rule.startswith(OF_NO_REGION)}
    assert len(absent) > 150
    wanted = [path for _, path in asked] + searches(twinned)
    people = browsers(twinned)
    for name in list(people)[some::SHARES]:
        unknown: dict[str, str] = {}
        for path in dict.fromkeys(wanted):
            status, content = _answer(people[name], path)
            assert status == 404 or name not in STRICTLY or path not in absent, f"{name}: {path}: {status}"
            for typed in filter(TRACES.search, re.split(r"[/=?&]", path)):
                other = path.replace(typed, "ABSENT77")
                if other not in unknown:
                    unknown[other] = _answer(people[name], other)[1]
                said = unknown[other].count("ABSENT77")
                assert content.count(typed) == said, f"{name}: {path} says more than it was asked"
                content = content.replace(typed, "")
            found = TRACES.search(content)
            assert found is None, f"{name}: {path}: …{content[max(0, found.start() - 80) : found.end() + 40]}…"


def _answer(browser: Walker, path: str) -> tuple[int, str]:
    answer = browser.client.get(path)
    content = answer.get_data().decode("utf-8", "replace")
    answer.close()
    return answer.status_code, content


def rows_of_the_twin(house: Any) -> dict[str, list[Any]]:
    """Every row of the second region, in every table that names a region."""
    with house.app_context():
        region_id = db.session.scalars(select(Region.id).where(Region.code == CODE)).one().hex
        tables = [name for name, table in db.metadata.tables.items() if "region_id" in table.columns]
        assert len(tables) > 15
        with db.engine.connect() as connection:
            return {
                name: sorted(
                    map(
                        str,
                        connection.execute(text(f'SELECT * FROM "{name}" WHERE region_id = :id'), {"id": region_id}),
                    )
                )
                for name in tables
            }


@pytest.mark.long
def test_no_form_of_the_first_region_reaches_the_second(twinned: Any) -> None:
    people = browsers(twinned)
    before = rows_of_the_twin(twinned)
    assert sum(map(len, before.values())) > 500
    forms = paths(twinned, "POST", CODE)
    assert len(forms) > 40
    typed = {"seen_version": "3", "step": "hold", "note": "…", "act": "send", "grounds": "…", "reference": "X"}
    for name in ("rocb_head", "rocb_officer", "administrator", "wco_liaison", "rtc_coordinator", "mentor", "applicant"):
        token = token_of(people[name])
        for rule, path in forms:
            if rule.startswith(
                (
                    "/confirm",
                    "/password",
                    "/link",
                    "/taken-over",
                    "/call-alerts",
                    "/complaints/confirm",
                    "/office/schemes",
                    "/account",
                    "/verify",
                )
            ):
                continue
            answer = people[name].client.post(path, data={"csrf_token": token, **typed})
            assert answer.status_code in (403, 404), f"{name}: POST {path}: {answer.status_code}"
    assert rows_of_the_twin(twinned) == before


def test_a_foreign_id_inside_a_form_is_refused_as_a_whole(twinned: Any) -> None:
    people = browsers(twinned)
    with twinned.app_context():
        twin = db.session.scalars(select(Region.id).where(Region.code == CODE)).one()
        grant = db.session.scalars(select(RoleGrant.public_id).where(RoleGrant.region_id == twin)).first()
        foreign = db.session.scalars(select(Person).where(Person.region_id == twin)).first()
        foreign_id, foreign_email = foreign.public_id, foreign.email
        twin_case = db.session.scalars(select(Application.number).where(Application.region_id == twin)).first()
        mine = db.session.scalars(select(Person).where(Person.email == "auditoria@demo.example")).one()
        own_grant = db.session.scalars(select(RoleGrant.public_id).where(RoleGrant.person_id == mine.id)).one()
        own, workshop = (
            mine.public_id,
            db.session.scalars(select(Workshop.public_id).where(Workshop.region_id != twin)).first(),
        )
    before = rows_of_the_twin(twinned)
    days = {"lend-starts_on": "2026-11-24", "lend-ends_on": "2026-11-30"}
    tries = [
        ("administrator", f"/people/{own}", {"revoke": grant}),
        ("administrator", f"/people/{own}", {"lend-grant": grant, "lend-deputy": "panel@demo.example", **days}),
        ("administrator", f"/people/{own}", {"lend-grant": own_grant, "lend-deputy": foreign_email, **days}),
        ("administrator", f"/people/{own}", {"role": "mentor", "case": twin_case}),
        ("rocb_officer", f"/workshops/{workshop}", {"act": "staff", "person": foreign_id, "duty": "assessor"}),
    ]
    for name, path, typed in tries:
        answer = people[name].client.post(path, data={"csrf_token": token_of(people[name]), **typed})
        assert answer.status_code in (302, 404, 422), path
        assert MARK not in answer.get_data(as_text=True)
    assert rows_of_the_twin(twinned) == before


def test_every_number_is_the_same_as_in_a_house_without_a_second_region(twinned: Any, house: Any) -> None:
    alone, beside = browsers(house), browsers(twinned)
    for name, path, where in (
        ("donor", "/figures", "main"), ("rocb_officer", "/cases", "a[href*='state=']"), ("nobody", "/", "main"),
        ("rocb_head", "/workflow", "main"), ("auditor", "/jobs", "main"), ("administrator", "/people", "tbody"),
    ):  # fmt: skip
        texts = [
            [tag.get_text(" ", strip=True) for tag in browser.open(path).page.select(where)]
            for browser in (alone[name], beside[name])
        ]
        assert texts[0], path
        assert texts[0] == texts[1], path


def test_a_certificate_of_any_region_of_the_house_can_be_checked(twinned: Any) -> None:
    with twinned.app_context():
        query = select(Certificate).where(Certificate.number.startswith(CODE), Certificate.issued_at.is_not(None))
        issued = db.session.scalars(query).first()
        number, code, name = issued.number, issued.code, issued.holder_name
    stranger = Walker(twinned)
    assert name in stranger.open(f"/verify/{number}?code={code}").text
    assert not TRACES.search(stranger.open(f"/verify/{number}").text.replace(number, ""))
