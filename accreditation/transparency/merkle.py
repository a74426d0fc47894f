"""Merkle trees of RFC 6962 and 9162: heads, proofs, and their checks. Pure: it knows neither database nor network."""

import hashlib
from collections.abc import Callable, Sequence

# heads(start, end): the head over the leaves from `start` up to `end`, not included.
Heads = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count: int) -> int:
    """The largest power of two below `count` (at least 2)."""
    return 1 << (count - 1).bit_length() - 1


def head_of(hashes: Sequence[bytes]) -> bytes:
    """The head of the tree over these leaf hashes (or over heads of complete subtrees of one size)."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    level = list(hashes)
    while len(level) > 1:
        paired = [node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) - len(level) % 2 :]
    return level[0]


def inclusion_proof(index: int, size: int, heads: Heads) -> list[bytes]:
    """PATH(index, D[0:size]) of RFC 6962 2.1.1, from the leaf upwards."""
    if not 0 <= index < size:
        raise ValueError("the leaf is not in a tree of this size")
    found: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            found.append(heads(middle, end))
            end = middle
        else:
            found.append(heads(start, middle))
            start = middle
    return found[::-1]


def consistency_proof(older: int, newer: int, heads: Heads) -> list[bytes]:
    """PROOF(older, D[0:newer]) of RFC 6962 2.1.2; empty for equal trees and for the empty one."""
    if not 0 <= older <= newer:
        raise ValueError("the older tree is larger than the newer one")
    if older in (0, newer):
        return []
    found: list[bytes] = []
    start, end, is_whole = 0, newer, True
    while older != end:
        middle = start + split(end - start)
        if older <= middle:
            found.append(heads(middle, end))
            end = middle
        else:
            found.append(heads(start, middle))
            start, is_whole = middle, False
    return [*(() if is_whole else (heads(start, end),)), *found[::-1]]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """RFC 9162 2.1.3.2: the leaf hash stands at this place of the tree with this head."""
    if not 0 <= index < size:
        return False
    place, last, value = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            value = node_hash(step, value)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            value = node_hash(value, step)
        place, last = place >> 1, last >> 1
    return last == 0 and value == head


def is_consistent(older: int, newer: int, older_head: bytes, newer_head: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162 2.1.4.2: the newer tree begins with all leaves of the older one, in their order."""
    if not 0 <= older <= newer:
        return False
    if older in (0, newer):
        return not proof and (older_head == newer_head if older else older_head == head_of(()))
    steps = list(proof) if older & older - 1 else [older_head, *proof]
    if not steps:
        return False
    place, last = older - 1, newer - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, step)
        place, last = place >> 1, last >> 1
    return last == 0 and first == older_head and second == newer_head
