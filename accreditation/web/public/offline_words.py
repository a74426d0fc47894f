"""The sentences of the page that checks certificates without a network, by the names its script knows them by."""

from accreditation.texts import N_, Text

FRAME = {
    "title": N_("Check a certificate without a network"),
    "lead": N_("This page is a single file. It does all the work on this computer and sends nothing anywhere."),
    "language": N_("Language"),
    "choose": N_("Choose the files, or drop them here"),
    "choose_hint": N_(
        "The certificate as PDF, or its credential (JSON or JWT). Together with it the proof of the certificate, if you have it."
    ),
    "choose_act": N_("Choose files"),
    "again": N_("Check another certificate"),
    "checked": N_("What was checked"),
    "technical": N_("Technical details"),
    "clock": N_("By the clock of this computer: %(clock)s"),
    "known": N_("What this page knows"),
    "known_keys": N_("The keys of the issuer as they were published on %(day)s at %(site)s:"),
    "known_limits": N_(
        "It knows nothing newer: neither a key that came or was lost later, nor what happened to a certificate after its proof was made. Get a new copy of this page now and then, for example every month, from %(site)s/verify."
    ),
    "known_network": N_(
        "It says in its first lines that it may connect to nothing, and the browser holds it to that. A link below a result is the only way out, and only if you follow it."
    ),
    "old": N_(
        "This copy is from %(day)s. Get a new one before you rely on it: a key that was lost since is not known here."
    ),
    "key.used_from": N_("In use from %(day)s"),
    "key.retired_at": N_("Out of use from %(day)s"),
    "key.compromised_at": N_("In other hands from %(day)s"),
    "kind.pdf": N_("Certificate (PDF)"),
    "kind.credential": N_("Credential (JSON)"),
    "kind.token": N_("Credential (JWT)"),
    "kind.evidence": N_("Proof of the certificate"),
    "kind.stranger": N_("Not recognised"),
    "notice.stranger": N_("None of these files is a certificate, a credential or a proof of one."),
    "notice.document_missing": N_("The proof is here. Now add the certificate or its credential."),
    "notice.mixed": N_("These files are about different certificates. Hand them in one certificate at a time."),
    "notice.broken": N_("The files could not be read to the end. Do not rely on them."),
}
VERDICTS = {
    "verdict.good": N_("Genuine and in force"),
    "verdict.good_then": N_("All four checks came out right. The status is as of %(moment)s."),
    "verdict.open": N_("Genuine, but not all is known"),
    "verdict.open_because": N_("The document is unchanged and of this issuer. Not known here: %(rows)s."),
    "verdict.doubt": N_("Cannot tell"),
    "verdict.doubt_then": N_("Do not rely on it before you have asked at %(site)s/verify."),
    "verdict.false": N_("Do not rely on it"),
    "verdict.false_then": N_("Ask the regional office, or check it at %(site)s/verify."),
    "verdict.revoked": N_("Revoked or replaced"),
    "verdict.suspended": N_("Suspended at present"),
    "verdict.over": N_("Genuine, but its time has passed"),
    "verdict.early": N_("Genuine, but not yet in force"),
    "open.document": N_("what the document says"),
    "open.log": N_("whether it is in the log"),
    "open.status": N_("its status"),
    "open.status_then": N_("its status today"),
    "word.right": N_("Right"),
    "word.wrong": N_("Wrong"),
    "word.unknown": N_("Cannot tell"),
    "word.revoked": N_("Revoked or replaced"),
    "word.suspended": N_("Suspended at present"),
    "word.over": N_("Expired"),
    "word.early": N_("Not yet in force"),
    "row.document": N_("Document"),
    "row.signature": N_("Signature"),
    "row.log": N_("Log of certificates"),
    "row.status": N_("Status"),
    "from_to": N_("%(first)s to %(last)s"),
    "told.number": N_("Number"),
    "told.holder": N_("Holder"),
    "told.scope": N_("Scope"),
    "told.validity": N_("Validity"),
    "told.body": N_("Issued by"),
    "told.fingerprint": N_("SHA-256 of the PDF"),
    "told.key": N_("Key"),
    "told.index": N_("Log entry"),
}
REASONS = {
    "document.none": N_(
        "What it says cannot be read out of this file. Read it on the document, or hand in the credential as well."
    ),
    "document.proves_nothing": N_("Whatever it says, it proves nothing as long as the signature is not right."),
    "document.number": N_("%(number)s is no number of a certificate: its check digits do not fit."),
    "document.in_time": N_("It is complete and within its time."),
    "document.over": N_("Its validity ended on %(last)s."),
    "document.early": N_("It is valid from %(first)s on."),
    "signature.none": N_("The file bears no signature."),
    "signature.several": N_("The file bears more than one signature; ours bear one."),
    "signature.damaged": N_("The signature is damaged."),
    "signature.stamp_damaged": N_("The time-stamp in the signature is damaged."),
    "signature.changed": N_("The file was changed after it was signed."),
    "signature.added": N_("Something was added to the file after it was signed."),
    "signature.other_key": N_("It was not signed with a key of this issuer."),
    "signature.newer_key": N_(
        "It was signed with a key that was not published when this page was made, on %(day)s. Get a new copy of this page and check again."
    ),
    "signature.out_of_time": N_("The file is unchanged, but the issuer’s key was not valid at that time."),
    "signature.lost_key": N_(
        "The issuer’s key is in other hands since %(moment)s, and nothing proves that this file was signed before. A proof from the log could."
    ),
    "signature.lost_proof_key": N_(
        "The issuer’s key is in other hands since %(moment)s. Nothing that it signed is to be relied on."
    ),
    "signature.retired_key": N_(
        "The file is unchanged, but it claims to be signed after its key went out of use on %(moment)s."
    ),
    "signature.right": N_("Signed by %(name)s on %(moment)s, and unchanged since."),
    "signature.stamped": N_(
        "Signed by %(name)s no later than %(moment)s, as the time-stamp of an authority proves, and unchanged since."
    ),
    "signature.credential": N_("Signed by the issuer on %(moment)s, and unchanged since."),
    "signature.credential_none": N_("The credential bears no signature of the kind that this issuer gives."),
    "signature.credential_changed": N_("The credential was changed after it was signed."),
    "log.none": N_("Only the proof of the certificate can tell. Its holder can give it to you."),
    "log.other_number": N_("The proof that was handed in is about another certificate: %(number)s."),
    "log.newer_key": N_(
        "The proof is sealed with a key that was not published when this page was made, on %(day)s. Get a new copy of this page and check again."
    ),
    "log.changed": N_("The proof does not fit: an entry, its place in the log or the seal of the log was changed."),
    "log.left_out": N_("The proof is not whole: entries of the log were left out, or the issuer has not signed it."),
    "log.other_certificate": N_("The entries in the proof are about another certificate."),
    "log.other_document": N_("The log knows this certificate, but with another document than this file."),
    "log.not_issued": N_("The log does not know that it was issued."),
    "log.right": N_("Entered on %(moment)s as number %(index)s. The entry stands under the seal of the log."),
    "status.none": N_("Nothing in hand tells it. The status of today is in the register only."),
    "ask.log": N_("With a network the proof is at"),
    "ask.status": N_("With a network it is at"),
    "status.changed": N_("The status list in the proof was changed, or is not of this issuer."),
    "status.right": N_("Neither suspended nor revoked as of %(moment)s."),
    "status.right_then": N_("Neither suspended nor revoked as of %(moment)s. That was some time ago."),
    "status.suspended": N_("Suspended, by the status list of %(moment)s."),
    "status.revoked": N_("Revoked or replaced, by the status list of %(moment)s."),
    "status.suspended_logged": N_("Suspended on %(moment)s, as the log says."),
    "status.revoked_logged": N_("Revoked or replaced on %(moment)s, as the log says."),
}
WORDS: dict[str, Text] = {**FRAME, **VERDICTS, **REASONS}
