"""Hands a composed mail over: a real SMTP conversation, or one `.eml` file per mail. Knows nothing of cases."""

import logging
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from accreditation import clock
from accreditation.jobs.carry_out import TryLater
from accreditation.notifications.mail_folder import keep_message

log = logging.getLogger(__name__)

TIMEOUT = 20.0
_PAUSE = timedelta(seconds=30)


class Refused(Exception):
    """The mail server will not take this mail to this address, today or tomorrow."""


@dataclass
class MailServer:
    """Where mail goes: `smtp://[user:password@]host[:port][?starttls=1&timeout=20]`, `smtps://` or `file://`.

    STARTTLS is used with a password and on port 587, unless the address says `starttls=0`.
    After the server was found dead, nobody knocks again for half a minute: a thousand mails do not wait for a thousand
    timeouts.
    """

    url: str
    dead_until: datetime | None = None

    def parts(self) -> SplitResult:
        return urlsplit(self.url)

    def option(self, name: str, default: str = "") -> str:
        return parse_qs(self.parts().query).get(name, [default])[0]

    def post(self) -> "Post | FilePost":
        """A conversation to be used in a `with` block."""
        if self.parts().scheme == "file":
            return FilePost(Path(unquote(self.parts().path)))
        if self.parts().scheme not in ("smtp", "smtps"):
            raise ValueError("a mail address begins with smtp://, smtps:// or file://")
        return Post(self)


class FilePost:
    """Writes each mail into a folder, where the demo's mailbox finds it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def send(self, mail: EmailMessage) -> None:
        keep_message(self._folder, mail.as_bytes(), mail["To"])


class Post:
    """One SMTP conversation, begun with the first mail. TryLater: the server, or this address, does not answer now."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp.close()

    def _connect(self) -> smtplib.SMTP:
        parts, timeout = self._server.parts(), float(self._server.option("timeout", str(TIMEOUT)))
        host, port = parts.hostname or "localhost", parts.port
        if parts.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port or 465, timeout=timeout, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(host, port or 25, timeout=timeout)
        self._smtp = smtp
        wanted = "1" if parts.username or parts.port == 587 else "0"
        if parts.scheme == "smtp" and self._server.option("starttls", wanted) == "1":
            smtp.starttls(context=ssl.create_default_context())
        if parts.username:
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        return smtp

    def send(self, mail: EmailMessage) -> None:
        """Returns after the server's 250. Raises Refused, or TryLater."""
        if self._server.dead_until is not None and clock.now() < self._server.dead_until:
            raise TryLater("the mail server did not answer a moment ago")
        try:
            (self._smtp or self._connect()).send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            self._refused(code, answer)
        except smtplib.SMTPDataError as error:
            self._refused(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
            raise Refused(str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self._server.dead_until = clock.now() + _PAUSE
            raise TryLater(f"mail server: {type(error).__name__}: {error}") from error

    def _refused(self, code: int, answer: bytes | str) -> None:
        text = f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
        if code == 421:
            self._server.dead_until = clock.now() + _PAUSE
            raise TryLater(f"mail server: {text}")
        if code < 500:
            raise AddressBusy(text)
        raise Refused(text)


class AddressBusy(TryLater):
    """A passing refusal of one address: the others of the same job are served first."""
