"""`accreditation certificate verify FILE`: checks a certificate offline against published keys and the proof from the log."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accreditation.texts import N_, Text

if TYPE_CHECKING:
    from accreditation.verification.evidence import Evidence
    from accreditation.verification.report import Report
    from accreditation.verification.trust import Trusted

VALID, NOT_VALID, CANNOT_TELL = 0, 1, 2


class _Unusable(Exception):
    """A file that was named cannot be used; the sentence says which."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.message_id)
        self.reason = reason


@click.group()
def certificate() -> None:
    """Certificates of accreditation."""


@certificate.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", default="", help="The issuer's keys: a file, or the address of its /verify/trust.json.")
@click.option("--evidence", type=click.Path(path_type=Path), help="The proof of the certificate (evidence.json).")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As of this day instead of today.")
@click.option("--lang", default="", help="es, en, pt or fr; else that of the environment.")
def verify(file: Path, trust: str, evidence: Path | None, on: datetime | None, lang: str) -> None:
    """Check FILE: a PDF, a credential as JSON, or a token. Exit status 0: valid, 1: not valid, 2: cannot tell."""
    from accreditation import clock
    from accreditation.commands.casefile import language_of
    from accreditation.texts import say
    from accreditation.verification.offline import report_on
    from accreditation.verification.opening import open_file

    locale = language_of(lang)
    try:
        trusted, proof = _trusted(trust, locale), _evidence(evidence)
        content = _read(file, N_("The file cannot be read."))
    except _Unusable as unusable:
        click.echo(say(unusable.reason, locale), err=True)
        raise SystemExit(CANNOT_TELL) from None
    opened = open_file(content, trusted.signing.authorities)
    report = report_on(opened, trusted, proof, clock.now(), on.date() if on else None)
    if opened.number:
        click.echo(" · ".join(part for part in (opened.number, opened.said.name) if part))
    _print(report, locale, trusted.time_zone)
    raise SystemExit({"right": VALID, "wrong": NOT_VALID}.get(report.result, CANNOT_TELL))


def _print(report: "Report", locale: str, time_zone: str) -> None:
    """One line for each check: what it is, how it came out, why; then the whole."""
    from accreditation.texts import say

    results = {"right": N_("Right"), "wrong": N_("Wrong"), "unknown": N_("Cannot tell")}
    labels = (N_("The document"), N_("The signature"), N_("The log of certificates"), N_("The status"))
    for label, check in zip(labels, report.checks, strict=True):
        said = (say(label, locale), say(results[check.result], locale), say(check.reason, locale, time_zone))
        click.echo("{}: {}. {}".format(*said))
    whole = {
        "right": N_("Valid."),
        "wrong": N_("Not valid."),
        "unknown": N_("Nobody can tell from what was handed in."),
    }
    click.echo(say(whole[report.result], locale))


def _read(path: Path, complaint: Text) -> bytes:
    try:
        return path.read_bytes()
    except OSError as damage:
        raise _Unusable(complaint) from damage


def _parsed(content: bytes, complaint: Text, reader: Any) -> Any:
    try:
        return reader(json.loads(content))
    except (ValueError, RecursionError) as damage:
        raise _Unusable(complaint) from damage


def _evidence(path: Path | None) -> "Evidence | None":
    from accreditation.verification.evidence import read_evidence

    complaint = N_("The proof of the certificate cannot be read.")
    evidence: Evidence | None = None if path is None else _parsed(_read(path, complaint), complaint, read_evidence)
    return evidence


def _trusted(where: str, locale: str) -> "Trusted":
    """From a file, from an address (or the copy kept of it when it does not answer), else of this installation itself."""
    from accreditation.texts import say
    from accreditation.verification.fetching import NoAnswer, fetched_trust
    from accreditation.verification.trust import read_trust
    from config import settings_of

    complaint = N_("The keys of the issuer cannot be read.")
    if not where:
        return _own_trust()
    if "://" not in where:
        return _parsed(_read(Path(where), complaint), complaint, read_trust)  # type: ignore[no-any-return]
    try:
        content, is_copy = fetched_trust(where, settings_of(None).DATA_DIR / "trust")
    except NoAnswer as damage:
        raise _Unusable(N_("The issuer does not answer, and there is no copy of its keys.")) from damage
    if is_copy:
        click.echo(
            say(N_("The issuer does not answer. Its keys are taken from the copy that was kept."), locale), err=True
        )
    return _parsed(content, complaint, read_trust)  # type: ignore[no-any-return]


def _own_trust() -> "Trusted":
    """What this installation publishes; nothing where this is none, or its database does not answer."""
    from accreditation import create_app
    from accreditation.verification.trust import Trusted, read_trust
    from config import UnsafeSettings

    try:
        app = create_app()
    except UnsafeSettings:
        return Trusted()
    answer = app.test_client().get("/verify/trust.json", base_url=app.config["BASE_URL"])
    return read_trust(answer.get_json()) if answer.status_code == 200 else Trusted()


command = certificate
