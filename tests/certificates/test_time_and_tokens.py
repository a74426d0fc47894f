"""Time-stamps, long-term material, keys in tokens, and what still counts when a key is lost: judged by others' tools, too."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from accreditation.casefile.signing import is_signed_by, public_pem, sign
from accreditation.certificates.content import CertificateContent
from accreditation.certificates.hardware import load_hardware_key, place_of
from accreditation.certificates.keys import load_key
from accreditation.certificates.render import render
from accreditation.certificates.sign import sign_pdf
from accreditation.certificates.signatures import Trust, check_pdf
from accreditation.certificates.timestamping import Authority, NoTimestamp
from tests.certificates.authorities import Authorities, authorities_in
from tests.certificates.tokens import fill

MODULE = "/usr/lib/softhsm/libsofthsm2.so"


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authorities]:
    with authorities_in(tmp_path_factory.mktemp("authorities")) as made:
        yield made


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def test_a_stamped_signature_carries_all_that_is_needed_later(
    content: CertificateContent, authorities: Authorities, tmp_path: Path
) -> None:
    key, authority = load_key(authorities.signer), Authority(authorities.stamps_at)
    signed = sign_pdf(render(content), key, "x", now(), authority=authority, roots=(authorities.root,))
    verdict = check_pdf(signed, Trust((key.certificate,), authorities=(authorities.root,)))
    assert (
        verdict.is_trusted and verdict.stamped_at is not None and abs(verdict.stamped_at - now()) < timedelta(minutes=1)
    )
    stranger = check_pdf(signed, Trust((key.certificate,)))
    assert stranger.is_trusted and stranger.has_stamp and stranger.stamped_at is None

    file = tmp_path / "stamped.pdf"
    file.write_bytes(signed)
    with file.open("rb") as stream:
        signature = PdfFileReader(stream).embedded_signatures[0]
        roots = ValidationContext(trust_roots=[authorities.root], allow_fetching=False)
        status = validate_pdf_signature(signature, roots)
        assert status.bottom_line and status.timestamp_validity.trusted
        kept = signature.reader.root["/DSS"]
        assert len(kept["/CRLs"]) >= 1 and len(kept["/Certs"]) >= 2
    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, check=False, text=True).stdout
    assert "Signature is Valid" in said and "Total document signed" in said


def test_an_authority_that_is_away_stops_the_signature(content: CertificateContent, authorities: Authorities) -> None:
    away = Authority("http://127.0.0.1:9/stamp")
    with pytest.raises(NoTimestamp):
        sign_pdf(render(content), load_key(authorities.signer), "x", now(), authority=away)


def test_a_lost_key_counts_only_for_what_is_proven_to_be_older(
    content: CertificateContent, authorities: Authorities
) -> None:
    key = load_key(authorities.signer)
    plain = sign_pdf(render(content), key, "x", now())
    stamped = sign_pdf(render(content), key, "x", now(), authority=Authority(authorities.stamps_at))

    def counts(pdf: bytes, lost: datetime, proven_at: datetime | None = None) -> bool:
        trust = Trust((key.certificate,), {key.key_id: lost}, (authorities.root,), proven_at)
        return check_pdf(pdf, trust).is_trusted

    later, earlier = now() + timedelta(hours=1), now() - timedelta(hours=1)
    assert counts(stamped, later) and not counts(stamped, earlier)
    assert not counts(plain, later) and not counts(plain, earlier)
    assert counts(plain, later, proven_at=now()) and not counts(plain, earlier, proven_at=now())


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Two tokens of SoftHSM, each with a key and its certificate; their PKCS#11 addresses. The library is opened once."""
    if not shutil.which("softhsm2-util"):
        pytest.skip("needs SoftHSM (softhsm2)")
    folder = tmp_path_factory.mktemp("tokens")
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}\nlog.level = ERROR\n")
    (folder / "pin").write_text("1234\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        for kind in ("EC", "RSA"):
            initialise = [
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                kind,
                "--pin",
                "1234",
                "--so-pin",
                "5678",
            ]
            subprocess.run(initialise, check=True, capture_output=True)
        yield [_filled(folder, kind) for kind in ("EC", "RSA")]


def _filled(folder: Path, kind: str) -> str:
    address = f"pkcs11:token={kind};object=seal?module-path={MODULE}&pin-source=file:{folder / 'pin'}"
    fill(address, kind)
    return address


def test_a_key_in_a_token_signs_documents_and_case_files(content: CertificateContent, tokens: list[str]) -> None:
    for address in tokens:
        key = load_hardware_key(address)
        assert check_pdf(sign_pdf(render(content), key, "x", now()), [key.certificate]).is_trusted
        assert is_signed_by(b"manifest", sign(b"manifest", key), public_pem(key))
        assert not is_signed_by(b"another", sign(b"manifest", key), public_pem(key))


def test_an_address_without_its_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="pin-source"):
        place_of(f"pkcs11:token=a;object=b?module-path={MODULE}")
