"""Composes a message for one reader: subject, plain text and HTML from the same words, as a mail with safe headers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.notifications.cases import Case
from accreditation.notifications.catalogue import Kind
from accreditation.notifications.postman import Refused
from accreditation.notifications.recipients import Recipient
from accreditation.notifications.renewals import renewal_values
from accreditation.notifications.values import values_for
from accreditation.notifications.wording import Ours, environment, harmless, html_environment, one_line, spoken
from accreditation.region.models import Region
from accreditation.texts import in_language, say_moment


@dataclass(frozen=True)
class Sender:
    """What every mail of this installation has in common. `address` may be empty: then it is made of the host."""

    base_url: str
    site: str = "Aval"
    address: str = ""
    is_demo: bool = False

    @property
    def host(self) -> str:
        host = urlsplit(self.base_url).hostname or "localhost"
        return "localhost.localdomain" if host == "localhost" or re.fullmatch(r"[\d.:a-f]+", host) else host

    @property
    def email(self) -> str:
        return self.address or f"no-reply@{self.host}"


@dataclass(frozen=True)
class Attachment:
    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Composed:
    """`link` is the address the mail leads to, the only one in it that is drawn as a link.

    `end_link`: where whoever has no account ends these mails; in the text and in the header that mail programs know.
    """

    subject: str
    text: str
    link: str
    office: str
    end_link: str = ""


def path_of(case: Case, reader: Recipient) -> str:
    """The page of the case: the dossier for the person concerned, the file for everybody else."""
    if case.lifecycle == "certificate" and case.accreditation:
        return f"/accreditations/{case.accreditation.public_id}"
    if case.lifecycle != "application":
        return f"/{case.lifecycle}s/{case.subject.public_id}"
    return f"/{'applications' if reader.is_concerned else 'cases'}/{case.subject.number}"


def about_case(session: Session, kind: Kind, case: Case, reader: Recipient, sender: Sender, **more: Any) -> Composed:
    """A message about a step, or about what is waited for. `more` are further values of its template."""
    values = {**values_for(session, case, reader), **renewal_values(session, kind, case, reader), **more}
    return composed(kind, reader, sender, case.region, path_of(case, reader) + kind.page, values)


def about_account(
    kind: Kind,
    reader: Recipient,
    sender: Sender,
    region: Region,
    path: str,
    until: datetime | None,
    titles: Mapping[str, str] | None = None,
) -> Composed:
    """A message about an account. `path` may be a one-use page, open `until` a moment; `titles` name what it leads to."""
    words = Ours(say_moment(until, reader.locale, reader.time_zone)) if until else ""
    title = in_language(titles, reader.locale) if titles else ""
    return composed(kind, reader, sender, region, path, {"until": words, "title": title})


def composed(
    kind: Kind, reader: Recipient, sender: Sender, region: Region, path: str, values: dict[str, Any], end_link: str = ""
) -> Composed:
    """The words of one mail; `path` leads to its page, or is empty."""
    locale = reader.locale
    link = sender.base_url + path if path else ""
    office = in_language(region.office_name, locale) or sender.site
    common = {
        "name": reader.person.display_name if reader.person else reader.name,
        "link": Ours(link),
        "office": office,
        "is_demo": sender.is_demo,
        "end_link": Ours(end_link),
    }
    text = environment(locale).get_template(f"email/{kind.name}/body.txt").render({**values, **common})
    subject = one_line(spoken(kind.subject.with_values(**values), locale))
    return Composed(subject, re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", link, office, end_link)


def _parts(composed: Composed) -> list[tuple[str, Any]]:
    """Paragraphs, lists and the one link of a plain text."""
    parts: list[tuple[str, Any]] = []
    for block in re.split(r"\n{2,}", composed.text.strip()):
        plain: list[str] = []
        for line in block.splitlines():
            if line == composed.link:
                parts += [("lines", plain)] if plain else []
                parts.append(("link", line))
                plain = []
            elif line.startswith("- "):
                parts += [("lines", plain)] if plain else []
                plain = []
                if parts and parts[-1][0] == "list":
                    parts[-1][1].append(line[2:])
                else:
                    parts.append(("list", [line[2:]]))
            else:
                plain.append(line)
        parts += [("lines", plain)] if plain else []
    return parts


def mail_of(
    composed: Composed,
    reader: Recipient,
    sender: Sender,
    message_id: str,
    attachments: tuple[Attachment, ...] = (),
) -> EmailMessage:
    """The mail itself, to one address. Raises Refused when that is not an address."""
    mail = EmailMessage()
    try:
        mail["To"] = Address(addr_spec=reader.email)
        mail["From"] = Address(one_line(harmless(composed.office)), addr_spec=sender.email)
        mail["Reply-To"] = Address("no-reply", addr_spec=f"no-reply@{sender.host}")
        mail["Subject"] = composed.subject
    except (ValueError, IndexError) as error:
        raise Refused(f"not an address: {error}") from error
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message_id}@{sender.host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = reader.locale
    if composed.end_link:
        mail["List-Unsubscribe"] = f"<{composed.end_link}>"
    mail.set_content(composed.text)
    page = html_environment().get_template("email/layout.html")
    mail.add_alternative(
        page.render(locale=reader.locale, subject=composed.subject, site=sender.site, parts=_parts(composed)),
        subtype="html",
    )
    for attached in attachments:
        major, minor = attached.media_type.split("/")
        mail.add_attachment(attached.content, maintype=major, subtype=minor, filename=attached.file_name)
    return mail
