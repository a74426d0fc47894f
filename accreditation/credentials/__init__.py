"""The certificate as a verifiable credential: Open Badges 3.0, its proofs, the issuer's keys and the status lists."""
