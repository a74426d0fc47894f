"""The local mailbox of demo and tests: a real SMTP server that keeps what it receives as files, and how to read them."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

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
    date = message_from_bytes(content, policy=policy.default)["Date"]
    return date.datetime.astimezone(UTC) if date is not None and date.datetime is not None else clock.now()


class _Keep:
    """Stores each mail once for each address it was sent to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        for address in envelope.rcpt_tos:
            name = f"{_sent_at(content):{_STAMP}}-{_hash(address)}-{secrets.token_hex(4)}"
            part = self._folder / f"{name}.part"
            part.write_bytes(content)
            part.rename(self._folder / f"{name}.eml")
        return "250 kept"


class Mailbox:
    """`start()` listens on the port in a thread of its own; `stop()` ends it. Port 0 takes any free one."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", port: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._controller = _FreePort(_Keep(folder), hostname=host, port=port, enable_SMTPUTF8=True)
        self.folder = folder

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        """For ACCREDITATION_MAIL_URL."""
        return f"smtp://{self._controller.hostname}:{self._controller.port}"


class _FreePort(Controller):
    """aiosmtpd asks the port it was told; with 0 the one that the system chose is needed."""

    def _trigger_server(self) -> None:
        sockets: Any = cast(Any, self.server).sockets
        self.port = sockets[0].getsockname()[1]
        super()._trigger_server()


def list_messages(folder: Path, for_address: str | None = None, limit: int = 100) -> Sequence[Received]:
    """The newest mails first, all or those to one address."""
    pattern = f"*-{_hash(for_address)}-*.eml" if for_address else "*.eml"
    newest = sorted((path.name for path in folder.glob(pattern)), reverse=True)[:limit]
    return [_read(folder / name) for name in newest]


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
