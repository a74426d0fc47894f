"""What must be right before a certificate is signed: small rules, each naming one fault in words for the officer."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import parse_qsl, urlsplit

from accreditation.certificates.content import TITLES, CertificateContent, printed_texts
from accreditation.certificates.letters import cannot_print, hidden_in, named, unprintable_in
from accreditation.certificates.number import is_well_formed
from accreditation.texts import LOCALES, N_, Text
from accreditation.workflow.deadlines import add_months

LONGEST_NAME = 120
_CODE = re.compile(r"[A-Za-z0-9_-]{22,}")  # 22 characters of base64url carry 128 bits


@dataclass(frozen=True)
class IssuingPolicy:
    """What the certificate is held against; the names are in the language of the document.

    `approved_name` is the one in the approved application, `language` the code of the language of the assessment,
    `validity_months` the scheme's, `base_url` the configured address of the site, `today` the region's day.
    `reserved_number` is the one stored for this certificate. `decision_at` is when the released decision was taken, None
    where there is none; `conflict_at` when last a tie between whoever decided and the holder became known.
    """

    region: str
    reserved_number: str
    decision_at: datetime | None
    conflict_at: datetime | None
    base_url: str
    approved_name: str
    language: str
    administrations: frozenset[str]
    categories: frozenset[str]
    subjects: frozenset[str]
    validity_months: int
    today: date


Rule = Callable[[CertificateContent, IssuingPolicy], Text | None]


def last_day_of(effective_on: date, months: int) -> date:
    """The last day, inclusive, of a validity of `months`: 14 March 2026 and 36 months end on 13 March 2029."""
    return add_months(datetime.combine(effective_on, time(), UTC), months).date() - timedelta(days=1)


def faults_of(content: CertificateContent, policy: IssuingPolicy) -> tuple[Text, ...]:
    """Everything that stands against signing this, in the order of RULES; empty if nothing does."""
    return tuple(fault for rule in RULES if (fault := rule(content, policy)) is not None)


def number_is_well_formed(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if is_well_formed(content.number) and content.number.startswith(f"{policy.region}-"):
        return None
    return N_("The number %(number)s is not a certificate number of this region.", number=content.number)


def number_is_of_the_year_of_issue(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    # Reserved at the end of a year, issued at the beginning of the next: the number is older, never younger.
    year = re.search(r"-(\d{4})-", content.number)
    if year is None or int(year[1]) <= content.issued_on.year:
        return None
    return N_("The number is of a year after the day of issue.")


def number_is_the_reserved_one(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if content.number == policy.reserved_number:
        return None
    return N_("The number is not the one that was reserved for this certificate.")


def name_is_the_approved_one(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if content.holder_name == unicodedata.normalize("NFC", policy.approved_name):
        return None
    return N_("The name is not the one in the approved application.")


def name_has_a_length_to_print(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    name = content.holder_name
    if 2 <= len(name) <= LONGEST_NAME and name == " ".join(name.split()):
        return None
    return N_("The name has to be 2 to %(most)s characters, with single spaces inside only.", most=LONGEST_NAME)


def texts_are_composed(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    for text in printed_texts(content).values():
        if not unicodedata.is_normalized("NFC", text):
            return N_("“%(text)s” is not in composed Unicode form (NFC).", text=text)
    return None


def texts_hide_nothing(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    for text in printed_texts(content).values():
        if found := hidden_in(text):
            return N_("A printed text has invisible or direction characters: %(codes)s.", codes=named(found))
    return None


def texts_can_be_printed(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    for text in printed_texts(content).values():
        visible = "".join(mark for mark in text if not hidden_in(mark))
        if found := unprintable_in(visible):
            return cannot_print(text, found)
    return None


def no_text_is_empty(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if all(text.strip() for text in printed_texts(content).values()):
        return None
    return N_("A part of the certificate is empty.")


def level_is_known(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    return None if content.level in TITLES else N_("Only an accreditation or a recognition is certified.")


def scope_is_in_the_catalogue(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if content.category in policy.categories and content.subject in policy.subjects:
        return None
    return N_("The category or the subject is not in the region’s catalogue.")


def administration_is_of_the_region(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if content.administration in policy.administrations:
        return None
    return N_("The administration is not a Member of this region.")


def language_is_that_of_the_assessment(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if content.locale in LOCALES and content.locale == policy.language:
        return None
    return N_("The document is not in the language of the assessment.")


def decision_is_final(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    return None if policy.decision_at is not None else N_("No published decision stands behind this certificate.")


def decision_is_newer_than_any_conflict(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if policy.decision_at is None or policy.conflict_at is None or policy.conflict_at <= policy.decision_at:
        return None
    return N_("After the decision a tie between whoever decided and the holder became known. Have it decided anew.")


def decision_is_before_issue(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if content.decided_on <= min(content.issued_on, content.effective_on):
        return None
    return N_("The decision is later than the issue or than the first day of validity.")


def issue_is_not_in_the_future(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    return None if content.issued_on <= policy.today else N_("The day of issue has not come yet.")


def validity_is_not_over(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    if max(content.effective_on, content.issued_on) <= content.expires_on:
        return None
    return N_("The validity ends before it begins, or before the day of issue.")


def validity_is_within_the_scheme(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    latest = last_day_of(content.effective_on, policy.validity_months)
    if content.expires_on <= latest:
        return None
    return N_(
        "The validity ends on %(end)s, after %(latest)s, the last day the scheme allows.",
        end=content.expires_on.isoformat(),
        latest=latest.isoformat(),
    )


def signatories_are_one_or_two_persons(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    names = {_folded(parts[0]) for parts in content.signatories}
    if len(content.signatories) in (1, 2) and len(names) == len(content.signatories):
        return None
    return N_("One person or two different persons sign a certificate.")


def holder_does_not_sign(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    others = {_folded(parts[0]) for parts in content.signatories} | {_folded(content.issuing_body)}
    return None if _folded(content.holder_name) not in others else N_("Nobody signs or issues their own certificate.")


def address_leads_to_this_house(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    expected = f"{policy.base_url.rstrip('/')}/verify/{content.number}"
    address = urlsplit(content.verify_url)
    if content.verify_url.partition("?")[0] == expected and not address.username and not address.fragment:
        return None
    return N_("The address in the QR code does not lead to this certificate on this site.")


def address_has_a_code(content: CertificateContent, policy: IssuingPolicy) -> Text | None:
    values = parse_qsl(urlsplit(content.verify_url).query)
    if [name for name, _ in values] == ["code"] and _CODE.fullmatch(values[0][1]):
        return None
    return N_("The address in the QR code lacks its random code.")


def _folded(name: str) -> str:
    """The name without accents, case and double spaces, to find the same person."""
    letters = unicodedata.normalize("NFKD", name)
    return " ".join("".join(mark for mark in letters if not unicodedata.combining(mark)).casefold().split())


RULES: tuple[Rule, ...] = (
    number_is_well_formed,
    number_is_of_the_year_of_issue,
    number_is_the_reserved_one,
    name_is_the_approved_one,
    name_has_a_length_to_print,
    texts_are_composed,
    texts_hide_nothing,
    texts_can_be_printed,
    no_text_is_empty,
    level_is_known,
    scope_is_in_the_catalogue,
    administration_is_of_the_region,
    language_is_that_of_the_assessment,
    decision_is_final,
    decision_is_newer_than_any_conflict,
    decision_is_before_issue,
    issue_is_not_in_the_future,
    validity_is_not_over,
    validity_is_within_the_scheme,
    signatories_are_one_or_two_persons,
    holder_does_not_sign,
    address_leads_to_this_house,
    address_has_a_code,
)
