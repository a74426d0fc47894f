"""Has the certificate drawn by a child process with limits of memory and time, so that no document can take the worker along."""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accreditation.certificates.content import CertificateContent
from accreditation.certificates.letters import FONTS
from accreditation.certificates.render import TEMPLATE, does_not_fit, inputs_of, moment_of, scripts_in
from accreditation.certificates.scripts import folders_of
from accreditation.storage.child import ask

DRAWER = Path(__file__).with_name("drawer.py")


class CannotBeDrawn(Exception):
    """The child was stopped by its limits, or the template is at fault."""


@dataclass(frozen=True)
class Attachment:
    """A text file that travels inside the PDF, such as the credential: in UTF-8, under a plain name."""

    content: bytes
    name: str
    mime: str


@cache
def limits() -> dict[str, int]:
    """How much memory and time one document may take: the numbers of `drawing.toml`."""
    return dict(tomllib.loads(Path(__file__).with_name("drawing.toml").read_text(encoding="utf-8"))["child"])


def draw(
    content: CertificateContent, attachment: Attachment | None = None, *, within: dict[str, int] | None = None
) -> bytes:
    """The unsigned PDF. Invalid as `render` says; CannotBeDrawn where the child ran into its limits. Not inside a transaction."""
    asked = {
        "template": str(TEMPLATE),
        "moment": moment_of(content),
        "inputs": inputs_of(content, attachment),
    }
    with folders_of(scripts_in(content)) as further:
        asked["fonts"] = [str(folder) for folder in (FONTS, *further)]
        said, pdf = ask(DRAWER, json.dumps(asked, ensure_ascii=False).encode(), within or limits())
    if "failed" in said:
        raise does_not_fit() if "does not fit" in said["failed"] else CannotBeDrawn(said["failed"])
    if "unfit" in said:
        raise CannotBeDrawn(content.number)
    return pdf
