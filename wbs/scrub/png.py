"""PNG (W3C, third edition; APNG in it): the chunks that a decoder needs stay as they are, the others go."""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from wbs.scrub import exif, icc, iptc, xmp
from wbs.scrub.edit import Damaged, Edit

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CRITICAL: Final = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND"))
_SINGLE: Final = frozenset((b"IHDR", b"PLTE"))
# Ancillary chunks that stay, and how many bytes they may have.
_KEPT: Final = {
    b"tRNS": range(257), b"gAMA": (4,), b"cHRM": (32,), b"sRGB": (1,), b"sBIT": range(1, 5),
    b"bKGD": (1, 2, 6), b"pHYs": (9,), b"hIST": range(513), b"cICP": (4,), b"acTL": (8,),
    b"fcTL": (26,), b"fdAT": range(4, 1 << 31),
}  # fmt: skip
# Many may be there, in an animation.
_FRAME: Final = frozenset((b"fcTL", b"fdAT"))
_EDITED: Final = frozenset((b"eXIf", b"iCCP"))

_MOST_CHUNKS = 1 << 17
_NAME = re.compile(rb"[A-Za-z]{4}")
# What is decompressed of a text to name its kinds, and how many chunks are looked into.
_READ = 1 << 20
_MOST_NAMED = 64

# Kinds of what is named by its presence; everything that is not here is ``other``.
_KINDS: Final = {b"tIME": "dates", b"caBX": "identifiers", b"dSIG": "identifiers", b"iDOT": "software"}
_KEYWORDS: Final = {
    **dict.fromkeys((b"author", b"artist", b"copyright", b"creator", b"owner"), "author"),
    **dict.fromkeys(
        (b"title", b"description", b"subject", b"keywords", b"label", b"collection"), "description"
    ),
    **dict.fromkeys((b"disclaimer", b"warning"), "description"),
    **dict.fromkeys((b"creation time", b"modification time", b"create-date", b"modify-date"), "dates"),
    **dict.fromkeys(
        (b"date:create", b"date:modify", b"date:timestamp", b"timestamp", b"thumb::mtime"), "dates"
    ),
    **dict.fromkeys((b"software", b"parameters", b"prompt", b"workflow"), "software"),
    **dict.fromkeys((b"signature", b"document", b"url", b"thumb::uri"), "identifiers"),
    **dict.fromkeys((b"source", b"make", b"model", b"camera"), "device"),
    **dict.fromkeys((b"comment", b"usercomment"), "comments"),
    # A drawing program's own file.
    b"mxfile": "attached",
}


class _Chunk(NamedTuple):
    name: bytes
    start: int
    end: int


def clean(data: bytes) -> Edit:
    """Raises Damaged. What stands behind the picture's end goes."""
    view = memoryview(data)
    found: set[str] = set()
    parts: list[bytes | memoryview] = [_SIGNATURE]
    # Of what may be there once, the first counts.
    seen: set[bytes] = set()
    looked = 0
    for chunk in _walk(data):
        if chunk.name in _CRITICAL or _stays(chunk, data, seen):
            seen.add(chunk.name)
            parts.append(view[chunk.start : chunk.end])
            continue
        body = data[chunk.start + 8 : chunk.end - 4]
        new, kinds = b"", frozenset({"other"})
        if chunk.name in _EDITED and chunk.name not in seen:
            seen.add(chunk.name)
            new, kinds = _edit(chunk.name, body)
        elif looked < _MOST_NAMED:
            looked += 1
            kinds = _chunk_kinds(chunk.name, body)
        found |= kinds
        if new:
            parts.append(_pack(chunk.name, new))
    end = chunk.end
    if end < len(data):
        found.add("trailer")
    return Edit(b"".join(parts) if found else data, frozenset(found))


def _walk(data: bytes) -> Iterator[_Chunk]:
    """IHDR to IEND."""
    at = len(_SIGNATURE)
    seen: set[bytes] = set()
    for _ in range(_MOST_CHUNKS):
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = _Chunk(name, at, at + 12 + size)
        if chunk.end > len(data) or not _NAME.fullmatch(name):
            raise Damaged
        # An unknown chunk that a decoder must not pass over, or one with a fault: not a PNG as we know it.
        if name[:1].isupper() and (name not in _CRITICAL or not _sound(chunk, data)):
            raise Damaged
        if not seen and name != b"IHDR":
            raise Damaged
        if name in seen & _SINGLE or (name == b"IHDR" and size != 13) or (name == b"PLTE" and size > 768):
            raise Damaged
        seen.add(name)
        yield chunk
        at = chunk.end
        if name == b"IEND":
            break
    if not seen >= {b"IHDR", b"IDAT", b"IEND"} or size:
        raise Damaged


