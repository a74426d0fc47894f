"""Signing and checking: agreed by poppler, dated by us, and not one byte may differ."""

import io
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from accreditation import clock
from accreditation.certificates.content import CertificateContent
from accreditation.certificates.demo_key import create_demo_key
from accreditation.certificates.keys import SigningKey, certificates_in, load_key
from accreditation.certificates.render import render
from accreditation.certificates.sign import sha256_of, sign_pdf
from accreditation.certificates.signatures import check_pdf

MOMENT = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    with clock.at(MOMENT):
        return load_key(create_demo_key(tmp_path_factory.mktemp("keys")))


@pytest.fixture
def signed(content: CertificateContent, key: SigningKey) -> bytes:
    return sign_pdf(render(content), key, "Expedición", MOMENT)


def test_a_signed_certificate_is_intact_and_ours(signed: bytes, key: SigningKey) -> None:
    verdict = check_pdf(signed, certificates_in(key.certificate_pem()))
    assert (verdict.is_signed, verdict.is_intact, verdict.is_trusted) == (True, True, True)
    assert (verdict.signed_at, verdict.key_id, verdict.signed_by) == (MOMENT, key.key_id, key.name)


def test_poppler_agrees(signed: bytes, tmp_path: Path) -> None:
    if not shutil.which("pdfsig"):
        pytest.skip("needs poppler's pdfsig (poppler-utils)")
    file = tmp_path / "certificate.pdf"
    file.write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, check=False, text=True).stdout
    for line in ("Signature is Valid", "Total document signed", "ETSI.CAdES.detached", "DEMO KEY"):
        assert line in said


def test_any_flipped_bit_is_refused(content: CertificateContent, key: SigningKey) -> None:
    signed = sign_pdf(render(content), key, "Expedición", MOMENT)
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    end = signed.index(b">", start)

    @settings(max_examples=60, deadline=None)
    @given(place=st.integers(0, len(signed) - 1 - (end - start)), bit=st.integers(0, 7))
    @example(place=start - 1, bit=0)
    @example(place=start, bit=0)
    def flipped(place: int, bit: int) -> None:
        place += (end - start) if place >= start else 0  # everything but the container, which no signature covers
        changed = bytearray(signed)
        changed[place] ^= 1 << bit
        assert not check_pdf(bytes(changed), [key.certificate]).is_trusted

    flipped()


def test_nothing_hides_behind_the_signature_in_its_container(signed: bytes, key: SigningKey) -> None:
    end = signed.index(b">", signed.index(b"/Contents <") + 11)
    assert not check_pdf(signed[: end - 2] + b"01" + signed[end:], [key.certificate]).is_trusted


