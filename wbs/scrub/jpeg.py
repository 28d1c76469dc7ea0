"""JPEG (ITU-T T.81, annex B): the segments that a decoder needs stay as they are, the others go."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

from wbs.scrub import exif, icc, iptc, xmp
from wbs.scrub.edit import Damaged, Edit

_EOI, _SOS, _APP0, _COM = 0xD9, 0xDA, 0xE0, 0xFE
_FRAMES: Final = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_DHT, _DAC, _DQT, _DNL, _DRI = 0xC4, 0xCC, 0xDB, 0xDC, 0xDD
_PICTURE: Final = _FRAMES | {_DHT, _DAC, _SOS, _DQT, _DNL, _DRI}
# Conditions for at most 16 tables of each of two kinds, a byte for each and one for its name.
_MOST_CONDITIONS = 64
_METADATA: Final = frozenset((*range(_APP0, 0xF0), _COM))
# TEM and the restart markers have no length; between segments decoders pass over them.
_ALONE: Final = frozenset((0x01, *range(0xD0, 0xD8)))

# Fill bytes, or bytes that belong to no segment, may stand before a marker.
_MARKER = re.compile(rb"\xff[^\x00\xff]")
# Within a scan stuffed zeros and restart markers belong to it; markers that cannot be there change nothing.
_SCAN_END = re.compile(rb"\xff[\xc0-\xcf\xd8-\xfe]")

_MOST_SEGMENTS = 1 << 16
_MOST_PICTURES = 16
# How many segments of one name are looked into to name their kinds.
_MOST_NAMED = 16

_PROFILE_PART = (0xFFFF - 2) - 14

# Marker, how the payload begins, the segment's name here; the first that fits.
_NAMES: Final = (
    (0xE0, b"JFIF\0", "jfif"),
    (0xE0, b"JFXX\0", "jfxx"),
    (0xE0, b"", "ciff"),
    (0xE1, b"Exif\0", "exif"),
    (0xE1, b"http://ns.adobe.com/xap/1.0/\0", "xmp"),
    (0xE1, b"http://ns.adobe.com/xmp/extension/\0", "extended xmp"),
    (0xE2, b"ICC_PROFILE\0", "icc"),
    (0xE2, b"MPF\0", "mpf"),
    (0xEB, b"JP", "jumbf"),
    (0xEC, b"Ducky", "ducky"),
    (0xEC, b"", "picture info"),
    (0xED, b"Photoshop 3.0\0", "photoshop"),
    (0xEE, b"Adobe", "adobe"),
    (_COM, b"", "comment"),
)
# Kinds of what is named by its presence; everything that is not here is ``other``.
_KINDS: Final = {
    "jfxx": "thumbnail",
    "ciff": "device",
    "mpf": "thumbnail",
    "jumbf": "identifiers",
    "ducky": "software",
    "picture info": "device",
    "comment": "comments",
}
_HEADS: Final = {name: start for _, start, name in _NAMES}


class _Segment(NamedTuple):
    marker: int
    start: int
    end: int  # with the scan's data, behind SOS


class _Picture(NamedTuple):
    segments: list[_Segment]
    end: int
    whole: bool  # ends with EOI
    strays: bool  # bytes between segments that belong to none


def clean(data: bytes) -> Edit:
    """Raises Damaged. What stands behind the picture's end goes, with all pictures in it.

    A picture whose last scan just ends (a broken download, say) is edited too, but is not ``whole``.
    """
    picture = _walk(data, 0)
    groups = _metadata(data, picture)
    kept = _keep(groups)
    found = {"other"} if picture.strays else set()
    for name, payloads in groups.items():
        found |= _kinds(name, payloads, kept)
    if picture.end < len(data):
        found |= {"trailer"} | _trailer_kinds(data, picture.end)
    if not found:
        return Edit(data, frozenset(), picture.whole)
    return Edit(_write(data, picture, kept), frozenset(found), picture.whole)


def _walk(data: bytes, start: int) -> _Picture:
    """The segments of the picture whose SOI stands at ``start``."""
    segments: list[_Segment] = []
    at, markers, strays = start + 2, set[int](), False
    while len(segments) < _MOST_SEGMENTS:
        found = _MARKER.search(data, at)
        if found is None:
            break
        strays = strays or bool(data[at : found.start()].strip(b"\xff"))
        marker, at = data[found.end() - 1], found.end()
        if marker == _EOI:
            if _SOS not in markers:
                raise Damaged
            return _Picture(segments, at, whole=True, strays=strays)
        if marker in _PICTURE or marker in _METADATA:
            at = _segment_end(data, at, marker)
        elif marker not in _ALONE:
            raise Damaged
        segments.append(_Segment(marker, found.start(), at))
        if marker in _FRAMES and markers & _FRAMES:
            raise Damaged
        markers.add(marker)
        if marker == _SOS and not markers & _FRAMES:
            raise Damaged
    if not segments or segments[-1].marker != _SOS or segments[-1].end != len(data):
        raise Damaged
    return _Picture(segments, len(data), whole=False, strays=strays)


def _segment_end(data: bytes, at: int, marker: int) -> int:
    size = int.from_bytes(data[at : at + 2], "big")
    end = at + size
    if size < 2 or end > len(data):
        raise Damaged
    if marker in _PICTURE and not _is_filled(marker, data[at + 2 : end]):
        raise Damaged
    if marker != _SOS:
        return end
    scan_end = _SCAN_END.search(data, end)
    return scan_end.start() if scan_end else len(data)


def _is_filled(marker: int, payload: bytes) -> bool:
    """Whether what a segment of the picture says it holds ends where the segment does."""
    size = len(payload)
    if marker == _SOS:
        return size > 0 and size == 4 + 2 * payload[0]
    if marker in _FRAMES:
        return size > 5 and size == 6 + 3 * payload[5]
    if marker in (_DNL, _DRI):
        return size == 2
    if marker == _DAC:
        return size % 2 == 0 and size <= _MOST_CONDITIONS
    at = 0
    while at < size:
        # A table: codes of 1 to 16 bits are counted first, or 64 numbers of one or two bytes.
        at += 17 + sum(payload[at + 1 : at + 17]) if marker == _DHT else 1 + 64 * (1 + (payload[at] >> 4))
    return at == size


def _metadata(data: bytes, picture: _Picture) -> Mapping[str, list[bytes]]:
    """Payloads of the segments that may tell something, in their order, by the segments' names."""
    groups: dict[str, list[bytes]] = defaultdict(list)
    for segment in picture.segments:
        if segment.marker in _METADATA:
            payload = data[segment.start + 4 : segment.end]
            groups[_name(segment.marker, payload)].append(payload)
    return groups


