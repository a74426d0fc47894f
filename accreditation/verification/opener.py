"""The child process in which a certificate that anybody handed in is opened: limited before it reads a byte.

Run as a script by `opening.py`, never imported: one line of JSON with the time-stamp roots and then the bytes on standard
input, one line of JSON on standard output.
"""

import io
import json
import re
import sys
from contextlib import suppress
from typing import Any

from accreditation.storage.confined import limit_this_process, open_nothing_more

ADDRESS = re.compile(r"/verify/([A-Z]{2,7}-[0-9]{4}-[0-9]{6}-[0-9]{2})\?code=([\w-]{16,64})(?![\w-])")
TOKEN = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]+")
MOST_LINKS, MOST_ATTACHED_BYTES = 40, 200_000


def kind_of(content: bytes) -> str:
    """By the first bytes, whatever the file is called."""
    trimmed = bare(content)
    if trimmed.startswith(b"{"):
        return "credential"
    if TOKEN.fullmatch(trimmed):
        return "token"
    return "pdf" if b"%PDF-" in content[:1024] else "other"


def bare(text: bytes) -> bytes:
    return text.strip().removeprefix(b"\xef\xbb\xbf")


def opened(kind: str, content: bytes, roots: tuple[Any, ...], limits: dict[str, int]) -> dict[str, Any]:
    """What it says; for what is none of ours only that."""
    from accreditation.verification.credential import NoCredential, facts_of, hashed_for_proof, parsed, token_facts

    try:
        if kind == "credential":
            document = parsed(bare(content), limits["most_depth"])
            return {"kind": kind, **facts_of(document), **hashed_for_proof(document, limits)}
        if kind == "token":
            return {"kind": kind, **token_facts(bare(content), limits["most_depth"])}
        return opened_pdf(content, roots, limits)
    except NoCredential:
        return {"kind": "other"}


def opened_pdf(content: bytes, roots: tuple[Any, ...], limits: dict[str, int]) -> dict[str, Any]:
    """The seal, the number and code in the link on its first page, and what the credential attached to it says."""
    from accreditation.certificates.signatures import read_signature

    seal = read_signature(content, roots)
    said: dict[str, Any] = {"number": "", "code": "", "attached": None}
    # A file that is no PDF any more is answered by its missing seal.
    with suppress(Exception):
        said |= told_by_pages(content, limits)
    return {"kind": "pdf", **said, "seal": seal_as_json(seal)}


def told_by_pages(content: bytes, limits: dict[str, int]) -> dict[str, Any]:
    import pikepdf

    from accreditation.verification.credential import facts_of, parsed

    said: dict[str, Any] = {}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        links = pdf.pages[0].get("/Annots", [])
        addresses = [str(each.get("/A", {}).get("/URI", "")) for each in list(links)[:MOST_LINKS]]
        found = next((match for address in addresses if (match := ADDRESS.search(address))), None)
        if found is not None:
            said |= {"number": found[1], "code": found[2]}
        for attached in list(pdf.attachments.values())[:1]:
            text = attached.get_file().read_bytes()
            if len(text) <= MOST_ATTACHED_BYTES:
                with suppress(Exception):
                    said["attached"] = facts_of(parsed(text, limits["most_depth"]))
    return said


def seal_as_json(seal: Any) -> dict[str, Any]:
    moments = {
        name: each.isoformat() if (each := getattr(seal, name)) else None for name in ("signed_at", "stamped_at")
    }
    return {
        "is_signed": seal.is_signed,
        "is_intact": seal.is_intact,
        "reason": seal.reason.message_id,
        "signed_by": seal.signed_by[:300],
        "key_id": seal.key_id,
        "has_stamp": seal.has_stamp,
        **moments,
    }


def load_what_is_needed(kind: str) -> None:
    """Libraries fetch parts of themselves when they are first used, which they cannot once no file may be opened."""
    from accreditation.verification import credential

    assert credential
    if kind == "pdf":
        import pikepdf
        from cryptography.hazmat.backends.openssl import backend

        from accreditation.certificates import signatures

        assert backend and signatures and pikepdf
    elif kind == "credential":
        from accreditation.credentials.proving import OPEN_BADGES, VC, canonical_hash

        canonical_hash({"@context": [VC, OPEN_BADGES], "id": "urn:x", "type": "OpenBadgeCredential"})


def main() -> None:
    limits = json.loads(sys.argv[1])
    limit_this_process(limits)
    line, _, content = sys.stdin.buffer.read().partition(b"\n")
    kind, roots = kind_of(content), ()
    if kind != "other":
        load_what_is_needed(kind)
    if kind == "pdf":
        from accreditation.certificates.keys import certificates_in

        roots = tuple(root for pem in json.loads(line) for root in certificates_in(pem))
    open_nothing_more()
    try:
        said = {"kind": kind} if kind == "other" else opened(kind, content, roots, limits)
    except (MemoryError, RecursionError):
        said = {"unfit": "heavy"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")


if __name__ == "__main__":
    main()
