"""EXIF (CIPA DC-008, TIFF within a picture): what it tells, and the orientation, which alone may stay."""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from wbs.scrub import iptc, xmp

_STRIPS, _ORIENTATION = 0x0111, 0x0112
_EXIF_IFD, _GPS_IFD, _INTEROP_IFD, _SUB_IFDS = 0x8769, 0x8825, 0xA005, 0x014A
_MAKER_NOTE, _USER_COMMENT = 0x927C, 0x9286

# No camera comes near these; beyond them nothing more is read, and so nothing named.
_MOST_BYTES = 1 << 20
_MOST_IFDS = 24
_MOST_ENTRIES = 4096
_MOST_VALUE = 1 << 16

# Bytes of one value, by the field's type (TIFF 6.0, page 15; 129 is UTF-8 of CIPA DC-008-2023).
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
# ASCII, undefined, UTF-8.
_TEXTS: Final = (2, 7, 129)

_TAGS: Final[dict[int, tuple[str, ...]]] = {
    0x000B: ("software",),  # ProcessingSoftware
    0x010D: ("description",),  # DocumentName
    0x010E: ("description",),  # ImageDescription
    0x010F: ("device",),  # Make
    0x0110: ("device",),  # Model
    0x0131: ("software",),
    0x0132: ("dates",),  # DateTime
    0x013B: ("author",),  # Artist
    0x013C: ("device",),  # HostComputer
    0x0201: ("thumbnail",),  # JPEGInterchangeFormat
    0x4746: ("description",),  # Rating
    0x4749: ("description",),  # RatingPercent
    0x8298: ("author",),  # Copyright
    _MAKER_NOTE: ("device",),
    0x9003: ("dates",),  # DateTimeOriginal
    0x9004: ("dates",),  # DateTimeDigitized
    0x9010: ("dates",),  # OffsetTime, then Original, Digitized
    0x9011: ("dates",),
    0x9012: ("dates",),
    _USER_COMMENT: ("comments",),
    0x9290: ("dates",),  # SubSecTime, then Original, Digitized
    0x9291: ("dates",),
    0x9292: ("dates",),
    0x9C9B: ("description",),  # XPTitle
    0x9C9C: ("comments",),  # XPComment
    0x9C9D: ("author",),  # XPAuthor
    0x9C9E: ("description",),  # XPKeywords
    0x9C9F: ("description",),  # XPSubject
    0xA420: ("identifiers",),  # ImageUniqueID
    0xA430: ("author",),  # CameraOwnerName
    0xA431: ("device", "identifiers"),  # BodySerialNumber
    0xA435: ("device", "identifiers"),  # LensSerialNumber
    0xA436: ("description",),  # ImageTitle
    0xA437: ("author",),  # Photographer
    0xA438: ("author",),  # ImageEditor
    0xA439: ("software",),  # CameraFirmware
    0xA43A: ("software",),  # RAWDevelopingSoftware
    0xA43B: ("software",),  # ImageEditingSoftware
    0xA43C: ("software",),  # MetadataEditingSoftware
    0xC614: ("device",),  # UniqueCameraModel
    0xC62F: ("device", "identifiers"),  # CameraSerialNumber
    0xC4A5: ("device",),  # PrintImageMatching
    0xEA1C: ("software",),  # Microsoft's padding, and how far it moved the maker's note
    0xEA1D: ("software",),
    0xC65D: ("identifiers",),  # RawDataUniqueID
    0xFDE8: ("author",),  # OwnerName of Adobe's raw converter
    0xFDE9: ("device", "identifiers"),  # its SerialNumber
    0xFDEA: ("device",),  # its Lens
} | dict.fromkeys(
    # How the picture was taken: exposure, lens, what was measured.
    (
        0x829A, 0x829D, 0x8822, 0x8824, *range(0x8827, 0x8836), *range(0x9201, 0x9216),
        *range(0x9400, 0x9406), 0xA20B, 0xA20E, 0xA20F, 0xA210, 0xA214, 0xA215, 0xA217,
        *range(0xA300, 0xA303), *range(0xA401, 0xA40D), *range(0xA432, 0xA435), *range(0xA460, 0xA463),
    ),
    ("device",),
)  # fmt: skip

# What every decoder sees anyway, and the pointers to what is looked into.
_PLAIN: Final = frozenset(
    (
        *range(0x0100, 0x0104), 0x0106, _STRIPS, _ORIENTATION, 0x0115, 0x0116, 0x0117, 0x011A, 0x011B, 0x011C,
        0x0128, 0x012D, 0x013E, 0x013F, _SUB_IFDS, 0x0202, 0x0211, 0x0212, 0x0213, 0x0214,
        _EXIF_IFD, _GPS_IFD, _INTEROP_IFD, 0x9000, 0x9101, 0x9102, 0xA000, 0xA001, 0xA002, 0xA003, 0xA500,
    )
)  # fmt: skip
_GPS: Final[dict[int, tuple[str, ...]]] = {0x00: (), 0x07: ("dates",), 0x1D: ("dates",)}
_INTEROP: Final = frozenset((0x0001, 0x0002, 0x1000, 0x1001, 0x1002))

