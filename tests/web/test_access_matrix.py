"""Route x method x actor: what each is answered. The table is `access_matrix.csv`; a missing row or another answer fails.

An answer is a status: 200 shown, 302 sent on (to sign in, or to where one belongs), 404 not there for this person,
403 no right or no token, 400, 405, 409 and 422 heard and refused for what was sent. Requests are sent without a
form's token where the actor is nobody, with it and an otherwise empty form where somebody is signed in. The house has a
second region, of which no page may show anything (tests/rights/test_twin_region.py asks for its own addresses).
Who changes a right on purpose renews the table with RENEW_ACCESS_MATRIX=1 and reads the difference.
"""

import csv
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.routing import AnyConverter, IntegerConverter

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.document_models import Document
from accreditation.applications.referees.models import RefereeRequest
from accreditation.certificates.models import Certificate, SigningKeyRecord
from accreditation.certificates.signatories import keep_signatory
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.people.actor import actor_of
from accreditation.practice.keeping import ask as invite
from accreditation.practice.keeping import begin, open_dossier
from accreditation.schemes.models import Call
from accreditation.two_keys.turning import ask
from accreditation.workflow.actors import Role
from tests.twin import TRACES
from tests.walk.evidence import granted
from tests.web.actors import browsers, holder_of, the_case

TABLE = Path(__file__).parent / "access_matrix.csv"
LAST = ("/sign-out", "/account/sessions/end-others", "/demo/sign-in/<public_id>")
# Every share asks for as many of the people, so that processes share the work.
SHARES = 4


def _first(table: Any, *conditions: Any) -> Any:
    """Of the first region."""
    if hasattr(table, "region_id"):
        conditions += (table.region_id == the_case().region_id,)
    return db.session.scalars(select(table).where(*conditions).order_by(table.id)).first()


def _values() -> dict[tuple[str, str], Any]:
    """(beginning of the rule, variable) -> an existing object of that kind."""
    case = the_case()
    mission = _first(Mission, Mission.application_id == case.id)
    document = _first(Document, Document.application_id == case.id, Document.replaced_at.is_(None))
    request = _first(RefereeRequest, RefereeRequest.application_id == case.id)
    values = {
        ("/cases", "number"): case.number,
        ("/applications", "number"): case.number,
        ("/cases", "name"): "hold",
        ("/applications", "name"): "withdraw",
        ("/applications", "key"): "identity",
        ("/calls", "reference"): case.call.reference,
        ("/administration", "iso2"): "GT",
        ("/administration", "reference"): case.call.reference,
        ("/office/calls", "reference"): _first(Call).reference,
        ("/office/calls", "number"): case.number,
        ("/office/reviewers", "public_id"): holder_of(Role.REVIEWER).public_id,
        ("/missions", "public_id"): mission.public_id,
        ("/documents", "public_id"): document.public_id,
        ("/applications/<number>/referees", "public_id"): request.public_id,
        ("/cases/<number>/referees", "public_id"): request.public_id,
        ("/cases/<number>/waivers", "public_id"): _waiver(case),
        ("/keys", "public_id"): _request_for_a_key(),
        **dict.fromkeys((("/practice", "public_id"), ("/office/practice", "public_id")), _practice_dossier()),
        ("/keys/ask", "act"): "export_cases",
        ("/keys/ask", "address"): case.call.reference,
        ("/accreditations", "public_id"): _first(Accreditation).public_id,
        ("/appeals", "public_id"): _first(Appeal).public_id,
        ("/workshops", "public_id"): _workshop_of(case),
        ("/people", "public_id"): holder_of(Role.AUDITOR).public_id,
        ("/demo/sign-in", "public_id"): case.applicant.public_id,
        ("/rules", "code"): case.scheme.code,
        ("/rules", "edition"): case.scheme.edition,
        ("/office/schemes", "code"): case.scheme.code,
        ("/office/schemes", "edition"): case.scheme.edition,
        ("/office/schemes/<code>/<int:edition>/<any(rubric", "part"): "rubric",
        ("/office/schemes/<code>/<int:edition>/<any(eligibility", "part"): "eligibility",
        ("/office/schemes", "key"): case.scheme.rubric[0]["key"],
        ("/office/schemes", "name"): "hold",
        ("/standing-data", "name"): "subjects",
        ("/standing-data", "code"): case.call.subject.code,
    }
    certificate = _first(Certificate)
    values |= {
        ("/certificates/keys", "public_id"): _first(SigningKeyRecord).public_id,
        ("/certificates/signatories", "public_id"): _signatory(),
        ("/certificates/specimen", "locale"): "es",
    }
    values |= {(start, "number"): certificate.number for start in ("/certificates", "/verify", "/credentials")}
    values |= {("/credentials/status", "name"): "revocation-1", ("/log/tile", "address"): "0/000.p/1"}
    return values


