"""The local mailbox of demo and tests: a real SMTP server that keeps what it receives as files."""

from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from accreditation.notifications.mail_folder import keep_message


class _Keep:
    """Stores each mail once for each address it was sent to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        for address in envelope.rcpt_tos:
            keep_message(self._folder, content, address)
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
