"""Checks a sealed case file offline: archive, manifest, signature, every file, and the chains of events in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accreditation.casefile.archive import Refused, opened, refuse
from accreditation.casefile.manifest import EVENTS, FORMAT, KEY, MANIFEST, SIGNATURE, UNLISTED, canonical, sha256
from accreditation.casefile.signing import is_signed_by, plain_pem
from accreditation.history import commitment_of, hash_of
from accreditation.texts import N_, Text

VALID, NOT_VALID, CANNOT_TELL = 0, 1, 2


@dataclass(frozen=True)
class Verdict:
    """`status` is the exit status of the command; `reason` a sentence for the person who checks."""

    status: int
    reason: Text
    reference: str = ""
    as_of: str = ""
    files: int = 0


def check(content: bytes, trusted_pem: bytes | None) -> Verdict:
    """The verdict over any bytes whatever. Without a key one trusts it can only be said that nothing was changed."""
    try:
        files = opened(content)
        manifest = _manifest_of(files)
    except Refused as refusal:
        return Verdict(NOT_VALID, refusal.reasons[0])
    if manifest.get("format") != FORMAT:
        return Verdict(CANNOT_TELL, N_("The file is of another version than this program can check."))
    try:
        _refuse_unsigned(files, trusted_pem)
        _refuse_other_files(files, manifest)
        _refuse_broken_chains(files, manifest)
    except Refused as refusal:
        return Verdict(NOT_VALID, refusal.reasons[0])
    said = (str(manifest["reference"]), str(manifest["as_of"]), len(manifest["files"]))
    if trusted_pem is None:
        reason = N_("Nothing was changed, but only the key of the office tells who sealed it: name it with --key.")
        return Verdict(CANNOT_TELL, reason, *said)
    return Verdict(VALID, N_("The file is whole, unchanged, and was sealed by this office."), *said)


def _manifest_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    if not {MANIFEST, SIGNATURE, KEY} <= set(files):
        raise refuse(N_("The manifest, its signature or the key is missing."))
    try:
        manifest = json.loads(files[MANIFEST])
        wanted = {"format", "reference", "as_of", "files", "chains"}
        if not isinstance(manifest, dict) or not wanted <= set(manifest) or canonical(manifest) != files[MANIFEST]:
            raise ValueError
    except ValueError as damage:
        raise refuse(N_("The manifest cannot be read.")) from damage
    return manifest


def _refuse_unsigned(files: Mapping[str, bytes], trusted_pem: bytes | None) -> None:
    try:
        own = plain_pem(files[KEY])
    except ValueError as damage:
        raise refuse(N_("The key in the file cannot be read.")) from damage
    if not is_signed_by(files[MANIFEST], files[SIGNATURE], own):
        raise refuse(N_("The manifest was changed after it was signed, or the signature was replaced."))
    if trusted_pem is not None and own != plain_pem(trusted_pem):
        raise refuse(N_("It was signed with another key than that of this office."))


def _refuse_other_files(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    listed = {entry["name"]: entry for entry in manifest["files"]}
    there = set(files) - UNLISTED
    if missing := sorted(set(listed) - there):
        raise refuse(N_("A file is missing: %(name)s.", name=missing[0]))
    if more := sorted(there - set(listed)):
        raise refuse(N_("A file was added: %(name)s.", name=more[0]))
    for name, entry in listed.items():
        if len(files[name]) != entry["size"] or sha256(files[name]) != entry["sha256"]:
            raise refuse(N_("A file was changed: %(name)s.", name=name))


def _refuse_broken_chains(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    """The events of each case follow one another without a gap up to the head that the manifest names."""
    try:
        chains = json.loads(files[EVENTS])
        for chain in manifest["chains"]:
            links = chains[chain["subject"]]
            if len(links) != chain["length"] or _head_of(links) != chain["head"]:
                raise refuse(N_("The chain of events is broken: an event is missing, changed or out of order."))
    except (ValueError, KeyError, TypeError, AttributeError) as damage:
        raise refuse(N_("The events cannot be read.")) from damage


def _head_of(links: list[dict[str, Any]]) -> str:
    """The hash of the last link, or an empty text where one does not follow from the one before."""
    previous = ""
    for position, link in enumerate(links, start=1):
        values = {**link, "at": datetime.fromisoformat(link["at"])}
        erased = not link["salt"]
        whole = erased or link["commitment"] == commitment_of(values)
        follows = link["sequence"] == position and link["previous_hash"] == previous
        if not (whole and follows and link["hash"] == hash_of(values)):
            return ""
        previous = link["hash"]
    return previous
