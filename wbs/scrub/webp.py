"""WebP (RFC 9649): the chunks that a decoder needs stay as they are, the others go, within frames too."""

import struct
from typing import Final, NamedTuple

from wbs.scrub import exif, icc, xmp
from wbs.scrub.edit import Damaged, Edit

_PICTURE: Final = (b"VP8X", b"ICCP", b"ANIM", b"ALPH", b"VP8 ", b"VP8L", b"EXIF")
_FRAME: Final = (b"ALPH", b"VP8 ", b"VP8L")
# The chunks of which one still picture is made, in the picture itself or in a frame of it.
_STILLS: Final = ({b"VP8 "}, {b"VP8L"}, {b"ALPH", b"VP8 "})
_ANIMATION: Final = {b"ANIM", b"ANMF"}
_SIZES: Final = {b"VP8X": 10, b"ANIM": 6}
# Flags of VP8X; a flag that says what is not there is a fault.
_FLAG_ICC, _FLAG_ALPHA, _FLAG_EXIF, _FLAG_XMP, _FLAG_ANIMATION = 0x20, 0x10, 0x08, 0x04, 0x02

_MOST_CHUNKS = 1 << 16
_MOST_IN_FRAME = 16
# How many chunks that go are looked into to name their kinds.
_MOST_NAMED = 64


class _Chunk(NamedTuple):
    name: bytes
    body: memoryview


def clean(data: bytes) -> Edit:
    """Raises Damaged. What stands behind the picture's end goes."""
    size = int.from_bytes(data[4:8], "little")
    end = 8 + size + size % 2
    # Some writers leave the last padding byte out.
    if 8 + size > len(data) or size < 12:
        raise Damaged
    found = {"trailer"} if end < len(data) else set[str]()
    chunks = _walk(memoryview(data)[12 : 8 + size])
    there = {name for name, _ in chunks}
    moving, still = there & _ANIMATION, there & {*_FRAME}
    if moving | still != _ANIMATION and (moving or still not in _STILLS):
        raise Damaged
    kept: list[tuple[bytes, bytes | memoryview]] = []
    names: set[bytes] = set()
    looked = 0
    for chunk in chunks:
        if chunk.name == b"ANMF":
            new, kinds = _frame(chunk.body)
        elif chunk.name in names or chunk.name not in _PICTURE:
            looked += 1
            new, kinds = b"", _kinds(chunk) if looked <= _MOST_NAMED else frozenset({"other"})
        else:
            new, kinds = _edit(chunk)
        found |= kinds
        if new:
            kept.append((chunk.name, new))
            names.add(chunk.name)
    if not found:
        return Edit(data, frozenset())
    body = b"WEBP" + b"".join(
        _pack(name, _flags(new, names) if name == b"VP8X" else new) for name, new in kept
    )
    return Edit(b"RIFF" + struct.pack("<I", len(body)) + body, frozenset(found))


def _walk(data: memoryview, most: int = _MOST_CHUNKS) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        start = at + 8
        if start + size > len(data) or len(chunks) == most:
            raise Damaged
        chunks.append(_Chunk(bytes(data[at : at + 4]), data[start : start + size]))
        at = start + size + size % 2
    return chunks


def _pack(name: bytes, body: bytes | memoryview) -> bytes:
    return name + struct.pack("<I", len(body)) + bytes(body) + bytes(len(body) % 2)


def _edit(chunk: _Chunk) -> tuple[bytes | memoryview, frozenset[str]]:
    """What stays of the first chunk of its name, and the kinds of what goes."""
    if chunk.name == b"EXIF":
        body = bytes(chunk.body)
        tiff = exif.keep(body.removeprefix(b"Exif\0\0"))
        return tiff, _kinds(chunk) if tiff != body else frozenset()
    if chunk.name == b"ICCP":
        return icc.clean(bytes(chunk.body))[:2]
    if len(chunk.body) != _SIZES.get(chunk.name, len(chunk.body)):
        raise Damaged
    return chunk.body, frozenset()


def _frame(body: memoryview) -> tuple[bytes | memoryview, frozenset[str]]:
    """A frame of an animation: 16 bytes of its own, then chunks."""
    if len(body) < 16:
        raise Damaged
    chunks = _walk(body[16:], _MOST_IN_FRAME)
    kept = [chunk for chunk in chunks if chunk.name in _FRAME]
    there = {name for name, _ in kept}
    if there not in _STILLS or len(there) != len(kept):
        raise Damaged
    if len(kept) == len(chunks):
        return body, frozenset()
    found = frozenset[str]().union(*(_kinds(chunk) for chunk in chunks if chunk.name not in _FRAME))
    return bytes(body[:16]) + b"".join(_pack(*chunk) for chunk in kept), found


def _flags(body: bytes | memoryview, names: set[bytes]) -> bytes:
    flags = body[0] & (_FLAG_ALPHA | _FLAG_ANIMATION)
    flags |= (_FLAG_ICC if b"ICCP" in names else 0) | (_FLAG_EXIF if b"EXIF" in names else 0)
    return bytes((flags, 0, 0, 0)) + bytes(body[4:10])


def _kinds(chunk: _Chunk) -> frozenset[str]:
    """Kinds of a chunk that goes wholly."""
    if chunk.name == b"EXIF":
        return exif.kinds(bytes(chunk.body).removeprefix(b"Exif\0\0"))
    if chunk.name == b"XMP ":
        return xmp.kinds(bytes(chunk.body))
    return frozenset({{b"ICCP": "profile", b"C2PA": "identifiers"}.get(chunk.name, "other")})
