"""Bytes with the shape of sealed letters; nobody can open them, and the store cannot tell."""

import random
from functools import cache

from crypto.header import Header, Stanza, encode_base64, serialize
from wbs.store import shape


def stanzas(count: int, seed: random.Random) -> tuple[Stanza, ...]:
    return tuple(
        Stanza("mlkem768x25519", (encode_base64(seed.randbytes(1120)),), seed.randbytes(32))
        for _ in range(count)
    )


@cache
def drop(seed: int = 0, n: int = 0) -> bytes:
    """A letter padded to 64 KiB * 2**n."""
    source = random.Random(seed)
    head = serialize(Header(stanzas(8, source), source.randbytes(32)))
    return head + source.randbytes(shape.sealed_size(n) - len(head))


@cache
def sealed_slot(seed: int = 0) -> bytes:
    """A reply as it lies on the board."""
    source = random.Random(seed)
    head = serialize(Header(stanzas(1, source), source.randbytes(32)))
    return head + source.randbytes(shape.SLOT - len(head))
