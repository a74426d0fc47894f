"""A certificate that somebody handed in, held against the register and the log of this installation."""

from dataclasses import dataclass
from datetime import date

from asn1crypto import x509
from flask import current_app

from accreditation.certificates.inventory import trust_in
from accreditation.certificates.models import Certificate
from accreditation.certificates.register import Answer, answer_on, find_by_file, find_certificate, registered
from accreditation.certificates.signatures import Trust
from accreditation.certificates.timestamping import roots_in
from accreditation.credentials.evidence_file import log_evidence
from accreditation.extensions import db
from accreditation.texts import N_
from accreditation.transparency.notes import read_verifier_key
from accreditation.verification.checks import document_against_register, log_of, proven_at, signature_of
from accreditation.verification.evidence import Leaf, read_leaves
from accreditation.verification.opening import open_file
from accreditation.verification.report import Check, Report, right, unknown, wrong
from accreditation.verification.trust import Trusted, methods_of
from accreditation.web.access import current_region
from accreditation.web.limits import refuse_beyond
from accreditation.web.public.credentials import known_keys
from accreditation.web.public.log import signer


@dataclass(frozen=True)
class Held:
    """`answer` is None where the file does not lead to a certificate: by its bytes, or by number with code or name.

    `by_code`: whoever has the file has the code, too; else it is the name that the file has right.
    """

    report: Report
    answer: Answer | None = None
    by_code: bool = False


def check(content: bytes, day: date | None) -> Held:
    """The four results. Whoever tries names or codes by way of files is held to the same limits as by the form."""
    roots = roots_in(current_app.config["SIGNING_ROOTS_FILE"])
    opened = open_file(content, roots)
    session = db.session()
    found = find_by_file(session, opened.sha256)
    if found is None and opened.number:
        refuse_beyond("verify", opened.number)
        found = find_certificate(session, opened.number, code=opened.code, name=opened.said.name)
    leaves = leaves_about(found) if found else ()
    trusted = _trusted(found, leaves, roots, opened.sha256)
    signature = signature_of(opened, trusted)
    document = document_against_register(opened, registered(session, found) if found else None, signature)
    if found is None:
        log = status = unknown(N_("The file leads to no certificate in the register."))
        return Held(Report(document, signature, log, status))
    answer = answer_on(session, found, day)
    log = log_of(leaves, trusted, opened.sha256, found.number, found.code)
    by_code = opened.sha256 == found.pdf_sha256 or opened.code == found.code
    return Held(Report(document, signature, log, status_of(answer)), answer, by_code)


def leaves_about(certificate: Certificate) -> tuple[Leaf, ...]:
    """Its entries with their proofs, made and read as anybody outside would; none where the log has no key."""
    key = signer()
    return read_leaves(log_evidence(db.session(), certificate, key)) if key else ()


def check_of_log(certificate: Certificate) -> Check:
    """Whether the log holds what it must hold of a certificate."""
    leaves = leaves_about(certificate)
    return log_of(leaves, trusted_here(Trust(())), "", certificate.number, certificate.code)


def status_of(answer: Answer) -> Check:
    """What the register says, as the fourth result."""
    reason = N_("The register says so, whatever the document says.")
    return right(reason) if answer.status == "valid" else wrong(reason)


def trusted_here(signing: Trust) -> Trusted:
    """The keys of this installation, as a verifier outside would read them."""
    log, keys = signer(), known_keys()
    return Trusted(
        issuer=keys.did if keys else "",
        time_zone=current_region().time_zone,
        log_keys=tuple(read_verifier_key(line) for line in log.verifier_keys()) if log else (),
        methods=methods_of(keys.identity_document()) if keys else {},
        signing=signing,
    )


def _trusted(
    found: Certificate | None, leaves: tuple[Leaf, ...], roots: tuple[x509.Certificate, ...], sha256: str
) -> Trusted:
    """A key that was lost still counts for what the log proves to be older."""
    region_id = found.region_id if found else current_region().id
    since = proven_at(leaves, trusted_here(Trust(())), sha256)
    return trusted_here(trust_in(db.session(), region_id, roots, since))
