"""Comments in JPEG 2000 codestreams (ISO/IEC 15444-1, A.9.2), as PDF files have them: blanked in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_START, _TILE, _DATA, _END, _COMMENT = (bytes((0xFF, each)) for each in (0x4F, 0x90, 0x93, 0xD9, 0x64))
_CODESTREAM: Final = b"jp2c"
# Bytes of a box's head; twice as many where its length has eight.
_BOX: Final = 8


def without_comments(data: bytes) -> bytes | None:
    """The same number of bytes, every comment made of spaces; None if the headers cannot be followed."""
    clean = bytearray(data)
    try:
        for start, end in _comments(data):
            clean[start:end] = b" " * (end - start)
    except (IndexError, ValueError):
        return None
    return bytes(clean)


def _comments(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the words of comments lie: in the main header, and in that of each part of a tile."""
    at = _codestream(data)
    if data[at : at + 2] != _START:
        raise ValueError("no codestream")
    at += 2
    tile = -1
    while (marker := data[at : at + 2]) != _END:
        if marker == _TILE:
            tile = at
        if marker == _DATA:
            length = _number(data, tile + 6, 4)
            if not length:
                # The last part goes to the end.
                return
            if tile < 0 or tile + length <= at:
                raise ValueError("data of no tile, or a part of one within its header")
            at = tile + length
            continue
        size = _number(data, at + 2, 2)
        if marker[:1] != b"\xff" or size < 2:
            raise ValueError("no marker")
        if marker == _COMMENT:
            yield at + 6, at + 2 + size
        at += 2 + size


def _codestream(data: bytes) -> int:
    """Where it begins: at once, or in its box (Annex I)."""
    if data.startswith(_START):
        return 0
    at = 0
    while data[at + 4 : at + 8] != _CODESTREAM:
        size = _number(data, at, 4)
        size = _number(data, at + 8, 8) if size == 1 else size
        if size < _BOX:
            raise ValueError("a box within its own head, or the last one")
        at += size
    return at + (2 * _BOX if _number(data, at, 4) == 1 else _BOX)


def _number(data: bytes, at: int, size: int) -> int:
    if at < 0 or at + size > len(data):
        raise IndexError("cut off")
    return int.from_bytes(data[at : at + size], "big")
