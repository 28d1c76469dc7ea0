"""The zip container: every byte accounted for, unpacked within bounds, nothing of its own written."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbs.scrub import zipped
from wbs.scrub.findings import Findings, Kept

_EPOCH = (1980, 1, 1, 0, 0, 0)
PARTS = {"mimetype": b"application/x", "a/b.xml": b"<a/>" * 50, "gambar.bin": bytes(range(256))}
CLEAN = zipped.write(PARTS, stored=["mimetype"])


def read(data: bytes) -> tuple[dict[str, bytes], set[str]]:
    findings = Findings()
    return zipped.read(data, findings), findings.kinds


def archive(*members: tuple[zipfile.ZipInfo | str, bytes], comment: bytes = b"") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as opened, warnings.catch_warnings():
        # Of a name that is there twice, which is the point.
        warnings.simplefilter("ignore", UserWarning)
        opened.comment = comment
        for member, content in members:
            info = zipfile.ZipInfo(member, _EPOCH) if isinstance(member, str) else member
            opened.writestr(info, content)
    return sink.getvalue()


def info(name: str = "a", **fields: object) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    for field, value in fields.items():
        setattr(member, field, value)
    return member


def test_what_is_written_reads_the_same_and_tells_nothing() -> None:
    assert read(CLEAN) == (PARTS, set())
    assert zipped.write(PARTS, stored=["mimetype"]) == CLEAN
    assert CLEAN[30:38] == b"mimetype"
    assert CLEAN[38:].startswith(PARTS["mimetype"])


def _extra(field: int, content: bytes = b"12345678") -> bytes:
    return struct.pack("<HH", field, len(content)) + content


@pytest.mark.parametrize(
    ("member", "kinds"),
    [
        (info(date_time=(2025, 3, 4, 5, 6, 8)), {"dates"}),
        (info(comment=b"dari Budi"), {"comments"}),
        (info(extra=_extra(0x5455)), {"dates"}),
        (info(extra=_extra(0x7875)), {"identifiers"}),
        (info(extra=_extra(0x4242)), {"other"}),
        (info(extra=_extra(0xA220)), set()),
    ],
)
def test_what_a_member_tells(member: zipfile.ZipInfo, kinds: set[str]) -> None:
    assert read(archive((member, b"x"))) == ({"a": b"x"}, kinds)


def test_what_only_a_members_own_header_tells() -> None:
    data = bytearray(archive(("a", b"x")))
    struct.pack_into("<HH", data, 10, 0x1234, 0x5A64)
    assert read(bytes(data))[1] == {"dates"}


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (b"sebelum" + CLEAN, {"trailer"}),
        (CLEAN + b"sesudah", {"trailer"}),
        (archive(("a", b"x"), comment=b"catatan"), {"comments"}),
    ],
)
def test_bytes_that_are_no_member(data: bytes, kinds: set[str]) -> None:
    assert read(data)[1] == kinds


def test_a_member_that_the_directory_does_not_list() -> None:
    sink = io.BytesIO(CLEAN)
    with zipfile.ZipFile(sink, "a") as opened:
        directory = opened.start_dir
        hidden = zipped.write({"rahasia.xml": b"tersembunyi"})
    local = hidden[: hidden.index(b"PK\x01\x02")]
    data = bytearray(CLEAN[:directory] + local + CLEAN[directory:])
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 16, directory + len(local))
    assert read(bytes(data)) == (PARTS, {"trailer"})


def test_bytes_behind_the_end_of_what_is_deflated() -> None:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflater.compress(b"isi") + deflater.flush()
    data = bytearray(archive((info(compress_type=zipfile.ZIP_STORED), packed + b"sisa")))
    for offset in (8, data.index(b"PK\x01\x02") + 10):
        struct.pack_into("<H", data, offset, zipfile.ZIP_DEFLATED)
    for offset in (14, data.index(b"PK\x01\x02") + 16):
        struct.pack_into("<III", data, offset, zlib.crc32(b"isi"), len(packed) + 4, 3)
    assert read(bytes(data)) == ({"a": b"isi"}, {"trailer"})


@pytest.mark.parametrize("name", ["../a", "/a", "a/../b", "a//b", "a\\b", "a\nb", "./a", "a\u202eb"])
def test_a_name_that_is_no_path_within(name: str) -> None:
    with pytest.raises(Kept, match="damaged"):
        read(archive((name, b"x")))


@pytest.mark.parametrize("names", [("a", "a"), ("Content.xml", "content.xml")])
def test_one_name_twice(names: tuple[str, str]) -> None:
    with pytest.raises(Kept, match="damaged"):
        read(archive(*((name, b"x") for name in names)))


def test_two_names_for_one_member() -> None:
    data = bytearray(archive(("a", b"x")))
    data[30] = ord("b")
    with pytest.raises(Kept, match="damaged"):
        read(bytes(data))


def test_members_that_share_bytes() -> None:
    data = bytearray(archive(("a", b"x" * 99), ("b", b"y" * 99)))
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, second + 42, 0)
    with pytest.raises(Kept, match="damaged"):
        read(bytes(data))


def test_an_encrypted_member() -> None:
    data = bytearray(archive(("a", b"x")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Kept, match="encrypted"):
        read(bytes(data))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "UNPACKED_LIMIT", 1 << 20)
    with pytest.raises(Kept, match="too_large"):
        read(archive((info(compress_type=zipfile.ZIP_DEFLATED), bytes(2 << 20))))


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_further() -> None:
    data = bytearray(archive((info(compress_type=zipfile.ZIP_DEFLATED), bytes(64 << 20))))
    for offset in (22, data.index(b"PK\x01\x02") + 24):
        struct.pack_into("<I", data, offset, 10)
    with pytest.raises(Kept, match="damaged"):
        read(bytes(data))


def test_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "PARTS_LIMIT", 2)
    with pytest.raises(Kept, match="too_large"):
        read(CLEAN)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_office_programs_do_not_write(method: int) -> None:
    with pytest.raises(Kept, match="damaged"):
        read(archive((info(compress_type=method), b"x")))


def test_a_part_that_was_changed() -> None:
    with pytest.raises(Kept, match="damaged"):
        read(CLEAN.replace(b"application/x", b"application/y", 1))


@given(st.integers(0, len(CLEAN) - 1))
def test_cut_off(length: int) -> None:
    with pytest.raises(Kept, match="damaged"):
        read(CLEAN[:length])


@given(st.integers(0, len(CLEAN) - 1), st.integers(0, 255))
def test_one_byte_wrong_is_refused_or_harmless(place: int, value: int) -> None:
    data = bytearray(CLEAN)
    data[place] = value
    try:
        parts, _ = read(bytes(data))
    except Kept:
        return
    assert list(parts.values()) == list(PARTS.values())
