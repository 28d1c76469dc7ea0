"""The one shape of a letter, and the one of a board slot, seen from outside without any key.

What matches is what ``crypto.header`` would parse to eight stanzas (one) of the kind mlkem768x25519. As a
pattern it costs a fifth, on every letter that comes in.
"""

import re

from wbs.store.errors import ShapeError

#: Bytes of a sealed text letter: header, nonce, one chunk of 64 KiB with its tag.
TEXT_SEALED = 78_094
#: Bytes of a sealed reply.
SLOT = 8_192

_CHUNK = 65_536 + 16
_NONCE = 16
_DROP_STANZAS = 8
#: Bytes of a drop's header; fixed, because eight hybrid stanzas have one length.
HEADER = TEXT_SEALED - _CHUNK - _NONCE

# 1,120 and 32 bytes in base64 without padding. The last digit of each has four or two bits that must be zero.
_ENC = rb"[A-Za-z0-9+/]{1493}[AQgw]"
_WORD = rb"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]"
_STANZA = rb"-> mlkem768x25519 " + _ENC + rb"\n" + _WORD + rb"\n"
_FORM = rb"age-encryption\.org/v1\n(?:" + _STANZA + rb"){%d}--- " + _WORD + rb"\n"
_DROP_HEADER = re.compile(_FORM % _DROP_STANZAS)
_SLOT_HEADER = re.compile(_FORM % 1)


def sealed_size(n: int) -> int:
    """Bytes of a letter padded to 64 KiB * 2**n, once sealed."""
    return HEADER + _NONCE + (_CHUNK << n)


def largest_sealed(padded: int) -> int:
    """Bytes of the largest sealed letter with at most ``padded`` bytes inside, which are 64 KiB at least."""
    return sealed_size((padded >> 16).bit_length() - 1)


def check_header(head: bytes) -> None:
    """Refuse all but the header of eight hybrid stanzas at the start of ``head``; ShapeError."""
    if not _DROP_HEADER.match(head):
        raise ShapeError("not a letter sealed for eight recipients of the one kind")


def check_size(size: int) -> None:
    """Refuse all but the sealed sizes of 64 KiB * 2**n; ShapeError."""
    chunks, rest = divmod(size - HEADER - _NONCE, _CHUNK)
    if chunks < 1 or rest or chunks & (chunks - 1):
        raise ShapeError("a letter has not one of the sizes that letters have")


def check_slot(sealed: bytes) -> None:
    """Refuse all but 8,192 bytes that begin with the header of one hybrid stanza; ShapeError."""
    if len(sealed) != SLOT:
        raise ShapeError("a slot has not 8,192 bytes")
    if not _SLOT_HEADER.match(sealed):
        raise ShapeError("not a reply sealed for one recipient of the one kind")
