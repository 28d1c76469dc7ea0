"""The one shape of a letter, and the one of a board slot, seen from outside without any key."""

import io

from crypto import header
from crypto.errors import HeaderError
from wbs.store.errors import ShapeError

#: Bytes of a sealed text letter: header, nonce, one chunk of 64 KiB with its tag.
TEXT_SEALED = 78_094
#: Bytes of a sealed reply.
SLOT = 8_192

_CHUNK = 65_536 + 16
_NONCE = 16
_DROP_STANZAS = 8
_SLOT_HEADER = 1_627
#: Bytes of a drop's header; fixed, because eight hybrid stanzas have one length.
HEADER = TEXT_SEALED - _CHUNK - _NONCE
_TYPE = "mlkem768x25519"
_ENC_TEXT = 1_494  # 1,120 bytes in base64
_BODY = 32


def sealed_size(n: int) -> int:
    """Bytes of a letter padded to 64 KiB * 2**n, once sealed."""
    return HEADER + _NONCE + (_CHUNK << n)


def check_header(head: bytes) -> None:
    """Refuse all but eight hybrid stanzas at the start of ``head``; ShapeError."""
    _check_stanzas(head, _DROP_STANZAS, HEADER)


def check_size(size: int) -> None:
    """Refuse all but the sealed sizes of 64 KiB * 2**n; ShapeError."""
    chunks, rest = divmod(size - HEADER - _NONCE, _CHUNK)
    if chunks < 1 or rest or chunks & (chunks - 1):
        raise ShapeError("a letter has not one of the sizes that letters have")


def check_slot(sealed: bytes) -> None:
    """Refuse all but 8,192 bytes with one hybrid stanza; ShapeError."""
    if len(sealed) != SLOT:
        raise ShapeError("a slot has not 8,192 bytes")
    _check_stanzas(sealed, 1, _SLOT_HEADER)


def _check_stanzas(head: bytes, count: int, length: int) -> None:
    source = io.BytesIO(head)
    try:
        stanzas = header.parse(source).stanzas
    except HeaderError as error:
        raise ShapeError(f"not a sealed letter: {error}") from error
    if len(stanzas) != count or source.tell() != length:
        raise ShapeError(f"the header has not exactly {count} recipients of the one kind")
    for stanza in stanzas:
        fits = stanza.type == _TYPE and len(stanza.args) == 1 and len(stanza.body) == _BODY
        if not fits or len(stanza.args[0]) != _ENC_TEXT:
            raise ShapeError("a recipient is not of the one kind")
        try:
            header.decode_base64(stanza.args[0])
        except HeaderError as error:
            raise ShapeError("a recipient's key share is not base64") from error