def tampered(signed: bytes, unsigned: bytes, other: bytes) -> dict[str, bytes]:
    """Twelve ways to change a signed document; `other` is another one of the same key."""

    def rewritten(change: Callable[[pikepdf.Pdf], object]) -> bytes:
        written = io.BytesIO()
        with pikepdf.open(io.BytesIO(signed)) as pdf:
            change(pdf)
            pdf.save(written)
        return written.getvalue()

    def retitled(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata() as about:
            about["dc:title"] = "Another holder"

    def unsealed(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/AcroForm"], pdf.Root["/Perms"]

    def widened(pdf: bytes) -> bytes:
        start = pdf.index(b"/ByteRange [") + len(b"/ByteRange [")
        end = pdf.index(b"]", start)
        first, length, second, _rest = pdf[start:end].split()
        wider = b" ".join((first, length, second, str(len(pdf) - int(second) - 1).encode()))
        return pdf[:start] + wider.ljust(end - start) + pdf[end:]

    def transplanted() -> bytes:
        start, end = (signed.index(b"/Contents <") + 11, signed.index(b">", signed.index(b"/Contents <")))
        there = other.index(b"/Contents <") + 11
        return signed[:start] + other[there : there + end - start] + signed[end:]

    update = IncrementalPdfFileWriter(io.BytesIO(signed))
    update.root["/Lang"] = generic.pdf_string("xx")
    update.update_root()
    extended = io.BytesIO()
    update.write(extended)
    return {
        "a byte behind the end": signed + b"\n",
        "a byte less": signed[:-1],
        "a byte cut off in front": signed[1:],
        "the unsigned document behind it": signed + unsigned,
        "the unsigned document before it": unsigned + signed,
        "its end twice": signed + signed[len(unsigned) :],
        "an update behind the signature": extended.getvalue(),
        "another title": rewritten(retitled),
        "another page": rewritten(lambda pdf: pdf.add_blank_page()),
        "another file attached": rewritten(lambda pdf: pdf.attachments.__setitem__("x.txt", b"x")),
        "the signature taken out": rewritten(unsealed),
        "the signature of another document": transplanted(),
        "a range that covers less": widened(signed),
    }


def test_thirteen_ways_to_tamper_are_refused_by_us_and_by_poppler(
    signed: bytes, key: SigningKey, content: CertificateContent, tmp_path: Path
) -> None:
    unsigned = render(content)
    other = sign_pdf(render(replace(content, holder_name="Otra Persona")), key, "Expedición", MOMENT)
    for way, changed in tampered(signed, unsigned, other).items():
        assert not check_pdf(changed, [key.certificate]).is_trusted, way
        file = tmp_path / "changed.pdf"
        file.write_bytes(changed)
        said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, check=False).stdout.decode()
        is_whole = "Signature is Valid" in said and "Total document signed" in said and said.count("Signature #") == 1
        assert not is_whole or way in FOR_US_ALONE, way
    assert not check_pdf(unsigned, [key.certificate]).is_signed
    for nothing in (b"", b"%PDF-1.7"):
        assert not check_pdf(nothing, [key.certificate]).is_signed


# Poppler lets a line end pass behind the end, as PDF allows one, and looks at the last document of two in one file.
FOR_US_ALONE = ("a byte behind the end", "a byte less", "a byte cut off in front", "the unsigned document before it")


def test_a_second_signature_on_top_is_refused(signed: bytes, key: SigningKey) -> None:
    # Ours allows no later change: the signing library itself refuses to add one.
    with pytest.raises(Exception, match=r"(?i)certif|modif|sign|field"):
        sign_pdf(signed, key, "again", MOMENT)


def test_a_key_of_somebody_else_is_not_ours(signed: bytes, key: SigningKey, tmp_path: Path) -> None:
    other = load_key(create_demo_key(tmp_path))
    verdict = check_pdf(signed, [other.certificate])
    assert (verdict.is_intact, verdict.is_trusted) == (True, False)
    assert not check_pdf(signed, []).is_trusted


def test_a_key_is_trusted_only_in_its_time(content: CertificateContent, key: SigningKey) -> None:
    late = sign_pdf(render(content), key, "Expedición", MOMENT + timedelta(days=20 * 366))
    verdict = check_pdf(late, [key.certificate])
    assert (verdict.is_intact, verdict.is_trusted) == (True, False)


def test_a_moment_needs_its_time_zone(content: CertificateContent, key: SigningKey) -> None:
    with pytest.raises(ValueError, match="time zone"):
        sign_pdf(render(content), key, "Expedición", MOMENT.replace(tzinfo=None))


def test_the_demo_key_is_private_marked_and_made_once(tmp_path: Path) -> None:
    file = create_demo_key(tmp_path / "new")
    before = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert create_demo_key(tmp_path / "new") == file and file.read_bytes() == before
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]
    key = load_key(file)
    assert key.is_demo and "DEMO" in key.name
    assert "PRIVATE" not in key.certificate_pem() and "private" not in repr(key).lower()


def test_pkcs12_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    lines = create_demo_key(tmp_path).read_bytes()
    private, certificate = load_pem_private_key(lines, None), x509.load_pem_x509_certificate(lines)
    file = tmp_path / "key.p12"
    lock = BestAvailableEncryption(b"right")
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"key", private, certificate, None, lock))
    assert load_key(file, "right").key_id == load_key(tmp_path / "demo-signing-key.pem").key_id
    for wrong in ("wrong", None):
        with pytest.raises(ValueError):
            load_key(file, wrong)


def test_a_key_without_its_own_certificate_is_refused(tmp_path: Path) -> None:
    one, other = (create_demo_key(tmp_path / name).read_text() for name in ("one", "other"))
    mixed = tmp_path / "mixed.pem"
    mixed.write_text(one[: one.index("-----BEGIN CERT")] + other[other.index("-----BEGIN CERT") :])
    with pytest.raises(ValueError, match="not the one"):
        load_key(mixed)


def test_the_hash_is_the_one_everybody_computes() -> None:
    assert sha256_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
