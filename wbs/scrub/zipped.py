"""The zip container of office files (APPNOTE 6.3): read with suspicion, written with nothing of its own.

Reading accounts for every byte: what the directory does not list, and what stands before, between or behind
its members, is found. Writing gives every part one date (1980-01-01), no extra field and no comment.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final

from wbs.scrub.findings import Findings, Kept

#: All parts together, unpacked, in bytes, and how many there may be. Deflate's own ratio ends at 1,032.
UNPACKED_LIMIT: Final = 256 << 20
PARTS_LIMIT: Final = 10_000

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_FIELD: Final = struct.Struct("<HH")
_END_RECORD: Final = (b"PK\x05\x06", 22)
_ENCRYPTED: Final = 0x1
_DESCRIBED: Final = 0x8
#: Sizes of what follows a member whose header says so: CRC and sizes, with or without a signature.
_DESCRIPTORS: Final = frozenset({12, 16, 20, 24})
#: No date at all, as MS-DOS and as zeros: 1980-01-01 00:00.
_NO_DATES: Final = frozenset({(0x21, 0), (0, 0)})

#: Extra fields by their id (APPNOTE 4.5.2) and what they tell. Sizes (ZIP64) and padding tell nothing.
_EXTRAS: Final[Mapping[int, str]] = {
    0x0001: "", 0xA220: "", 0xCAFE: "",
    0x000A: "dates", 0x5455: "dates", 0x5855: "dates", 0x7855: "identifiers", 0x7875: "identifiers",
}  # fmt: skip


def read(data: bytes, findings: Findings) -> dict[str, bytes]:
    """The parts by name, in the order of the directory. Kept: damaged, encrypted, too_large."""
    # Before the directory is read: each of its entries takes ten times its size in memory.
    if data.count(b"PK\x01\x02") > 2 * PARTS_LIMIT:
        raise Kept("too_large")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members, comment, directory = archive.infolist(), archive.comment, archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error) as error:
        raise Kept("damaged") from error
    if len(members) > PARTS_LIMIT or sum(member.file_size for member in members) > UNPACKED_LIMIT:
        raise Kept("too_large")
    if comment:
        findings.add(["comments"])
    if data.rfind(_END_RECORD[0]) + _END_RECORD[1] + len(comment) != len(data):
        findings.add(["trailer"])
    parts = dict.fromkeys((member.filename for member in members), b"")
    if len({name.casefold() for name in parts}) != len(members) or not all(map(_plain, members)):
        raise Kept("damaged")
    end, described = 0, False
    for member in sorted(members, key=lambda each: each.header_offset):
        _check_gap(end, member.header_offset, described, findings)
        start = _start(data, member, findings)
        end, described = start + member.compress_size, bool(member.flag_bits & _DESCRIBED)
        parts[member.filename] = _unpacked(data[start:end], member, findings)
    _check_gap(end, directory, described, findings)
    return {name: part for name, part in parts.items() if not name.endswith("/")}


def write(parts: Mapping[str, bytes], stored: Iterable[str] = ()) -> bytes:
    """The archive of these parts in this order; all deflated but the ``stored``."""
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            member = zipfile.ZipInfo(name)
            member.create_system = 0
            member.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, part)
    return sink.getvalue()


def _plain(member: zipfile.ZipInfo) -> bool:
    """Whether the name is a path within the archive and nothing else."""
    name = member.orig_filename
    return (
        name.isprintable()
        and "\\" not in name
        and all(step not in ("", ".", "..") for step in name.removesuffix("/").split("/"))
    )


def _check_gap(end: int, start: int, described: bool, findings: Findings) -> None:
    """Between a member's end and the next one's start there is at most its descriptor."""
    if start < end:
        raise Kept("damaged")
    if (start > end or described) and not (described and start - end in _DESCRIPTORS):
        findings.add(["trailer"])


def _start(data: bytes, member: zipfile.ZipInfo, findings: Findings) -> int:
    """Where a member's bytes start, behind its own header; what both its headers tell is noted."""
    offset = member.header_offset
    if offset + _LOCAL.size > len(data):
        raise Kept("damaged")
    signature, _, flags, method, time, date, _, _, _, name, extra = _LOCAL.unpack_from(data, offset)
    start: int = offset + _LOCAL.size + name + extra
    own_name = data[offset + _LOCAL.size :][:name]
    if flags & _ENCRYPTED or member.flag_bits & _ENCRYPTED:
        raise Kept("encrypted")
    if (
        signature != b"PK\x03\x04"
        or method != member.compress_type
        or own_name not in (member.orig_filename.encode(), member.orig_filename.encode("cp437", "replace"))
        or start + member.compress_size > len(data)
    ):
        raise Kept("damaged")
    year, month, day, hour, minute, second = member.date_time
    listed = ((year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2)
    if not {listed, (date, time)} <= _NO_DATES:
        findings.add(["dates"])
    findings.add(_extras(member.extra))
    findings.add(_extras(data[start - extra : start]))
    if member.comment:
        findings.add(["comments"])
    return start


def _extras(extra: bytes) -> Iterable[str]:
    while len(extra) >= _FIELD.size:
        field, size = _FIELD.unpack_from(extra)
        yield _EXTRAS.get(field, "other")
        extra = extra[_FIELD.size + size :]
    if extra:
        yield "other"


def _unpacked(packed: bytes, member: zipfile.ZipInfo, findings: Findings) -> bytes:
    if member.compress_type == zipfile.ZIP_STORED:
        part = packed
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            part = stream.decompress(packed, member.file_size + 1)
            # A full buffer may keep the mark of the end unread.
            stream.decompress(stream.unconsumed_tail, 1)
        except zlib.error as error:
            raise Kept("damaged") from error
        if not stream.eof:
            raise Kept("damaged")
        if stream.unused_data:
            findings.add(["trailer"])
    else:
        raise Kept("damaged")
    if len(part) != member.file_size or zlib.crc32(part) != member.CRC:
        raise Kept("damaged")
    if part and member.is_dir():
        findings.add(["other"])
    return part
