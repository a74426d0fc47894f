"""Draws the certificate as a PDF: the same content gives the same bytes, so one can be made again and compared."""

import io
import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import segno
import typst

from accreditation.certificates.content import CertificateContent, printed_texts, wording_of
from accreditation.certificates.letters import FONTS, cannot_print, hidden_in, unprintable_in
from accreditation.certificates.scripts import Script, folders_of, runs_right_to_left, scripts_of
from accreditation.errors import Invalid
from accreditation.texts import N_

if TYPE_CHECKING:
    from accreditation.certificates.drawing import Attachment

TEMPLATE = Path(__file__).parents[2] / "templates" / "certificate" / "certificate.typ"


def render(content: CertificateContent, attachment: "Attachment | None" = None) -> bytes:
    """The unsigned PDF, one page in `content.locale`, dated at the day of issue, drawn in this process.

    Raises Invalid where a text has letters the fonts lack, or the texts do not fit on the page.
    """
    inputs = inputs_of(content, attachment)
    try:
        with folders_of(scripts_in(content)) as further:
            return typst.compile(
                TEMPLATE,
                root=TEMPLATE.parent,
                font_paths=fonts(*further),
                sys_inputs=inputs,
                timestamp=moment_of(content),
                pdf_standards=["a-3a", "ua-1"],
            )
    except typst.TypstError as error:
        if "does not fit" not in str(error):
            raise
        raise does_not_fit() from error


def inputs_of(content: CertificateContent, attachment: "Attachment | None" = None) -> dict[str, str]:
    """What the template is told. Raises Invalid where a text has letters the fonts lack."""
    for field, text in printed_texts(content).items():
        if missing := unprintable_in(text) or hidden_in(text):
            raise Invalid(cannot_print(text, missing), field)
    inputs = {"wording": json.dumps(wording_of(content), ensure_ascii=False), "qr": _qr(content.verify_url)}
    inputs |= _further(scripts_in(content), content.holder_name)
    if attachment is not None:
        inputs |= {
            "attached": attachment.content.decode(),
            "attached-name": attachment.name,
            "attached-mime": attachment.mime,
        }
    return inputs


def scripts_in(content: CertificateContent) -> tuple[Script, ...]:
    """The further scripts of all that is printed, those of the holder's name first."""
    return scripts_of(content.holder_name + " ".join(printed_texts(content).values()))


def _further(scripts: tuple[Script, ...], name: str) -> dict[str, str]:
    """What the template is told of other scripts; nothing where all is Latin, Greek or Cyrillic."""
    if not scripts:
        return {}
    return {
        "faces": json.dumps([script.family for script in scripts]),
        "direction": "rtl" if runs_right_to_left(name) else "ltr",
    }


def moment_of(content: CertificateContent) -> int:
    """The moment in the file: the beginning of the day of issue, in seconds, so that it can be drawn again alike."""
    return int(datetime.combine(content.issued_on, time(), UTC).timestamp())


def does_not_fit() -> Invalid:
    return Invalid(N_("The texts of the certificate do not fit on its page."))


def draw_name(name: str) -> bytes:
    """The name as the certificate prints it, as a PNG; Invalid where a letter is not in its fonts."""
    if missing := unprintable_in(name) or hidden_in(name):
        raise Invalid(cannot_print(name, missing), "name_on_certificate")
    scripts = scripts_of(name)
    with folders_of(scripts) as further:
        return typst.compile(
            TEMPLATE.with_name("name.typ"),
            root=TEMPLATE.parent,
            font_paths=fonts(*further),
            sys_inputs={"name": name, **_further(scripts, name)},
            format="png",
            ppi=110,
            timestamp=0,
        )


def fonts(*further: Path) -> typst.Fonts:
    """The fonts that come with this package, and those of a folder of further ones; nothing else that the machine has."""
    return _opened(further) if further else _own()


@cache
def _own() -> typst.Fonts:
    return _opened(())


def _opened(further: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS, *further])


def _qr(address: str) -> str:
    """The address as a drawing without a border; level M still reads with 15 % of it damaged."""
    code = segno.make_qr(address, error="m", boost_error=False)
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", border=0, dark="#1b2430", svgclass=None)
    return drawing.getvalue().decode()
