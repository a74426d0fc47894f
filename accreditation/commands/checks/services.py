"""What an installation asks others for: mail, stored files, the virus scanner."""

import os
import smtplib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from accreditation.commands.checks import Finding


def check_mail(config: Mapping[str, Any]) -> str:
    url = urlsplit(config["MAIL_URL"])
    if url.scheme not in ("smtp", "smtps"):
        return f"kept in {url.path}" if url.scheme == "file" else "none: set ACCREDITATION_MAIL_URL to send mail"
    opened = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    try:
        with opened(url.hostname or "", url.port or 0, timeout=10) as server:
            server.noop()
    except OSError as error:
        raise Finding(
            f"{url.hostname} does not answer ({error}): check ACCREDITATION_MAIL_URL and the firewall."
        ) from error
    return f"{url.hostname} answers"


def check_storage(config: Mapping[str, Any]) -> str:
    url = urlsplit(config["STORAGE_URL"])
    if url.scheme != "file":
        return f"{url.scheme}://{url.netloc}"
    folder = Path(url.path)
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise Finding(f"{folder} cannot be written: give it to the user of this process.")
    return str(folder)


def check_scanner(config: Mapping[str, Any]) -> str:
    from accreditation.storage import scanner

    if not config["CLAMD_URL"]:
        return "none: set ACCREDITATION_CLAMD_URL to have every file scanned"
    try:
        return scanner.ping()
    except scanner.ScannerAway as away:
        raise Finding(
            f"{away}: start clamd, or correct ACCREDITATION_CLAMD_URL. Files wait unseen until then."
        ) from away
