"""Putting a sealed case file together: what was gathered, its manifest, the signature, and the archive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.models import Appeal
from accreditation.casefile import archive
from accreditation.casefile.gathering import chains_of, gathered
from accreditation.casefile.manifest import CERTIFICATE, FORMAT, KEY, MANIFEST, README, SIGNATURE, canonical, sha256
from accreditation.casefile.readme import README as WORDS
from accreditation.casefile.signing import public_pem, sign
from accreditation.certificates.keys import IssuerKey
from accreditation.storage.files import Storage


def sealed_file(session: Session, appeal: Appeal, storage: Storage, key: IssuerKey, eyes: str) -> bytes:
    """The ZIP as the case stands now, for one who reads its dossier with these `eyes`."""
    as_of = clock.now()
    files = {
        **gathered(session, appeal, storage, eyes),
        README: WORDS.encode(),
        KEY: public_pem(key),
        CERTIFICATE: key.certificate_pem().encode(),
    }
    manifest = canonical(_manifest(session, appeal, files, key, as_of))
    return archive.written({**files, MANIFEST: manifest, SIGNATURE: sign(manifest, key)}, as_of)


def _manifest(
    session: Session, appeal: Appeal, files: Mapping[str, bytes], key: IssuerKey, as_of: datetime
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "reference": appeal.reference,
        "kind": appeal.kind,
        "as_of": as_of.isoformat(),
        "scheme": {"code": appeal.scheme.code, "edition": appeal.scheme.edition},
        "key": key.key_id,
        "chains": [
            {"lifecycle": links[0].lifecycle, "subject": str(subject), "length": len(links), "head": links[-1].hash}
            for subject, links in chains_of(session, appeal).items()
        ],
        "files": [
            {"name": name, "size": len(content), "sha256": sha256(content)} for name, content in sorted(files.items())
        ],
        "left_out": ["identity paper", "emergency contact", "one-use links"],
    }
