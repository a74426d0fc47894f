"""The four checks with nothing but the file, the issuer's keys and the proof of the certificate."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from accreditation.region.calendar import end_of
from accreditation.texts import N_
from accreditation.verification.checks import document_against_log, log_of, proven_at, signature_of, trust_with
from accreditation.verification.evidence import Evidence
from accreditation.verification.opening import Opened
from accreditation.verification.report import Check, Report, Result, unknown, wrong
from accreditation.verification.standing import status_from
from accreditation.verification.trust import Trusted


def report_on(
    opened: Opened, trusted: Trusted, evidence: Evidence | None, now: datetime, on: date | None = None
) -> Report:
    """The report on a file that was opened: today, or as of a day of the issuer."""
    leaves = evidence.leaves if evidence is not None else ()
    at = proven_at(leaves, trusted, opened.sha256)
    signature = signature_of(opened, replace(trusted, signing=trust_with(trusted.signing, at)))
    log = _log(opened, trusted, evidence)
    proven = leaves if log.result is Result.RIGHT else ()
    document = document_against_log(opened, proven, signature)
    if signature.result is not Result.RIGHT:
        status = unknown(N_("What the file says of its validity is not proven, because its signature is not."))
    else:
        status = _status(opened, trusted, evidence if proven else None, now, on)
    return Report(document, signature, log, status)


def _log(opened: Opened, trusted: Trusted, evidence: Evidence | None) -> Check:
    if evidence is None:
        return unknown(N_("The proof of this certificate was not handed in."))
    if opened.number != evidence.number:
        return wrong(N_("The proof is about another certificate."))
    return log_of(evidence.leaves, trusted, opened.sha256, evidence.number, opened.code or evidence.code)


def _status(opened: Opened, trusted: Trusted, evidence: Evidence | None, now: datetime, on: date | None) -> Check:
    today = now.astimezone(ZoneInfo(trusted.time_zone)).date()
    if on is not None and on > today:
        return unknown(N_("That day is still to come."))
    is_now = on is None or on == today
    moment = now if is_now or on is None else end_of(on, trusted.time_zone)
    return status_from(opened.said, evidence, trusted, moment.astimezone(UTC), is_now=is_now)
