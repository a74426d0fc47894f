"""The checks of one file, each with its own result and plain reason. They know no database and no network."""

from collections.abc import Sequence
from datetime import datetime

from accreditation.certificates.log import ISSUING, handle_of
from accreditation.certificates.register import Registered
from accreditation.certificates.signatures import Trust, judged
from accreditation.texts import N_, Moment, Text
from accreditation.verification.evidence import Leaf
from accreditation.verification.opening import Opened
from accreditation.verification.report import Check, Result, right, unknown, wrong
from accreditation.verification.trust import Trusted

UNREADABLE = ("other", "heavy")


def signature_of(opened: Opened, trusted: Trusted) -> Check:
    """The seal of a PDF, or the proof of a credential, against the issuer's keys."""
    if opened.kind == "pdf" and opened.seal is not None:
        if opened.seal.is_intact and not trusted.signing.certificates:
            return unknown(N_("Without the keys of the issuer nobody can tell who signed it."))
        verdict = judged(opened.seal, trusted.signing)
        return right(verdict.reason) if verdict.is_trusted else wrong(verdict.reason)
    if opened.kind in UNREADABLE:
        return unknown(unreadable(opened))
    if not trusted.methods:
        return unknown(N_("Without the keys of the issuer nobody can tell who signed it."))
    if opened.said.issuer != trusted.issuer:
        return wrong(N_("It names another issuer than this one."))
    if not opened.method or opened.method not in trusted.methods:
        return wrong(N_("It bears no signature of a key of this issuer."))
    if not trusted.methods[opened.method].is_believed:
        return wrong(N_("The key that signed it fell into other hands. The holder can download it anew."))
    if not trusted.has_signed(opened.method, opened.signed, opened.signature):
        return wrong(N_("The signature does not fit: something was changed after it was signed."))
    return right(N_("Nothing was changed after it was signed, and this issuer signed it."))


def unreadable(opened: Opened) -> Text:
    """Why nothing can be said of such a file."""
    if opened.kind == "heavy":
        return N_("The file is too large or too complicated to be checked.")
    return N_("This is neither a PDF nor a credential.")


def document_against_register(opened: Opened, registered: Registered | None, signature: Check) -> Check:
    """Whether it is what was issued. The register's checksum is the authority; the signature helps to say what is wrong."""
    if opened.kind in UNREADABLE:
        return _unreadable_document(opened)
    if registered is None and signature.result is Result.RIGHT:
        return unknown(N_("It bears our signature, but the register does not hold it. Ask the regional office."))
    if registered is None:
        return wrong(N_("No document of ours: the register holds none with this content."))
    if opened.kind == "pdf" and opened.sha256 != registered.document:
        return wrong(N_("Changed: it is not the document that was issued under this number."))
    if opened.kind == "pdf" and not registered.was_issued:
        return wrong(N_("It was signed, but never issued."))
    if opened.kind == "pdf":
        return right(N_("Byte for byte the document that was issued."))
    if signature.result is Result.WRONG:
        return wrong(N_("Changed, or not made by us: its signature does not hold."))
    said = (opened.said.number, opened.said.name, opened.said.begins, opened.said.ends)
    if said != (registered.number, registered.name, registered.begins, registered.ends):
        return wrong(N_("It says something else than the register."))
    return right(N_("Name, number and validity are those of the register."))


def document_against_log(opened: Opened, leaves: Sequence[Leaf], signature: Check) -> Check:
    """The same without the register: a PDF against the checksum in its first entry, a credential by its proof alone."""
    if opened.kind in UNREADABLE:
        return _unreadable_document(opened)
    if opened.kind != "pdf" and signature.result is Result.RIGHT:
        return right(N_("Nothing in it was changed since it was made."))
    if opened.kind != "pdf":
        return Check(signature.result, N_("Only its signature could show that nothing was changed."))
    if not leaves:
        return unknown(N_("Without the proof of this certificate its content cannot be compared."))
    if opened.sha256 != leaves[0].document:
        return wrong(N_("Changed: it is not the document that was issued under this number."))
    return right(N_("Byte for byte the document that was issued."))


def _unreadable_document(opened: Opened) -> Check:
    return wrong(unreadable(opened)) if opened.kind == "other" else unknown(unreadable(opened))


def log_of(leaves: Sequence[Leaf], trusted: Trusted, sha256: str, number: str, code: str) -> Check:
    """Whether every entry stands in the log, and is about this certificate."""
    if not trusted.log_keys:
        return unknown(N_("Without the key of the log its proofs cannot be checked."))
    if not leaves or leaves[0].event not in ISSUING:
        return wrong(N_("The log has no entry that it was issued."))
    if not all(leaf.is_proven(trusted) for leaf in leaves):
        return wrong(N_("The proof does not fit: the log does not hold this entry."))
    if any(leaf.handle != leaves[0].handle for leaf in leaves):
        return wrong(N_("The entries are about different certificates."))
    is_of_it = leaves[0].handle == handle_of(number, code) if code else leaves[0].document == sha256
    if not is_of_it and code:
        return wrong(N_("The entry is about another certificate."))
    if not is_of_it:
        return unknown(N_("Without the code of the certificate nobody can tell whose entry it is."))
    words = N_("Entered on %(when)s as number %(place)s, under the seal of the log.", place=leaves[0].index)
    return right(words.with_values(when=Moment(leaves[0].at)))


def proven_at(leaves: Sequence[Leaf], trusted: Trusted, sha256: str) -> datetime | None:
    """Since when the log proves that a document existed; None where it proves nothing."""
    about = [leaf for leaf in leaves if leaf.document == sha256 and leaf.is_proven(trusted)]
    return about[0].at if about else None


def trust_with(trust: Trust, at: datetime | None) -> Trust:
    """The same trust, and since when the document is proven to exist."""
    return Trust(trust.certificates, trust.compromised, trust.authorities, at)
