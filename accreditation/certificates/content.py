"""What a certificate says: its facts as approved, and the same as sentences in one language."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal

from accreditation.texts import N_, Text, say, say_day

Level = Literal["accredited", "recognized"]

TITLES: dict[str, Text] = {
    "accredited": N_("Certificate of accreditation"),
    "recognized": N_("Certificate of recognition"),
}
_SCOPES: dict[str, Text] = {
    "accredited": N_("is accredited as %(category)s in the subject %(subject)s, having been assessed in %(language)s."),
    "recognized": N_("is recognized as %(category)s in the subject %(subject)s, having been assessed in %(language)s."),
}
# Customs in Spanish, Portuguese and French write the day first, as international English does.
# CLDR writes a bare 1 where these languages (Portuguese as in Brazil) have an ordinal for the first of a month.
_STRONG_FROM, _STRONG_TO = "\x02", "\x03"


@dataclass(frozen=True)
class CertificateContent:
    """Everything that is printed. Names of things are already in `locale`; the last day of validity is inclusive.

    A certificate of attendance has no place here: `level` knows only what was assessed and decided.
    Each of `signatories` is name, post and, where given, organisation; `office_address` is where the issuing body was on the
    day of issue. `second` is the same content in a second language, printed beside the first.
    """

    number: str
    holder_name: str
    administration: str
    country: str
    category: str
    subject: str
    language: str
    level: Level
    issuing_body: str
    region_name: str
    decided_on: date
    decision_reference: str
    effective_on: date
    expires_on: date
    issued_on: date
    signatories: tuple[tuple[str, ...], ...]
    verify_url: str
    locale: str
    wco_decision_reference: str | None = None
    office_address: str = ""
    paper: str = "a4"
    second: "CertificateContent | None" = None
    is_specimen: bool = False


def as_record(content: CertificateContent) -> dict[str, Any]:
    """The content as plain JSON values, to be stored as what was approved."""
    return _plain(asdict(content))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    inside = {name: _plain(value) for name, value in values.items() if isinstance(value, dict)}
    days = {name: value.isoformat() for name, value in values.items() if isinstance(value, date)}
    return {**values, **inside, **days}


def content_from(record: dict[str, Any]) -> CertificateContent:
    """The content back from `as_record`, whether or not it went through JSON meanwhile."""
    days = {field.name for field in fields(CertificateContent) if field.type is date}
    values: dict[str, Any] = {
        name: date.fromisoformat(value) if name in days else value for name, value in record.items()
    }
    values["signatories"] = tuple(tuple(parts) for parts in record["signatories"])
    values["second"] = content_from(record["second"]) if record.get("second") else None
    return CertificateContent(**values)


_MAY_BE_EMPTY = ("office_address", "organisation")


def printed_texts(content: CertificateContent) -> dict[str, str]:
    """What people wrote or chose and the document prints, by field; in a second language behind `second.`."""
    single = {name: value for name, value in vars(content).items() if isinstance(value, str)}
    people = {
        f"signatories.{place}.{part}": text
        for place, parts in enumerate(content.signatories)
        for part, text in zip(("name", "title", "organisation"), parts, strict=False)
    }
    texts = {
        name: text
        for name, text in {**single, **people}.items()
        if text or name.rpartition(".")[2] not in _MAY_BE_EMPTY
    }
    others = printed_texts(content.second) if content.second else {}
    return {**texts, **{f"second.{name}": text for name, text in others.items()}}


def wording_of(content: CertificateContent) -> dict[str, Any]:
    """The document's sentences in its language, as JSON for the template; `scope` is parts (words, is strong)."""
    locale = content.locale
    return {
        "locale": locale,
        "number": content.number,
        "title": say(TITLES[content.level], locale),
        "kind": say(_kind(content), locale),
        "issuing_body": content.issuing_body,
        "region": content.region_name,
        "office": content.office_address,
        "paper": {"a4": "a4", "letter": "us-letter"}[content.paper],
        "specimen": say(_SPECIMEN, locale) if content.is_specimen else "",
        "second": wording_of(content.second) if content.second else None,
        "certifies": say(N_("%(issuing_body)s certifies that", issuing_body=content.issuing_body), locale),
        "holder": content.holder_name,
        "from": say(N_("%(administration)s, %(country)s", **_place(content)), locale),
        "scope": _scope(content),
        "facts": [[say(label, locale), [say(line, locale) for line in lines]] for label, *lines in _facts(content)],
        "signatories": [list(pair) for pair in content.signatories],
        "register": say(N_("The public register, and not this paper, tells the present status."), locale),
        "property": say(_PROPERTY.with_values(issuing_body=content.issuing_body), locale),
        "check": say(N_("Check this certificate:"), locale),
        "address": content.verify_url.partition("?")[0].partition("://")[2],
        "code": say(N_("Code: %(code)s", code=content.verify_url.rpartition("=")[2]), locale),
        "qr_alt": say(N_("QR code leading to %(address)s", address=content.verify_url), locale),
        "link": content.verify_url,
        "attached": say(N_("The same certificate as a verifiable credential"), locale),
    }


_SPECIMEN = N_("Specimen")
_PROPERTY = N_(
    "This certificate remains the property of the issuing body, %(issuing_body)s. "
    "Once withdrawn, it must be returned and no longer used."
)


def _place(content: CertificateContent) -> dict[str, str]:
    return {"administration": content.administration, "country": content.country}


def _kind(content: CertificateContent) -> Text:
    if content.wco_decision_reference:
        return N_("Certificate under a decision of the World Customs Organization")
    return N_("Regional certificate")


def _scope(content: CertificateContent) -> list[tuple[str, bool]]:
    strong = {name: f"{_STRONG_FROM}{getattr(content, name)}{_STRONG_TO}" for name in ("category", "subject")}
    sentence = say(_SCOPES[content.level].with_values(language=content.language, **strong), content.locale)
    parts = []
    for piece in sentence.split(_STRONG_FROM):
        marked, end, plain = piece.rpartition(_STRONG_TO)
        parts += [(marked, True)] * bool(end) + [(plain, False)]
    return [part for part in parts if part[0]]


def _facts(content: CertificateContent) -> list[tuple[Text | str, ...]]:
    """Each a label and the one or two lines under it."""

    def written(day: date) -> str:
        return say_day(day, content.locale)

    start, end = written(content.effective_on), written(content.expires_on)
    facts: list[tuple[Text | str, ...]] = [
        (N_("Number"), content.number),
        (N_("Valid"), N_("from %(start)s", start=start), N_("to %(end)s", end=end)),
        (N_("Decision"), content.decision_reference, written(content.decided_on)),
    ]
    if content.wco_decision_reference:
        facts.append((N_("WCO decision"), content.wco_decision_reference))
    return [*facts, (N_("Issued"), written(content.issued_on))]
