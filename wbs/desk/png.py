"""Pixels as a PNG file of our own making: what the desk serves for a picture, whatever a stranger sent.

PNG (Third Edition), 5.3 and 11: a header, one stream of unfiltered rows, an end, and nothing else.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_DEPTH, _TRUECOLOUR, _DEFLATE, _ADAPTIVE, _NOT_INTERLACED = 8, 2, 0, 0, 0
_UNFILTERED: Final = b"\0"
_COLOURS: Final = 3
# It goes no further than to a browser on the same machine.
_LEVEL: Final = 1


def png(width: int, height: int, pixels: bytes) -> bytes:
    """Return ``width × height × 3`` bytes, red, green and blue from the top, as a PNG file.

    ValueError if there are more or fewer bytes, or no pixel at all.
    """
    row = width * _COLOURS
    if min(width, height) < 1 or row * height != len(pixels):
        raise ValueError("not so many pixels")
    packer = zlib.compressobj(_LEVEL)
    packed = [packer.compress(each) for each in _rows(pixels, row)]
    head = struct.pack(">IIBBBBB", width, height, _DEPTH, _TRUECOLOUR, _DEFLATE, _ADAPTIVE, _NOT_INTERLACED)
    data = b"".join([*packed, packer.flush()])
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _rows(pixels: bytes, row: int) -> Iterator[bytes]:
    view = memoryview(pixels)
    for start in range(0, len(pixels), row):
        yield _UNFILTERED + view[start : start + row]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
