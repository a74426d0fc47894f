"""Trees and proofs against the vectors that RFC 6962's own programs use, and against thousands of generated cases."""

import random
from collections.abc import Sequence

from accreditation.transparency import merkle

LEAVES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
HEADS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
}
CONSISTENCY = {
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
CASES, LARGEST = 10_000, 70


def heads_over(hashes: Sequence[bytes]) -> merkle.Heads:
    """Every head anew from the leaves: slow, and so plain that it can serve as the truth."""
    return lambda start, end: merkle.head_of(hashes[start:end])


def test_the_vectors_of_rfc_6962() -> None:
    hashes = [merkle.leaf_hash(leaf) for leaf in LEAVES]
    heads = heads_over(hashes)
    assert merkle.head_of(()).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tuple(heads(0, size).hex() for size in range(1, 9)) == HEADS
    for (index, size), proof in INCLUSION.items():
        assert tuple(each.hex() for each in merkle.inclusion_proof(index, size, heads)) == proof
    for (older, newer), proof in CONSISTENCY.items():
        assert tuple(each.hex() for each in merkle.consistency_proof(older, newer, heads)) == proof


def _flipped(dice: random.Random, data: bytes) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << dice.randrange(8)]) + data[place + 1 :]


def test_ten_thousand_generated_proofs_hold_and_one_changed_bit_breaks_each() -> None:
    dice = random.Random(6962)
    hashes = [merkle.leaf_hash(dice.randbytes(8)) for _ in range(LARGEST)]
    heads = heads_over(hashes)
    whole = [heads(0, size) for size in range(LARGEST + 1)]
    for _ in range(CASES // 2):
        size = dice.randint(1, LARGEST)
        index, older = dice.randrange(size), dice.randint(1, size)
        proof, head = merkle.inclusion_proof(index, size, heads), whole[size]
        assert merkle.is_included(hashes[index], index, size, proof, head)
        spoiled = list(proof)
        if spoiled:
            place = dice.randrange(len(spoiled))
            spoiled[place] = _flipped(dice, spoiled[place])
            assert not merkle.is_included(hashes[index], index, size, spoiled, head)
        assert not merkle.is_included(_flipped(dice, hashes[index]), index, size, proof, head)
        assert not merkle.is_included(hashes[index], (index + 1) % (size + 1), size, proof, head)
        assert not merkle.is_included(hashes[index], index, size, [*proof, head], head)

        proof = merkle.consistency_proof(older, size, heads)
        assert merkle.is_consistent(older, size, whole[older], head, proof)
        assert not merkle.is_consistent(older, size, _flipped(dice, whole[older]), head, proof)
        assert not merkle.is_consistent(older, size, whole[older], _flipped(dice, head), proof)
        assert not merkle.is_consistent(older, size, whole[older], head, [*proof, head])
        if older < size:
            assert not merkle.is_consistent(older + 1, size, whole[older], head, proof)
