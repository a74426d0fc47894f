"""What must be right about the drawn file before a key touches it, and about the signed one before it is stored."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from accreditation.certificates.content import CertificateContent
from accreditation.certificates.drawing import Attachment
from accreditation.certificates.keys import IssuerKey
from accreditation.certificates.signatures import check_pdf
from accreditation.texts import N_, Text

_ACTS = ("/OpenAction", "/AA", "/JS", "/JavaScript")
_ACTIONS = (
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/GoToR",
    "/Rendition",
    "/Movie",
    "/Sound",
)

Rule = Callable[[pikepdf.Pdf, CertificateContent, Attachment | None], Text | None]


def faults_of_document(pdf: bytes, content: CertificateContent, attachment: Attachment | None) -> tuple[Text, ...]:
    """Everything that stands against signing this file, in the order of DOCUMENT_RULES."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return tuple(found for rule in DOCUMENT_RULES if (found := rule(opened, content, attachment)) is not None)


def faults_of_signed(pdf: bytes, key: IssuerKey, *, is_stamped: bool = False) -> tuple[Text, ...]:
    """One signature, over the whole file, by this key, with a time-stamp where one was asked for."""
    verdict = check_pdf(pdf, [key.certificate])
    if not verdict.is_trusted:
        return (verdict.reason,)
    return (N_("The signature bears no time-stamp."),) if is_stamped and not verdict.has_stamp else ()


def it_has_one_page(pdf: pikepdf.Pdf, content: CertificateContent, attachment: Attachment | None) -> Text | None:
    return None if len(pdf.pages) == 1 else N_("The document does not have exactly one page.")


def its_fonts_are_embedded(pdf: pikepdf.Pdf, content: CertificateContent, attachment: Attachment | None) -> Text | None:
    for font in _dictionaries(pdf):
        is_described = font.get("/Type") == "/FontDescriptor"
        if is_described and not any(name in font for name in ("/FontFile", "/FontFile2", "/FontFile3")):
            return N_("A font is not embedded in the document.")
    return None


def nothing_in_it_acts(pdf: pikepdf.Pdf, content: CertificateContent, attachment: Attachment | None) -> Text | None:
    for each in _dictionaries(pdf):
        if any(name in each for name in _ACTS) or each.get("/S") in _ACTIONS:
            return N_("The document has a script or an action.")
    return None


def only_the_credential_is_attached(
    pdf: pikepdf.Pdf, content: CertificateContent, attachment: Attachment | None
) -> Text | None:
    expected = {attachment.name: attachment.content} if attachment else {}
    found = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    return None if found == expected else N_("Something else than the credential is attached to the document.")


def its_language_is_that_of_the_content(
    pdf: pikepdf.Pdf, content: CertificateContent, attachment: Attachment | None
) -> Text | None:
    declared = str(pdf.Root.get("/Lang", ""))
    return None if declared == content.locale else N_("The document declares another language than it is written in.")


def its_title_names_number_and_holder(
    pdf: pikepdf.Pdf, content: CertificateContent, attachment: Attachment | None
) -> Text | None:
    title = str(pdf.open_metadata().get("dc:title") or "")
    if content.number in title and content.holder_name in title:
        return None
    return N_("The title of the document lacks the number or the holder.")


def it_is_tagged_and_archivable(
    pdf: pikepdf.Pdf, content: CertificateContent, attachment: Attachment | None
) -> Text | None:
    about = pdf.open_metadata()
    kinds = (about.get("pdfaid:part"), about.get("pdfaid:conformance"), about.get("pdfuaid:part"))
    if kinds == ("3", "A", "1") and "/StructTreeRoot" in pdf.Root:
        return None
    return N_("The document is not tagged, or not made to be kept.")


def it_is_not_signed_yet(pdf: pikepdf.Pdf, content: CertificateContent, attachment: Attachment | None) -> Text | None:
    return None if "/AcroForm" not in pdf.Root else N_("The document bears a signature or a form already.")


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each


DOCUMENT_RULES: tuple[Rule, ...] = (
    it_has_one_page,
    its_fonts_are_embedded,
    nothing_in_it_acts,
    only_the_credential_is_attached,
    its_language_is_that_of_the_content,
    its_title_names_number_and_holder,
    it_is_tagged_and_archivable,
    it_is_not_signed_yet,
)
