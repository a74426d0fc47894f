"""What the page of an answer shows: one large line, four results, and of the person never more than the document prints."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from accreditation.certificates.register import Answer
from accreditation.texts import in_language
from accreditation.verification.report import Check, Report, Result
from accreditation.web.language import current_locale, day, language_name, moment, said

TONES = {Result.RIGHT: "good", Result.WRONG: "attention", Result.UNKNOWN: "other"}


@dataclass(frozen=True)
class Shown:
    """`tone` gives colour and shape of the `headline`; `key` is with what whoever asked may ask again.

    `folds_checks`: they are not what was asked for, as nobody handed in a file, and the log is in order.
    """

    headline: str
    tone: str
    sentence: str
    checks: list[dict[str, str]]
    facts: list[dict[str, str]] = field(default_factory=list)
    key: dict[str, str] = field(default_factory=dict)
    folds_checks: bool = False


def shown(report: Report, answer: Answer | None, *, is_file: bool, by_code: bool) -> Shown:
    """A file that is not what it seems is said first, whatever the register says of the certificate it names."""
    headline, tone, sentence = _first_line(report, answer, is_file=is_file)
    rows = [
        _row(_("The document"), report.document, is_file=is_file),
        _row(_("The signature"), report.signature, is_file=is_file),
        _row(_("The log of certificates"), report.log, is_file=True),
    ]
    if answer is None:
        return Shown(headline, tone, sentence, [*rows, _row(_("The status today"), report.status, is_file=True)])
    certificate = answer.certificate
    # The code is for those who have it: it opens the credential.
    key = {"code": certificate.code} if by_code else {"name": certificate.holder_name}
    folds = not is_file and report.log.result is Result.RIGHT
    return Shown(headline, tone, sentence, [*rows, _status_row(answer)], _facts(answer), key, folds)


def _first_line(report: Report, answer: Answer | None, *, is_file: bool) -> tuple[str, str, str]:
    of_file = (report.document, report.signature, report.log) if is_file else ()
    for result, headline in (
        (Result.WRONG, _("Do not rely on this file")),
        (Result.UNKNOWN, _("Nobody can tell from this file")),
    ):
        reason = next((check.reason for check in of_file if check.result is result), None)
        if reason is not None:
            return headline, TONES[result], said(reason)
    assert answer is not None
    return _headline(answer), _tone(answer), _meaning(answer)


def _row(label: str, check: Check, *, is_file: bool) -> dict[str, str]:
    words = {
        Result.RIGHT: _("Right"),
        Result.WRONG: _("Wrong"),
        Result.UNKNOWN: _("Cannot tell") if is_file else _("Not checked"),
    }
    return {"label": label, "result": words[check.result], "tone": TONES[check.result], "detail": said(check.reason)}


def _status_row(answer: Answer) -> dict[str, str]:
    detail = (
        _("Read from the register in this moment.") if answer.is_today else _("Read from the history of the register.")
    )
    if answer.paused_until:
        detail = _("At the expert’s own request, until %(day)s at the latest", day=day(answer.paused_until))
    if answer.lasts_until:
        detail = _("In force until the end of the mission under way, %(day)s", day=day(answer.lasts_until))
    if answer.successor:
        detail = _("Replaced by %(number)s", number=answer.successor.number)
    label = _("The status today") if answer.is_today else _("The status on %(day)s", day=day(answer.as_of))
    return {"label": label, "result": _headline(answer), "tone": _tone(answer), "detail": detail}


def _headline(answer: Answer) -> str:
    since = day(answer.since)
    return {
        "valid": _("Valid today") if answer.is_today else _("Valid on %(day)s", day=day(answer.as_of)),
        "suspended": _("Suspended since %(day)s", day=since),
        "expired": _("Expired on %(day)s", day=day(answer.certificate.expires_on)),
        "revoked": _("Revoked on %(day)s", day=since),
        "superseded": _("Replaced on %(day)s", day=since),
        "not_yet": _("Not issued on %(day)s", day=day(answer.as_of)),
    }[answer.status]


def _meaning(answer: Answer) -> str:
    """What follows from the headline for whoever holds the document in their hand."""
    if not answer.is_today:
        return _("So it stood on that day. It says nothing of today.")
    if answer.paused_until:
        return _("At the expert’s own request. It does not count while the suspension lasts.")
    return {
        "valid": _("The holder is accredited for what stands below."),
        "suspended": _("It does not count while the suspension lasts."),
        "expired": _("It counted until that day and does not count any more."),
        "revoked": _("It does not count any more, whatever the paper says."),
        "superseded": _("Another certificate took its place. Do not rely on this one."),
        "not_yet": _("The register knows no such certificate yet."),
    }[answer.status]


def _tone(answer: Answer) -> str:
    if answer.paused_until or answer.status in ("expired", "not_yet", "superseded"):
        return "other"
    return "good" if answer.status == "valid" else "attention"


def _facts(answer: Answer) -> list[dict[str, str]]:
    certificate = answer.certificate
    content: dict[str, Any] = certificate.content
    reference = content.get("wco_decision_reference")
    validity = _("%(first)s to %(last)s", first=day(certificate.effective_on), last=day(certificate.expires_on))
    issued = moment(certificate.issued_at) if certificate.issued_at else _("Signed, never issued")
    kind = _("WCO decision %(ref)s", ref=reference) if reference else _("Regional certificate")
    return [
        {"label": _("Name as printed") if answer.is_renamed else _("Holder"), "value": certificate.holder_name},
        {"label": _("Number"), "value": certificate.number},
        {"label": _("Scope"), "value": _scope(answer), "detail": kind},
        {"label": _("Validity"), "value": validity},
        {"label": _("Issued by"), "value": str(content.get("issuing_body", "")), "detail": issued},
    ]


def _scope(answer: Answer) -> str:
    """In the reader's language where the certificate prints what the accreditation says now, else as printed."""
    printed, held = answer.certificate.content, answer.accreditation
    is_same = (
        printed.get("category") in held.category.names.values()
        and printed.get("subject") in held.subject.names.values()
    )
    if is_same:
        names = [in_language(each.names, current_locale()) for each in (held.category, held.subject)]
        return ", ".join([*names, language_name(held.language)])
    return ", ".join(str(printed.get(name, "")) for name in ("category", "subject", "language"))
