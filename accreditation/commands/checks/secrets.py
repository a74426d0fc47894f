"""The keys of an installation: what seals, what signs, what vouches for the time, what is published."""

import asyncio
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accreditation import clock
from accreditation.commands.checks import Finding


def check_secrets(config: Mapping[str, Any]) -> str:
    if len(config["SECRET_KEY"] or "") < 32:
        raise Finding(
            "ACCREDITATION_SECRET_KEY is shorter than 32 characters: make one with `openssl rand -base64 48`."
        )
    from accreditation.sealing import key_ring

    key_ring(config["DATA_KEY_FILE"], config["SECRET_KEY"])
    files = (Path(".env"), config["DATA_DIR"] / "secret_key", Path(config["DATA_KEY_FILE"] or ".env"))
    readable = [path for path in files if _is_open_to_all(path)]
    if readable:
        raise Finding(f"Everybody on this machine can read {', '.join(map(str, readable))}: chmod 600.")
    return "in place"


def check_signing_key(config: Mapping[str, Any]) -> str:
    from accreditation.certificates.inventory import WARNED_BEFORE
    from accreditation.certificates.pipeline import signing_key

    key = signing_key(
        config["SIGNING_KEY_FILE"],
        config["DATA_DIR"],
        is_production=config["ENV"] == "production",
        secret_file=config["SIGNING_KEY_SECRET_FILE"],
    )
    ends = key.certificate.not_valid_after
    if ends <= clock.now():
        raise Finding(
            f"The certificate of {key.name} ended on {ends:%Y-%m-%d}: nothing can be signed. Configure another."
        )
    if ends - clock.now() <= WARNED_BEFORE:
        raise Finding(f"The certificate of {key.name} ends on {ends:%Y-%m-%d}: order another one now.")
    return f"{key.name}, valid until {ends:%Y-%m-%d}"


def check_time_stamps(config: Mapping[str, Any]) -> str:
    from accreditation.certificates.timestamping import authority_at

    authority = authority_at(config["TIMESTAMP_URL"])
    if authority is None:
        return "none: set ACCREDITATION_TIMESTAMP_URL so that others vouch for the time of each signature"
    try:
        asyncio.run(authority.async_timestamp(hashlib.sha256(b"doctor").digest(), "sha256"))
    except OSError as error:
        raise Finding(
            f"{error}: check ACCREDITATION_TIMESTAMP_URL and the firewall. No certificate is signed."
        ) from error
    return f"{authority.url} answers"


def check_published_keys(config: Mapping[str, Any]) -> str:
    from accreditation.credentials.keys import issuer_keys
    from accreditation.transparency.keys import log_signer

    is_production = config["ENV"] == "production"
    where = (config["BASE_URL"], config["DATA_DIR"])
    signer = log_signer(where[0], config["LOG_KEY_FILE"], where[1], is_production=is_production)
    keys = issuer_keys(where[0], config["CREDENTIAL_KEY_FILE"], where[1], is_production=is_production)
    return f"the log {signer.origin}, the credentials of {keys.did}"


def _is_open_to_all(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & 0o077)