def _sound(chunk: _Chunk, data: bytes) -> bool:
    crc = zlib.crc32(memoryview(data)[chunk.start + 4 : chunk.end - 4])
    return crc == int.from_bytes(data[chunk.end - 4 : chunk.end], "big")


def _stays(chunk: _Chunk, data: bytes, seen: set[bytes]) -> bool:
    in_place = b"acTL" in seen if chunk.name in _FRAME else chunk.name not in seen
    return in_place and chunk.end - chunk.start - 12 in _KEPT.get(chunk.name, ()) and _sound(chunk, data)


def _pack(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _edit(name: bytes, body: bytes) -> tuple[bytes, frozenset[str]]:
    """What stays of an EXIF or profile, and the kinds of what goes."""
    if name == b"eXIf":
        tiff = exif.keep(body)
        return tiff, exif.kinds(body) if tiff != body else frozenset()
    packed = body.partition(b"\0")[2]
    content, found, space = icc.clean(_unpack(packed[1:], icc.LIMIT + 1))
    if not content:
        return b"", found
    new = space.encode("ascii") + b"\0\0" + _store(content)
    return new, found if new == body else found or frozenset({"other"})


def _store(content: bytes) -> bytes:
    """A zlib stream that does not compress: the same bytes from every implementation."""
    size = struct.pack("<HH", len(content), len(content) ^ 0xFFFF)
    return b"\x78\x01\x01" + size + content + struct.pack(">I", zlib.adler32(content))


def _unpack(packed: bytes, most: int) -> bytes:
    """At most the first ``most`` bytes of a zlib stream; empty if it is none."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _chunk_kinds(name: bytes, body: bytes) -> frozenset[str]:
    """Kinds of a chunk that goes wholly."""
    if name == b"eXIf":
        return exif.kinds(body)
    if name in (b"tEXt", b"zTXt", b"iTXt"):
        keyword, _, rest = body.partition(b"\0")
        return _text_kinds(keyword.strip().lower(), _text(name, rest))
    return frozenset({_KINDS.get(name, "other")})


def _text(name: bytes, rest: bytes) -> bytes:
    """The text that stands behind a chunk's keyword, as far as it is read."""
    if name == b"tEXt":
        return rest[:_READ]
    if name == b"zTXt":
        return _unpack(rest[1:], _READ)
    # Compression flag and method; language, translated keyword and text, divided by zeros.
    text = b"".join(rest[2:].split(b"\0", 2)[2:])
    return _unpack(text, _READ) if rest.startswith(b"\1") else text[:_READ]


def _text_kinds(keyword: bytes, text: bytes) -> frozenset[str]:
    if keyword == b"xml:com.adobe.xmp":
        return xmp.kinds(text)
    if keyword.startswith(b"raw profile type "):
        return _raw_kinds(keyword.removeprefix(b"raw profile type "), text)
    prefix = keyword.partition(b":")[0]
    kind = {b"exif": "device", b"thumb": "thumbnail"}.get(prefix, "other")
    return frozenset({_KEYWORDS.get(keyword, kind)})


def _raw_kinds(kind: bytes, text: bytes) -> frozenset[str]:
    """Of EXIF and others that ImageMagick wrote in hexadecimal digits behind a name and a size."""
    words = text.split(None, 2)
    digits = re.sub(rb"\s", b"", words[2]) if len(words) == 3 else b""
    try:
        raw = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return frozenset({"other"})
    if kind in (b"exif", b"app1"):
        return exif.kinds(raw.removeprefix(b"Exif\0\0"))
    if kind in (b"iptc", b"8bim"):
        return iptc.resource_kinds(raw.removeprefix(b"Photoshop 3.0\0"))
    if kind == b"xmp":
        return xmp.kinds(raw)
    return frozenset({"profile" if kind in (b"icc", b"icm") else "other"})
