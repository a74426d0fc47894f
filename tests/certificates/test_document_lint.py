"""Each rule on the drawn file passes the one we draw and names the one that is spoiled in its way, and only that."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from accreditation.certificates import document_lint as lint
from accreditation.certificates.content import CertificateContent
from accreditation.certificates.document_lint import DOCUMENT_RULES, faults_of_document
from accreditation.certificates.drawing import Attachment, CannotBeDrawn, draw, limits
from accreditation.certificates.render import render
from accreditation.errors import Invalid

CREDENTIAL = Attachment(
    b'{"type": ["VerifiableCredential"], "name": "Mar\xc3\xada"}', "credential.json", "application/json"
)


def another_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def a_font_from_elsewhere(pdf: pikepdf.Pdf) -> None:
    del next(each for each in pdf.objects if is_font(each))["/FontFile3"]


def is_font(each: Any) -> bool:
    return isinstance(each, Dictionary) and each.get("/Type") == "/FontDescriptor" and "/FontFile3" in each


def a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def a_stowaway(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["other.txt"] = b"x"


def another_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = "fr"


def another_title(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as about:
        about["dc:title"] = "Diploma"


def without_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def a_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array())


SPOILED: dict[Callable[..., Any], Callable[[pikepdf.Pdf], None]] = {
    lint.it_has_one_page: another_page,
    lint.its_fonts_are_embedded: a_font_from_elsewhere,
    lint.nothing_in_it_acts: a_script,
    lint.only_the_credential_is_attached: a_stowaway,
    lint.its_language_is_that_of_the_content: another_language,
    lint.its_title_names_number_and_holder: another_title,
    lint.it_is_tagged_and_archivable: without_tags,
    lint.it_is_not_signed_yet: a_form,
}


def test_each_rule_names_its_bad_document_alone(content: CertificateContent) -> None:
    drawn = draw(content, CREDENTIAL)
    assert faults_of_document(drawn, content, CREDENTIAL) == ()
    assert set(SPOILED) == set(DOCUMENT_RULES)
    for rule, spoil in SPOILED.items():
        changed = io.BytesIO()
        with pikepdf.open(io.BytesIO(drawn)) as pdf:
            spoil(pdf)
            pdf.save(changed)
            expected = rule(pdf, content, CREDENTIAL)
        assert faults_of_document(changed.getvalue(), content, CREDENTIAL) == (expected,), rule.__name__


def test_the_credential_travels_inside_byte_by_byte_and_nothing_else_does(content: CertificateContent) -> None:
    with pikepdf.open(io.BytesIO(draw(content, CREDENTIAL))) as pdf:
        (name, file), *others = pdf.attachments.items()
        assert (name, file.get_file().read_bytes(), others) == (CREDENTIAL.name, CREDENTIAL.content, [])
        assert file.get_file().mime_type == CREDENTIAL.mime
    assert faults_of_document(draw(content), content, CREDENTIAL) != ()


def test_the_child_draws_what_this_process_draws(content: CertificateContent) -> None:
    assert draw(content) == render(content)


def test_a_document_that_takes_too_much_is_given_up(content: CertificateContent) -> None:
    for short in ({"memory_mb": 24}, {"wall_seconds": 0}):
        with pytest.raises(CannotBeDrawn):
            draw(content, within=limits() | short)
    with pytest.raises(Invalid):
        draw(replace(content, subject="Valoración " * 150))
