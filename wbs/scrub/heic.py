"""ISO base media files (ISO/IEC 14496-12): recognised by their brands; what pictures of them tell is named.

HEIC, HEIF (ISO/IEC 23008-12) and AVIF are not edited: every item stands at an absolute offset of the file, in
one of several nested ways, and a wrong offset is a lost picture.
"""

import re
from typing import Final

from wbs.scrub import exif, xmp

_HEIC: Final = {b"heic": "image/heic", b"heix": "image/heic", b"heim": "image/heic", b"heis": "image/heic"}
_HEIC_SEQUENCE: Final = {b"hevc": "image/heic-sequence", b"hevx": "image/heic-sequence"}
_HEIF: Final = {b"mif1": "image/heif", b"mif2": "image/heif", b"msf1": "image/heif-sequence"}
_AVIF: Final = {b"avif": "image/avif", b"avis": "image/avif"}
_OTHERS: Final = {
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"M4P ": "audio/mp4",
}

# An Exif item (ISO/IEC 23008-12, A.2.1) has this signature before its TIFF header, mostly.
_EXIF = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")
_XMP = re.compile(rb"<x:xmpmeta")
_EXIF_LIMIT = 1 << 20


def sniff(head: bytes) -> tuple[str, str] | None:
    """Format (``heic`` or empty) and media type by the major and compatible brands; None: no such file."""
    if head[:1] != b"\0":
        return None
    if head[4:8] in (b"moov", b"mdat", b"wide"):
        return "", "video/quicktime"
    if head[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))]
    if brands[0].startswith((b"3gp", b"3g2")):
        return "", "video/3gpp"
    if brands[0] in _OTHERS:
        return "", _OTHERS[brands[0]]
    # AVIF is checked first: its files name mif1 besides.
    for known, name in ((_AVIF, ""), (_HEIC, "heic"), (_HEIC_SEQUENCE, "heic"), (_HEIF, "heic")):
        for brand in brands:
            if brand in known:
                return name, known[brand]
    return "", "video/mp4"


def kinds(data: bytes) -> frozenset[str]:
    """What the first EXIF and XMP of the picture tell, where they are found; nothing more is claimed."""
    found: set[str] = set()
    if at := _EXIF.search(data):
        found |= exif.kinds(data[at.end() : at.end() + _EXIF_LIMIT])
    if at := _XMP.search(data):
        end = data.find(b"</x:xmpmeta>", at.start())
        found |= xmp.kinds(data[at.start() : end if end >= 0 else at.start() + _EXIF_LIMIT])
    return frozenset(found)