def _name(marker: int, payload: bytes) -> str:
    for known, start, name in _NAMES:
        if marker == known and payload.startswith(start):
            return name
    return "unknown"


def _keep(groups: Mapping[str, list[bytes]]) -> dict[str, list[bytes]]:
    """Payloads that are written, by name: where the first of that name stood."""
    kept: dict[str, list[bytes]] = {}
    for payload in groups.get("jfif", ())[:1]:
        if len(payload) >= 14:
            kept["jfif"] = [payload[:12] + bytes(2)]
    for payload in groups.get("adobe", ())[-1:]:
        # Decoders go by the last one.
        if len(payload) >= 12:
            kept["adobe"] = [b"Adobe\0\x64" + bytes(4) + payload[11:12]]
    for payload in groups.get("exif", ())[:1]:
        if tiff := exif.keep(payload[6:]):
            kept["exif"] = [b"Exif\0\0" + tiff]
    if content := icc.clean(_profile(groups.get("icc", [])))[0]:
        starts = range(0, len(content), _PROFILE_PART)
        kept["icc"] = [
            _HEADS["icc"] + bytes((number, len(starts))) + content[start : start + _PROFILE_PART]
            for number, start in enumerate(starts, 1)
        ]
    return kept


def _profile(payloads: list[bytes]) -> bytes:
    """The colour profile of all its parts; empty if they do not make one."""
    parts = {payload[12]: payload[14:] for payload in payloads if len(payload) > 14}
    whole = sorted(parts) == list(range(1, len(payloads) + 1))
    if not whole or any(payload[13] != len(payloads) for payload in payloads):
        return b""
    return b"".join(parts[number] for number in sorted(parts))


def _kinds(name: str, payloads: list[bytes], kept: Mapping[str, list[bytes]]) -> frozenset[str]:
    """Kinds of what goes of the segments of one name."""
    if kept.get(name) == payloads:
        return frozenset()
    if name == "icc":
        return icc.clean(_profile(payloads))[1]
    payloads = payloads[:_MOST_NAMED]
    if name == "exif":
        # Copies of the one that stays have no kind of their own.
        turned = kept.get("exif")
        told = (exif.kinds(payload[6:]) for payload in payloads if [payload] != turned)
        return frozenset().union(*told) or frozenset({"other"})
    if name in ("xmp", "extended xmp"):
        # Extended XMP is cut anywhere: GUID, size and offset stand before each part.
        head = len(_HEADS[name]) + (40 if name == "extended xmp" else 0)
        return xmp.kinds(b"".join(payload[head:] for payload in payloads))
    if name == "photoshop":
        return iptc.resource_kinds(b"".join(payload[len(_HEADS[name]) :] for payload in payloads))
    # Width and height of the thumbnail.
    if name == "jfif" and any(payload[12:14].strip(b"\0") for payload in payloads):
        return frozenset({"thumbnail"})
    return frozenset({_KINDS.get(name, "other")})


def _trailer_kinds(data: bytes, start: int) -> frozenset[str]:
    """What pictures behind the end tell: previews, and a phone's second lens."""
    found: set[str] = set()
    for _ in range(_MOST_PICTURES):
        start = data.find(b"\xff\xd8\xff", start)
        if start < 0:
            break
        try:
            picture = _walk(data, start)
        except Damaged:
            break
        for name, payloads in _metadata(data, picture).items():
            if name not in ("jfif", "adobe", "icc"):
                found |= _kinds(name, payloads, {})
        start = picture.end
    return frozenset(found)


def _write(data: bytes, picture: _Picture, kept: Mapping[str, list[bytes]]) -> bytes:
    view = memoryview(data)
    parts: list[bytes | memoryview] = [b"\xff\xd8"]
    waiting = dict(kept)
    for segment in picture.segments:
        if segment.marker in _PICTURE:
            parts.append(view[segment.start : segment.end])
        elif segment.marker in _METADATA:
            name = _name(segment.marker, data[segment.start + 4 : segment.end])
            for payload in waiting.pop(name, ()):
                parts += (bytes((0xFF, segment.marker)), (len(payload) + 2).to_bytes(2, "big"), payload)
    if picture.whole:
        parts.append(b"\xff\xd9")
    return b"".join(parts)
