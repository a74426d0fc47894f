"""The installation's append-only log: a Merkle tree whose signed heads anybody may keep, so that nothing in it changes unseen."""
