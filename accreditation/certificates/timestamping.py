"""Time-stamps of a configured authority (RFC 3161), and the certificates that long-term validation rests on."""

import urllib.request
from pathlib import Path
from urllib.error import URLError

from asn1crypto import tsp, x509
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from accreditation.certificates.keys import IssuerKey, certificates_in

SECONDS = 20
MOST_BYTES = 1 << 18


class NoTimestamp(OSError):
    """The authority did not answer, or answered something else."""


class Authority(TimeStamper):
    """The authority at an address; asked over HTTP with a limit of time and size."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = urllib.request.Request(self.url, data=req.dump(), headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return tsp.TimeStampResp.load(answer.read(MOST_BYTES))
        except (URLError, TimeoutError, ValueError) as error:
            raise NoTimestamp(f"the time-stamp authority {self.url}: {error}") from error


def authority_at(url: str) -> Authority | None:
    """The configured authority; None where there is none."""
    return Authority(url) if url else None


def roots_in(file: str) -> tuple[x509.Certificate, ...]:
    """The certificates above our key and above the authority's, from a PEM file; none where none is named."""
    return certificates_in(Path(file).read_text(encoding="ascii")) if file else ()


def long_term_context(key: IssuerKey, roots: tuple[x509.Certificate, ...]) -> ValidationContext:
    """Fetches what the authorities say of the certificates today, to be kept inside the document."""
    return ValidationContext(
        trust_roots=list(roots), other_certs=list(key.chain), allow_fetching=True, revocation_mode="soft-fail"
    )