def _request_for_a_key() -> str:
    """The head of the office has turned the first key; nobody the second."""
    held = _first(Accreditation)
    actor = actor_of(db.session(), holder_of(Role.ROCB_HEAD))
    asked = {"reasons": ["misconduct"], "note": "Demo", "seen_version": held.version}
    request = ask(db.session(), actor, "withdraw_accreditation", held, **asked)
    db.session.commit()
    return str(request.public_id)


def _waiver(case: Any) -> str:
    """Granted to who has sat in the workshop all the same."""
    row = granted(case, "workshop", holder_of(Role.ROCB_OFFICER).id, holder_of(Role.ROCB_HEAD).id)
    db.session.add(row)
    db.session.commit()
    return str(row.public_id)


def _signatory() -> str:
    """Somebody who signed certificates until last year."""
    head = holder_of(Role.ROCB_HEAD)
    details = {"name": "Demo Firma", "place": 2, "posts": {"es": "Demo"}, "organisations": {}}
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2025, 12, 31)}
    kept = keep_signatory(db.session(), actor_of(db.session(), head), head.region_id, details | days)
    db.session.commit()
    return str(kept.public_id)


def _practice_dossier() -> str:
    """Open, and asked of the reviewer of the table."""
    officer, head = (actor_of(db.session(), holder_of(role)) for role in (Role.ROCB_OFFICER, Role.ROCB_HEAD))
    scheme = the_case().scheme
    expected = {each["key"]: (3, "Demo") for each in scheme.scoring}
    dossier = begin(db.session(), officer, scheme, "Demo", "es", [("Demo", "Demo")], expected)
    open_dossier(db.session(), head, dossier, seen=dossier.version)
    invite(db.session(), head, dossier, [holder_of(Role.REVIEWER).public_id])
    db.session.commit()
    return str(dossier.public_id)


def _workshop_of(case: Any) -> str:
    from accreditation.training.models import Workshop

    return str(db.session.get_one(Workshop, case.workshop_id).public_id)


def _path(rule: Any, values: dict[tuple[str, str], Any]) -> str:
    known = {}
    for variable in rule.arguments:
        fitting = [start for start, name in values if name == variable and rule.rule.startswith(start)]
        known[variable] = values[max(fitting, key=len), variable] if fitting else _unknown(rule, variable)
    return str(rule.build(known)[1])


def _unknown(rule: Any, variable: str) -> Any:
    """A value that the address allows and no object has."""
    converter = rule._converters.get(variable)
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 0 if isinstance(converter, IntegerConverter) else "absent"


def _asked(app: Any) -> Iterator[tuple[str, str, str]]:
    """(method, rule, path) of everything the application answers, what ends sessions last."""
    with app.app_context():
        values = _values()
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule in LAST, rule.rule))
    for rule in rules:
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield method, rule.rule, _path(rule, values)


def _answers(app: Any, share: int) -> list[tuple[str, str, str, str]]:
    people, found = browsers(app), []
    names = list(people)[share::SHARES]
    tokens = {name: _token(people[name]) for name in names}
    for method, rule, path in _asked(app):
        for place, name in enumerate(names):
            data = {"csrf_token": tokens[name]} if method == "POST" else None
            answer = people[name].client.open(
                path, method=method, data=data, environ_base={"REMOTE_ADDR": f"192.0.2.{place}"}
            )
            found.append((rule, method, name, str(answer.status_code)))
            trace = TRACES.search(answer.get_data().decode("utf-8", "replace"))
            assert trace is None, f"{name}: {method} {path} shows {trace} of another region"
            answer.close()
    return sorted(found)


def _token(browser: Any) -> str:
    browser.open("/account" if browser.at else "/sign-in")
    field = browser.page.select_one('input[name="csrf_token"]')
    return str(field["value"]) if field else ""


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_everybody_is_answered_as_the_table_says(twinned: Any, share: int) -> None:
    answers = _answers(twinned, share)
    asked = {row[2] for row in answers}
    with TABLE.open(newline="", encoding="utf-8") as file:
        header, *rows = [tuple(row) for row in csv.reader(file)]
    if os.environ.get("RENEW_ACCESS_MATRIX"):
        rows = sorted([*answers, *(row for row in rows if row[2] not in asked)])
        with TABLE.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
    rows = [row for row in rows if row[2] in asked]
    assert not [row for row in answers if row[3].startswith("5")]
    assert sorted(set(answers) - set(rows)) == [], "answered otherwise than the table says"
    assert sorted(set(rows) - set(answers)) == [], "in the table, but not answered so"
