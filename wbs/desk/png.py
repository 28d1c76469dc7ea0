"""Pixels as a PNG file of our own making: what the desk serves for a picture, whatever a stranger sent.

PNG (Third Edition), 5.3 and 11: a header, one stream of unfiltered rows, an end, and nothing else. Each pixel
has a fourth byte that is always the same. So no run of a stranger's bytes stands in the rows, and packing
never finds that they are best left as they are: pixels that spell something spell nothing in the file.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_DEPTH, _TRUECOLOUR_ALPHA, _DEFLATE, _ADAPTIVE, _NOT_INTERLACED = 8, 6, 0, 0, 0
_UNFILTERED: Final = b"\0"
_OPAQUE: Final = b"\xff"
_PIXEL: Final = 4
# It goes no further than to a browser on the same machine.
_LEVEL: Final = 1


def png(width: int, height: int, pixels: bytes) -> bytes:
    """Return pixels as a PNG file: red, green, blue and a byte that is not looked at, from the top.

    ValueError unless they are ``width × height × 4`` bytes, and one pixel at least.
    """
    row = width * _PIXEL
    if min(width, height) < 1 or row * height != len(pixels):
        raise ValueError("not so many pixels")
    opaque = bytearray(pixels)
    opaque[_PIXEL - 1 :: _PIXEL] = _OPAQUE * (width * height)
    packer = zlib.compressobj(_LEVEL)
    packed = [packer.compress(each) for each in _rows(opaque, row)]
    head = struct.pack(
        ">IIBBBBB", width, height, _DEPTH, _TRUECOLOUR_ALPHA, _DEFLATE, _ADAPTIVE, _NOT_INTERLACED
    )
    data = b"".join([*packed, packer.flush()])
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _rows(pixels: bytearray, row: int) -> Iterator[bytes]:
    view = memoryview(pixels)
    for start in range(0, len(pixels), row):
        yield _UNFILTERED + view[start : start + row]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