_MINIMAL = struct.Struct(">2sHIHHHIHHI")


class _Entry(NamedTuple):
    ifd: int
    tag: int
    type: int
    value: bytes


def minimal(orientation: int) -> bytes:
    """An EXIF of one tag; the same bytes for everyone who holds a device this way."""
    return _MINIMAL.pack(b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def orientation(data: bytes) -> int:
    """2 to 8 as in the first IFD; 1 (upright) where it says nothing else or cannot be read."""
    for entry in _entries(data):
        if entry.ifd == 0 and entry.tag == _ORIENTATION and entry.type == 3:
            value = int.from_bytes(entry.value[:2], "little" if data.startswith(b"II") else "big")
            return value if 2 <= value <= 8 else 1
    return 1


def keep(data: bytes) -> bytes:
    """What of an EXIF may stay: the minimal one of its orientation, or nothing where that is upright."""
    turned = orientation(data)
    return minimal(turned) if turned != 1 else b""


def kinds(data: bytes) -> frozenset[str]:
    """Codes of KINDS; ``other`` for tags that are not known, and where nothing at all can be named."""
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    for entry in _entries(data):
        if (entry.ifd, entry.tag) not in seen and not _blank(entry):
            found |= _kinds(entry)
        seen.add((entry.ifd, entry.tag))
    return frozenset(found or {"other"})


def _blank(entry: _Entry) -> bool:
    """Whether it is a field that a camera had nothing for."""
    # A user comment says its character set in its first eight bytes.
    value = entry.value[8:] if entry.tag == _USER_COMMENT else entry.value
    return entry.type in _TEXTS and not value.strip(b"\0 ")


def _kinds(entry: _Entry) -> frozenset[str]:
    if entry.ifd == _GPS_IFD:
        return frozenset(_GPS.get(entry.tag, ("place",)))
    if entry.ifd == _INTEROP_IFD and entry.tag in _INTEROP:
        return frozenset()
    if entry.ifd == 1 and entry.tag == _STRIPS:
        return frozenset({"thumbnail"})
    if entry.tag == 0x02BC:
        return xmp.kinds(entry.value)
    if entry.tag == 0x83BB:
        return iptc.kinds(entry.value)
    if entry.tag == 0x8649:
        return iptc.resource_kinds(entry.value)
    if entry.tag in _PLAIN:
        return frozenset()
    return frozenset(_TAGS.get(entry.tag, ("other",)))


def _entries(data: bytes) -> Iterator[_Entry]:
    """Every entry that can be read, of IFDs named for the tag that points to them (0, 1: the chain)."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None:
        return
    data = data[:_MOST_BYTES]
    left = _MOST_ENTRIES
    waiting = [(0, _number(data, 4, order))]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_IFDS:
        ifd, start = waiting.pop(0)
        if start in seen or not 8 <= start <= len(data) - 2:
            continue
        seen.add(start)
        count = int.from_bytes(data[start : start + 2], "little" if order == "<" else "big")
        for at in range(start + 2, start + 2 + 12 * min(count, left), 12):
            entry = _entry(data, at, order, ifd)
            if entry is None:
                break
            left -= 1
            yield entry
            if entry.tag in (_EXIF_IFD, _GPS_IFD, _INTEROP_IFD, _SUB_IFDS):
                size = len(entry.value) // 4
                offsets = struct.unpack(f"{order}{size}I", entry.value[: 4 * size])
                waiting += [(entry.tag, offset) for offset in offsets[:_MOST_IFDS]]
        # The chain: the thumbnail's IFD stands behind the first one.
        if ifd in (0, 1):
            waiting.append((1, _number(data, start + 2 + 12 * count, order)))


def _entry(data: bytes, at: int, order: str, ifd: int) -> _Entry | None:
    if at + 12 > len(data):
        return None
    tag, kind, count = struct.unpack_from(f"{order}HHI", data, at)
    size = _SIZES.get(kind, 1) * count
    start = at + 8 if size <= 4 else _number(data, at + 8, order)
    return _Entry(ifd, tag, kind, data[start : start + min(size, _MOST_VALUE)])


def _number(data: bytes, at: int, order: str) -> int:
    """A 32-bit number; 0, where no IFD can be, behind the end."""
    return int(struct.unpack_from(f"{order}I", data, at)[0]) if at + 4 <= len(data) else 0
