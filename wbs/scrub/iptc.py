"""Photoshop's image resources and the IPTC records (IIM 4.2) among them: what they tell."""

import re
from typing import Final

from wbs.scrub import xmp

_KINDS: Final = {
    # Record 2, by data set.
    **dict.fromkeys((5, 7, 15, 20, 25, 40, 45, 103, 105, 120), "description"),
    **dict.fromkeys((26, 27, 90, 92, 95, 100, 101), "place"),
    **dict.fromkeys((80, 85, 110, 115, 116, 118, 122), "author"),
    **dict.fromkeys((30, 35, 37, 38, 47, 50, 55, 60, 62, 63), "dates"),
    **dict.fromkeys((65, 70), "software"),
    **dict.fromkeys((22, 184, 185, 186, 187, 188), "identifiers"),
    **dict.fromkeys((200, 201, 202), "thumbnail"),
}
# Version, coded character set: said of the record, not of the picture.
_PLAIN: Final = frozenset(((1, 0), (1, 90), (2, 0)))
_MOST = 4096

_RESOURCE = re.compile(rb"8BIM(..)", re.DOTALL)
_RESOURCES: Final = {
    0x03E8: "other", 0x0409: "thumbnail", 0x040C: "thumbnail", 0x040A: "author", 0x040B: "description",
    0x040F: "profile", 0x0414: "identifiers", 0x0419: "other", 0x041E: "description", 0x0421: "software",
    0x0422: "other", 0x0425: "identifiers", 0x0435: "other", 0x043B: "other",
}  # fmt: skip


def kinds(data: bytes) -> frozenset[str]:
    """Codes of KINDS of an IPTC record; ``other`` for data sets that are not known, or if there are none."""
    found: set[str] = set()
    at = 0
    for _ in range(_MOST):
        if data[at : at + 1] != b"\x1c" or at + 5 > len(data):
            break
        record, data_set, size = data[at + 1], data[at + 2], int.from_bytes(data[at + 3 : at + 5], "big")
        # An extended size says how many bytes the size itself has; it is used for pictures.
        extended = size & 0x7FFF if size & 0x8000 else 0
        at += 5 + extended
        if extended:
            size = int.from_bytes(data[at - extended : at], "big")
        if data[at : at + size].strip(b"\0 ") and (record, data_set) not in _PLAIN:
            found.add(_KINDS.get(data_set, "other") if record == 2 else "other")
        at += size
    return frozenset(found or {"other"})


def resource_kinds(data: bytes) -> frozenset[str]:
    """Codes of KINDS of a row of Photoshop's image resource blocks."""
    found: set[str] = set()
    at = 0
    for _ in range(_MOST):
        block = _RESOURCE.match(data, at)
        if block is None:
            break
        # A name with its length before it, then the size; both padded to even.
        start = block.end() + (data[block.end()] | 1) + 1 if block.end() < len(data) else len(data)
        size = int.from_bytes(data[start : start + 4], "big")
        body = data[start + 4 : start + 4 + size]
        number = int.from_bytes(block[1], "big")
        if number == 0x0404:
            found |= kinds(body)
        elif number == 0x0424:
            found |= xmp.kinds(body)
        else:
            found.add(_RESOURCES.get(number, "other"))
        at = start + 4 + size + size % 2
    return frozenset(found or {"other"})
