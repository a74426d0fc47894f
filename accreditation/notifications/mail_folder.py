"""Mails kept as files, one for each address: what the local mailbox received, or what was written there instead of being sent."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import cast

from accreditation import clock

_KEY = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}-[0-9a-f]{8}")
_STAMP = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Received:
    """One mail in the box. `key` names it in addresses; `attachments` are (file name, media type, bytes)."""

    key: str
    received_at: datetime
    to: str
    sender: str
    subject: str
    text: str
    html: str
    attachments: tuple[tuple[str, str, bytes], ...]
    headers: tuple[tuple[str, str], ...]


def _hash(address: str) -> str:
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()[:12]


def _sent_at(content: bytes) -> datetime:
    """The mail's own date, so that the demo's earlier mails keep theirs; now, where it has none."""
    date = BytesHeaderParser(policy=policy.default).parsebytes(content)["Date"]
    return date.datetime.astimezone(UTC) if date is not None and date.datetime is not None else clock.now()


def keep_message(folder: Path, content: bytes, address: str) -> None:
    """One file for this mail to this address; nobody reads it before it is whole."""
    name = f"{_sent_at(content):{_STAMP}}-{_hash(address)}-{secrets.token_hex(4)}"
    part = folder / f"{name}.part"
    part.write_bytes(content)
    part.rename(folder / f"{name}.eml")


def list_messages(folder: Path, for_address: str | None = None, limit: int = 100) -> Sequence[Received]:
    """The newest mails first, all or those to one address."""
    pattern = f"*-{_hash(for_address)}-*.eml" if for_address else "*.eml"
    newest = sorted((path for path in folder.glob(pattern) if _KEY.fullmatch(path.stem)), reverse=True)[:limit]
    return [_read(path) for path in newest]


def read_message(folder: Path, key: str) -> Received | None:
    """One mail by its key, or None."""
    path = folder / f"{key}.eml"
    return _read(path) if _KEY.fullmatch(key) and path.is_file() else None


def _read(path: Path) -> Received:
    mail = cast(EmailMessage, message_from_bytes(path.read_bytes(), policy=policy.default))
    parts = {kind: mail.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (part.get_content() if part is not None else "" for part in (parts["plain"], parts["html"]))
    attached = tuple(
        (part.get_filename() or "", part.get_content_type(), cast(bytes, part.get_payload(decode=True)))
        for part in mail.iter_attachments()
    )
    return Received(
        key=path.stem,
        received_at=datetime.strptime(path.stem.split("-")[0], _STAMP).replace(tzinfo=UTC),
        to=str(mail["To"] or ""),
        sender=str(mail["From"] or ""),
        subject=str(mail["Subject"] or ""),
        text=text,
        html=html,
        attachments=attached,
        headers=tuple((name, str(value)) for name, value in mail.items()),
    )
