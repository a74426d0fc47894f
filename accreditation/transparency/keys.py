"""The key that signs the log's checkpoints: an Ed25519 key of its own, earlier ones kept for what they signed."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from accreditation.demo_keys import demo_key_file, pem_of
from accreditation.transparency import notes
from accreditation.transparency.notes import Checkpoint

DEMO_KEY_FILE = "demo-log-key.pem"
_BLOCK = re.compile(rb"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----", re.DOTALL)


@dataclass(frozen=True)
class LogSigner:
    """The log's name with its present key; `earlier` keys sign no more, and what they signed still stands."""

    origin: str
    private_key: Ed25519PrivateKey
    earlier: tuple[Ed25519PublicKey, ...] = ()

    @property
    def keys(self) -> tuple[Ed25519PublicKey, ...]:
        """The present key first."""
        return (self.private_key.public_key(), *self.earlier)

    def verifier_keys(self) -> list[str]:
        """What monitors configure, the present one first."""
        return [notes.verifier_key(self.origin, key) for key in self.keys]

    def sign(self, size: int, head: bytes) -> str:
        """The signed checkpoint; the same tree always gives the same text."""
        return notes.signed(Checkpoint(self.origin, size, head), self.private_key)

    def opened(self, note: str) -> Checkpoint | None:
        """The checkpoint in a note that this log signed, whenever; None for anything else."""
        found = notes.opened(note, self.keys)
        return found if found is not None and found.origin == self.origin else None


def origin_of(base_url: str) -> str:
    """The log's name: its address without the scheme."""
    return f"{urlsplit(base_url).netloc}/log"


def log_signer(base_url: str, file: str, data_dir: Path, *, is_production: bool) -> LogSigner:
    """The configured key; outside production a demo key of this folder. ValueError where there is none or a wrong one.

    The file holds PEM blocks: the present private key, and below it the public keys that signed before.
    """
    if not file and is_production:
        raise ValueError("ACCREDITATION_LOG_KEY_FILE: name the file with the key that signs the log's checkpoints.")
    path = Path(file) if file else demo_key_file(data_dir / "keys", DEMO_KEY_FILE, _demo_pem)
    blocks = [(found[1], found[0]) for found in _BLOCK.finditer(path.read_bytes())]
    private = [load_pem_private_key(block, None) for kind, block in blocks if b"PRIVATE" in kind]
    earlier = [load_pem_public_key(block) for kind, block in blocks if kind == b"PUBLIC KEY"]
    if len(private) != 1 or not isinstance(private[0], Ed25519PrivateKey):
        raise ValueError(f"{path.name}: one Ed25519 private key is needed (`openssl genpkey -algorithm ed25519`).")
    return LogSigner(
        origin_of(base_url), private[0], tuple(key for key in earlier if isinstance(key, Ed25519PublicKey))
    )


def _demo_pem() -> bytes:
    return pem_of(Ed25519PrivateKey.generate())
