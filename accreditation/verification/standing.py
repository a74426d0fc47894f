"""What was true on a day, read from entries and status lists that were handed in: where they fall silent it says so."""

import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accreditation.certificates.log import ISSUING
from accreditation.credentials.encoding import from_base58, from_base64url
from accreditation.credentials.proving import VC, canonical_hash
from accreditation.texts import N_, Moment, Text
from accreditation.verification.evidence import Evidence
from accreditation.verification.opening import Said
from accreditation.verification.report import Check, right, unknown, wrong
from accreditation.verification.trust import Trusted

MOST_BITS = 1 << 24
_FINAL = {
    "revoke": N_("It was revoked on %(when)s."),
    "supersede": N_("It was replaced by a newer certificate on %(when)s."),
}


def status_from(said: Said, evidence: Evidence | None, trusted: Trusted, moment: datetime, *, is_now: bool) -> Check:
    """Whether it was valid at a moment (`is_now`: the present one). `evidence` must have been found to be about it."""
    if said.begins is None or said.ends is None:
        return unknown(N_("The file does not say for how long it is valid."))
    if moment < said.begins:
        return wrong(N_("It was not valid yet: it begins on %(when)s.", when=Moment(said.begins)))
    if moment > said.ends:
        return wrong(N_("Its validity ended on %(when)s.", when=Moment(said.ends)))
    if evidence is None:
        return unknown(N_("Whether it was suspended or revoked, the file itself cannot say. Ask the register."))
    if told := _told_by_entries(evidence, moment):
        return wrong(told)
    lists = [found for each in evidence.status_list if (found := read_list(each, trusted)) is not None]
    bad = [found for found in lists if found.has_bit(said)]
    if is_now and bad:
        is_final = any(found.purpose == "revocation" for found in bad)
        word = N_("It was revoked or replaced.") if is_final else N_("It was suspended, revoked or replaced.")
        return wrong(word)
    return _still(evidence, lists, said, trusted, moment, is_now=is_now)


def _told_by_entries(evidence: Evidence, moment: datetime) -> Text | None:
    """What the last entry until then says against it."""
    until = [leaf for leaf in evidence.leaves if leaf.at <= moment]
    if not any(leaf.event in ISSUING for leaf in until):
        return N_("On that day it was not issued yet.")
    for leaf in until:
        if leaf.event in _FINAL:
            return _FINAL[leaf.event].with_values(when=Moment(leaf.at))
    last = [leaf for leaf in until if leaf.event in ("suspend", "reinstate")][-1:]
    if last and last[0].event == "suspend":
        return N_("It was suspended on %(when)s.", when=Moment(last[0].at))
    return None


def _still(
    evidence: Evidence, lists: list["ReadList"], said: Said, trusted: Trusted, moment: datetime, *, is_now: bool
) -> Check:
    """Nothing speaks against it; whether somebody vouches that nothing is missing."""
    complete = evidence.complete_until(trusted)
    if complete is not None and moment <= complete:
        return right(N_("Valid: the issuer vouches for all entries until %(when)s.", when=Moment(complete)))
    covering = [found for found in lists if found.covers(said)]
    if is_now and any(found.purpose == "suspension" for found in covering):
        fresh = max(found for found in covering if found.purpose == "suspension")
        if moment <= fresh.until:
            return right(N_("Valid according to the signed status list of %(when)s.", when=Moment(fresh.since)))
    since = complete or max((found.since for found in covering), default=None)
    if since is None:
        return unknown(N_("Nobody vouches that the proof of this certificate is complete. Ask the register."))
    words = N_("The proof is of %(when)s. What happened since, only the register can say.", when=Moment(since))
    return unknown(words)


@dataclass(frozen=True, order=True)
class ReadList:
    """A status list whose proof holds."""

    since: datetime
    until: datetime
    address: str
    purpose: str
    bits: bytes

    def covers(self, said: Said) -> bool:
        """Whether the credential names this list, or its sister of the other purpose with the same places."""
        return self._place(said) is not None

    def has_bit(self, said: Said) -> bool:
        place = self._place(said)
        return place is not None and bool(self.bits[place // 8] & 0x80 >> place % 8)

    def _place(self, said: Said) -> int | None:
        for place in said.places:
            sister = place.list_address.replace(f"/{place.purpose}-", f"/{self.purpose}-")
            if self.address == sister and place.index < len(self.bits) * 8:
                return place.index
        return None


def read_list(content: Mapping[str, Any], trusted: Trusted) -> ReadList | None:
    """The list in a signed credential; None where its proof does not hold or it is not one of ours."""
    try:
        proof = dict(content["proof"][0])
        value = from_base58(str(proof.pop("proofValue")).removeprefix("z"))
        plain = _plain(content)
        digest = canonical_hash({"@context": [VC], **_texts(proof)}) + canonical_hash(plain)
        subject = plain["credentialSubject"]
        if plain["issuer"] != trusted.issuer or not trusted.has_signed(proof["verificationMethod"], digest, value):
            return None
        return ReadList(
            since=datetime.fromisoformat(plain["validFrom"]),
            until=datetime.fromisoformat(plain["validUntil"]),
            address=plain["id"],
            purpose=subject["statusPurpose"],
            bits=_unpacked(subject["encodedList"]),
        )
    except (ValueError, KeyError, TypeError, IndexError, OSError, EOFError):
        return None


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """Only the words that such a list of ours has, each a text, so that nothing else can be smuggled under the proof."""
    if content["@context"] != [VC]:
        raise ValueError("another context")
    subject = _texts(
        {name: content["credentialSubject"][name] for name in ("id", "type", "statusPurpose", "encodedList")}
    )
    outer = _texts({name: content[name] for name in ("id", "issuer", "validFrom", "validUntil")})
    kinds = ["VerifiableCredential", "BitstringStatusListCredential"]
    return {"@context": [VC], "type": kinds, **outer, "credentialSubject": subject}


def _texts(content: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in content.values()):
        raise ValueError("not a text")
    return dict(content)


def _unpacked(text: str) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(from_base64url(text.removeprefix("u")))) as packed:
        return packed.read(MOST_BITS // 8)
